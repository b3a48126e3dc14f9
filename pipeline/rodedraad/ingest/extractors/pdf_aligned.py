"""Printed lines of a column in, tables without ruled lines out: rows of cells that stand under one another.

Reports set timelines and measures in columns with only a blank between them. Such a table is a run of lines in which wide gaps recur at the
same place. A line that leaves the first column empty goes on with the row above.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from rodedraad.ingest.extractors.pdf_lines import PrintedLine
from rodedraad.ingest.extractors.pdf_tables import Row, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rodedraad.ingest.extractors.pdf_words import Word

_GAP_EM = 1.6
_MARKER_EM = 3.0  # what ends this close to the left edge may be a bullet or number before its text
_MIN_ROWS = 3
_MIN_COLUMNS = 2
_LOOSE = 1.25  # times the smallest distance between lines: white between rows
_WHITE_EM = 0.8  # of the strip before each column
_SAME_START_POINTS = 6.0
_NEXT_LINE = 2.4  # type sizes between two rows of a table at most


def find(lines: Sequence[PrintedLine]) -> list[PrintedLine | Table]:
    """Return the lines with each run of aligned ones replaced by a table."""
    result: list[PrintedLine | Table] = []
    i = 0
    while i < len(lines):
        end, starts = _run(lines, i)
        if starts is None:
            result.append(lines[i])
            i += 1
        else:
            result.append(Table(_rows(lines[i:end], starts)))
            i = end
    return result


def _cells(line: PrintedLine) -> list[list[Word]]:
    """Return the words of a line, cut at wide gaps; a list marker is no cell."""
    cells: list[list[Word]] = [[line.words[0]]]
    for left, right in pairwise(line.words):
        marker = len(cells) == 1 and len(cells[0]) == 1 and left.x1 - line.x0 <= _MARKER_EM * line.size and not left.text[:1].isalpha()
        if right.x0 - left.x1 >= _GAP_EM * line.size and not marker:
            cells.append([])
        cells[-1].append(right)
    return cells


def _run(lines: Sequence[PrintedLine], first: int) -> tuple[int, list[float] | None]:
    """Return where the table that begins at ``first`` ends and where its columns start, or None."""
    if lines[first].table is not None:
        return first + 1, None
    starts = [cell[0].x0 for cell in _cells(lines[first])]
    if len(starts) < _MIN_COLUMNS:
        return first + 1, None
    end, n_rows = first + 1, 1
    while end < len(lines) and _belongs(lines[end - 1], lines[end], starts):
        n_rows += len(_cells(lines[end])) > 1
        end += 1
    while end > first + 1 and len(_cells(lines[end - 1])) == 1 and lines[end - 1].x0 <= starts[0] + _SAME_START_POINTS:
        end -= 1  # what follows the table in its first column is text
    return (end, starts) if n_rows >= _MIN_ROWS else (first + 1, None)


def _belongs(last: PrintedLine, line: PrintedLine, starts: Sequence[float]) -> bool:
    """Return whether a line is part of the table: close below, every cell at a column's start, and the white between columns kept white."""
    if line.table is not None or line.base - last.base > _NEXT_LINE * line.size:
        return False
    if not all(any(abs(cell[0].x0 - start) <= _SAME_START_POINTS for start in starts) for cell in _cells(line)):
        return False
    return not any(w.x0 < start - 1 and w.x1 > start - _WHITE_EM * line.size for start in starts[1:] for w in line.words)


def _rows(lines: Sequence[PrintedLine], starts: Sequence[float]) -> tuple[Row, ...]:
    """Return the rows; a line that leaves the first column empty, or is as near as lines of one cell, goes on with the row above."""
    gaps = [below.base - above.base for above, below in pairwise(lines)]
    loose = max(gaps) > _LOOSE * min(gaps)
    rows: list[list[list[PrintedLine]]] = []
    for i, line in enumerate(lines):
        cells = _cells(line)
        below = i > 0 and (
            cells[0][0].x0 > starts[0] + _SAME_START_POINTS or _goes_on(cells, gaps[i - 1] < _LOOSE * min(gaps), loose=loose)
        )
        if not below:
            rows.append([[] for _ in starts])
        for cell in cells:
            column = max((i for i, start in enumerate(starts) if start - _SAME_START_POINTS <= cell[0].x0), default=0)
            rows[-1][column].append(PrintedLine(tuple(cell), line.page))
    return tuple(tuple(tuple(cell) for cell in row if cell) for row in rows)


def _goes_on(cells: Sequence[Sequence[Word]], close: bool, *, loose: bool) -> bool:
    """Return whether a line goes on with the row above: by its distance where rows stand apart, else by beginning in lower case."""
    return close if loose else all(cell[0].text[:1].islower() for cell in cells)
