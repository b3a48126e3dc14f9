"""The text of a document as blocks to lay out: headings, paragraphs, lists, tables, each cut into segments where passages begin and end.

Paragraphs and passages in, ``Block`` out. Neighbouring list items become one list and neighbouring table rows one table.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from rodedraad.report import format as fmt
from rodedraad.report import places
from rodedraad.report.page import Link
from rodedraad.report.words import t

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rodedraad.report.corpus import Paragraph, Passage
    from rodedraad.report.views.quotes import Quoter, Tag

_CELL = " | "  # between the cells of a table's row (schema: blocks)
_GROUPED = {"list_item", "table"}
_SHALLOWEST, _DEEPEST = 3, 6  # headings of the document stand under a heading of the page


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text. ``anchor`` is the passage that begins here; ``state`` pattern, mapped or plain; ``note`` its number in the margin."""

    text: str
    anchor: str = ""
    state: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """What was found in a passage, for the margin."""

    number: str
    passage: str
    archetype: Link | None
    tags: tuple[Tag, ...]


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


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading in the outline of a document."""

    href: str
    text: str
    level: int


def blocks(paragraphs: Sequence[Paragraph], passages: Sequence[Passage], quoter: Quoter) -> tuple[Block, ...]:
    """Return the blocks of a document or part of it, in reading order."""
    notes = {note.passage: note for note in _notes(passages, quoter)}
    inside: dict[int, list[Passage]] = {}
    for passage in passages:
        inside.setdefault(passage.block, []).append(passage)
    made: list[Block] = []
    depths: list[int] = []
    page: int | None = None
    for (kind, at, _), group in groupby(paragraphs, key=_grouping()):
        found = list(group)
        begins = at if at is not None and at != page else None
        page = at if at is not None else page
        level = _depth(depths, found[0].level) if kind == "heading" else 0
        made.append(_block(kind, level, begins, found, inside, notes))
    return tuple(made)


def headings(made: Iterable[Block]) -> tuple[Heading, ...]:
    """Return the outline: every heading with a link."""
    return tuple(
        Heading(f"#{b.anchor}", "".join(s.text for row in b.rows for cell in row for s in cell), b.level)
        for b in made
        if b.kind == "heading"
    )


def cut(
    text: str, start: int, passages: Sequence[Passage], notes: dict[str, Note], *, first: int = 0, last: int | None = None
) -> list[Segment]:
    """Return ``text[first:last]`` as segments. ``start`` is the offset of ``text`` in the document, as passages count.

    A passage that runs over several cells has its anchor and its number only where it begins.
    """
    end = len(text) if last is None else last
    segments: list[Segment] = []
    at = first
    for passage in sorted(passages, key=lambda p: (p.start, p.position)):
        begins, ends = max(at, passage.start - start), min(end, passage.end - start)
        here = first <= passage.start - start < end or (passage.start - start == end == len(text))
        if not here and ends <= begins:
            continue
        if begins > at:
            segments.append(Segment(text[at:begins]))
        note = notes.get(passage.id)
        state = "pattern" if passage.archetype_id else "mapped" if passage.assigned else "plain"
        anchor, number = (f"p-{passage.id}", note.number if note else "") if here else ("", "")
        segments.append(Segment(text[begins : max(begins, ends)], anchor, state, number))
        at = max(at, ends)
    if at < end:
        segments.append(Segment(text[at:end]))
    return segments


def _grouping():  # type: ignore[no-untyped-def]  # noqa: ANN202 - a key function with a counter; groupby takes any value
    counter = iter(range(1 << 62))

    def key(paragraph: Paragraph) -> tuple[str, int | None, int]:
        return paragraph.kind, paragraph.page_first, -1 if paragraph.kind in _GROUPED else next(counter)

    return key


def _depth(open_levels: list[int], level: int) -> int:
    """Return the level to lay a heading out with: never more than one deeper than the heading above it."""
    while open_levels and open_levels[-1] >= level:
        open_levels.pop()
    open_levels.append(level)
    return min(_DEEPEST, len(open_levels) + _SHALLOWEST - 1)


def _block(
    kind: str, level: int, page: int | None, paragraphs: list[Paragraph], inside: dict[int, list[Passage]], notes: dict[str, Note]
) -> Block:
    rows = tuple(_cells(p, inside.get(p.block, []), notes, split=kind == "table") for p in paragraphs)
    mine = tuple(notes[q.id] for p in paragraphs for q in inside.get(p.block, []) if q.id in notes)
    label = t(f"block.{kind}") if kind in ("footnote", "caption", "comment") else ""
    return Block(kind, level, f"b-{paragraphs[0].block}", page, rows, mine, label)


def _cells(paragraph: Paragraph, passages: list[Passage], notes: dict[str, Note], *, split: bool) -> tuple[tuple[Segment, ...], ...]:
    text = paragraph.text
    cells: list[tuple[Segment, ...]] = []
    at = 0
    for piece in text.split(_CELL) if split else [text]:
        cells.append(tuple(cut(text, paragraph.start, passages, notes, first=at, last=at + len(piece))))
        at += len(piece) + len(_CELL)
    return tuple(cells)


def _notes(passages: Sequence[Passage], quoter: Quoter) -> list[Note]:
    """Number what was found from 1, in the order of the text."""
    found = [p for p in passages if p.archetype_id or p.assigned]
    return [
        Note(fmt.number(number), passage.id, _archetype(passage, quoter), quoter.tags(passage)) for number, passage in enumerate(found, 1)
    ]


def _archetype(passage: Passage, quoter: Quoter) -> Link | None:
    owner = quoter.corpus.archetypes.get(passage.archetype_id or "")
    return Link(places.archetype(owner.id), owner.label) if owner else None
