"""One PDF page in, the straight lines drawn on it out: the evidence for ruled tables and for scans."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pypdfium2.raw as pdfium

from rodedraad.ingest.extractors.pdf_words import Affine, apply, to_shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pypdfium2

_MIN_LENGTH_POINTS = 8.0
_SLANT_POINTS = 1.0
_MAX_OBJECTS = 4000  # a map or a chart: no table is drawn with so many
_MAX_SEGMENTS = 400
_THIN_POINTS = 3.0


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight level or upright line on the shown page, in points from the top left; x0 <= x1 and y0 <= y1."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def level(self) -> bool:
        """Whether it runs from left to right."""
        return self.x1 - self.x0 > self.y1 - self.y0


def rules(page: pypdfium2.PdfPage) -> list[Rule]:
    """Return the level and upright lines of a page; none when the page is a drawing."""
    n_objects = pdfium.FPDFPage_CountObjects(page)
    if n_objects > _MAX_OBJECTS:
        return []
    affine = to_shown(page)
    found: list[Rule] = []
    for i in range(n_objects):
        handle = pdfium.FPDFPage_GetObject(page, i)
        if pdfium.FPDFPageObj_GetType(handle) == pdfium.FPDF_PAGEOBJ_PATH:
            found.extend(_of_path(handle, affine))
    return found


def image_share(page: pypdfium2.PdfPage) -> float:
    """Return the share of the page, 0 to 1, that its largest picture or filled drawing covers."""
    width, height = page.get_size()
    largest = 0.0
    bounds = [ctypes.c_float() for _ in range(4)]
    for i in range(min(pdfium.FPDFPage_CountObjects(page), _MAX_OBJECTS)):
        handle = pdfium.FPDFPage_GetObject(page, i)
        if pdfium.FPDFPageObj_GetType(handle) in {pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM} and pdfium.FPDFPageObj_GetBounds(
            handle, *bounds
        ):
            left, bottom, right, top = (side.value for side in bounds)
            largest = max(largest, (right - left) * (top - bottom))
    return float(min(1.0, largest / max(width * height, 1.0)))


def _of_path(handle: Any, affine: Affine) -> Iterator[Rule]:  # noqa: ANN401 - ctypes handle
    n_segments = pdfium.FPDFPath_CountSegments(handle)
    if n_segments > _MAX_SEGMENTS or not _draws_lines(handle):
        return
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(handle, matrix)
    own = (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)
    x, y = ctypes.c_float(), ctypes.c_float()
    start = last = (0.0, 0.0)
    for k in range(n_segments):
        segment = pdfium.FPDFPath_GetPathSegment(handle, k)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        here = apply(affine, *apply(own, x.value, y.value))
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            start = here
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            yield from _rule(last, here)
        if pdfium.FPDFPathSegment_GetClose(segment):
            yield from _rule(here, start)
        last = here


def _draws_lines(handle: Any) -> bool:  # noqa: ANN401
    """Return whether a path is stroked, or filled and so thin that it is a line; a filled area is the shade behind text."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(handle, fill, stroke)
    if stroke.value:
        return True
    bounds = [ctypes.c_float() for _ in range(4)]
    if not fill.value or not pdfium.FPDFPageObj_GetBounds(handle, *bounds):
        return False
    left, bottom, right, top = (side.value for side in bounds)
    return min(right - left, top - bottom) <= _THIN_POINTS


def _rule(a: tuple[float, float], b: tuple[float, float]) -> Iterator[Rule]:
    x0, x1, y0, y1 = min(a[0], b[0]), max(a[0], b[0]), min(a[1], b[1]), max(a[1], b[1])
    if max(x1 - x0, y1 - y0) >= _MIN_LENGTH_POINTS and min(x1 - x0, y1 - y0) <= _SLANT_POINTS:
        yield Rule(x0, y0, x1, y1)
