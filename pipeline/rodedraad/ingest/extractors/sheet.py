"""Registers: a CSV file or workbook in which every row is a report of its own.

In: bytes. Out: one document a row, its text columns as sections under the column's name, with row, date, sector and organisation where
there are columns for them. A row that cannot be used is handed over empty with a warning, so that it is set aside and the rest is read.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from rodedraad.errors import DocumentError
from rodedraad.ingest import dates
from rodedraad.ingest.extractors.sheet_columns import headings, recognise, written
from rodedraad.ingest.extractors.sheet_read import read_grids
from rodedraad.ingest.model import Extracted, Kind, RawBlock

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rodedraad.config import Ingest
    from rodedraad.ingest.extractors.sheet_columns import Roles
    from rodedraad.ingest.extractors.sheet_read import Cell, Grid

MAX_CELL_CHARACTERS = 100_000  # some 40 pages: more is no report of an incident but a fault in the file
_SHORT_DATE = re.compile(r"\b(\d{1,2})[-/.](\d{1,2})[-/.](\d\d)\b(?!\d)")
_EXCEL_EPOCH = date(1899, 12, 30)  # day 0, corrected for 29 February 1900, which Excel believes in
_EXCEL_DAYS = (20_000, 80_000)  # 1954 to 2119
_PARAGRAPHS = re.compile(r"\s*\n\s*")


def extract(data: bytes, name: str, config: Ingest) -> list[Extracted]:
    """Return the rows that hold text, in order, each with a ``row`` that no other has.

    Raises:
        DocumentError: no readable table, no column with text, or columns that the configuration names are missing.
    """
    grids = [g for g in read_grids(data, name, config) if any(written(c) for row in g.rows for c in row)]
    if not grids:
        raise DocumentError("sheet_empty", name)
    found, missing = [], []
    for grid in grids:
        try:
            roles = recognise(grid.rows, config.columns, name)
        except DocumentError as error:  # a second sheet need not have the same columns
            missing.append(error)
            continue
        if roles is not None:
            found.append((grid, roles))
    if not found:
        present = headings([written(c) for row in grids[0].rows[:1] for c in row])
        raise missing[0] if missing else DocumentError("sheet_no_text", name, present=present)
    several = len(found) > 1
    return [row for n, (grid, roles) in enumerate(found, 1) for row in _rows(grid, n if several else 0, roles)]


def _rows(grid: Grid, sheet: int, roles: Roles) -> list[Extracted]:
    """Return the documents of a sheet, labelled by their row as a spreadsheet counts it.

    Not by the number of the entry or the name of the sheet: the label goes into a shared table, and those may name a case or a person.
    """
    result = []
    for number, row in enumerate(grid.rows[roles.first_row :], roles.first_row + 1):
        document = _document(row, roles, f"{sheet}:{number}" if sheet else str(number), grid.warnings)
        if document is not None:
            result.append(document)
    return result


def _document(row: Sequence[Cell], roles: Roles, label: str, warnings: tuple[str, ...]) -> Extracted | None:
    """Return a row as a document, empty when a cell is too long to be a report; None for a row without text."""
    texts = [(roles.names[i], str(row[i])) for i in roles.text if i < len(row) and written(row[i])]
    if not texts:
        return None
    if max(len(text) for _, text in texts) > MAX_CELL_CHARACTERS:
        return Extracted((), warnings=(*warnings, "row_too_long"), row=label)
    if any(written(c) for c in row[roles.headed :]):
        warnings = (*warnings, "row_shifted")
    properties = {role: value for role in ("sector", "organisation", "kind") if (value := _value(row, roles.single.get(role)))}
    at = roles.single.get("date")
    day = as_date(row[at]) if at is not None and at < len(row) else None
    title = _value(row, roles.single.get("title")) or None
    return Extracted(
        tuple(b for t in texts for b in _blocks(*t)), title=title, date=day, warnings=warnings, properties=properties, row=label
    )


def _blocks(heading: str, text: str) -> list[RawBlock]:
    shown = heading.replace("_", " ").strip()
    paragraphs = [part for part in _PARAGRAPHS.split(text.strip()) if part]
    return [RawBlock(Kind.HEADING, shown[:1].upper() + shown[1:], 1), *(RawBlock(Kind.PARAGRAPH, part) for part in paragraphs)]


def _value(row: Sequence[Cell], index: int | None) -> str:
    return written(row[index]) if index is not None and index < len(row) else ""


def as_date(cell: Cell) -> date | None:
    """Return the day that a cell names: a date, "03-01-2023", "3 jan 2023", "3-1-23", an ISO date, or Excel's count of days."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = written(cell)
    if re.fullmatch(r"\d{5}(\.\d+)?", text) and _EXCEL_DAYS[0] <= float(text) <= _EXCEL_DAYS[1]:
        return _EXCEL_EPOCH + timedelta(days=int(float(text)))
    if whole := dates.find(text):
        return whole[0]
    short = _SHORT_DATE.search(text)
    return next(iter(dates.find(f"{short[1]}-{short[2]}-20{short[3]}")), None) if short else None
