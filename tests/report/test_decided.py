"""What reviewers decided, in the pages: states of passages and archetypes, who took a passage out, what asks for another look."""

from __future__ import annotations

import dataclasses
import json
import re
from typing import TYPE_CHECKING

import polars as pl
import pytest
from lxml import html as lxml_html

from report.browsing import CHROMIUM
from report.world import LABELS, given
from rodedraad.report import corpus
from rodedraad.report.build import build, pages
from rodedraad.report.render import Renderer
from rodedraad.report.views import decided
from rodedraad.review.model import Decision
from rodedraad.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from playwright.sync_api import Browser

    from rodedraad.report.model import ReportInput

MK, BOTH = ["mk"], ["mk", "pj"]


def line(number: int, kind: str, action: str, who: list[str], **about: object) -> dict[str, object]:
    return {"decision_id": f"b{number}", "kind": kind, "action": action, "reviewers": who, "state": "valid", **about}


def members_of(report_input: ReportInput, archetype: str) -> list[str]:
    return report_input.tables["members"].filter(archetype_id=archetype)["passage_id"].to_list()


def without(report_input: ReportInput, passages: list[str], reason: str, archetype: str) -> pl.DataFrame:
    """Return ``members`` in which a decision took ``passages`` out of the ``archetype`` that the machine proposes."""
    out = pl.col("passage_id").is_in(passages)
    return report_input.tables["members"].with_columns(
        archetype_id=pl.when(out).then(None).otherwise("archetype_id"),
        reason=pl.when(out).then(pl.lit(reason)).otherwise("reason"),
        decided=out,
        proposed_id=pl.when(out).then(pl.lit(archetype)).otherwise("archetype_id"),
    )


@pytest.fixture(scope="module")
def reviewed() -> ReportInput:
    """Return a report of a run in which one archetype was renamed, one rejected, one merged away, and passages judged one by one."""
    plain = given()
    ids = dict(plain.tables["archetypes"].select("label", "archetype_id").iter_rows())
    renamed, rejected, agreed, merged = (ids[label] for label in LABELS)
    first, second, third, *_ = members_of(plain, renamed)
    lost = members_of(plain, rejected)
    members = without(plain, lost, "rejected", rejected)
    out = dataclasses.replace(plain, tables={**plain.tables, "members": members})
    members = pl.concat(
        [without(out, [first], "moved_out", renamed).filter(passage_id=first), members.filter(pl.col("passage_id") != first)]
    )
    members = members.with_columns(archetype_id=pl.col("archetype_id").replace({merged: agreed})).with_columns(
        decided=pl.col("decided").fill_null(value=False) | (pl.col("passage_id") == second)
    )
    archetypes = (
        plain.tables["archetypes"]
        .filter(~pl.col("archetype_id").is_in([rejected, merged]))
        .with_columns(proposed_label=pl.col("label"))
        .with_columns(
            label=pl.when(pl.col("archetype_id") == renamed).then(pl.lit("Koude overdracht")).otherwise("label"),
            decided=pl.when(pl.col("archetype_id") == renamed).then(pl.lit("renamed")).otherwise(pl.lit("merged")),
        )
    )
    decisions = [
        line(1, "archetype", "rename", BOTH, archetype_id=renamed, value="Koude overdracht", proposal=LABELS[0]),
        line(2, "archetype", "reject", MK, archetype_id=rejected, proposal=LABELS[1]),
        line(3, "archetype", "merge", ["pj"], archetype_id=merged, value=agreed, proposal=LABELS[3]),
        line(4, "archetype", "accept", MK, archetype_id=agreed, proposal="Zo heette het toen"),
        line(5, "passage", "fits_not", MK, passage_id=first, archetype_id=renamed, proposal=renamed),
        line(6, "passage", "fits", MK, passage_id=second, archetype_id=renamed, proposal="aanders"),
        line(
            7, "passage", "fits", MK, passage_id="pweg", archetype_id=renamed, quote="Wat er ooit stond.", state="lost", reason="text_gone"
        ),
        line(8, "passage", "memo", MK, passage_id=third, value="Bespreken"),
        line(9, "mapping", "accept", MK, passage_id=third, lens_id="puddingprincipes", item_id="p03_overdragen"),
    ]
    table = TABLES["decisions"].frame(decisions)
    tables = {**plain.tables, "members": members, "archetypes": archetypes, "decisions": table}
    return dataclasses.replace(plain, tables=tables, changed={"b4": "other_now", "b6": "other_now", "b9": "not_applied"})


@pytest.fixture(scope="module")
def shown(reviewed: ReportInput) -> dict[str, lxml_html.HtmlElement]:
    renderer = Renderer(reviewed)
    return {page.path: lxml_html.fromstring(renderer.html(page)) for page in pages(reviewed)}


def words(tree: lxml_html.HtmlElement) -> str:
    return re.sub(r"\s+", " ", tree.text_content()).strip()


def states(tree: lxml_html.HtmlElement, passage: str) -> set[str]:
    held = f"//*[self::figure or self::li][.//a[contains(@href, '#p-{passage}')]]"
    found = tree.xpath(f"{held}//span[contains(@class, 'state')]/@class")
    return {one.removeprefix("state ") for one in found}


def head(shown: Mapping[str, lxml_html.HtmlElement], archetype: str) -> str:
    return words(shown[f"archetype/{archetype}.html"].xpath("//header[contains(@class, 'head')]")[0])


@pytest.mark.requirement(12, 34)
def test_the_state_of_an_archetype_stands_in_its_page_with_who_decided(reviewed: ReportInput, shown: dict[str, lxml_html.HtmlElement]):
    about = dict(reviewed.tables["decisions"].select("decision_id", "archetype_id").iter_rows())
    renamed, agreed = about["b1"], about["b4"]
    told = head(shown, renamed)
    assert "besloten: heet ‘Koude overdracht’ (mk, pj)" in told
    assert f"Het programma noemt dit: ‘{LABELS[0]}’" in told
    assert "voorstel van het programma" not in told
    told = head(shown, agreed)
    assert "gewijzigd sinds besluit: akkoord (mk)" in told
    assert "stelt nu iets anders voor dan toen" in told
    assert f"‘{LABELS[3]}’ is hierin opgegaan (pj)" in told
    listed = words(shown["archetypen.html"].xpath("//table[contains(@class, 'patterns')]")[0])
    assert "besloten: heet ‘Koude overdracht’ (mk, pj)" in listed
    gone = words(shown["archetypen.html"].xpath("//section[@aria-labelledby='vervallen']")[0])
    assert f"{LABELS[1]} verworpen (mk)" in gone
    assert f"{LABELS[3]} samengevoegd (pj) nu onderdeel van {LABELS[2]}" in gone


@pytest.mark.requirement(12, 34)
def test_a_decision_that_changed_since_is_the_third_state_on_every_page_of_the_passage(
    reviewed: ReportInput, shown: dict[str, lxml_html.HtmlElement]
):
    rows = {row["decision_id"]: row for row in reviewed.tables["decisions"].rows(named=True)}
    renamed, changed = rows["b6"]["archetype_id"], rows["b6"]["passage_id"]
    on_archetype = set().union(*(states(tree, changed) for path, tree in shown.items() if path.startswith(f"archetype/{renamed}")))
    assert on_archetype == {"changed"}
    mapped = rows["b9"]["passage_id"]
    assert set().union(*(states(tree, mapped) for path, tree in shown.items() if path.startswith("lens/"))) == {"changed"}
    notes = [
        words(note)
        for path, tree in shown.items()
        if path.startswith("document/")
        for note in tree.xpath(f"//ol[@class='notes']/li[a/@href='#p-{changed}']")
    ]
    assert len(notes) == 1
    assert "gewijzigd sinds besluit" in notes[0]
    queue = shown["beoordelen.html"].xpath("//section[@aria-labelledby='opnieuw']")[0]
    told = [words(one) for one in queue.xpath(".//li")]
    assert len(told) == 4, "memos ask for nothing"
    assert any("past (mk) – toegepast, maar" in one for one in told)
    assert any(one.startswith("Wat er ooit stond.") and "staat zo niet meer" in one for one in told)
    assert any(f"#p-{changed}" in href for href in queue.xpath(".//a/@href"))


@pytest.mark.requirement(10, 12)
def test_what_reviewers_took_out_is_told_as_such_with_who(reviewed: ReportInput, shown: dict[str, lxml_html.HtmlElement]):
    reasons = [words(one) for one in shown["zonder-patroon.html"].xpath("//article[@class='entry']")]
    assert any(one.startswith("Archetype verworpen door een beoordelaar") for one in reasons)
    assert any(one.startswith("Eruit gehaald door een beoordelaar") for one in reasons)
    assert not any(one.startswith("Andere reden") for one in reasons)
    moved = words(shown["zonder-patroon/moved_out.html"].xpath("//main")[0])
    assert "eruit gehaald door mk; was voorgesteld bij ‘Koude overdracht’" in moved
    rejected = shown["zonder-patroon/rejected.html"].xpath("//ul[@class='lines']/li")
    assert rejected
    assert all(f"hoorde bij ‘{LABELS[1]}’, verworpen door mk" in words(one) for one in rejected)


def test_a_passage_that_was_put_elsewhere_tells_what_the_machine_proposes(reviewed: ReportInput, shown: dict[str, lxml_html.HtmlElement]):
    out = reviewed.tables["decisions"].filter(decision_id="b5").row(0, named=True)
    marks = [one for path, tree in shown.items() if path.startswith("document/") for one in tree.xpath(f"//*[@id='p-{out['passage_id']}']")]
    assert [one.get("data-proposed") for one in marks] == [out["archetype_id"]]


def test_a_part_that_was_split_off_and_hostile_values_are_told(reviewed: ReportInput):
    found = corpus.read(reviewed)
    split = json.dumps({"label": "{n} <b>deel</b>", "passages": ["p1", "p2"]})
    said = dataclasses.replace(found.decisions.all[0], action="split", value=split, who=("mk",))
    assert decided.by(found, said) == "2 passages afsplitsen als ‘{n} <b>deel</b>’ (mk)"
    assert decided.by(found, dataclasses.replace(said, kind="passage", action="move", value="")) == "hoort bij geen archetype (mk)"


@pytest.mark.skipif(not CHROMIUM.exists(), reason="needs /usr/bin/chromium")
@pytest.mark.requirement(12)
def test_with_javascript_the_same_stands_there_and_ones_own_answer_is_weighed_against_the_machine(
    reviewed: ReportInput, browser: Browser, tmp_path: Path
):
    site = build(reviewed, tmp_path / "report").index.parent
    rows = {row["decision_id"]: row for row in reviewed.tables["decisions"].rows(named=True)}
    renamed, passage = rows["b1"]["archetype_id"], rows["b5"]["passage_id"]
    context = browser.new_context()
    page = context.new_page()
    page.goto((site / f"archetype/{renamed}.html").as_uri())
    state = page.locator("header .state")
    assert state.text_content() == "besloten: heet ‘Koude overdracht’ (mk, pj)"
    page.evaluate(
        """([archetype, name]) => { RodeDraad.store.setReviewer("mk");
           RodeDraad.store.add({kind: "archetype", action: "rename", archetype: archetype, proposal: name,
             value: "Koude overdracht"}); }""",
        [renamed, LABELS[0]],
    )
    assert state.get_attribute("class") == "state decided", "an applied name is no change"
    document = next(path for path in site.glob("document/*.html") if f'id="p-{passage}"' in path.read_text(encoding="utf-8"))
    page.goto(document.as_uri())
    note = page.locator(".notes > li", has=page.locator(f"a[href='#p-{passage}']"))
    assert note.locator(".state").text_content() == "besloten"
    mark = page.locator(f"#p-{passage}").evaluate("one => RodeDraad.held.read(one)")
    page.evaluate(
        """mark => RodeDraad.store.add({kind: "passage", action: "fits_not", passage: mark.passage, archetype: mark.proposed,
           proposal: mark.proposed})""",
        mark,
    )
    assert note.locator(".state").text_content() == "besloten: past niet"
    context.close()


@pytest.mark.skipif(not CHROMIUM.exists(), reason="needs /usr/bin/chromium")
@pytest.mark.requirement(12, 20)
def test_the_work_queue_asks_again_what_changed_since_it_was_decided(reviewed: ReportInput, browser: Browser, tmp_path: Path):
    about = reviewed.tables["decisions"].filter(decision_id="b6").row(0, named=True)
    asked = dataclasses.replace(reviewed, queue=((about["passage_id"], None, None, "changed"),))
    site = build(asked, tmp_path / "report").index.parent
    context = browser.new_context()
    page = context.new_page()
    page.goto((site / "beoordelen.html").as_uri())
    page.evaluate(
        """([passage, archetype]) => { RodeDraad.store.setReviewer("mk");
           RodeDraad.store.add({kind: "passage", action: "fits", passage: passage, archetype: archetype, proposal: "aanders"});
           RodeDraad.store.markExported(RodeDraad.store.own().map((one) => one.id)); }""",
        [about["passage_id"], about["archetype_id"]],
    )
    page.reload()
    card = page.locator(".queue-card")
    assert "nu iets anders voorstelt dan toen" in card.inner_text()
    assert card.locator(".state.changed").text_content() == "gewijzigd sinds besluit"
    assert page.locator("#queue-progress").text_content().startswith("0 van 1")
    page.keyboard.press("p")
    assert page.locator("#queue-progress").text_content().startswith("1 van 1")
    latest = Decision.model_validate(page.evaluate("RodeDraad.store.own()")[-1])
    assert (latest.queue, latest.proposal) == ("changed", about["archetype_id"])
    page.check("text=Blind beoordelen")
    assert page.locator("section[aria-labelledby=opnieuw]").is_hidden(), "it would tell what was decided"
    context.close()
