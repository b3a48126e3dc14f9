"""Passages: what a human coder would mark."""

from __future__ import annotations

import pytest

from rodedraad.config import Segment, load
from rodedraad.segment.passages import MAX_SENTENCE_WORDS, Paragraph, cut


@pytest.fixture(scope="module")
def config() -> Segment:
    return load().segment


def paragraphs(*rows: tuple[str, str], role: str = "feitenrelaas") -> list[Paragraph]:
    result, at = [], 0
    for block, (kind, text) in enumerate(rows):
        result.append(Paragraph(block, kind, text, at, 1 + block // 2, 1 + block // 2, "2 Feiten", role))
        at += len(text) + 2
    return result


def texts(rows: list[Paragraph], config: Segment) -> list[str]:
    document = "\n\n".join(row.text for row in rows)
    return [document[draft.start : draft.end] for draft in cut(rows, config)]


def test_a_long_sentence_is_a_passage(config):
    first = "De casemanager had in de weken voor de brand drie keer aangebeld zonder dat er werd opengedaan."
    second = "Het team besprak dat als een keuze van de bewoner en liet het daarbij tot het volgende overleg."
    assert texts(paragraphs(("paragraph", f"{first} {second}")), config) == [first, second]


def test_short_sentences_that_lead_on_stay_together(config):
    text = "De school meldde zijn zorgen bij het wijkteam. Dat belde niet terug."
    assert texts(paragraphs(("paragraph", text)), config) == [text]


def test_a_very_short_sentence_joins_its_neighbour(config):
    text = "Niemand dus. De huisarts, de school en het wijkteam dachten alle drie dat een ander de zaak had opgepakt."
    assert texts(paragraphs(("paragraph", text)), config) == [text]


def test_a_quotation_is_not_cut_in_two(config):
    text = '"Een trein die niet op het spoor past, daar hoef je niet boos op te zijn. Je kan ook het spoor meten."'
    assert texts(paragraphs(("paragraph", text)), config) == [text]


def test_a_list_of_fragments_is_one_passage_with_its_lead_in(config):
    rows = paragraphs(
        ("paragraph", "Betrokken bij het gezin waren:"),
        ("list_item", "het jeugdteam van de gemeente;"),
        ("list_item", "de jeugdgezondheidszorg;"),
        ("list_item", "de politie."),
    )
    assert len(texts(rows, config)) == 1
    [draft] = cut(rows, config)
    assert (draft.paragraph.block, draft.paragraph.page_first, draft.page_last) == (0, 1, 2)


def test_items_that_are_sentences_stand_alone_and_know_their_lead_in(config):
    rows = paragraphs(
        ("paragraph", "Het onderzoek duurde acht weken en leverde vier punten op. De commissie beveelt het volgende aan:"),
        ("list_item", "1. De overdracht vindt voortaan mondeling plaats, in het bijzijn van de cliënt."),
        ("list_item", "2. Bij verlof van de casemanager wordt een vervanger met naam genoemd."),
    )
    drafts = cut(rows, config)
    assert [draft.paragraph.block for draft in drafts] == [0, 0, 2]
    assert texts(rows, config)[1].startswith("De commissie beveelt")
    assert drafts[2].lead == "De commissie beveelt het volgende aan:"


def test_a_table_row_is_a_passage_and_its_head_is_none(config):
    rows = paragraphs(("table", "Datum | Gebeurtenis"), ("table", "3 maart 2022 | Moeder belt de crisisdienst en wordt niet teruggebeld."))
    assert texts(rows, config) == [rows[1].text]


@pytest.mark.parametrize("kind", ["heading", "caption", "comment"])
def test_kinds_without_passages(config, kind):
    assert texts(paragraphs((kind, "Dit is een hele zin die nergens een passage van wordt.")), config) == []


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("paragraph", "3.2 Wie aan het stuur zat . . . . . . . . . . . . . . . . . 12"),
        ("paragraph", "3.2 Wie aan het stuur zat ............... 12"),
        ("footnote", "1 Zie de handreiking gegevensuitwisseling in de bemoeizorg, 2019."),
        ("paragraph", "[PERSOON-1] [DATUM 2023] 14 15 16"),
        ("paragraph", "Hij bleef."),
        ("paragraph", "Learning Together: Jos Coenen"),
        ("paragraph", ""),
    ],
)
def test_what_says_nothing_is_no_passage(config, kind, text):
    assert texts(paragraphs((kind, text)), config) == []


def test_a_footnote_that_tells_something_is_a_passage(config):
    text = "1 Hij gaf zelf een gebruik op van zes tot acht eenheden per dag."
    assert texts(paragraphs(("footnote", text)), config) == [text]


@pytest.mark.parametrize("role", ["voorwerk", "werkwijze", "bijlage"])
def test_excluded_sections_give_no_passages(config, role):
    assert cut(paragraphs(("paragraph", "De commissie sprak met negentien personen uit het netwerk."), role=role), config) == []


def test_no_passage_of_a_megabyte(config):
    rows = paragraphs(("paragraph", "woord " * 170_000), ("paragraph", "x" * 1_000_000), ("table", "cel | " * 170_000))
    assert max(draft.n_words for draft in cut(rows, config)) <= MAX_SENTENCE_WORDS
