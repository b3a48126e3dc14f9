"""The way back: from a stretch of a document's pseudonymised text to the page and the boxes where it stands in the source.

Tables `paragraphs`, `mentions` and `blocks` of one document and a stretch go in, places come out. What was replaced has another length
than what stands for it; a stretch that cuts through a surrogate takes all of what it stands for.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl


@dataclass(frozen=True, slots=True)
class Replaced:
    """One replacement in a block: (start, end) in the raw text, (new_start, new_end) in the new one; code points, end exclusive."""

    start: int
    end: int
    new_start: int
    new_end: int


@dataclass(frozen=True, slots=True)
class Box:
    """A line's box on a page, in PDF points from the top left."""

    page: int | None
    x0: float | None
    y0: float | None
    x1: float | None
    y1: float | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a stretch stands in one block: raw offsets, first page and the boxes of its lines (empty for formats without pages)."""

    block: int
    start: int
    end: int
    page: int | None
    boxes: tuple[Box, ...]


def to_raw(start: int, end: int, replaced: Sequence[Replaced]) -> tuple[int, int]:
    """Return the stretch of the raw block for a stretch of the pseudonymised one; ``replaced`` in order of place."""
    return _map(start, [(r.new_start, r.new_end, r.start, r.end) for r in replaced], at_end=False), _map(
        end, [(r.new_start, r.new_end, r.start, r.end) for r in replaced], at_end=True
    )


def to_new(start: int, end: int, replaced: Sequence[Replaced]) -> tuple[int, int]:
    """Return the stretch of the pseudonymised block for a stretch of the raw one; ``replaced`` in order of place."""
    return _map(start, [(r.start, r.end, r.new_start, r.new_end) for r in replaced], at_end=False), _map(
        end, [(r.start, r.end, r.new_start, r.new_end) for r in replaced], at_end=True
    )


def locate(start: int, end: int, paragraphs: pl.DataFrame, mentions: pl.DataFrame, blocks: pl.DataFrame) -> list[Place]:
    """Return where a stretch of the document's text stands in its source, one place a block, in order.

    Args:
        start: offset in the document's pseudonymised text (schema: `paragraphs.start`).
        end: offset, exclusive.
        paragraphs: rows of one document in table `paragraphs`.
        mentions: the document's rows in table `mentions`.
        blocks: the document's rows in table `blocks`.
    """
    raw = {row["block"]: row for row in blocks.iter_rows(named=True)}
    places = []
    for paragraph in paragraphs.sort("block").iter_rows(named=True):
        first, last = max(start, paragraph["start"]), min(end, paragraph["end"])
        if first < last:
            replaced = _replaced(mentions, paragraph["block"])
            begin, stop = to_raw(first - paragraph["start"], last - paragraph["start"], replaced)
            places.append(_place(raw[paragraph["block"]], begin, stop))
    return places


def _map(offset: int, pairs: Sequence[tuple[int, int, int, int]], *, at_end: bool) -> int:
    """Return an offset on the other side; inside a replacement its start, or its end where a stretch ends."""
    shift = 0
    for here_start, here_end, there_start, there_end in pairs:
        if offset < here_start or (offset == here_start and at_end):
            break
        if offset < here_end or (offset == here_end and at_end):
            return there_end if at_end else there_start
        shift = there_end - here_end
    return offset + shift


def _replaced(mentions: pl.DataFrame, block: int) -> list[Replaced]:
    rows = mentions.filter(mentions["block"] == block).sort("start").select("start", "end", "new_start", "new_end")
    return [Replaced(*row) for row in rows.iter_rows()]


def _place(block: dict[str, object], start: int, end: int) -> Place:
    lines: list[dict[str, object]] = block["lines"] or []  # type: ignore[assignment]
    starts = [line["start"] for line in lines]
    ends = [*starts[1:], len(str(block["text"]))][: len(starts)]
    hit = [line for line, a, b in zip(lines, starts, ends, strict=True) if a < end and start < b]  # type: ignore[operator]
    boxes = tuple(Box(*(line[name] for name in ("page", "x0", "y0", "x1", "y1"))) for line in hit)  # type: ignore[arg-type]
    page = boxes[0].page if boxes else block["page"]
    return Place(block["block"], start, end, page, boxes)  # type: ignore[arg-type]
