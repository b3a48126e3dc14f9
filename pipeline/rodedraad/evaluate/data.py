"""Reading the labelled sets: a folder and a name in, pairs or texts with labels out; anything odd is an error that names the line.

Formats are those of the sources: STS-B (CSV without a header), SICK-NL (TSV with one), ESCO (CSV with one), parallel text
(``english TAB dutch``), each perhaps gzipped. No sentence ever goes into an error.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rodedraad.errors import MissingError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

STS_COLUMNS = 3
SICK_COLUMNS = ("sentence_A", "sentence_B", "relatedness_score", "SemEval_set")
ESCO_COLUMNS = ("conceptUri", "iscoGroup", "description_nl")


@dataclass(frozen=True, slots=True)
class Pairs:
    """Sentence pairs with a human score each."""

    left: list[str]
    right: list[str]
    gold: list[float]


@dataclass(frozen=True, slots=True)
class Labelled:
    """Texts with a key and a class code each."""

    keys: list[str]
    texts: list[str]
    codes: list[str]


def locate(folder: Path, name: str) -> Path:
    """Return the file ``name`` of the data folder.

    Raises:
        MissingError: it is not there.
    """
    path = folder / name
    if not path.is_file():
        raise MissingError("evaluate_no_file", name, folder=folder)
    return path


def file_hash(path: Path) -> str:
    """Return the SHA-256 (hex) of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sts(path: Path) -> Pairs:
    """Return the pairs of an STS-B file: sentence, sentence, score from 0 to 5.

    Raises:
        UsageError: the file is no such file.
    """
    rows = list(_csv(path))
    for line, row in enumerate(rows, 1):
        if len(row) != STS_COLUMNS:
            raise UsageError("evaluate_columns", path.name, line=line, found=len(row), wanted=STS_COLUMNS)
    return _pairs(path, [(line, row[0], row[1], row[2]) for line, row in enumerate(rows, 1)])


def sick(path: Path, part: str) -> Pairs:
    """Return the pairs of SICK-NL whose ``SemEval_set`` is ``part`` (TRAIN, TRIAL or TEST), relatedness from 1 to 5.

    Raises:
        UsageError: the file is no such file, or has no such pairs.
    """
    lines = _text(path).removesuffix("\n").split("\n")
    head = lines[0].rstrip("\r").split("\t")
    place = _places(path, head, SICK_COLUMNS)
    rows = []
    for number, line in enumerate(lines[1:], 2):
        cells = line.rstrip("\r").split("\t")
        if len(cells) != len(head):
            raise UsageError("evaluate_columns", path.name, line=number, found=len(cells), wanted=len(head))
        left, right, score, found = (cells[i] for i in place)
        if found == part:
            rows.append((number, left, right, score))
    return _pairs(path, rows)


def esco(path: Path) -> Labelled:
    """Return occupations with their description and four-digit ISCO code; of equal descriptions the first.

    Raises:
        UsageError: the file is no such file.
    """
    rows = list(_csv(path))
    place = _places(path, rows[0] if rows else [], ESCO_COLUMNS)
    found: dict[str, tuple[str, str]] = {}
    for number, row in enumerate(rows[1:], 2):
        if len(row) != len(rows[0]):
            raise UsageError("evaluate_columns", path.name, line=number, found=len(row), wanted=len(rows[0]))
        key, code, text = (row[i].strip() for i in place)
        if text:
            found.setdefault(text, (key, code))
    if not found:
        raise UsageError("evaluate_empty", path.name)
    return Labelled([key for key, _ in found.values()], list(found), [code for _, code in found.values()])


def parallel(path: Path) -> tuple[list[str], list[str]]:
    """Return the English and the Dutch side of a file with ``english TAB dutch`` on each line; more columns are ignored.

    Raises:
        UsageError: the file is no such file.
    """
    rows = [line.rstrip("\r").split("\t") for line in _text(path).removesuffix("\n").split("\n")]
    for number, row in enumerate(rows, 1):
        if len(row) < 2 or not (row[0].strip() and row[1].strip()):  # noqa: PLR2004 - a pair
            raise UsageError("evaluate_columns", path.name, line=number, found=sum(bool(cell.strip()) for cell in row), wanted=2)
    return [row[0] for row in rows], [row[1] for row in rows]


def _pairs(path: Path, rows: list[tuple[int, str, str, str]]) -> Pairs:
    if not rows:
        raise UsageError("evaluate_empty", path.name)
    gold = []
    for line, _, _, score in rows:
        try:
            gold.append(float(score))
        except ValueError:
            raise UsageError("evaluate_score", path.name, line=line) from None
    return Pairs([row[1] for row in rows], [row[2] for row in rows], gold)


def _places(path: Path, head: list[str], wanted: tuple[str, ...]) -> list[int]:
    if absent := [name for name in wanted if name not in head]:
        raise UsageError("evaluate_head", path.name, columns=", ".join(absent))
    return [head.index(name) for name in wanted]


def _csv(path: Path) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(_text(path), newline=""), strict=True)
    try:
        yield from reader
    except csv.Error as error:
        raise UsageError("evaluate_unreadable", path.name, reason=f"{error} ({reader.line_num})") from None


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
        return (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8-sig")
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
        raise UsageError("evaluate_unreadable", path.name, reason=type(error).__name__) from None
