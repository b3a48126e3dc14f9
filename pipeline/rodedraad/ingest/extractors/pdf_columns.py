"""Words of a page in, groups of words in reading order out: full-width parts and the columns between them.

A gutter is a white strip that runs down through several rows with running text on both sides (the recursive cut of Nagy & Seth 1984, with
the cut sought on a run of rows instead of the whole page, so that a title above two columns does not hide it). Aligned cells of
a table also leave white strips, but their sides are not filled like running text.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from rodedraad.ingest.extractors.pdf_lines import rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rodedraad.ingest.extractors.pdf_words import Word

_BIN_POINTS = 2.0
_MIN_GUTTER_EM = 0.85
_CANDIDATES = 6
_MIN_ROWS = 4  # with text on both sides
_MIN_FILL = 0.5  # median share of its column that a line fills
_MIN_WORDS = 2.5  # median words on each side
_MIN_WIDTH_RATIO = 0.3
_CONTINUES = 1.9  # a row this many type sizes below the last belongs to the same run
_WIDE = 0.6  # of the left column: a line this long is running text
_MAX_DEPTH = 8
_LEFT, _RIGHT = 1, 2
Row = list["Word"]


@dataclass(frozen=True, slots=True)
class _Gutter:
    """A white strip at ``x`` through rows ``first`` to ``last`` (inclusive), with text on both sides in ``both`` rows."""

    x: float
    first: int
    last: int
    both: int


def in_reading_order(words: Sequence[Word], depth: int = 0) -> list[list[Word]]:
    """Return the words in groups, each one column wide, in the order in which they are read."""
    every = rows(words)
    gutter = _gutter(every) if depth < _MAX_DEPTH else None
    if gutter is None:
        return [list(words)] if words else []
    above = [w for row in every[: gutter.first] for w in row]
    middle = [w for row in every[gutter.first : gutter.last + 1] for w in row]
    below = [w for row in every[gutter.last + 1 :] for w in row]
    left = [w for w in middle if (w.x0 + w.x1) / 2 < gutter.x]
    right = [w for w in middle if (w.x0 + w.x1) / 2 >= gutter.x]
    return [group for part in (above, left, right, below) for group in in_reading_order(part, depth + 1)]


def _gutter(every: Sequence[Row]) -> _Gutter | None:
    """Return the gutter with text on both sides in most rows, or None."""
    votes: Counter[int] = Counter()
    for row in every:
        for left, right in pairwise(row):
            votes.update(_bins(left.x1, right.x0, min(left.size, right.size)))
    for above, below in pairwise(every):  # the lines of two columns may take turns
        for left_row, right_row in ((above, below), (below, above)):
            votes.update(_bins(left_row[-1].x1, right_row[0].x0, below[0].size))
    best = sorted(votes, key=lambda b: (-votes[b], b))
    candidates = [g for b in _spread(best) for g in _runs(every, b * _BIN_POINTS) if _is_text_on_both_sides(every, g)]
    return max(candidates, key=lambda g: (g.both, -g.x), default=None)


def _bins(left: float, right: float, size: float) -> range:
    """Return the places in the white between two words, none when it is too narrow for a gutter."""
    return range(round(left / _BIN_POINTS) + 1, round(right / _BIN_POINTS)) if right - left >= _MIN_GUTTER_EM * size else range(0)


def _spread(bins: Sequence[int]) -> list[int]:
    """Return the best bins that are not next to one another."""
    taken: list[int] = []
    for b in bins:
        if all(abs(b - other) > 3 for other in taken):  # noqa: PLR2004 - bins, about 6 points
            taken.append(b)
        if len(taken) == _CANDIDATES:
            break
    return taken


def _runs(every: Sequence[Row], x: float) -> list[_Gutter]:
    """Return the longest runs of rows that no word crosses at ``x``."""
    found: list[_Gutter] = []
    start: int | None = None
    for i, row in enumerate([*every, None]):
        crossed = row is None or any(w.x0 < x - 1 and w.x1 > x + 1 for w in row)
        if not crossed and start is None:
            start = i
        if crossed and start is not None:
            found.extend(_trimmed(every, x, start, i - 1))
            start = None
    return found


def _trimmed(every: Sequence[Row], x: float, first: int, last: int) -> list[_Gutter]:
    """Return the run cut down to where columns stand side by side, and what goes on above and below.

    The lines of two columns need not stand at the same height, so a row may lie on one side only. Rows on the left above the columns and on
    the right below them may be counted in without harm: they are read first or last anyway.
    """
    sides = [_sides(row, x) for row in every[first : last + 1]]
    left = [i for i, side in enumerate(sides, first) if side & _LEFT]
    right = [i for i, side in enumerate(sides, first) if side & _RIGHT]
    if not left or not right:
        return []
    begin, end = max(left[0], right[0]), min(left[-1], right[-1])
    both = min(sum(begin <= i <= end for i in side) for side in (left, right))
    if both < _MIN_ROWS:
        return []
    column = max(w.x1 for i in left for w in every[i] if w.x1 <= x + 1) - min(every[i][0].x0 for i in left)
    wide = [i for i in left if i > end and every[i][-1].x1 - every[i][0].x0 >= _WIDE * column]
    end = wide[-1] if wide else end
    while begin > first and (sides[begin - 1 - first] == _LEFT or _is_near(every[begin - 1], every[begin])):
        begin -= 1
    while end < last and (sides[end + 1 - first] == _RIGHT or _is_near(every[end], every[end + 1])):
        end += 1
    return [_Gutter(x, begin, end, both)]


def _sides(row: Row, x: float) -> int:
    """Return on which sides of ``x`` a row has words."""
    return (_LEFT if row[0].x1 <= x + 1 else 0) | (_RIGHT if row[-1].x0 >= x - 1 else 0)


def _is_near(above: Row, below: Row) -> bool:
    return below[0].y0 - above[0].y0 < _CONTINUES * below[0].size


def _is_text_on_both_sides(every: Sequence[Row], gutter: _Gutter) -> bool:
    run = every[gutter.first : gutter.last + 1]
    widths: list[float] = []
    strip = min(w.x0 for row in run for w in row if w.x0 >= gutter.x - 1) - max(w.x1 for row in run for w in row if w.x1 <= gutter.x + 1)
    if strip < _MIN_GUTTER_EM * median(row[0].size for row in run):
        return False
    for side in ([[w for w in row if w.x1 <= gutter.x + 1] for row in run], [[w for w in row if w.x0 >= gutter.x - 1] for row in run]):
        filled = [row for row in side if row]
        width = max(w.x1 for row in filled for w in row) - min(w.x0 for row in filled for w in row)
        fill = median((row[-1].x1 - row[0].x0) / max(width, 1) for row in filled)
        if len(filled) < _MIN_ROWS or fill < _MIN_FILL or median(len(row) for row in filled) < _MIN_WORDS:
            return False
        widths.append(width)
    return min(widths) >= _MIN_WIDTH_RATIO * max(widths)
