"""'Waarom staat dit hier?': neighbours, key terms, what a lens matched, and the text around a passage."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl
import pytest
from lxml import html as lxml_html

from report.browsing import CHROMIUM
from report.world import LABELS
from rodedraad.report import corpus, places
from rodedraad.report.places import Places
from rodedraad.report.views.quotes import Quoter
from rodedraad.report.views.reasons import Likeness, Reasons, clipped, context, held

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

    from rodedraad.report.model import ReportInput

needs_chromium = pytest.mark.skipif(not CHROMIUM.exists(), reason="needs /usr/bin/chromium")


@pytest.fixture(scope="module")
def found(report_input: ReportInput) -> corpus.Corpus:
    return corpus.read(report_input)


@pytest.fixture(scope="module")
def likeness(report_input: ReportInput, found: corpus.Corpus) -> Likeness:
    return Likeness.of(report_input.tables["embeddings"], found)


def first(found: corpus.Corpus) -> corpus.Passage:
    return next(a for a in found.archetypes.values() if a.label == LABELS[0]).members[0]


def test_neighbours_are_of_other_documents_and_never_a_copy(found: corpus.Corpus, likeness: Likeness):
    for passage in found.passages.values():
        near = likeness.nearest(passage, found, 3)
        assert all(other.doc_id != passage.doc_id and other.root != passage.root for other, _ in near)
        shares = [share for _, share in near]
        assert shares == sorted(shares, reverse=True)


def test_the_nearest_is_about_the_same(found: corpus.Corpus, likeness: Likeness):
    passage = first(found)
    at = likeness.vectors @ likeness.vectors[likeness.at[passage.id]]
    apart = [at[likeness.at[p.id]] for p in found.passages.values() if p.doc_id != passage.doc_id and p.root != passage.root]
    assert likeness.nearest(passage, found, 1)[0][1] == pytest.approx(max(apart))


def test_without_vectors_there_are_no_neighbours(found: corpus.Corpus, report_input: ReportInput):
    none = Likeness.of(report_input.tables["embeddings"].clear(), found)
    assert none.nearest(first(found), found) == []
    assert none.vectors.shape[0] == 0


@pytest.mark.parametrize(
    ("text", "keywords", "expected"),
    [
        ("De afspraken stonden in de brief.", ["afspraak", "brief", "regie"], ("afspraak", "brief")),
        ("De verwijzingen bleven liggen.", ["verwijzing", "verwijt"], ("verwijzing",)),
        ("Het hart.", ["har"], ()),
        ("Hij bleef de hele nacht wakker.", ["hele nacht"], ("hele nacht",)),
        ("", ["brief"], ()),
    ],
)
def test_key_terms_are_those_that_stand_in_the_text(text: str, keywords: list[str], expected: tuple[str, ...]):
    assert held(text, keywords) == expected


def test_the_context_is_the_paragraph_before_its_own_and_the_one_after(found: corpus.Corpus):
    passage = next(p for p in found.passages.values() if p.position == 1 and not p.duplicate_of)
    paragraphs = found.paragraphs[passage.doc_id]
    around = context(passage, paragraphs)
    assert around
    own = next(p for p in paragraphs if p.block == passage.block)
    assert around.lead + around.passage + around.rest == own.text
    assert around.passage == passage.text
    assert (around.before, around.after) == (paragraphs[own.block - 1].text, paragraphs[own.block + 1].text)


def test_a_passage_of_an_unknown_paragraph_has_no_context(found: corpus.Corpus):
    assert context(first(found), ()) is None


def test_a_long_text_is_cut_between_words():
    assert clipped("een twee drie", 9) == "een twee…"
    assert clipped("e" * 20, 9) == "e" * 9 + "…"
    assert clipped("kort", 9) == "kort"


def test_a_finding_says_its_score_beside_the_threshold(found: corpus.Corpus):
    quoter = Quoter(found, Places.of(found))
    passage = first(found)
    evidence = Reasons(quoter).evidence(passage, quoter.quote(passage), ["brief"])
    best = max(passage.assigned, key=lambda a: a.score)
    assert f"score {best.score:.2f}".replace(".", ",") + ", drempel 0,50" in [f.score for f in evidence.findings]
    assert {f.indicator for f in evidence.findings} == {"alleen doorverwezen"}


@pytest.mark.requirement(6, 11)
def test_every_quote_of_an_archetype_answers_why_it_is_there(html: dict[str, str], found: corpus.Corpus):
    owner = first(found).archetype_id or ""
    tree = lxml_html.fromstring(html[places.archetype(owner)])
    quotes = tree.xpath("//section[@aria-labelledby='typisch']//figure")
    assert quotes
    for quote in quotes:
        why = re.sub(r"\s+", " ", quote.xpath(".//details[contains(@class, 'why')]")[0].text_content())
        for part in ("Waarom staat dit hier?", "hoort er", "Kernwoorden", "drempel 0,50", "‘alleen doorverwezen’"):
            assert part in why


@needs_chromium
@pytest.mark.requirement(6, 11)
def test_the_text_around_a_quote_and_what_resembles_it_come_on_demand(site: Path, browser: Browser, found: corpus.Corpus):
    page = browser.new_page()
    page.goto((site / places.archetype(first(found).archetype_id or "")).as_uri())
    quote = page.locator("section[aria-labelledby=typisch] figure").first
    quote.locator(".around summary").click()
    assert quote.locator(".around mark").text_content() == quote.locator("blockquote p").text_content()
    assert quote.locator(".around p").count() >= 2
    quote.locator(".why summary").click()
    assert "Lijkt het meest op" in quote.locator(".why").inner_text()
    quote.locator(".why dd a[href*='document/']").first.click()
    page.wait_for_url("**/document/*#p-*")
    assert page.locator(":target").text_content()
    page.close()


def test_vectors_of_another_corpus_are_left_out(found: corpus.Corpus, report_input: ReportInput):
    foreign = report_input.tables["embeddings"].head(1).with_columns(passage_id=pl.lit("pvreemd"))
    assert Likeness.of(foreign, found).ids == ()
