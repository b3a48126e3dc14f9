"""Printed lines of one column in, paragraphs, list items and table rows out.

A paragraph ends where the printer shows it: more white, another type, a first line set in, a list marker, or a line that
stopped although the next word would have fitted.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from rodedraad.ingest.extractors.pdf_lines import PrintedLine
from rodedraad.ingest.model import Kind
from rodedraad.ingest.sections import LEADERS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rodedraad.ingest.extractors.pdf_tables import Cell, Row, Table

BULLET = re.compile("^(?:[•▪◦‣·●○■□◆➢➤►✓✔–—*\ue000-\uf8ff-]|o(?= ))\\s*(?=\\S)")
NUMBERED = re.compile(r"^(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]\s+(?=\S)")
_ROW_NUMBER = re.compile(r"^\d{1,2}[.)]?$")
_ENDS_SENTENCE = re.compile(r"[.!?:;…]['\"”’)\]]*$")
_WHITE = 1.32  # times the usual distance between two lines
_USUAL_PITCH_EM = 1.2
_INDENT_EM = 0.8
_OTHER_SIZE_POINTS = 0.6
_DISPLAY = 1.3  # times the body size: set for show, its lines break where the designer liked
_SLACK_EM = 0.6
_FORM_CELLS, _FORM_WORDS = 2, 40
_CENTRED_POINTS = 2.0  # between the middles of two lines


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that belong together; ``cells`` instead for a row of a table. ``group`` numbers the column of the document it stands in."""

    kind: Kind
    lines: tuple[PrintedLine, ...]
    group: int
    level: int = 0
    cells: tuple[Cell, ...] = ()

    @property
    def first(self) -> PrintedLine:
        """First printed line."""
        return self.lines[0]

    @property
    def text(self) -> str:
        """Lines with a blank between them: to look at, not to keep."""
        return " ".join(line.text for line in self.lines)


@dataclass(frozen=True, slots=True)
class _Column:
    """What is usual in a column: edges and line distance by type size, in points."""

    right: float
    pitch: dict[float, float]
    body: float


def paragraphs(items: Sequence[PrintedLine | Table], group: int, body: float) -> list[Paragraph]:
    """Return the paragraphs of a column in order.

    Args:
        items: lines and tables from top to bottom.
        group: number of the column in the document.
        body: type size of running text in the document, in points.
    """
    column = _column([item for item in items if isinstance(item, PrintedLine)], body)
    result: list[Paragraph] = []
    current: list[PrintedLine] = []
    for item in items:
        if not isinstance(item, PrintedLine):
            result += _close(current, group)
            current = []
            result += [p for row in item.rows for p in _of_row(row, group, body)]
        elif current and _breaks(current, item, column):
            result += _close(current, group)
            current = [item]
        else:
            current.append(item)
    return _with_levels(result + _close(current, group))


def _of_row(row: Row, group: int, body: float) -> list[Paragraph]:
    """Return a row of a table; but a cell of several paragraphs is a form that uses the table as a frame, and its text is running text."""
    if len(row) <= _FORM_CELLS and sum(len(line.text.split()) for cell in row for line in cell) > _FORM_WORDS:
        cells = [cell for cell in row if not _ROW_NUMBER.match(" ".join(line.text for line in cell))]
        inner = [p for cell in cells for p in paragraphs(cell, group, body)]
        if len(inner) > len(cells):
            return inner
    return [Paragraph(Kind.TABLE, tuple(line for cell in row for line in cell), group, cells=row)]


def _column(lines: Sequence[PrintedLine], body: float) -> _Column:
    pitches: dict[float, list[float]] = defaultdict(list)
    for above, below in pairwise(lines):
        distance = below.base - above.base
        if abs(above.size - below.size) < _OTHER_SIZE_POINTS and 0 < distance < 2 * below.size:
            pitches[round(below.size)].append(distance)
    edges = sorted(line.x1 for line in lines)
    return _Column(edges[int(0.95 * (len(edges) - 1))] if edges else 0.0, {size: median(found) for size, found in pitches.items()}, body)


def _breaks(current: Sequence[PrintedLine], line: PrintedLine, column: _Column) -> bool:
    """Return whether ``line`` begins a new paragraph after the lines of the current one."""
    last, first = current[-1], current[0]
    pitch = column.pitch.get(round(line.size), _USUAL_PITCH_EM * line.size)
    if abs(line.size - last.size) > _OTHER_SIZE_POINTS or line.bold != last.bold or line.base < last.base:
        return True
    if line.base - last.base > _WHITE * pitch or line.starts_with_mark or BULLET.match(line.text):
        return True
    if LEADERS.search(line.text) or LEADERS.search(last.text):
        return True
    if NUMBERED.match(line.text) and (_ENDS_SENTENCE.search(last.text) or NUMBERED.match(first.text)):
        return True
    if _is_item(first.text):
        return line.x0 < first.x0 + _SLACK_EM * line.size < first.words[min(1, len(first.words) - 1)].x0 - 1 and _stopped(
            last, line, column
        )
    if line.x0 - last.x0 > _INDENT_EM * line.size and abs(last.x0 - first.x0) < _INDENT_EM * line.size and len(current) > 1:
        return True
    return _stopped(last, line, column)


def _stopped(last: PrintedLine, line: PrintedLine, column: _Column) -> bool:
    """Return whether the last line ended early: the next word would have fitted, and it does not read on."""
    if line.size > _DISPLAY * column.body:
        return False
    if abs((last.x0 + last.x1) - (line.x0 + line.x1)) < 2 * _CENTRED_POINTS and abs(last.x0 - line.x0) > _INDENT_EM * line.size:
        return True  # centred lines of a title page
    room = column.right - last.x1 - (line.words[0].x1 - line.words[0].x0) - _SLACK_EM * line.size
    reads_on = line.text[:1].islower() and not _ENDS_SENTENCE.search(last.text)
    return room > 0 and not reads_on


def _is_item(text: str) -> bool:
    return BULLET.match(text) is not None or NUMBERED.match(text) is not None


def _close(lines: Sequence[PrintedLine], group: int) -> list[Paragraph]:
    """Return the finished paragraph, its kind by how it begins."""
    if not lines:
        return []
    text = lines[0].text
    if LEADERS.search(text):
        return [Paragraph(Kind.CAPTION, tuple(lines), group)]
    return [Paragraph(Kind.LIST_ITEM if _is_item(text) else Kind.PARAGRAPH, tuple(lines), group, level=1 if _is_item(text) else 0)]


def _with_levels(found: Sequence[Paragraph]) -> list[Paragraph]:
    """Return the paragraphs with list items numbered by how far they are set in from the items around them."""
    edges: list[float] = []
    result: list[Paragraph] = []
    for paragraph in found:
        if paragraph.kind is not Kind.LIST_ITEM:
            edges = [] if paragraph.kind is not Kind.PARAGRAPH else edges
            result.append(paragraph)
            continue
        x = paragraph.first.x0
        edges = [edge for edge in edges if edge < x - _OTHER_SIZE_POINTS * 3]
        edges.append(x)
        result.append(replace(paragraph, level=len(edges)))
    return result
