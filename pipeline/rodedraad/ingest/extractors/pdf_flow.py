"""Paragraphs of all columns and pages in, raw blocks out: text that runs over a column or page is one again, footnotes come after it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from rodedraad.ingest import hyphens
from rodedraad.ingest.extractors.pdf_paragraphs import BULLET, Paragraph
from rodedraad.ingest.model import CELL, Kind, Line, RawBlock

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rodedraad.ingest.extractors.pdf_lines import PrintedLine
    from rodedraad.ingest.hyphens import Vocabulary

_ENDS = re.compile(r"[.!?…:;]['\"”’)\]]*$")
_HYPHEN_AT_END = re.compile(r"[^\W_][-\u00ad\u2010]$")
_DOTS = re.compile(r"\s*(?:[.·…]\s?){4,}(?=\d|$)")  # that lead to a page number; four are enough to see it by
_TWICE = re.compile(r"^(\w{1,2}[.)]) \1(?= )")  # some programs write the number of an item twice, once unseen
_SAME_SIZE_POINTS = 0.6
_RUNS_ON = {Kind.PARAGRAPH, Kind.LIST_ITEM, Kind.QUOTE}


def joined(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Return running paragraphs with those that were cut by the end of a column or page made one, in reading order."""
    result: list[Paragraph] = []
    for paragraph in paragraphs:
        if result and _goes_on(result[-1], paragraph):
            result[-1] = replace(result[-1], lines=result[-1].lines + paragraph.lines, group=paragraph.group)
        else:
            result.append(paragraph)
    return result


def with_notes(running: Sequence[Paragraph], notes: Sequence[Paragraph]) -> list[Paragraph]:
    """Return running paragraphs and footnotes: a page's notes come before the first paragraph that begins on a later page."""
    result: list[Paragraph] = []
    waiting = sorted(notes, key=lambda n: n.first.page)
    for paragraph in running:
        while waiting and waiting[0].first.page < paragraph.first.page:
            result.append(waiting.pop(0))
        result.append(paragraph)
    return result + waiting


def block(paragraph: Paragraph, words: Vocabulary) -> RawBlock:
    """Return a paragraph as a raw block, its words mended, with the place of each printed line."""
    if paragraph.cells:
        text, lines = _cells(paragraph, words)
    else:
        text, lines = _text(paragraph.lines, words, strip_bullet=paragraph.kind is Kind.LIST_ITEM)
    return RawBlock(paragraph.kind, text, paragraph.level, paragraph.first.page, tuple(lines))


def _goes_on(last: Paragraph, paragraph: Paragraph) -> bool:
    if last.group == paragraph.group or last.kind not in _RUNS_ON or paragraph.kind is not Kind.PARAGRAPH:
        return False
    end, start = last.lines[-1], paragraph.first
    if abs(end.size - start.size) > _SAME_SIZE_POINTS or end.bold != start.bold:
        return False
    if _HYPHEN_AT_END.search(end.text):
        return True
    if _ENDS.search(end.text):
        return False
    width = max(line.x1 for line in last.lines) - min(line.x0 for line in last.lines)
    return start.text[:1].islower() or (len(last.lines) > 1 and end.x1 - end.x0 > 0.8 * width)


def _text(lines: Sequence[PrintedLine], words: Vocabulary, *, strip_bullet: bool = False) -> tuple[str, list[Line]]:
    texts = [_DOTS.sub(" .... ", line.text) for line in lines]
    if strip_bullet:
        texts[0] = _TWICE.sub(r"\1", BULLET.sub("", texts[0]))
    text, starts = hyphens.join(texts, words)
    return text, [_line(start, line) for start, line in zip(starts, lines, strict=True)]


def _cells(paragraph: Paragraph, words: Vocabulary) -> tuple[str, list[Line]]:
    text, lines = "", []
    for cell in paragraph.cells:
        own, places = _text(cell, words)
        text += CELL if text else ""
        lines += [replace(place, start=place.start + len(text)) for place in places]
        text += own
    return text, lines


def _line(start: int, line: PrintedLine) -> Line:
    return Line(start, line.page, *(round(edge, 1) for edge in (line.x0, line.y0, line.x1, line.y1)))
