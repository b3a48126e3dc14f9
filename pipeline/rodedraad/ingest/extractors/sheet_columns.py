"""Which column of a register is what: by name, by content where the name says nothing, or as the configuration says.

In: rows of cells. Out: the header row and the columns of each role. The names are data (``data/columns.toml``).
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from statistics import median
from typing import TYPE_CHECKING

from rodedraad.errors import DocumentError
from rodedraad.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rodedraad.config import Columns
    from rodedraad.ingest.extractors.sheet_read import Cell

_SEARCH_ROWS = 20  # a title, a logo's row, a line on confidentiality may stand above the header
_HEADER_CHARACTERS = 60
_LONG_WORDS = 6  # a column of which half of the cells have more words holds text, whatever its name
_TEXT_WORDS = 2.0  # a column named "melding" with fewer words a cell holds codes
_SAMPLE_ROWS = 200
_HEADINGS_SHOWN = 20
_SEPARATORS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Roles:
    """A register's columns by index. ``names`` are the headings as written, made up from ``headed`` on; rows begin at ``first_row``."""

    names: tuple[str, ...]
    headed: int
    first_row: int
    text: tuple[int, ...]
    single: dict[str, int]  # id, date, sector, organisation, kind, title


def recognise(rows: Sequence[Sequence[Cell]], columns: Columns, name: str) -> Roles | None:
    """Return the roles of the columns, or None for a table without any text.

    Raises:
        DocumentError: the configuration names columns that are not there.
    """
    header = _header_row(rows, columns)
    width = max((len(row) for row in rows), default=0)
    names = tuple(written(cell) for cell in rows[header]) if header is not None else ()
    first = 0 if header is None else header + 1
    headed = len(names) if header is not None else width
    names += tuple(f"kolom {i + 1}" for i in range(len(names), width))
    body = rows[first : first + _SAMPLE_ROWS]
    wanted = _configured(columns, names, name)
    found = {i: role for i, title in enumerate(names) if header is not None and (role := _role(title))}
    single = {
        role: min((i for i, r in found.items() if r == role), key=lambda i: _rank(role, names[i]))
        for role in set(found.values()) - {"text"}
    }
    single |= {role: index for role, index in wanted.items() if role != "text"}
    chosen = [names.index(t) for t in _match(columns.text, names)] or [
        i for i in range(width) if i not in single.values() and _holds_text(body, i, named=found.get(i) == "text")
    ]
    return Roles(names, headed, first, tuple(chosen), single) if chosen else None


def written(cell: Cell) -> str:
    """Return a cell as a reader sees it."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return " ".join(str(cell).split())


def headings(names: Sequence[str]) -> str:
    """Return the headings of a register for a message.

    A row without any heading we know may be somebody's report: then the columns are counted, because messages hold no text of a file.
    """
    known = any(_role(n) for n in names)
    shown = [n if known and len(n) <= _HEADER_CHARACTERS else f"kolom {i}" for i, n in enumerate(names, 1) if n]
    return (", ".join(shown[:_HEADINGS_SHOWN]) or "–") + (", …" if len(shown) > _HEADINGS_SHOWN else "")


def _header_row(rows: Sequence[Sequence[Cell]], columns: Columns) -> int | None:
    """Return the index of the row with the most column names that are known or configured; else the first that looks like a header."""
    asked = {_plain(c) for c in (*columns.text, columns.id, columns.date, columns.sector, columns.organisation) if c}
    best, known = None, 0
    for i, row in enumerate(rows[:_SEARCH_ROWS]):
        titles = [written(c) for c in row]
        score = sum(1 for t in titles if t and len(t) <= _HEADER_CHARACTERS and (_plain(t) in asked or _role(t)))
        if score > known and _looks_like_header(titles):
            best, known = i, score
    if best is not None:
        return best
    usual = median(sum(1 for c in row if written(c)) for row in rows[:_SEARCH_ROWS]) if rows else 0
    first = next((i for i, row in enumerate(rows[:_SEARCH_ROWS]) if sum(1 for c in row if written(c)) >= max(2, 0.6 * usual)), None)
    return first if first is not None and _looks_like_header([written(c) for c in rows[first]]) and len(rows) > first + 1 else None


def _looks_like_header(titles: list[str]) -> bool:
    filled = [t for t in titles if t]
    short = all(len(t) <= _HEADER_CHARACTERS and not (t.endswith(".") and " " in t) for t in filled)
    return bool(filled) and short and len(set(filled)) == len(filled) and all(any(c.isalpha() for c in t) for t in filled)


def _configured(columns: Columns, names: tuple[str, ...], name: str) -> dict[str, int]:
    """Return role → index of the columns that the configuration names."""
    single = {"id": columns.id, "date": columns.date, "sector": columns.sector, "organisation": columns.organisation}
    asked = [*columns.text, *(c for c in single.values() if c)]
    missing = [c for c in asked if not _match([c], names)]
    if missing:
        raise DocumentError("sheet_missing_columns", name, missing=", ".join(missing), present=headings(names))
    return {role: names.index(_match([c], names)[0]) for role, c in single.items() if c}


def _match(wanted: Sequence[str], names: tuple[str, ...]) -> list[str]:
    """Return the headings that were meant, as written: the same spelling first, then apart from case, accents and signs."""
    plain = {_plain(n): n for n in reversed(names)}
    return [w if w in names else plain[_plain(w)] for w in wanted if w in names or _plain(w) in plain]


def _plain(title: str) -> str:
    return _SEPARATORS.sub(" ", fold(title)).strip()


@cache
def _known() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(resources.files("rodedraad.ingest").joinpath("data", "columns.toml").read_text(encoding="utf-8"))


@cache
def _role(title: str) -> str | None:
    plain = _plain(title)
    for role, rules in _known().items():
        if plain in rules["whole"]:
            return role
    for role, rules in _known().items():
        if any(f" {phrase} " in f" {plain} " for phrase in rules["has"]):
            return role
    return None


def _rank(role: str, title: str) -> tuple[int, str]:
    """Return the place of a heading among the names of its role: the date of the incident goes before that of the report."""
    whole = _known()[role]["whole"]
    plain = _plain(title)
    return (whole.index(plain) if plain in whole else len(whole), plain)


def _holds_text(rows: Sequence[Sequence[Cell]], index: int, *, named: bool) -> bool:
    cells = [row[index] for row in rows if index < len(row) and written(row[index])]
    words = [len(c.split()) for c in cells if isinstance(c, str)]
    if not words or len(words) < 0.5 * len(cells):
        return False
    if named:
        return sum(words) / len(words) >= _TEXT_WORDS
    return median(words) >= _LONG_WORDS and len({written(c) for c in cells}) > 0.5 * len(cells)
