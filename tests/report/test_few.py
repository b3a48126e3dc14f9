"""A report of few documents says so before anything else, and calls every pattern in it thin evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lxml import html as lxml_html

from report.world import N_READ
from rodedraad.report import words
from rodedraad.report.build import build

if TYPE_CHECKING:
    from pathlib import Path

    from rodedraad.report.model import ReportInput


@pytest.fixture(scope="module")
def few(report_input: ReportInput, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the report of the same documents, where they count as few."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(words, "FEW_DOCUMENTS", N_READ + 1)
        return build(report_input, tmp_path_factory.mktemp("few") / "report").index.parent


def thin_rows(page: Path) -> list[bool]:
    rows = lxml_html.parse(page).xpath("//table[contains(@class, 'patterns')]/tbody")
    return [bool(row.xpath(".//*[@class='thin']")) for row in rows]


@pytest.mark.requirement(9)
def test_five_of_five_documents_is_thin_and_ten_of_ten_is_not():
    assert words.thin_below(5) > 5
    assert words.thin_below(10) <= 10
    assert words.thin_below(10) == words.THIN_DOCUMENTS == words.thin_below(1000)


@pytest.mark.requirement(1, 9)
def test_the_overview_says_that_these_are_few_before_any_figure(few: Path, site: Path):
    main = lxml_html.parse(few / "index.html").xpath("//main")[0]
    told = main.xpath("./header//*[@class='caution']")
    assert [f"{N_READ} documenten is weinig." in one.text_content() for one in told] == [True]
    assert "Dat is weinig" in " ".join(main.xpath("string(.//section[@aria-labelledby='letop'])").split())
    assert lxml_html.parse(site / "index.html").xpath("//main/header//*[@class='caution']") == []


@pytest.mark.requirement(9)
def test_every_archetype_of_few_documents_is_marked_thin(few: Path, site: Path):
    for name in ("index.html", "archetypen.html"):
        assert set(thin_rows(few / name)) == {True}, name
        assert set(thin_rows(site / name)) == {True, False}, name
    assert all("Dun bewijs: dit patroon rust op" in page.read_text(encoding="utf-8") for page in few.glob("archetype/*.html"))
