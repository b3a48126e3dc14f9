"""Lines of a column in, running text and footnotes apart out: small lines at the foot of a page of which the first begins with a mark."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rodedraad.ingest.extractors.pdf_paragraphs import Paragraph
from rodedraad.ingest.model import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rodedraad.ingest.extractors.pdf_lines import PrintedLine

_SMALLER = 0.93  # times the body size
_MARK = re.compile(r"^(?:\[?\d{1,3}\]?[.)]?|[*†‡]+)\s*(?=\D)")
_LOWER_PART = 0.45  # of the page's height: footnotes begin below this


def split(lines: Sequence[PrintedLine], body: float, height: float) -> tuple[list[PrintedLine], list[PrintedLine]]:
    """Return (running lines, lines of footnotes) of a column.

    Args:
        lines: the column's lines from top to bottom.
        body: type size of running text in the document, in points.
        height: height of the page in points.
    """
    start = len(lines)
    while (
        start > 0
        and lines[start - 1].table is None
        and lines[start - 1].size < _SMALLER * body
        and lines[start - 1].base > _LOWER_PART * height
    ):
        start -= 1
    while start < len(lines) and not _is_marked(lines[start]):
        start += 1
    return list(lines[:start]), list(lines[start:])


def notes(lines: Sequence[PrintedLine], group: int) -> list[Paragraph]:
    """Return each footnote as a paragraph."""
    found: list[list[PrintedLine]] = []
    for line in lines:
        if _is_marked(line) or not found:
            found.append([])
        found[-1].append(line)
    return [Paragraph(Kind.FOOTNOTE, tuple(note), group) for note in found]


def _is_marked(line: PrintedLine) -> bool:
    return line.starts_with_mark or (_MARK.match(line.text) is not None and not line.text[:1].isalpha())
