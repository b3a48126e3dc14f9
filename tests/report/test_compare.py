"""Vergelijken: with an earlier report, and calamities beside learning."""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING

import polars as pl
import pytest
from lxml import html as lxml_html

from report.world import LABELS
from rodedraad.report import corpus
from rodedraad.report.build import pages
from rodedraad.report.model import Earlier, ReportInput
from rodedraad.report.render import Renderer
from rodedraad.report.views import compare, kinds
from rodedraad.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping


def words(tree: lxml_html.HtmlElement, path: str) -> str:
    return re.sub(r"\s+", " ", tree.xpath(path)[0].text_content()).strip()


def rendered(given: ReportInput) -> lxml_html.HtmlElement:
    page = next(page for page in pages(given) if page.path == "vergelijken.html")
    return lxml_html.fromstring(Renderer(given).html(page))


def lineage(*rows: Mapping[str, object]) -> pl.DataFrame:
    return TABLES["lineage"].frame([dict(row) for row in rows])


@pytest.mark.requirement(15)
def test_what_became_of_the_archetypes_stands_in_a_table(html: dict[str, str]):
    tree = lxml_html.fromstring(html["vergelijken.html"])
    rows = {row.xpath("string(th)").strip(): row for row in tree.xpath("//table[contains(@class, 'changes')]/tbody/tr")}
    told = {label: words(rows[label], "./td[1]") for label in LABELS}
    assert told == {
        LABELS[0]: "⑂ gesplitst",
        LABELS[1]: "⑂ gesplitst",
        LABELS[2]: "⊃ samengevoegd",
        LABELS[3]: "＋ nieuw",
    }
    assert any("aoud3" in name for name in rows)
    assert "1 verdwenen" in words(tree, "//ul[@class='tally']")


@pytest.mark.requirement(15)
def test_an_archetype_that_ended_is_called_as_it_was_in_the_earlier_report(report_input: ReportInput):
    called = {"earlier_keywords": ["wachten"], "earlier_nearest_lens": "puddingprincipes", "earlier_nearest_item": "p05_regie"}
    now = report_input.tables["archetypes"]["archetype_id"].to_list()
    rows = (
        {"earlier_id": "aeen", "earlier_label": "Gegeven naam", "earlier_proposed_label": "wachten"},
        {"earlier_id": "atwee", "earlier_label": "wachten", "earlier_proposed_label": "wachten", "earlier_nearest_score": 0.5, **called},
        {"earlier_id": "adrie", "earlier_label": "wachten", "earlier_proposed_label": "wachten", "earlier_nearest_score": 0.1, **called},
        {"earlier_id": "avier"},
        {"archetype_id": now[0], "earlier_id": now[0], "kind": "kept", "earlier_label": "Voorheen", "earlier_proposed_label": "wachten"},
    )
    table = lineage(*({"kind": "ended", "shared": 0, **row} for row in rows))
    given = dataclasses.replace(report_input, tables=report_input.tables | {"lineage": table})
    tree = rendered(given)
    gone = [
        words(row, "./th") for row in tree.xpath("//table[contains(@class, 'changes')]/tbody/tr") if row.xpath(".//span[@class='gone']")
    ]
    assert gone == ["Woorden: wachten", "Gegeven naam", "Eén regisseur", "archetype avier (de naam staat in het eerdere rapport)"]
    assert "Voorheen" in words(tree, "//table[contains(@class, 'changes')]"), "a name that changed is told with the one it had"
    told = list(compare.told(given))
    assert any(line.startswith("✕ verdwenen") and line.endswith("Gegeven naam") for line in told)


@pytest.mark.parametrize(("share", "kind"), [(1.0, "kept"), (0.1, "shrunk")])
def test_a_kept_archetype_may_have_shrunk(report_input: ReportInput, share: float, kind: str):
    archetype = next(iter(corpus.read(report_input).archetypes.values()))
    line = {"kind": "kept", "shared": len(archetype.members), "share_of_earlier": share}
    assert compare.kind_of(archetype, [line]) == kind
    assert compare.kind_of(archetype, [line | {"shared": 2, "share_of_earlier": 1.0}]) == "grown"


@pytest.mark.requirement(15)
def test_a_named_run_gives_its_own_names_and_numbers(report_input: ReportInput):
    now = report_input.tables["archetypes"]["archetype_id"].to_list()
    earlier = Earlier(
        title="Het rapport van vorig jaar",
        lineage=lineage(
            {"archetype_id": now[0], "earlier_id": "avroeger", "kind": "kept", "shared": 5, "share_of_earlier": 1.0},
            {"earlier_id": "aweg", "kind": "ended", "shared": 0},
        ),
        names={"avroeger": "Vroegere naam", "aweg": "Wat verdween"},
        passages={"avroeger": 5, "aweg": 7},
        documents={"avroeger": 4, "aweg": 6},
        n_documents=8,
        new_documents=3,
        gone_documents=1,
    )
    given = dataclasses.replace(report_input, earlier=earlier)
    text = words(rendered(given), "//section[@aria-labelledby='eerder']")
    for part in ("Het rapport van vorig jaar", "3 documenten zijn erbij", "Vroegere naam", "5 → ", "Wat verdween", "7 → 0", "6 → 0"):
        assert part in text
    lines = list(compare.told(given))
    assert any(line.startswith("↑ gegroeid") and "Vroegere naam" in line for line in lines)


def test_without_an_earlier_run_the_page_says_how_to_compare(report_input: ReportInput):
    first = dataclasses.replace(report_input, tables=report_input.tables | {"lineage": TABLES["lineage"].empty()})
    assert "rodedraad compare" in words(rendered(first), "//section[@aria-labelledby='eerder']")


@pytest.mark.requirement(15)
def test_decisions_that_no_longer_fit_are_listed(report_input: ReportInput):
    passage = report_input.tables["passages"].row(0, named=True)
    rows = [
        {"decision_id": "mk-1", "passage_id": passage["passage_id"], "archetype_id": None, "state": "lost"},
        {"decision_id": "mk-2", "passage_id": None, "archetype_id": None, "state": "conflict"},
        {"decision_id": "mk-3", "passage_id": None, "archetype_id": None, "state": "valid"},
    ]
    given = dataclasses.replace(report_input, tables=report_input.tables | {"decisions": _decisions(rows)})
    text = words(rendered(given), "//section[@aria-labelledby='eerder']")
    assert "niet zijn toegepast (2)" in text
    assert f"Past niet meer: {passage['text']}" in text
    assert "Beoordelaars verschillen: mk-2" in text


def _decisions(rows: list[dict[str, object]]) -> pl.DataFrame:
    if "decisions" in TABLES:
        return TABLES["decisions"].frame(rows)
    return pl.DataFrame(rows, schema=dict.fromkeys(("decision_id", "passage_id", "archetype_id", "state"), pl.String()))


@pytest.mark.requirement(9, 15)
def test_calamities_stand_beside_learning_with_counts(report_input: ReportInput, html: dict[str, str]):
    found = corpus.read(report_input)
    view = kinds.view(found)
    n = {sort: sum(kinds.KINDS.get(d.kind or "") == sort for d in found.documents.values()) for sort in (kinds.CALAMITY, kinds.LEARNING)}
    for table in view.tables:
        for row in table.rows:
            assert f"van {n[kinds.CALAMITY]} (" in row.calamity.text
            assert f"van {n[kinds.LEARNING]} (" in row.learning.text
    assert [table.title for table in view.tables] == ["Archetypen", "De 12 Puddingprincipes"]
    tree = lxml_html.fromstring(html["vergelijken.html"])
    assert len(tree.xpath("//table[contains(@class, 'sides')]")) == 2
    assert "zonder bekende soort" in words(tree, "//section[@aria-labelledby='soorten']")


def test_with_one_sort_of_documents_there_is_nothing_beside_it(report_input: ReportInput):
    documents = report_input.tables["documents"].with_columns(kind=pl.lit("melding"))
    given = dataclasses.replace(report_input, tables=report_input.tables | {"documents": documents})
    view = kinds.view(corpus.read(given))
    assert view.tables == ()
    assert "alleen als er van beide" in view.told
