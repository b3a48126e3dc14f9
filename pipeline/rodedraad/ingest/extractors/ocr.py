"""A scanned page in, its words with boxes out, read by the program tesseract (5, with Dutch data) when the user asks for it.

PDFium draws the page, tesseract gets the picture on its standard input and answers in TSV with a box and a confidence for each
word; nothing touches the disk. The words take the same way as printed ones, so columns and paragraphs are found in scans too.
"""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from io import StringIO
from statistics import fmean, median
from typing import TYPE_CHECKING

from rodedraad.errors import DocumentError, MissingError
from rodedraad.ingest.extractors.pdf_words import Word

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pypdfium2

_PROGRAM = "tesseract"
_DOTS_PER_INCH = 300
_POINTS_PER_INCH = 72
_MAX_SIDE_PIXELS = 6000
_SECONDS_PER_PAGE = 180
_MIN_WORD_CONFIDENCE = 25.0  # 0..100; below it a word is a speck
_LOW_PAGE_CONFIDENCE = 75.0
_LINE_TO_TYPE_SIZE = 0.8  # a line's box is taller than its type size
_LEAST, _MOST = 0.7, 1.35  # times the usual size: boxes depend on which letters a line holds, so nearly usual is usual
_ASCENT_EM, _TAIL_EM = 0.76, 0.22
_TAILS = frozenset("gjpqyQJ,;()[]|")
_WORD_LEVEL, _LINE_LEVEL = "5", "4"


@dataclass(frozen=True, slots=True)
class Read:
    """What was read on a page: words, and tesseract's mean confidence (0 to 100; 0 without words)."""

    words: tuple[Word, ...]
    confidence: float


def read(page: pypdfium2.PdfPage, language: str, name: str) -> Read:
    """Return the words on a page's picture.

    Args:
        page: the page to draw.
        language: tesseract's language codes, such as ``nld`` or ``nld+eng``.
        name: file name for error messages.

    Raises:
        MissingError: tesseract or one of the languages is not installed.
        DocumentError: tesseract failed or took more than three minutes for the page.
    """
    missing = sorted(set(language.split("+")) - languages())
    if missing:
        raise MissingError("ocr_language_missing", name, language=", ".join(missing))
    scale = min(_DOTS_PER_INCH / _POINTS_PER_INCH, _MAX_SIDE_PIXELS / max(page.get_size()))
    return _parse(_recognise(_picture(page, scale), language, name), scale)


def warnings(found: Read) -> tuple[str, ...]:
    """Return what a reader must know about a page that was read from a picture: codes of locale/warnings.toml."""
    if not found.words:
        return ("ocr_nothing",)
    return ("ocr_page", "ocr_low_confidence") if found.confidence < _LOW_PAGE_CONFIDENCE else ("ocr_page",)


@cache
def languages() -> frozenset[str]:
    """Return the languages that tesseract has data for.

    Raises:
        MissingError: the program is not there.
    """
    if shutil.which(_PROGRAM) is None:
        raise MissingError("ocr_program_missing")
    listed = subprocess.run([_PROGRAM, "--list-langs"], capture_output=True, text=True, timeout=60, check=False)
    return frozenset(listed.stdout.split("\n")[1:]) - {"", "osd"}


def _picture(page: pypdfium2.PdfPage, scale: float) -> bytes:
    """Return the page as a grey picture in the PGM format (Netpbm), which needs no library to write."""
    pixels = page.render(scale=scale, grayscale=True).to_numpy()
    height, width = pixels.shape[:2]
    return b"P5 %d %d 255\n" % (width, height) + bytes(pixels.reshape(height, width).tobytes())


def _recognise(picture: bytes, language: str, name: str) -> str:
    command = [_PROGRAM, "stdin", "stdout", "-l", language, "--psm", "3", "--dpi", str(_DOTS_PER_INCH), "tsv"]
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}  # its threads cost more than they bring, and one process runs a file
    try:
        done = subprocess.run(command, input=picture, capture_output=True, timeout=_SECONDS_PER_PAGE, check=False, env=environment)
    except subprocess.TimeoutExpired:
        raise DocumentError("ocr_timeout", name, seconds=_SECONDS_PER_PAGE) from None
    if done.returncode != 0:
        raise DocumentError("ocr_failed", name)
    return done.stdout.decode("utf-8", "replace")


def _parse(table: str, scale: float) -> Read:
    """Return the words of tesseract's TSV, their type size taken from the usual height of the lines."""
    rows = list(csv.DictReader(StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE))
    sizes = {_line_of(row): _LINE_TO_TYPE_SIZE * int(row["height"]) / scale for row in rows if row["level"] == _LINE_LEVEL}
    usual = median(sizes.values()) if sizes else 0.0
    found = [row for row in rows if row["level"] == _WORD_LEVEL and (row["text"] or "").strip()]
    words: list[Word] = []
    for key, own in sizes.items():
        line = [row for row in found if _line_of(row) == key and float(row["conf"]) >= _MIN_WORD_CONFIDENCE]
        size = round(usual if _LEAST * usual <= own <= _MOST * usual else own, 1)
        base = _base(line, scale, size) if line else 0.0
        words += [_word(row, scale, base, size) for row in line]
    return Read(tuple(words), fmean(float(row["conf"]) for row in found) if found else 0.0)


def _line_of(row: dict[str, str]) -> tuple[str, ...]:
    return tuple(row[part] for part in ("page_num", "block_num", "par_num", "line_num"))


def _base(line: Sequence[dict[str, str]], scale: float, size: float) -> float:
    """Return the base line of a line: where the words stand that have no letter with a tail."""
    bottoms = [(int(row["top"]) + int(row["height"])) / scale for row in line]
    standing = [bottom for row, bottom in zip(line, bottoms, strict=True) if not _TAILS & set(row["text"])]
    return median(standing) if standing else max(bottoms) - _TAIL_EM * size


def _word(row: dict[str, str], scale: float, base: float, size: float) -> Word:
    x0 = int(row["left"]) / scale
    return Word(row["text"].strip(), x0, base - _ASCENT_EM * size, x0 + int(row["width"]) / scale, base + _TAIL_EM * size, base, size)
