"""The text of a document as blocks to lay out: headings, paragraphs, lists, tables, each cut into segments where passages begin and end.

Paragraphs and passages in, ``Block`` out. Neighbouring list items become one list and neighbouring table rows one table.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rodedraad.report import format as fmt
from rodedraad.report import places
from rodedraad.report.decided import PROPOSAL
from rodedraad.report.page import Link
from rodedraad.report.words import t

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rodedraad.report.corpus import Paragraph, Passage
    from rodedraad.report.views.quotes import Mark, Quoter, Tag

_CELL = " | "  # between the cells of a table's row (schema: blocks)
_GROUPED = ("list_item", "table")
_LABELLED = ("footnote", "caption", "comment")
_NOT_LABELLED = ("caption", "voorwerk")  # kind and section role of a line of a table of contents: it looks like a caption
_OWN_MARK = re.compile(r"\s*(?:\(?(?:\d{1,3}|[ivx]{1,4}|[a-z])[.)]|\d{1,3}(?:\.\d{1,3})+[.)]?|\(?[A-Z]\)|[-–—•*·▪◦‣])\s")
_SHALLOWEST, _DEEPEST = 3, 6  # headings of the document stand under a heading of the page


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text. ``state`` is pattern, mapped or plain.

    ``anchor`` names the passage that begins here, ``note`` its number in the margin.
    """

    text: str
    anchor: str = ""
    state: str = ""
    note: str = ""
    mark: Mark | None = None  # with the anchor: what a decision about the passage needs


@dataclass(frozen=True, slots=True)
class Span:
    """Where in a paragraph a passage lies, and how it is to be marked."""

    start: int
    end: int
    anchor: str
    state: str
    note: str
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """What was found in a passage, for the margin."""

    number: str
    passage: str
    archetype: Link | None
    tags: tuple[Tag, ...]
    state: str


@dataclass(frozen=True, slots=True)
class Block:
    """Something to lay out: ``rows`` of cells of segments (a paragraph is one cell, a list one cell a row)."""

    kind: str
    level: int  # of a heading as laid out: 3 to 6
    anchor: str
    page: int | None  # a page that begins here
    rows: tuple[tuple[tuple[Segment, ...], ...], ...]
    notes: tuple[Note, ...]
    label: str = ""  # said before a footnote, caption or comment
    marked: tuple[bool, ...] = ()  # of a list, for each row: its text begins with its own number or dash


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading in the outline of a document."""

    href: str
    text: str
    level: int


@dataclass(frozen=True, slots=True)
class _Marks:
    """The passages by paragraph, and the notes by passage."""

    inside: Mapping[int, Sequence[Passage]]
    notes: Mapping[str, Note]
    quoter: Quoter


def blocks(paragraphs: Sequence[Paragraph], passages: Sequence[Passage], quoter: Quoter) -> tuple[Block, ...]:
    """Return the blocks of a document or part of it, in reading order."""
    inside: dict[int, list[Passage]] = defaultdict(list)
    for passage in passages:
        inside[passage.block].append(passage)
    marks = _Marks(inside, {note.passage: note for note in _notes(passages, quoter)}, quoter)
    made: list[Block] = []
    open_levels: list[int] = []
    page: int | None = None
    for run in _runs(paragraphs):
        first = run[0]
        begins = first.page_first if first.page_first != page else None
        page = page if first.page_first is None else first.page_first
        level = _depth(open_levels, first.level) if first.kind == "heading" else 0
        made.append(_block(run, level, begins, marks))
    return tuple(made)


def headings(made: Iterable[Block]) -> tuple[Heading, ...]:
    """Return the outline: every heading with a link."""
    return tuple(
        Heading(f"#{b.anchor}", "".join(s.text for row in b.rows for cell in row for s in cell), b.level)
        for b in made
        if b.kind == "heading"
    )


def cut(text: str, first: int, last: int, spans: Sequence[Span]) -> list[Segment]:
    """Return ``text[first:last]`` as segments, every character in exactly one of them.

    A span that runs over several cells has its anchor and its number only where it begins. One that overlaps its predecessor begins
    where that one ends.
    """
    segments: list[Segment] = []
    at = first
    for span in sorted(spans, key=lambda span: (span.start, span.end)):
        here = first <= span.start < last or (span.start >= len(text) and last == len(text))  # beyond the text: the anchor is kept
        begins, ends = max(at, min(span.start, last)), min(span.end, last)
        if not here and ends <= begins:
            continue
        if begins > at:
            segments.append(Segment(text[at:begins]))
        ends = max(begins, ends)
        note, mark = (span.note, span.mark) if here else ("", None)
        segments.append(Segment(text[begins:ends], span.anchor if here else "", span.state, note, mark))
        at = ends
    if at < last:
        segments.append(Segment(text[at:last]))
    return segments


def _runs(paragraphs: Sequence[Paragraph]) -> list[list[Paragraph]]:
    """Put neighbouring list items together, and neighbouring rows of a table, as long as they are on one page."""
    runs: list[list[Paragraph]] = []
    for paragraph in paragraphs:
        last = runs[-1][-1] if runs else None
        joins = last and paragraph.kind in _GROUPED and (paragraph.kind, paragraph.page_first) == (last.kind, last.page_first)
        if joins:
            runs[-1].append(paragraph)
        else:
            runs.append([paragraph])
    return runs


def _depth(open_levels: list[int], level: int) -> int:
    """Return the level to lay a heading out with: never more than one deeper than the heading above it."""
    while open_levels and open_levels[-1] >= level:
        open_levels.pop()
    open_levels.append(level)
    return min(_DEEPEST, len(open_levels) + _SHALLOWEST - 1)


def _block(run: list[Paragraph], level: int, page: int | None, marks: _Marks) -> Block:
    kind = run[0].kind
    return Block(
        kind=kind,
        level=level,
        anchor=f"b-{run[0].block}",
        page=page,
        rows=tuple(_cells(paragraph, marks) for paragraph in run),
        notes=tuple(marks.notes[q.id] for p in run for q in marks.inside.get(p.block, ()) if q.id in marks.notes),
        label=t(f"block.{kind}") if kind in _LABELLED and (kind, run[0].section_role) != _NOT_LABELLED else "",
        marked=tuple(bool(_OWN_MARK.match(p.text)) for p in run) if kind == "list_item" else (),
    )


def _cells(paragraph: Paragraph, marks: _Marks) -> tuple[tuple[Segment, ...], ...]:
    text = paragraph.text
    spans = [_span(passage, paragraph, marks) for passage in marks.inside.get(paragraph.block, ())]
    cells: list[tuple[Segment, ...]] = []
    at = 0
    for piece in text.split(_CELL) if paragraph.kind == "table" else [text]:
        cells.append(tuple(cut(text, at, at + len(piece), spans)))
        at += len(piece) + len(_CELL)
    return tuple(cells)


def _span(passage: Passage, paragraph: Paragraph, marks: _Marks) -> Span:
    state = "pattern" if passage.archetype_id else "mapped" if passage.assigned else "plain"
    number = marks.notes[passage.id].number if passage.id in marks.notes else ""
    begins, ends = passage.start - paragraph.start, passage.end - paragraph.start
    return Span(begins, ends, f"p-{passage.id}", state, number, marks.quoter.mark(passage))


def _notes(passages: Sequence[Passage], quoter: Quoter) -> list[Note]:
    """Number what was found from 1, in the order of the text."""
    found = [p for p in passages if p.archetype_id or p.assigned or p.state != PROPOSAL]
    return [
        Note(fmt.number(number), passage.id, _archetype(passage, quoter), quoter.tags(passage), passage.state)
        for number, passage in enumerate(found, 1)
    ]


def _archetype(passage: Passage, quoter: Quoter) -> Link | None:
    owner = quoter.corpus.archetypes.get(passage.archetype_id or "")
    return Link(places.archetype(owner.id), owner.label) if owner else None
