"""Words and ruled lines of a page in, its tables out: rows of cells, each cell the printed lines in it.

A ruled table is a set of level and upright lines that touch (the lattice method of Tabula and Camelot). Within it a word belongs
to the cell its middle is in; a missing line between two cells joins them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rodedraad.ingest.extractors.pdf_lines import lines
from rodedraad.ingest.extractors.pdf_words import Word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rodedraad.ingest.extractors.pdf_lines import PrintedLine
    from rodedraad.ingest.extractors.pdf_rules import Rule

_TOUCH_POINTS = 3.0
_MIN_COLUMNS = 2
_MIN_ROWS = 2
_MAX_RULES = 800  # beyond this the page is a chart

Cell = tuple["PrintedLine", ...]
Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its rows of non-empty cells."""

    rows: tuple[Row, ...]


def take_ruled(words: Sequence[Word], rules: Sequence[Rule], page: int) -> tuple[list[Word], list[Table]]:
    """Return the words with each ruled table replaced by one stand-in word (``Word.table`` = its index), and the tables."""
    rest = list(words)
    tables: list[Table] = []
    for group in _touching(rules) if len(rules) <= _MAX_RULES else []:
        across = _positions([(r.y0 + r.y1) / 2 for r in group if r.level])
        down = _positions([(r.x0 + r.x1) / 2 for r in group if not r.level])
        if len(across) <= _MIN_ROWS or len(down) <= _MIN_COLUMNS:
            continue
        inside = [w for w in rest if down[0] <= (w.x0 + w.x1) / 2 <= down[-1] and across[0] <= (w.y0 + w.y1) / 2 <= across[-1]]
        table = Table(_rows(inside, group, across, down, page))
        if sum(len(row) > 1 for row in table.rows) < _MIN_ROWS:
            continue
        size = inside[0].size
        taken = {id(w) for w in inside}
        stand_in = Word("", down[0], across[0], down[-1], across[-1], across[-1], size, table=len(tables))
        rest = [w for w in rest if id(w) not in taken] + [stand_in]
        tables.append(table)
    return rest, tables


def _touching(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Return the rules in groups that touch one another, directly or by others."""
    groups: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda r: (r.y0, r.x0, r.y1, r.x1)):
        joined = [g for g in groups if any(_touch(rule, other) for other in g)]
        merged = [rule, *(r for g in joined for r in g)]
        groups = [g for g in groups if g not in joined] + [merged]
    return sorted(groups, key=lambda g: (min(r.y0 for r in g), min(r.x0 for r in g)))


def _touch(a: Rule, b: Rule) -> bool:
    reach = _TOUCH_POINTS
    return a.x0 <= b.x1 + reach and b.x0 <= a.x1 + reach and a.y0 <= b.y1 + reach and b.y0 <= a.y1 + reach


def _positions(values: Sequence[float]) -> list[float]:
    """Return the distinct positions of lines, those nearly equal taken as one."""
    result: list[float] = []
    for value in sorted(values):
        if not result or value - result[-1] > _TOUCH_POINTS:
            result.append(value)
    return result


def _rows(words: Sequence[Word], rules: Sequence[Rule], across: Sequence[float], down: Sequence[float], page: int) -> tuple[Row, ...]:
    cells: dict[tuple[int, int], list[Word]] = {}
    upright = [r for r in rules if not r.level]
    level = [r for r in rules if r.level]
    for word in words:
        x, y = (word.x0 + word.x1) / 2, (word.y0 + word.y1) / 2
        row = max((i for i, edge in enumerate(across[:-1]) if edge <= y), default=0)
        column = max((i for i, edge in enumerate(down[:-1]) if edge <= x), default=0)
        while row > 0 and not _has(level, across[row], x, True):
            row -= 1
        while column > 0 and not _has(upright, down[column], y, False):
            column -= 1
        cells.setdefault((row, column), []).append(word)
    numbers = sorted({row for row, _ in cells})
    return tuple(tuple(tuple(lines(cells[row, c], page)) for c in range(len(down)) if (row, c) in cells) for row in numbers)


def _has(rules: Sequence[Rule], position: float, along: float, level: bool) -> bool:
    """Return whether a line runs at ``position`` past the point ``along``."""
    if level:
        return any(
            abs((r.y0 + r.y1) / 2 - position) <= _TOUCH_POINTS and r.x0 - _TOUCH_POINTS <= along <= r.x1 + _TOUCH_POINTS for r in rules
        )
    return any(abs((r.x0 + r.x1) / 2 - position) <= _TOUCH_POINTS and r.y0 - _TOUCH_POINTS <= along <= r.y1 + _TOUCH_POINTS for r in rules)
