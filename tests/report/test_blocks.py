"""Text cut into segments where passages begin and end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rodedraad.report.corpus import Paragraph, Passage
from rodedraad.report.places import Places
from rodedraad.report.views.blocks import Segment, Span, blocks, cut, headings
from rodedraad.report.views.quotes import Quoter


def span(start: int, end: int, name: str = "p-a") -> Span:
    return Span(start, end, name, "plain", "")


def paragraph(
    block: int, kind: str, text: str, *, level: int = 0, page: int | None = None, start: int = 0, role: str | None = None
) -> Paragraph:
    return Paragraph(block, kind, level, text, start, page, 1, role)


def passage(name: str, block: int, start: int, end: int) -> Passage:
    return Passage(
        id=name, doc_id="d", position=start, block=block, start=start, end=end, page_first=None, page_last=None, paragraph=1, section=None,
        section_role=None, modality=None, text="", duplicate_of=None, archetype_id=None, strength=0.0, reason=None, assigned=(), polarity=0,
    )  # fmt: skip


def laid_out(paragraphs: list[Paragraph], passages: list[Passage] | None = None) -> list[object]:
    return list(blocks(paragraphs, passages or [], Quoter(None, Places({}))))  # type: ignore[arg-type] - no passage here carries a finding


def test_a_sentence_in_a_paragraph_is_a_segment_of_its_own():
    text = "Er was overleg. Niemand had de regie. Dat bleef zo."
    assert cut(text, 0, len(text), [span(16, 37)]) == [
        Segment("Er was overleg. "),
        Segment("Niemand had de regie.", "p-a", "plain"),
        Segment(" Dat bleef zo."),
    ]


def test_a_passage_over_two_cells_has_one_anchor():
    text = "maart | melding"
    left, right = cut(text, 0, 5, [span(0, 15)]), cut(text, 8, 15, [span(0, 15)])
    assert left == [Segment("maart", "p-a", "plain")]
    assert right == [Segment("melding", "", "plain")]


def test_a_passage_beyond_the_text_keeps_its_anchor():
    assert cut("kort", 0, 4, [span(9, 12)])[-1].anchor == "p-a"


@pytest.mark.requirement(7)
@given(st.text(max_size=60), st.lists(st.tuples(st.integers(0, 70), st.integers(0, 20)), max_size=8))
def test_every_character_is_in_exactly_one_segment_and_every_anchor_occurs_once(text: str, places: list[tuple[int, int]]):
    spans = [span(start, start + length, f"p-{n}") for n, (start, length) in enumerate(places)]
    segments = cut(text, 0, len(text), spans)
    assert "".join(segment.text for segment in segments) == text
    anchors = [segment.anchor for segment in segments if segment.anchor]
    assert sorted(anchors) == sorted(s.anchor for s in spans)


def test_list_items_and_table_rows_are_put_together():
    made = laid_out(
        [
            paragraph(0, "list_item", "een"),
            paragraph(1, "list_item", "twee"),
            paragraph(2, "table", "a | b"),
            paragraph(3, "table", "c | d"),
        ]
    )
    assert [(b.kind, len(b.rows)) for b in made] == [("list_item", 2), ("table", 2)]
    assert [cell[0].text for cell in made[1].rows[1]] == ["c", "d"]


@pytest.mark.requirement(7)
def test_a_new_page_is_marked_once():
    made = laid_out(
        [paragraph(0, "paragraph", "a", page=1), paragraph(1, "paragraph", "b", page=1), paragraph(2, "paragraph", "c", page=2)]
    )
    assert [b.page for b in made] == [1, None, 2]


def test_headings_never_skip_a_level():
    made = laid_out([paragraph(n, "heading", f"kop {n}", level=level) for n, level in enumerate((1, 3, 2, 1, 6, 9))])
    assert [h.level for h in headings(made)] == [3, 4, 4, 3, 4, 5]


def test_an_empty_table_cell_stays_a_cell():
    assert laid_out([paragraph(0, "table", "a |  | c")])[0].rows[0][1] == ()


def test_a_passage_is_found_by_its_offset_in_the_document():
    made = laid_out([paragraph(4, "paragraph", "Eerst dit. Dan dat.", start=100)], [passage("p1", 4, 111, 119)])
    assert [s.text for s in made[0].rows[0][0]] == ["Eerst dit. ", "Dan dat."]


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("1. Bel de huisarts.", True),
        ("12) Leg vast wie belt.", True),
        ("(a) Leg vast wie belt.", True),
        ("2.1 Overdracht", True),
        ("– De wijkagent kwam langs.", True),
        ("De wijkagent kwam langs.", False),
        ("12 medewerkers kregen een brief.", False),
        ("A. de Vries belde.", False),
        ("1.", False),
        ("", False),
    ],
)
def test_a_list_item_with_its_own_number_or_dash_needs_no_bullet(text: str, marked: bool):
    assert laid_out([paragraph(0, "list_item", text)])[0].marked == (marked,)


def test_a_line_of_the_table_of_contents_is_not_called_a_caption():
    made = laid_out([paragraph(0, "caption", "1 Aanleiding 3", role="voorwerk"), paragraph(1, "caption", "Figuur 1", role="analyse")])
    assert [b.label for b in made] == ["", "Bijschrift"]
