"""Small multiples: the same sectors and years in every row, on one scale, with the numbers beside them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from lxml import html as lxml_html

from report.world import LABELS, N_READ
from rodedraad.report import corpus
from rodedraad.report.views.multiples import Spreads

if TYPE_CHECKING:
    from rodedraad.report.model import ReportInput


@pytest.fixture(scope="module")
def found(report_input: ReportInput) -> corpus.Corpus:
    return corpus.read(report_input)


def test_a_row_counts_documents_of_all_documents(found: corpus.Corpus):
    spreads = Spreads.of(found)
    thin = next(a for a in found.archetypes.values() if a.label == LABELS[3])
    row = spreads.row(thin.members)
    assert {one.label: one.text for one in row.sectors}["jeugdhulp"] == "2 van 4"
    everything = spreads.row(found.passages.values())
    assert all(one.length == one.whole_length for one in everything.sectors)
    assert everything.sectors[0].whole_length == "100.0"
    assert row.years
    assert "zonder datum" not in row.years.told
    assert "zonder datum: 1 van 1" in everything.years.told  # type: ignore[union-attr]


def test_nothing_has_no_length(found: corpus.Corpus):
    row = Spreads.of(found).row([])
    assert {one.length for one in row.sectors} == {"0.0"}
    assert row.years
    assert row.years.fill == ""
    assert row.years.text.startswith("in 0 van")


def test_without_documents_there_is_nothing_to_draw(report_input: ReportInput):
    import dataclasses

    empty = {name: frame.clear() for name, frame in report_input.tables.items()}
    row = Spreads.of(corpus.read(dataclasses.replace(report_input, tables=empty))).row([])
    assert (row.sectors, row.years) == ((), None)


@pytest.mark.requirement(1)
def test_the_overview_opens_with_the_table_then_warnings_then_the_guide(html: dict[str, str]):
    tree = lxml_html.fromstring(html["index.html"])
    assert tree.xpath("//main/section/h2/@id") == ["patronen", "letop", "lees"]
    figures = re.sub(r"\s+", " ", tree.xpath("//dl[@class='figures']")[0].text_content())
    for word in ("documenten", "passages", "archetypen", "zonder patroon", "periode"):
        assert word in figures
    assert len(tree.xpath("//section[@aria-labelledby='lees']//li")) == 3
    assert tree.xpath("//p[@class='attention']/a/@href") == ["#letop", "woordenlijst.html"]
    assert tree.xpath("//section[@aria-labelledby='letop']//li//a/@href")


@pytest.mark.requirement(9, 18)
def test_every_drawing_has_a_title_and_its_numbers_stand_in_text(html: dict[str, str]):
    tree = lxml_html.fromstring(html["index.html"])
    row = next(body for body in tree.xpath("//table[contains(@class, 'patterns')]/tbody") if LABELS[0] in body.text_content())
    for drawing in row.xpath(".//svg"):
        assert drawing.get("role") == "img"
        assert drawing.xpath("string(title)")
    assert re.search(r"2019: \d+ van \d+; 2020", row.xpath("string(.//svg[@class='years']/desc)"))
    assert re.search(rf"\d+ van {N_READ}", row.text_content())
    assert "in 5 van de 5 jaar" in row.text_content()
    assert not tree.xpath("//canvas")
