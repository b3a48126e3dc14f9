"""Training files, row by row: plain or gzip, UTF-8, a fixed number of columns.

In: a file and its shape. Out: rows with their line number. A file that does not fit is refused with the line at fault, since a shifted
column would train a model on rubbish without a word.
"""

from __future__ import annotations

import csv
import gzip
import zlib
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from rodedraad.errors import ConfigError, MissingError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_GZIP = b"\x1f\x8b"
_QUOTED = {",", ";"}  # CSV in the sense of RFC 4180; a tab or a space separates as it stands
_CONLLU_TEXT = "# text = "
IGNORED = "-"
REST = "*"  # ends the last column's name: that column takes every cell that is left


@dataclass(frozen=True, slots=True)
class Shape:
    """What a row looks like. ``columns`` names each cell, ``-`` one that is not read; a last name ending in ``*`` takes the rest."""

    columns: tuple[str, ...]
    delimiter: str  # empty: the whole line is one cell
    header: bool = False

    def places(self, role: str) -> list[int]:
        """Return the positions of the cells with this role."""
        return [place for place, column in enumerate(self.columns) if column.rstrip(REST) == role]


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its line number in the file (from 1) and its cells."""

    line: int
    cells: list[str]


@dataclass(frozen=True, slots=True)
class Table:
    """Every row of a file that says something, and how many lines were blank."""

    path: Path
    shape: Shape
    rows: list[Row]
    blank: int

    def column(self, role: str) -> Iterator[tuple[int, str]]:
        """Yield line number and cell for the one column with this role."""
        place = self.shape.places(role)[0]
        return ((row.line, row.cells[place]) for row in self.rows)


def read(path: Path, shape: Shape) -> Table:
    """Return the rows of a file.

    A row in which a named cell is empty counts as blank, for it teaches nothing.

    Raises:
        MissingError: the file is not there.
        ConfigError: it cannot be unpacked, is no UTF-8, or a row has another number of cells; the message names the line.
    """
    rows, blank = [], 0
    named = [place for place, column in enumerate(shape.columns) if column != IGNORED]
    for row in _split(path, shape):
        if not any(cell.strip() for cell in row.cells):
            blank += 1
            continue
        if not _fits(row, shape):
            raise ConfigError("train_columns", str(path), line=row.line, found=len(row.cells), wanted=_wanted(shape))
        if all(row.cells[place].strip() for place in named):
            rows.append(row)
        else:
            blank += 1
    return Table(path, shape, rows, blank)


def lines(path: Path) -> Iterator[tuple[int, str]]:
    """Yield line number (from 1) and text, without its line end.

    Raises:
        MissingError: the file is not there.
        ConfigError: it cannot be unpacked or a line is no UTF-8.
    """
    number = 0
    try:
        with path.open("rb") as probe:
            packed = probe.read(2) == _GZIP
        with gzip.open(path, "rb") if packed else path.open("rb") as file:
            for number, raw in enumerate(file, 1):
                yield number, raw.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r\n")
    except FileNotFoundError:
        raise MissingError("train_file_missing", str(path)) from None
    except UnicodeDecodeError as error:
        raise ConfigError("train_encoding", str(path), line=number, byte=f"0x{error.object[error.start]:02x}") from None
    except (OSError, EOFError, zlib.error) as error:
        raise ConfigError("train_unreadable", str(path), line=number + 1, reason=type(error).__name__) from None


def treebank_texts(path: Path) -> Iterator[str]:
    """Yield the text of each sentence of a CoNLL-U file: its ``# text``, or else its words with spaces (universaldependencies.org/format).

    Raises:
        MissingError, ConfigError: as ``lines``.
    """
    text = ""
    words: list[str] = []
    for _, line in chain(lines(path), [(0, "")]):
        if line.startswith(_CONLLU_TEXT):
            text = line.removeprefix(_CONLLU_TEXT)
        elif not line.strip():
            if text or words:
                yield text or " ".join(words)
            text, words = "", []
        elif line.split("\t")[0].isdigit():  # not a comment, a range (1-2) or an empty node (1.1)
            words.append(line.split("\t", 2)[1] if "\t" in line else "")


def _split(path: Path, shape: Shape) -> Iterator[Row]:
    if shape.delimiter in _QUOTED:
        rows: Iterable[Row] = _quoted(path, shape)
    elif shape.delimiter:
        rows = (Row(number, line.split(shape.delimiter)) for number, line in lines(path))
    else:
        rows = (Row(number, [line]) for number, line in lines(path))
    for place, row in enumerate(rows):
        if place or not shape.header:
            yield row


def _quoted(path: Path, shape: Shape) -> Iterator[Row]:
    reader = csv.reader((line + "\n" for _, line in lines(path)), delimiter=shape.delimiter, strict=True)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:  # a quotation mark that is never closed, or text after a closing one
            raise ConfigError("train_quotes", str(path), line=reader.line_num) from None
        yield Row(reader.line_num, cells)


def _fits(row: Row, shape: Shape) -> bool:
    wanted = len(shape.columns)
    return len(row.cells) >= wanted if shape.columns[-1].endswith(REST) else len(row.cells) == wanted


def _wanted(shape: Shape) -> str:
    return f"{len(shape.columns)}{'+' if shape.columns[-1].endswith(REST) else ''}"
