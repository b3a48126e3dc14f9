"""One PDF page in, its words and ruled lines out, in points from the top left of the page as it is shown.

PDFium gives characters in drawing order with boxes in the page's own coordinates, which may be turned or shifted. Everything after this
module sees upright pages only.
"""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import pypdfium2.raw as pdfium

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pypdfium2

_ASCENT, _DESCENT = 0.76, 0.22  # share of the type size above and below the base line; boxes of fonts differ too much to compare
_NEW_WORD_GAP_EM = 0.28  # a jump this wide starts a word where the file has no blank
_BOLD_WEIGHT = 600
_BOLD_NAMES = ("bold", "black", "heavy", "semibold", "demi")
_SCALE = 1000  # PDFium converts to whole device units: 1/1000 point is exact enough
_HYPHEN_SIGNS = {0x02: "-", 0xFFFE: "-"}
_ITALIC_NAMES = ("italic", "oblique")
_NAME_BYTES = 128
_MAX_SIZE_POINTS = 300.0
_OTHER_SIZE = 0.87  # a character this much smaller than its neighbour is no part of the word
_SURROGATES = range(0xD800, 0xE000)


@dataclass(frozen=True, slots=True)
class Word:
    """A word: text, box (points, from the top left), base line, type size in points, face.

    A stand-in for a table has no text, and the table's number.
    """

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    base: float
    size: float
    bold: bool = False
    italic: bool = False
    table: int | None = None


class _Character(NamedTuple):
    """A character and its box on the shown page."""

    at: int  # index in the text page
    letter: str
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class _Run:
    """What all characters of a word share."""

    size: float
    bold: bool
    italic: bool
    direction: tuple[int, int]  # where the text runs to on the shown page: (1, 0) = to the right


Affine = tuple[float, float, float, float, float, float]


def words(page: pypdfium2.PdfPage) -> list[Word]:
    """Return the words of a page in drawing order, turned upright when most of its text lies on its side."""
    affine = to_shown(page)
    text_page = page.get_textpage()
    try:
        found = list(_words(text_page, affine))
    finally:
        text_page.close()
    if not found:
        return []
    main = Counter(run.direction for _, run in found).most_common(1)[0][0]
    width, height = page.get_size()
    kept = [word for word, run in found if run.direction == main]
    upright = [_turned(word, main, width, height) for word in kept]
    page_width, page_height = (width, height) if main[0] else (height, width)
    finite = [w for w in upright if math.isfinite(w.x0 + w.x1 + w.base)]
    return [w for w in finite if w.x1 > 0 and w.x0 < page_width and w.y1 > 0 and w.y0 < page_height]


def to_shown(page: pypdfium2.PdfPage) -> Affine:
    """Return (a, b, c, d, e, f) that takes the page's coordinates (x, y) to the shown page: (ax + cy + e, bx + dy + f)."""
    width, height = (round(side * _SCALE) for side in page.get_size())
    x, y = ctypes.c_int(), ctypes.c_int()

    def shown(px: float, py: float) -> tuple[float, float]:
        pdfium.FPDF_PageToDevice(page, 0, 0, width, height, 0, px, py, x, y)
        return x.value / _SCALE, y.value / _SCALE

    e, f = shown(0, 0)
    (ax, ay), (cx, cy) = shown(100, 0), shown(0, 100)
    return ((ax - e) / 100, (ay - f) / 100, (cx - e) / 100, (cy - f) / 100, e, f)


def apply(affine: Affine, x: float, y: float) -> tuple[float, float]:
    """Return a point of the page's coordinates on the shown page."""
    a, b, c, d, e, f = affine
    return a * x + c * y + e, b * x + d * y + f


def _words(text_page: Any, affine: Affine) -> Iterator[tuple[Word, _Run]]:  # noqa: ANN401 - ctypes handle
    """Yield words in drawing order, each with what its characters share."""
    run_of = partial(_run, text_page, affine, ctypes.create_string_buffer(_NAME_BYTES), ctypes.c_int(), pdfium.FS_MATRIX())
    base_of = partial(_base, text_page, affine, ctypes.c_double(), ctypes.c_double())
    word: list[_Character] = []
    for character in _characters(text_page, affine):
        if word and (character.letter == " " or _parts(word[-1], character)):
            yield _word(word, base_of(word[0].at), run_of(word[0].at))
            word = []
        if character.letter != " ":
            word.append(character)
    if word:
        yield _word(word, base_of(word[0].at), run_of(word[0].at))


def _characters(text_page: Any, affine: Affine) -> Iterator[_Character]:  # noqa: ANN401
    """Yield every character with its box on the shown page; all white space becomes a blank."""
    a, b, c, d, e, f = affine
    box = pdfium.FS_RECTF()
    for i in range(pdfium.FPDFText_CountChars(text_page)):
        code = pdfium.FPDFText_GetUnicode(text_page, i)
        letter = _HYPHEN_SIGNS.get(code) or (chr(code) if code and code not in _SURROGATES else " ")
        if letter.isspace():
            yield _Character(i, " ", 0, 0, 0, 0)
            continue
        pdfium.FPDFText_GetLooseCharBox(text_page, i, box)
        left, bottom, right, top = box.left, box.bottom, box.right, box.top
        xa, xb = a * left + c * bottom + e, a * right + c * top + e
        ya, yb = b * left + d * bottom + f, b * right + d * top + f
        yield _Character(i, letter, min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb))


def _parts(last: _Character, here: _Character) -> bool:
    """Return whether a new word begins: a gap in any direction, or another type size (a raised footnote number)."""
    height, other = (max(c.x1 - c.x0, c.y1 - c.y0) for c in (last, here))  # of text on its side, the box is as wide as it is tall
    gap_x = max(here.x0 - last.x1, last.x0 - here.x1)
    gap_y = max(here.y0 - last.y1, last.y0 - here.y1)
    return max(gap_x, gap_y) > _NEW_WORD_GAP_EM * height or min(height, other) < _OTHER_SIZE * max(height, other)


def _word(characters: Sequence[_Character], base: float, run: _Run) -> tuple[Word, _Run]:
    text = "".join(c.letter for c in characters)
    x0, x1 = min(c.x0 for c in characters), max(c.x1 for c in characters)
    if run.direction[0]:
        return Word(text, x0, base - _ASCENT * run.size, x1, base + _DESCENT * run.size, base, run.size, run.bold, run.italic), run
    y0, y1 = min(c.y0 for c in characters), max(c.y1 for c in characters)
    return Word(text, x0, y0, x1, y1, base, run.size, run.bold, run.italic), run


def _base(text_page: Any, affine: Affine, x: Any, y: Any, index: int) -> float:  # noqa: ANN401
    """Return the height of a character's base line on the shown page."""
    pdfium.FPDFText_GetCharOrigin(text_page, index, x, y)
    return apply(affine, x.value, y.value)[1]


def _run(text_page: Any, affine: Affine, name: Any, flags: Any, matrix: Any, index: int) -> _Run:  # noqa: ANN401 - room that PDFium writes in
    """Return type size, weight and direction of a character; its font size alone says nothing before its matrix is applied."""
    pdfium.FPDFText_GetMatrix(text_page, index, matrix)
    pdfium.FPDFText_GetFontInfo(text_page, index, name, _NAME_BYTES, flags)
    size = pdfium.FPDFText_GetFontSize(text_page, index) * math.hypot(matrix.c, matrix.d)
    size = size * math.hypot(affine[2], affine[3])
    font = name.value.decode("utf-8", "replace").lower()
    bold = pdfium.FPDFText_GetFontWeight(text_page, index) >= _BOLD_WEIGHT or any(part in font for part in _BOLD_NAMES)
    italic = any(part in font for part in _ITALIC_NAMES)
    dx, dy = affine[0] * matrix.a + affine[2] * matrix.b, affine[1] * matrix.a + affine[3] * matrix.b
    direction = (1 if dx >= 0 else -1, 0) if abs(dx) >= abs(dy) else (0, 1 if dy >= 0 else -1)
    return _Run(min(max(round(size, 1), 1.0), _MAX_SIZE_POINTS), bold, italic, direction)


def _turned(word: Word, direction: tuple[int, int], width: float, height: float) -> Word:
    """Return a word of a page on its side (or upside down) as it stands once the page is turned upright."""
    if direction == (1, 0):
        return word
    if direction == (-1, 0):
        x0, x1, y1 = width - word.x1, width - word.x0, height - word.y0
    elif direction == (0, -1):  # runs upwards
        x0, x1, y1 = height - word.y1, height - word.y0, word.x1
    else:  # runs downwards
        x0, x1, y1 = word.y0, word.y1, width - word.x0
    base = y1 - _DESCENT * word.size
    return replace(word, x0=x0, x1=x1, y0=base - _ASCENT * word.size, y1=y1, base=base)
