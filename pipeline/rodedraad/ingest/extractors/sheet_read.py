"""From a CSV file or workbook to grids of cells.

In: bytes. Out: a grid for each sheet that is shown, cells as they are: text, numbers, dates. python-calamine reads workbooks (XLSX, ODS,
XLS), the standard library reads CSV once its delimiter is known.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import mode
from typing import TYPE_CHECKING, Literal

from rodedraad.errors import DocumentError
from rodedraad.ingest.extractors import sheet_extent
from rodedraad.ingest.extractors.archive import parse_xml, read_parts, repack
from rodedraad.ingest.extractors.encoding import decode

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rodedraad.config import Ingest

Cell = object
DELIMITERS = (";", ",", "\t", "|")
_ZIP_MAGIC = b"PK\x03\x04"
_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_SAMPLE_CHARACTERS = 200_000
_SAMPLE_ROWS = 200
_FIELD_LIMIT = 2**31 - 1
_MAX_CELLS = 5_000_000  # of the rectangle a sheet spans: calamine allots all of it
_SWALLOWED_LINES = 20


@dataclass(frozen=True, slots=True)
class Grid:
    """The rows of a sheet, counted from 1 as a spreadsheet shows them; ``warnings`` hold for each of them."""

    rows: list[list[Cell]]
    sheet: str = ""
    warnings: tuple[str, ...] = ()


def read_grids(data: bytes, name: str, config: Ingest) -> list[Grid]:
    """Return the sheets of a file that are shown.

    Raises:
        DocumentError: no table, broken, encrypted, too large, or divided by another character than the configuration says.
    """
    if data.startswith(_ZIP_MAGIC):
        parts = read_parts(data, name, config.max_unpacked_mb)
        _refuse_wide(parts, name)
        return _workbook(repack(parts), name)
    if data.startswith(_OLE_MAGIC):
        if _ENCRYPTED in data:
            raise DocumentError("package_encrypted", name)
        return _workbook(data, name)
    return [_csv(data, name, config.columns.delimiter)]


def _workbook(data: bytes, name: str) -> list[Grid]:
    import python_calamine as calamine

    try:
        workbook = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        shown = [
            m.name
            for m in workbook.sheets_metadata
            if m.visible == calamine.SheetVisibleEnum.Visible and m.typ == calamine.SheetTypeEnum.WorkSheet
        ]
        return [Grid(workbook.get_sheet_by_name(sheet).to_python(skip_empty_area=False), sheet) for sheet in shown]
    except calamine.PasswordError:
        raise DocumentError("package_encrypted", name) from None
    except (calamine.CalamineError, OSError, ValueError):
        raise DocumentError("sheet_broken", name) from None


def _refuse_wide(parts: Mapping[str, bytes], name: str) -> None:
    """Refuse a sheet that spans a huge rectangle because a cell stands far away or is repeated a million times."""
    spans = [sheet_extent.of_xlsx(part) for path, part in parts.items() if path.startswith("xl/worksheets/") and path.endswith(".xml")]
    if b"opendocument.spreadsheet" in parts.get("mimetype", b"") and "content.xml" in parts:
        spans += sheet_extent.of_ods(parse_xml(parts["content.xml"], name))
    for height, width in spans:
        if height * width > _MAX_CELLS:
            raise DocumentError("sheet_too_large", name, rows=height, columns=width)


def _csv(data: bytes, name: str, delimiter: str | None) -> Grid:
    decoded = decode(data, name)
    text, stated = _without_separator_line(decoded.text)
    wanted = {"\\t": "\t", "tab": "\t"}.get(delimiter, delimiter) if delimiter else stated
    found, columns = sniff(text)
    if wanted and wanted != found and columns > 1 and _usual_columns(text, wanted) == 1:
        raise DocumentError("sheet_wrong_delimiter", name, configured=_shown(wanted), found=_shown(found))
    used = wanted or found
    rows = _parse(text, used)
    warnings = ("encoding_guessed",) if decoded.guessed else ()
    if _swallowed(rows, used):
        rows, warnings = _parse(text, used, quoting=csv.QUOTE_NONE), (*warnings, "csv_quotes")
    return Grid([list(row) for row in rows], warnings=warnings)


def sniff(text: str) -> tuple[str, int]:
    """Return the delimiter that divides most rows into the same number of cells, and that number; ``;`` and 1 when none does."""
    best = (0.0, 1, ";")
    for delimiter in DELIMITERS:
        counts = Counter(len(row) for row in _parse(text[:_SAMPLE_CHARACTERS], delimiter)[:_SAMPLE_ROWS] if any(row))
        several = {n: k for n, k in counts.items() if n > 1}
        if several:
            n, k = max(several.items(), key=lambda item: (item[1], item[0]))
            best = max(best, (k / counts.total(), n, delimiter), key=lambda b: b[:2])
    return best[2], best[1]


def _usual_columns(text: str, delimiter: str) -> int:
    return mode(len(row) for row in _parse(text[:_SAMPLE_CHARACTERS], delimiter)[:_SAMPLE_ROWS] if any(row)) if text.strip() else 1


def _without_separator_line(text: str) -> tuple[str, str | None]:
    """Excel writes ``sep=;`` on the first line of some exports."""
    found = re.match(r"sep=(.)\n", text, re.IGNORECASE)
    return (text[found.end() :], found[1]) if found else (text, None)


def _parse(text: str, delimiter: str, quoting: Literal[0, 3] = csv.QUOTE_MINIMAL) -> list[list[str]]:
    with _long_fields():
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quoting=quoting))


@contextmanager
def _long_fields() -> Iterator[None]:
    """Lift the standard library's limit of 131,072 characters a cell, for the whole process, and set it back."""
    before = csv.field_size_limit(_FIELD_LIMIT)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _swallowed(rows: list[list[str]], delimiter: str) -> bool:
    """Return whether a quotation mark that is never closed made one cell of many rows."""
    width = max((len(row) for row in rows), default=0)
    for row in rows:
        for cell in row:
            lines = cell.count("\n")
            if lines >= _SWALLOWED_LINES and cell.count(delimiter) >= 0.8 * lines * (width - 1):
                return True
    return False


def _shown(delimiter: str) -> str:
    return "tab" if delimiter == "\t" else delimiter
