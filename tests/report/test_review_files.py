"""Files of decisions in a real Chromium: a colleague's, one's own, hostile and unreadable ones, and the table for a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pytest

from report.browsing import CHROMIUM
from report.judging import STORED, archetype, bring_in, counter, exported, named, page, review

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="needs /usr/bin/chromium")
HOSTILE = "</script><img src=x onerror=alert(1)>\u202egnirts"
__all__ = ["page"]  # a fixture, used by its name


def conflicting(path: Path, mine: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Write the file of a colleague who says the opposite of the first answer and the same as the second."""
    first, second = ({**record, "reviewer": "ab", "id": f"ab-{n}"} for n, record in enumerate(mine[:2], 1))
    first["action"] = {"fits": "fits_not", "fits_not": "fits", "accept": "reject", "reject": "accept"}[first["action"]]
    path.write_text("".join(json.dumps(record) + "\n" for record in (first, second)), encoding="utf-8")
    return [first, second]


@pytest.mark.requirement(22)
def test_a_colleagues_file_is_shown_before_it_is_added_with_where_it_differs(site: Path, page: Page, tmp_path: Path):
    named(page, review(site))
    for _ in range(2):
        page.keyboard.press("p" if page.locator(".queue-card [data-key=p]").count() else "k")
        page.keyboard.press("ArrowRight")
    mine = exported(page, tmp_path)
    conflicting(tmp_path / "ab.jsonl", mine)

    bring_in(page, tmp_path / "ab.jsonl")
    told = page.locator(".preview").inner_text()
    assert "Nieuw: 2 (van ab)" in told
    assert "Anders dan uw eigen oordeel: 1" in told
    assert page.locator(".preview tbody tr").count() == 1
    page.click("text=Niet toevoegen")
    assert len(page.evaluate(STORED)) == 2  # nothing was added unasked

    bring_in(page, tmp_path / "ab.jsonl")
    page.click("text=Voeg 2 toe")
    assert len(page.evaluate(STORED)) == 4
    assert page.locator("ol.decisions > li").count() == 2  # one's own judgement is as it was
    assert page.locator(".tally").is_hidden()
    bring_in(page, tmp_path / "ab.jsonl")
    assert "Al bekend: 2" in page.locator(".preview").inner_text()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    assert "ab: " in page.locator(".queue-card .others").inner_text()
    assert exported(page, tmp_path) == mine  # a colleague's lines are not exported as one's own


@pytest.mark.requirement(22)
def test_ones_own_file_restores_everything_in_another_browser(site: Path, page: Page, browser: Browser, tmp_path: Path):
    named(page, review(site))
    page.keyboard.press("p" if page.locator(".queue-card [data-key=p]").count() else "k")
    mine = exported(page, tmp_path)
    context = browser.new_context()
    other = context.new_page()
    named(other, review(site))
    bring_in(other, next(tmp_path.glob("*.jsonl")))
    other.click("text=Voeg 1 toe")
    assert other.evaluate(STORED) == mine
    assert other.locator("#queue-progress").text_content() == page.locator("#queue-progress").text_content()
    assert other.locator(".tally").is_hidden()  # it came out of a file
    context.close()


@pytest.mark.requirement(22, 32)
def test_a_hostile_file_is_named_line_by_line_and_takes_nothing_away(site: Path, page: Page, tmp_path: Path):
    opened: list[str] = []
    page.on("dialog", lambda dialog: (opened.append(dialog.message), dialog.dismiss()))
    named(page, review(site))
    page.click(".queue-card [data-key=p], .queue-card [data-key=k]")
    (mine,) = page.evaluate(STORED)
    good = {**mine, "reviewer": "ab", "id": "ab-1", "kind": "passage", "action": "memo", "value": HOSTILE, "lens": None, "item": None}
    bad = (
        "{ kapot",
        "[]",
        json.dumps({**good, "id": "ab-2", "format": 2}),
        json.dumps({**good, "id": "ab-3", "report": "../../0"}),
        json.dumps({**good, "id": "../../ab-4"}),
        json.dumps({**good, "id": "ab-5", "reviewer": "../../etc"}),
        json.dumps({**good, "id": "ab-6", "value": "x" * 200_000}),
        json.dumps({**good, "id": "ab-7", "action": "constructor"}),
        json.dumps({**good, "id": "ab-8", "kind": "__proto__"}),
        json.dumps({**good, "id": "ab-9", "passage": {"toString": "x"}}),
        json.dumps({**mine, "value": "anders"}),  # the number of one's own decision
        '{"__proto__": {"polluted": 1}}',
        json.dumps({**good, "id": "ab-10"})[:80],  # cut off
    )
    (tmp_path / "ab.jsonl").write_text("\ufeff" * 0 + "\n".join((json.dumps(good), *bad)), encoding="utf-8")
    bring_in(page, tmp_path / "ab.jsonl")
    told = page.locator(".preview").inner_text()
    assert "Nieuw: 1 (van ab)" in told
    assert f"Niet te gebruiken: {len(bad)}" in told
    page.click(".preview details summary")
    told = page.locator(".preview").inner_text()
    assert "nieuwere versie" in told
    assert "nummer van een andere beslissing" in told
    page.click("text=Voeg 1 toe")
    assert page.evaluate("({}).polluted === undefined")
    shown = page.locator(".queue-card .others").inner_text()
    assert "<img src=x" in shown
    assert "\u202e" not in shown
    assert page.evaluate(STORED)[-1] == mine
    assert page.locator("img").count() == 0
    assert opened == []


@pytest.mark.requirement(22, 23)
def test_of_a_file_of_another_report_what_fits_is_counted_and_taken_over_on_request(site: Path, page: Page, tmp_path: Path):
    named(page, review(site))
    for _ in range(2):
        page.keyboard.press("p" if page.locator(".queue-card [data-key=p]").count() else "k")
        page.keyboard.press("ArrowRight")
    first, second = ({**one, "reviewer": "ab", "id": f"ab-{n}", "report": "0123456789ab"} for n, one in enumerate(page.evaluate(STORED), 1))
    item = {"kind": "mapping", "action": "accept", "lens": "puddingprincipes", "item": "p05_regie"}
    moved = {**second, "passage": "p0000", "id": "ab-3", **item}  # the same text under another id
    elsewhere = {**moved, "id": "ab-4", "anchor": {**second["anchor"], "text_hash": "0" * 16}}
    gone = {**moved, "id": "ab-5", "item": "er_niet_meer"}
    undone = {**first, "id": "ab-6", "action": "undo", "value": "ab-1"}
    whole = {**first, "id": "ab-7", "kind": "archetype", "action": "accept", "archetype": "aelders", "value": None}
    lines = (first, second, moved, elsewhere, gone, undone, whole)
    (tmp_path / "ab.jsonl").write_text("".join(json.dumps(one) + "\n" for one in lines), encoding="utf-8")
    bring_in(page, tmp_path / "ab.jsonl")
    told = page.locator(".preview").inner_text()
    assert "Nieuw: 0" in told
    assert "Niet te gebruiken: 0" in told
    assert "Genomen in een ander rapport: 7. Daarvan passen er hier 4, waarvan 1 aan hun tekst zijn teruggevonden; 3 passen niet." in told
    assert len(page.evaluate(STORED)) == 2, "nothing is taken over unasked"
    page.click("text=Neem de 4 over die passen")
    taken = [one for one in page.evaluate(STORED) if one["reviewer"] == "ab"]
    assert [one["id"] for one in taken] == ["ab-1", "ab-2", "ab-3", "ab-6"]
    assert {one["report"] for one in taken} == {page.evaluate("RodeDraad.report")}
    assert taken[2]["passage"] == second["passage"]
    assert page.locator("ol.decisions > li").count() == 2, "a colleague's judgement is not one's own"
    page.reload()
    assert len(page.evaluate(STORED)) == 6
    bring_in(page, tmp_path / "ab.jsonl")
    page.click("text=Neem de 4 over die passen")
    assert "0 toegevoegd" in page.locator(".preview").inner_text()


@pytest.mark.parametrize(("content", "why"), [(b"\xff\xfe{\x00", "geen leesbare tekst"), (b" " * 20_000_001, "groter dan 20 MB")])
def test_a_file_that_cannot_be_read_says_so(site: Path, page: Page, tmp_path: Path, content: bytes, why: str):
    named(page, review(site))
    (tmp_path / "x.jsonl").write_bytes(content)
    bring_in(page, tmp_path / "x.jsonl")
    assert why in page.locator(".preview").inner_text()


@pytest.mark.requirement(22)
def test_a_table_for_a_spreadsheet_holds_no_formula(site: Path, page: Page, tmp_path: Path):
    named(page, archetype(site))
    for text in ('=HYPERLINK("http://x")', "+1", "-1", "@som", "\tx", 'gewoon; met "aanhaling"\nen een regel'):
        page.evaluate(
            "text => RodeDraad.store.add({kind: 'archetype', action: 'memo', archetype: 'a1', value: text, proposal: '=1+1'})", text
        )
    page.goto(review(site))
    with page.expect_download() as download:
        page.click("text=Opslaan als tabel (CSV)")
    download.value.save_as(tmp_path / "x.csv")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "x.csv").read_text(encoding="utf-8-sig"), newline=""), delimiter=";"))
    assert [row["value"][0] for row in rows] == ["'", "'", "'", "'", "'", "g"]
    assert rows[5]["value"] == 'gewoon; met "aanhaling"\nen een regel'
    assert {row["proposal"] for row in rows} == {"'=1+1"}
    assert counter(page).startswith("6")  # a table is no export that can be read back
