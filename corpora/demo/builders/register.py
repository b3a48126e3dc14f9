"""Splits the incident register by year: 2023 as the CSV that an old system exports, 2024 as a spreadsheet that somebody keeps.

In: ``source/register.csv`` (semicolons, dates as dd-mm-yyyy). Out: a CSV with the same columns, and an XLSX with a title row above its
header and real dates, so that the product meets both.
"""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from xlsxwriter import Workbook

from builders.archive import settle

if TYPE_CHECKING:
    from pathlib import Path

Rows = list[dict[str, str]]

CSV_YEAR, XLSX_YEAR = "2023", "2024"
DELIMITER = ";"
DATE_COLUMN = "datum"
_HEADER_ROW = 2  # counted from 0: below a title and an empty row
_WIDE = {"omschrijving": 80, "directe_oorzaak": 40, "maatregel": 40}
_WHEN = datetime(2025, 1, 6, 9, 0, tzinfo=UTC).replace(tzinfo=None)  # the spreadsheet's own properties must not follow the clock


def read(path: Path) -> Rows:
    """Return the rows of the register."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=DELIMITER))


def of_year(rows: Rows, year: str) -> Rows:
    """Return the rows whose date is in ``year``."""
    return [row for row in rows if row[DATE_COLUMN].endswith(year)]


def write_csv(rows: Rows) -> bytes:
    """Return the rows as CSV with semicolons and Windows line ends."""
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, list(rows[0]), delimiter=DELIMITER, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue().encode("utf-8")


def write_xlsx(rows: Rows) -> bytes:
    """Return the rows as a spreadsheet: the same bytes each time."""
    buffer = io.BytesIO()
    book = Workbook(buffer, {"in_memory": True, "default_date_format": "dd-mm-yyyy"})
    book.set_properties({"author": "Kwaliteitsbureau", "created": _WHEN})
    bold = book.add_format({"bold": True})
    sheet = book.add_worksheet(f"Meldingen {XLSX_YEAR}")
    sheet.write(0, 0, f"Register incidentmeldingen {XLSX_YEAR}", book.add_format({"bold": True, "font_size": 14}))
    for column, name in enumerate(rows[0]):
        sheet.set_column(column, column, _WIDE.get(name, 16))
        sheet.write(_HEADER_ROW, column, name.replace("_", " ").capitalize(), bold)
        for number, row in enumerate(rows, _HEADER_ROW + 1):
            if name == DATE_COLUMN:
                sheet.write_datetime(number, column, datetime.strptime(row[name], "%d-%m-%Y"))
            else:
                sheet.write_string(number, column, row[name])
    book.close()
    return settle(buffer.getvalue())
