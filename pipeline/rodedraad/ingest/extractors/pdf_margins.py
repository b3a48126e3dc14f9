"""Pages of words in, the same without running headers, footers and page numbers.

A running line stands at the same height on several pages and says nearly the same (numbers apart). Only the outer rows of a page are
looked at, so that a sentence repeated in the text is never lost.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from rodedraad.ingest.extractors.pdf_lines import rows
from rodedraad.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rodedraad.ingest.extractors.pdf_words import Word

_OUTER_ROWS = 4  # rows at the top and at the bottom that may be running lines
_OUTER_SHARE = 0.14  # of the page's height
_SAME_HEIGHT_POINTS = 4.0
_NUMBER_ROWS = 2  # at each edge
_WHITE_EM = 1.7  # between the base lines of a running line and the text
_SAME_SIZE = 0.08  # share by which type sizes may differ
_MAX_GROUP = 3  # lines of a header together
_MIN_PAGES = 3
_MIN_SHARE = 0.2  # of the pages, in long documents (chapters have their own header)
_DIGITS = re.compile(r"\d+|\b[ivxl]{1,6}\b")
_PAGE_NUMBER = re.compile(
    r"^(?:[-–—|\s]*)(?:(?:pagina|pag\.?|blz\.?|bladzijde|page|p\.?)\s*)?(?:\d{1,4}|[ivxl]{1,6})(?:\s*(?:van|/|of)\s*\d{1,4})?(?:[-–—|\s]*)$"
)
Row = list["Word"]


def strip(pages: Sequence[Sequence[Word]], heights: Sequence[float]) -> list[list[Word]]:
    """Return the words of every page without its running lines.

    Args:
        pages: words a page, in points from the top left.
        heights: height of each page in points.
    """
    outer = [_outer_rows(words, height) for words, height in zip(pages, heights, strict=True)]
    running = _running(outer)
    result: list[list[Word]] = []
    for number, words in enumerate(pages):
        drop = {id(w) for row, edge in outer[number] for w in row if (edge, _key(row)) in running[number]}
        drop |= {id(w) for row in _outermost(words, heights[number]) if _is_number(row) for w in row}
        result.append([w for w in words if id(w) not in drop])
    return result


def _outer_rows(words: Sequence[Word], height: float) -> list[tuple[Row, str]]:
    """Return the rows near the edges of a page that stand apart from the text, each with the edge it is at."""
    every = rows(words)
    top = [row for row in _apart(every) if row[0].base < _OUTER_SHARE * height]
    bottom = [row for row in _apart(every[::-1]) if row[0].base > (1 - _OUTER_SHARE) * height]
    return [(row, "top") for row in top] + [(row, "bottom") for row in bottom]


def _outermost(words: Sequence[Word], height: float) -> list[Row]:
    """Return the outermost rows at both edges: where a page number stands, however close the text is."""
    every = rows(words)
    outermost = (*every[:_NUMBER_ROWS], *every[-_NUMBER_ROWS:])
    return [row for row in outermost if not _OUTER_SHARE * height < row[0].base < (1 - _OUTER_SHARE) * height]


def _apart(every: Sequence[Row]) -> list[Row]:
    """Return the rows from the edge inwards up to the first group of more than three lines: that is text."""
    taken: list[Row] = []
    group: list[Row] = []
    for row in every[: 2 * _OUTER_ROWS]:
        if group and (abs(row[0].base - group[-1][0].base) > _WHITE_EM * row[0].size or not _same_size(row, group[-1])):
            taken, group = taken + group, []
        group.append(row)
        if len(group) > _MAX_GROUP:
            return taken[:_OUTER_ROWS]
    return (taken + group)[:_OUTER_ROWS]


def _same_size(row: Row, other: Row) -> bool:
    return abs(row[0].size - other[0].size) <= _SAME_SIZE * row[0].size


def _running(outer: Sequence[Sequence[tuple[Row, str]]]) -> list[set[tuple[str, str]]]:
    """Return for each page the rows (edge and key) that stand at the same height on enough pages."""
    places: dict[tuple[str, str], list[tuple[int, float]]] = defaultdict(list)
    for number, page in enumerate(outer):
        for row, edge in page:
            if any(c.isalnum() for w in row for c in w.text):
                places[edge, _key(row)].append((number, row[0].base))
    need = _needed(len(outer))
    result: list[set[tuple[str, str]]] = [set() for _ in outer]
    for key, found in places.items():
        for number, base in found:
            if len({other for other, height in found if abs(height - base) <= _SAME_HEIGHT_POINTS}) >= need:
                result[number].add(key)
    return result


def _needed(n_pages: int) -> int:
    """Return on how many pages a line must stand to be a running line: two in a short document, three or a share in a longer one."""
    return 2 if n_pages <= _MIN_PAGES else max(_MIN_PAGES, min(10, round(_MIN_SHARE * n_pages)))


def _key(row: Row) -> str:
    return _DIGITS.sub("#", fold(" ".join(w.text for w in row)))


def _is_number(row: Row) -> bool:
    return _PAGE_NUMBER.match(" ".join(w.text for w in row).lower()) is not None
