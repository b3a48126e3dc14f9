"""How far a sheet reaches, counted before any cell is allotted.

In: the XML of a sheet. Out: rows and columns up to the last filled cell. A few bytes can claim a million rows (one cell far away in XLSX,
a repeated row in ODS), and the reader would allot them all.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

_CELL_REFERENCE = re.compile(rb'<c [^>]{0,80}?r="([A-Z]{1,3})(\d{1,7})"')
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"


def of_xlsx(part: bytes) -> tuple[int, int]:
    """Return (rows, columns) of a worksheet part, by its cells' references."""
    height = width = 0
    for found in _CELL_REFERENCE.finditer(part):
        height, width = max(height, int(found[2])), max(width, _column_number(found[1]))
    return height, width


def of_ods(root: _Element) -> list[tuple[int, int]]:
    """Return (rows, columns) of each table of an ODS, repeated rows and cells counted as often as they are repeated."""
    return [_table_extent(table) for table in root.iter(f"{_TABLE}table")]


def _table_extent(table: _Element) -> tuple[int, int]:
    total = height = width = 0
    for row in table.iter(f"{_TABLE}table-row"):
        total += _repeated(row, "rows")
        filled = _filled_width(row)
        if filled:
            height, width = total, max(width, filled)
    return height, width


def _filled_width(row: _Element) -> int:
    """Return the number of columns up to the last cell with content."""
    at = filled = 0
    for cell in row:
        at += _repeated(cell, "columns")
        if len(cell):
            filled = at
    return filled


def _repeated(element: _Element, what: str) -> int:
    times = element.get(f"{_TABLE}number-{what}-repeated", "1")
    return int(times) if times.isdigit() else 1


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
