"""What the pages say: evidence, counts, contradiction, what was left out."""

from __future__ import annotations

import dataclasses
import re
from datetime import date
from typing import TYPE_CHECKING

import polars as pl
import pytest
from lxml import html as lxml_html

from report.world import HOSTILE_LENS, LABELS, N_PASSAGES, N_READ, TEXTS
from rodedraad.report import corpus, places
from rodedraad.report.build import pages
from rodedraad.report.page import pager
from rodedraad.report.places import Places
from rodedraad.report.render import Renderer
from rodedraad.report.views import account, archetypes, charts, items, leftovers, notices
from rodedraad.report.views.quotes import Quoter, folded
from rodedraad.schema import TABLES

if TYPE_CHECKING:
    from pathlib import Path

    from rodedraad.report.model import ReportInput


@pytest.fixture(scope="module")
def found(report_input: ReportInput) -> corpus.Corpus:
    return corpus.read(report_input)


@pytest.fixture(scope="module")
def quoter(found: corpus.Corpus) -> Quoter:
    return Quoter(found, Places.of(found))


def archetype(found: corpus.Corpus, label: str) -> corpus.Archetype:
    return next(a for a in found.archetypes.values() if a.label == label)


def test_an_archetype_with_a_name_that_is_like_no_item_is_said_to_be_new(found):
    one = next(iter(found.archetypes.values()))
    alone = dataclasses.replace(one, nearest_lens=None, nearest_item=None, named=True)
    assert archetypes.is_new(found, alone)
    assert not archetypes.is_new(found, dataclasses.replace(alone, named=False)), "a list of words has no name to call new"
    assert not archetypes.is_new(found, dataclasses.replace(one, named=True)), "it has its item"
    assert not archetypes.is_new(dataclasses.replace(found, lenses={}), alone), "without a lens there is nothing to compare with"


def test_that_it_is_new_stands_where_the_nearest_item_would(report_input):
    none = pl.lit(None, pl.String)
    rows = report_input.tables["archetypes"].with_columns(nearest_lens=none, nearest_item=none, label=pl.lit("Op elkaar wachten"))
    changed = dataclasses.replace(report_input, tables=report_input.tables | {"archetypes": rows})
    texts = [Renderer(changed).html(page) for page in pages(changed) if page.template == "archetype.jinja"][:1]
    assert any("nieuw patroon: past bij geen onderdeel van een lens" in text for text in texts)


def words(html: str, path: str = "//main") -> str:
    return re.sub(r"\s+", " ", lxml_html.fromstring(html).xpath(path)[0].text_content())


@pytest.mark.requirement(6)
def test_a_quote_says_where_it_comes_from(found: corpus.Corpus, quoter: Quoter):
    passage = next(p for p in found.passages.values() if p.duplicate_of is None and p.text == TEXTS[0])
    quote = quoter.quote(passage)
    assert quote.document == "Na de kerstdagen: onderzoek naar de hulp aan een jong gezin"
    assert quote.facts == "inspectierapport · 12 januari 2019 · alinea 2 · 1 Aanleiding"
    assert quote.strength == "hoort er sterk bij (0,95)"
    assert quote.archetype
    assert quote.archetype.text == LABELS[0]
    assert ("minus", "Overdragen, niet verwijzen") in [(tag.sign, tag.text) for tag in quote.tags]


def test_a_document_without_title_goes_by_its_short_id(found: corpus.Corpus, quoter: Quoter):
    untitled = next(d for d in found.documents.values() if d.title is None)
    quote = quoter.quote(found.by_document[untitled.id][0])
    assert quote.document == f"Document {untitled.id[:8]}"
    assert "soort onbekend" in quote.facts


@pytest.mark.requirement(8)
def test_nearly_equal_passages_are_one_quote_that_tells_of_the_others(found: corpus.Corpus, quoter: Quoter):
    twins = [p for p in found.passages.values() if p.duplicate_of]
    assert twins
    root = found.passages[twins[0].root]
    assert [p.id for p in folded([root, twins[0], root])] == [root.id]
    quote = quoter.quote(root)
    assert quote.same_text == "en 2 vrijwel gelijke passages"
    assert {link.href.rpartition("#p-")[2] for link in quote.same} == {twin.id for twin in twins}


@pytest.mark.requirement(15)
def test_an_archetype_says_where_it_comes_from(html: dict[str, str], found: corpus.Corpus):
    told = {
        LABELS[0]: "een deel ervan is nu een eigen archetype.",
        LABELS[1]: f"Afgesplitst van een archetype uit het vorige rapport. {LABELS[0]}",
        LABELS[2]: "Samengevoegd uit 2 archetypen van het vorige rapport.",
        LABELS[3]: "Nieuw: dit archetype stond niet in het vorige rapport.",
    }
    for label, text in told.items():
        assert text in words(html[places.archetype(archetype(found, label).id)])
    table = words(html["archetypen.html"], "//table")
    for short in ("nu gesplitst", "afgesplitst", "samengevoegd uit 2", "nieuw"):
        assert short in table


@pytest.mark.parametrize(("kind", "text"), [("kept", "bekend"), ("born", "nieuw")])
def test_of_a_known_run_an_archetype_is_known_or_new(report_input: ReportInput, kind: str, text: str):
    only = report_input.tables["archetypes"]["archetype_id"][0]
    lineage = TABLES["lineage"].frame([{"archetype_id": only, "earlier_id": only, "kind": kind, "shared": 0, "known_run": "r7"}])
    read = corpus.read(dataclasses.replace(report_input, tables=report_input.tables | {"lineage": lineage}))
    assert archetypes.descent_text(read.archetypes[only], "descent_short") == text
    others = [a for a in read.archetypes.values() if a.id != only]
    assert {archetypes.descent_text(a, "descent") for a in others} == {""}, "a first report has nothing to compare with"


@pytest.mark.requirement(8)
def test_every_archetype_shows_what_contradicts_it(html: dict[str, str], found: corpus.Corpus):
    page = html[places.archetype(archetype(found, LABELS[0]).id)]
    typical = words(page, "//section[@aria-labelledby='typisch']")
    against = words(page, "//section[@aria-labelledby='tegen']")
    assert "Het gezin werd doorverwezen" in typical
    assert "gaat goed: " in against
    assert "kan beter: " not in against


@pytest.mark.requirement(9)
def test_thin_evidence_is_marked_wherever_the_archetype_stands(html: dict[str, str], found: corpus.Corpus):
    page = html[places.archetype(archetype(found, LABELS[3]).id)]
    assert "dun bewijs" in words(page)
    assert "dit patroon rust op 3 documenten" in words(page)
    assert "Dun bewijs: 1 archetype in minder dan vijf documenten" in words(html["index.html"])


@pytest.mark.requirement(6)
def test_all_members_are_on_the_pages_of_their_archetype(html: dict[str, str], found: corpus.Corpus):
    for one in found.archetypes.values():
        page = html[places.archetype(one.id)]
        linked = set(re.findall(r"#p-(p\w+)", page))
        assert {p.id for p in one.members} <= linked


@pytest.mark.requirement(9, 18)
def test_a_bar_is_a_share_of_the_documents_there_are(found: corpus.Corpus):
    spread = charts.spread(found, archetype(found, LABELS[3]).members)
    sectors = {bar.label: (bar.text, bar.length) for bar in spread[0].bars}
    assert sectors["jeugdhulp"] == ("2 van 4 documenten", "50.0")
    assert sectors["ouderenzorg"] == ("0 van 2 documenten", "0.0")


def test_the_balance_of_nothing_has_no_length():
    empty = charts.balance([])
    assert (empty.plus_length, empty.minus_length, empty.minus_start) == ("0.0", "0.0", "100.0")


@pytest.mark.requirement(16)
def test_a_cell_of_the_heat_map_counts_its_passages_and_leads_to_them(html: dict[str, str], found: corpus.Corpus, site: Path):
    tree = lxml_html.fromstring(html["lens/puddingprincipes.html"])
    row = next(r for r in tree.xpath("//table[@class='heatmap']//tbody/tr") if LABELS[0] in r.text_content())
    cells = row.xpath("./td")
    expected = [p for p in archetype(found, LABELS[0]).members if any(a.item_id == "p03_overdragen" for a in p.assigned)]
    assert cells[1].xpath(".//b/text()") == [str(len(expected))]
    assert "minus" in cells[1].get("class")
    assert (cells[0].text, cells[0].get("class")) == ("–", "heat none")
    page, _, anchor = cells[1].xpath(".//a/@href")[0].partition("#")
    group = lxml_html.fromstring((site / "lens" / page).read_text(encoding="utf-8") if (site / "lens" / page).exists() else html[page[3:]])
    assert LABELS[0] in group.get_element_by_id(anchor).text_content()


def test_an_archetype_without_a_passage_in_a_lens_is_named_below_the_table(html: dict[str, str]):
    tree = lxml_html.fromstring(html["lens/puddingprincipes.html"])
    assert LABELS[3] in tree.xpath("//details[@class='empty']")[0].text_content()


def test_a_principle_shows_both_sides(html: dict[str, str]):
    page = html["lens/puddingprincipes/p03_overdragen.html"]
    assert "Het gezin werd doorverwezen" in words(page, "//section[@aria-labelledby='k-minus']")
    assert "De begeleider bleef betrokken" in words(page, "//section[@aria-labelledby='k-plus']")
    assert "Een zorgaanbieder hoort bij elke overdracht" in words(page, "//section[@aria-labelledby='k-neutral']")


def test_an_item_without_passages_says_so(html: dict[str, str]):
    assert "Geen enkele passage kwam boven de drempel" in words(html["lens/puddingprincipes/p04_weten.html"])


def test_a_lens_without_polarity_shows_no_signs(html: dict[str, str]):
    page = html[places.lens(HOSTILE_LENS)]
    assert "many-" in page
    assert not re.search(r"minus-\d|plus-\d", page)


def test_long_lists_are_cut_into_pages_and_the_heat_map_finds_the_right_one(
    found: corpus.Corpus, quoter: Quoter, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(places, "PER_PAGE", 3)
    lens = found.lenses["puddingprincipes"]
    item = lens.item("p03_overdragen")
    mine = [p for p in found.passages.values() if any(a.item_id == item.id for a in p.assigned)]
    made = items.ItemPages.of(found, quoter, lens, item, mine)
    neutral = next(a for a in (None,) if made.group(a))
    assert made.anchor(neutral).endswith("#neutral-geen")
    for owner in found.archetypes:
        if made.group(owner):
            assert re.search(rf"p03_overdragen(\.\d+)?\.html#(minus|plus|neutral)-{owner}$", made.anchor(owner))


@pytest.mark.requirement(7)
def test_the_text_of_a_document_is_complete_and_every_passage_has_its_place(html: dict[str, str], found: corpus.Corpus):
    for document in found.documents.values():
        page = html[places.document(document.id)]
        tree = lxml_html.fromstring(page)
        shown = re.sub(r"\s+", "", tree.xpath("//div[@class='reading']")[0].text_content())
        for paragraph in found.paragraphs[document.id]:
            if paragraph.kind == "footnote":
                assert re.sub(r"\s+", "", paragraph.text) in shown
        for passage in found.by_document[document.id]:
            text = tree.get_element_by_id(f"p-{passage.id}").text_content()
            assert text == passage.text.replace("\x00", "\ufffd").translate(dict.fromkeys((0x202E, 0x202C), "\ufffd"))


@pytest.mark.requirement(7)
def test_page_marks_stand_where_the_file_has_pages(html: dict[str, str], found: corpus.Corpus):
    for document in found.documents.values():
        marks = lxml_html.fromstring(html[places.document(document.id)]).xpath("//p[@class='page-mark']/span/text()")
        assert marks == (["bladzijde 1", "bladzijde 2", "bladzijde 3", "bladzijde 4"] if document.n_pages else [])


@pytest.mark.requirement(10)
def test_what_was_left_out_is_told_with_its_reason_and_nothing_is_lost(html: dict[str, str], found: corpus.Corpus):
    listed = set()
    for page, text in html.items():
        if page.startswith("zonder-patroon/"):
            listed |= set(re.findall(r"#p-(p\w+)", text))
    unused = {p.id for p in found.passages.values() if p.archetype_id is None or not p.assigned}
    assert listed == unused
    assert "Niet vergeleken" in words(html["zonder-patroon.html"])


@pytest.mark.requirement(10, 1)
def test_files_that_were_not_used_are_told_with_reason_and_remedy(html: dict[str, str]):
    page = words(html["index.html"])
    assert "2 bestanden: De schijf is vol." in page
    assert "Wat u kunt doen:" in page
    assert "1 bestand: gelijk aan een ander bestand" in page


@pytest.mark.requirement(1)
def test_warnings_of_documents_are_grouped_and_differ_only_where_they_must(found: corpus.Corpus):
    several = {
        key: dataclasses.replace(document, warnings=(f"scan_page?pages={document.number}",) if document.number < 4 else ())
        for key, document in found.documents.items()
    }
    told = [n for n in notices.notices(dataclasses.replace(found, documents=several), show_file_names=False) if "3 documenten" in n.text]
    assert len(told) == 1
    assert "…" in told[0].text
    assert sorted(re.findall(r"\d+", thing.detail)[0] for thing in told[0].things) == ["1", "2", "3"]


@pytest.mark.requirement(1)
def test_a_model_that_is_older_than_documents_is_told_with_which(found: corpus.Corpus, report_input: ReportInput):
    day = date(2022, 6, 1)
    made = {"nl-syntax@1": day, "nl-mini@2": day, "nl-lens@3": date(2030, 1, 1)}
    (told,) = [n for n in notices.notices(found, made, show_file_names=False) if "Taalmodel" in n.text]
    later = [d for d in found.documents.values() if d.date and d.date > day]
    assert 0 < len(later) < len(found.documents)
    assert f"ouder dan {len(later)} documenten: nl-mini, nl-syntax, gemaakt op 1 juni 2022" in told.text
    assert len(told.things) == len(later)
    facts = dataclasses.replace(report_input.facts, made={"nl-mini@2": day})
    page = next(pages(dataclasses.replace(report_input, facts=facts)))
    assert any("nl-mini, gemaakt op 1 juni 2022" in notice.text for notice in page.view.notices)
    assert not any("Taalmodel" in n.text for n in notices.notices(found, show_file_names=False)), "of a model without a day nothing is said"


@pytest.mark.requirement(1)
def test_the_overview_counts_what_is_there(html: dict[str, str], found: corpus.Corpus):
    figures = lxml_html.fromstring(html["index.html"]).xpath("//dl[@class='figures']//span[@class='value']/text()")
    without = sum(p.archetype_id is None for p in found.passages.values())
    assert figures[:4] == [str(N_READ), str(N_READ * N_PASSAGES), "4", f"{round(100 * without / (N_READ * N_PASSAGES))}%"]
    assert figures[4] == "12 januari 2019 – 12 oktober 2023"


@pytest.mark.requirement(2)
def test_the_account_tells_settings_versions_and_limits(html: dict[str, str]):
    page = words(html["verantwoording.html"])
    for told in (
        "damping0,70",
        "polars",
        "lsa (192 waarden)",
        "ab" * 32,
        "Deze documenten zijn geen steekproef",
        "kopie van een ander bestand",
    ):
        assert told in page


@pytest.mark.requirement(24)
def test_the_glossary_has_an_explanation_for_every_word(html: dict[str, str]):
    tree = lxml_html.fromstring(html["woordenlijst.html"])
    terms = tree.xpath("//dl[@class='terms']/div")
    assert len(terms) > 60
    assert all(term.xpath("./dd")[0].text_content().strip() for term in terms)


def test_plain_narrative_that_was_not_searched_is_counted(found: corpus.Corpus, quoter: Quoter, report_input: ReportInput):
    config = dict(report_input.facts.config)
    left_out = [p for p in found.passages.values() if p.reason == "excluded"]
    assert leftovers.plain_narrative(left_out, found, config) == 0  # norms, all of them
    told = {p.id: dataclasses.replace(p, modality="feit") if p in left_out[:3] else p for p in found.passages.values()}
    changed = dataclasses.replace(found, passages=told)
    explained = next(leftovers.pages(report_input, changed, quoter)).view.reasons
    assert any(
        "Gewone beschrijving: 3 passages." in one.explained and f"({len(left_out) - 3} passages)" in one.explained for one in explained
    )
    searched = {"cluster": {**config["cluster"], "focus": "all"}}
    assert leftovers.plain_narrative(list(told.values()), changed, searched) == 0


def signs(found: corpus.Corpus, *polarities: int) -> corpus.Archetype:
    one = next(iter(found.archetypes.values()))
    return dataclasses.replace(one, members=tuple(dataclasses.replace(one.members[0], polarity=sign) for sign in polarities))


def test_a_direction_is_named_from_five_judgements(found: corpus.Corpus):
    assert archetypes.direction_text(signs(found, -1, -1, -1, -1, 1, 0)).startswith("De meeste passages met een oordeel")
    few = archetypes.direction_text(signs(found, -1, -1, *[0] * 31))
    assert few == "Van 33 passages hebben er 2 een oordeel (−2 · +0): te weinig om een richting te noemen."
    assert archetypes.direction_text(signs(found, 0, 0)) == "Van 2 passages heeft er geen een oordeel."


def test_an_archetype_known_by_its_words_alone_is_not_given_a_name(report_input: ReportInput):
    table = report_input.tables["archetypes"].with_columns(label=pl.lit("overdracht, verwijzing"))
    given = dataclasses.replace(report_input, tables={**report_input.tables, "archetypes": table})
    site = {page.path: page for page in pages(given)}
    page = next(p for path, p in site.items() if path.startswith("archetype/"))
    assert page.title == "Woorden: overdracht, verwijzing"
    assert '<h1 class="nameless">Woorden: overdracht, verwijzing</h1>' in Renderer(given).html(page)


def test_the_account_tells_what_guides_the_search_and_its_drawback(report_input: ReportInput, found: corpus.Corpus):
    def told(**cluster: object) -> dict[str, str]:
        facts = dataclasses.replace(report_input.facts, config={"cluster": {**report_input.facts.config["cluster"], **cluster}})
        view = next(account.pages(dataclasses.replace(report_input, facts=facts), found)).view
        return {step.name: step.text for step in view.method}

    guided = told()
    assert "hier: De 12 Puddingprincipes." in guided["Lenzen laten sturen"]
    assert "geen onafhankelijke bevestiging" in guided["Lenzen laten sturen"]
    assert "vanaf score 0,30" in guided["Kiezen waarin wordt gezocht"]
    assert "sturen het zoeken hier niet" in told(guidance=0.0)["Lenzen laten sturen"]
    assert "sturen het zoeken hier niet" in told(guides=["niet_gelezen"])["Lenzen laten sturen"]
    assert "lens" not in told(guides=[])["Kiezen waarin wordt gezocht"]
    assert "ook in gewone beschrijving" in told(focus="all")["Kiezen waarin wordt gezocht"]


@pytest.mark.requirement(37)
@pytest.mark.parametrize(
    ("current", "shown"),
    [(1, "1 2 3 … 118"), (3, "1 2 3 4 5 … 118"), (60, "1 … 58 59 60 61 62 … 118"), (118, "1 … 116 117 118")],
)
def test_of_a_long_list_the_first_the_last_and_the_pages_around_are_named(current: int, shown: str):
    told = pager("lens/x.html", 118 * 50, current)
    assert " ".join(f"… {step.text}" if step.skips else step.text for step in told.links) == shown
    assert [step.text for step in told.links if step.is_here] == [str(current)]
    assert pager("lens/x.html", 50, 1).links == ()
