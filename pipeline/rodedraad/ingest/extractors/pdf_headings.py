"""Paragraphs of a document in, the same with headings and their levels, captions and the title out.

A heading is short, ends without full stop and is set larger or bolder than running text, or carries a number of several parts,
or is one of the names that sections of reports have. Its level is its number's depth, else the rank of its type among the headings.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rodedraad.ingest.model import Kind
from rodedraad.ingest.sections import LEADERS, role_of
from rodedraad.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rodedraad.ingest.extractors.pdf_paragraphs import Paragraph

_LARGER = 1.08  # times the body size
_TITLE = 1.3
_MAX_WORDS, _MAX_LINES = 18, 3
_MAX_NAME_WORDS = 6  # of a section name in plain type
_MAX_LEVEL = 6
_SAME_SIZE = 0.88  # times the title's: sizes read from a scan vary
_TITLE_PAGE_WORDS = 130
_TITLE_PAGE_LONGEST = 40  # words of its longest paragraph
_NUMBER = re.compile(r"^(?:(?:hoofdstuk|deel|bijlage)\s+)?(\d{1,2}(?:\.\d{1,2}){0,3})[.:]?\s+(?=[^\W\d_])", re.IGNORECASE)
_ENDS = re.compile(r"[.;,]$")
_CAPTION = re.compile(r"^(?:figuur|afbeelding|tabel|grafiek|schema|foto|bron|figure|table)\s*\d*\s*[:.–-]", re.IGNORECASE)
_CONTENTS = re.compile(r"^(?:inhoud|inhoudsopgave|table of contents|contents)$")
_ENTRY = re.compile(r"\s\d{1,3}$")
Style = tuple[float, bool, bool]


@dataclass(frozen=True, slots=True)
class Headed:
    """The paragraphs with headings marked, and the title when the first page shows one."""

    paragraphs: list[Paragraph]
    title: str | None


def mark(paragraphs: Sequence[Paragraph], body: float, n_pages: int) -> Headed:
    """Return the paragraphs with kind and level of headings and captions set.

    Args:
        paragraphs: the document's, in reading order.
        body: type size of running text, in points.
        n_pages: pages of the document.
    """
    found = [_kind(p, body) for p in paragraphs]
    found = _without_contents(found)
    title = _title(found, body)
    below = _below(title, found)
    if n_pages > 1 and _has_title_page(found):
        below = [p for p in found if p.first.page == 1 and p not in title and not _opens_section(p)]
    found = [_plain(p) if p.kind is Kind.HEADING and p in below else p for p in found]
    levels = _levels([p for p in found if p.kind is Kind.HEADING and p not in title])
    merged = _merged(title)
    result = [
        replace(p, level=1 if p in title or p is merged else _level(p, levels)) if p.kind is Kind.HEADING else p
        for p in _with(found, title, merged)
    ]
    return Headed(result, merged.text if merged else None)


def _kind(paragraph: Paragraph, body: float) -> Paragraph:
    text = paragraph.text
    if paragraph.kind in {Kind.TABLE, Kind.FOOTNOTE, Kind.CAPTION}:
        return paragraph
    if _CAPTION.match(text) and len(text.split()) <= 2 * _MAX_WORDS:
        return replace(paragraph, kind=Kind.CAPTION, level=0)
    return replace(paragraph, kind=Kind.HEADING) if _is_heading(paragraph, text, body) else paragraph


def _is_heading(paragraph: Paragraph, text: str, body: float) -> bool:
    n_words = len(text.split())
    if n_words > _MAX_WORDS or len(paragraph.lines) > _MAX_LINES or sum(c.isalpha() for c in text) < 3:  # noqa: PLR2004 - letters
        return False
    larger, bold = paragraph.first.size >= _LARGER * body, paragraph.first.bold and paragraph.first.size >= 0.95 * body
    number = _NUMBER.match(text)
    starts_well = text[:1].isupper() or text[:1].isdigit() or text[:1] in "‘'\"“["
    if _ENDS.search(text) and not (larger and n_words <= _MAX_NAME_WORDS):
        return False
    if not starts_well and not larger:
        return False
    italic = paragraph.first.italic and len(paragraph.lines) == 1 and n_words <= 2 * _MAX_NAME_WORDS and text[-1:] not in ":?!)"
    if larger or bold or italic:
        return paragraph.kind is not Kind.LIST_ITEM or number is not None
    if number and "." in number.group(1) and text[number.end() :][:1].isupper():
        return len(paragraph.lines) == 1
    return n_words <= _MAX_NAME_WORDS and len(paragraph.lines) == 1 and _is_section_name(text) and paragraph.kind is not Kind.LIST_ITEM


def _is_section_name(text: str) -> bool:
    """Return whether a line in plain type is nothing but the name of a section ("Conclusie", "4 Aanbevelingen")."""
    rest = _NUMBER.sub("", text).rstrip(":")
    return role_of(rest) is not None and len(rest.split()) <= 2 and text[-1:] not in "?!,"  # noqa: PLR2004 - words


def _without_contents(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Return the paragraphs with all of a table of contents as captions, so that no entry opens a section."""
    result = list(paragraphs)
    for i, heading in enumerate(paragraphs):
        if heading.kind is not Kind.HEADING or not _CONTENTS.match(fold(heading.text).strip(" :")):
            continue
        near = [j for j in range(i + 1, len(paragraphs)) if paragraphs[j].first.page <= heading.first.page + 1]
        entries = [j for j in near if _is_entry(paragraphs[j], heading.first.page)]
        for j in range(i + 1, max(entries, default=i) + 1):
            result[j] = replace(result[j], kind=Kind.CAPTION, level=0)
    return result


def _is_entry(paragraph: Paragraph, page: int) -> bool:
    """Return whether a paragraph is a line of the table of contents: dots to a page number, or on the same page any short line with one."""
    text = paragraph.text
    if LEADERS.search(text):
        return True
    return paragraph.first.page == page and len(text.split()) <= _MAX_WORDS and _ENTRY.search(text) is not None


def _title(paragraphs: Sequence[Paragraph], body: float) -> list[Paragraph]:
    """Return the headings on the first page that are set largest and follow one another: the title."""
    large = [
        p
        for p in paragraphs
        if p.kind is Kind.HEADING and p.first.page == 1 and p.first.size >= _TITLE * body and not _NUMBER.match(p.text)
    ]
    large = [p for p in large if not _CONTENTS.match(fold(p.text))]
    if not large:
        return []
    size = max(p.first.size for p in large)
    first = next(i for i, p in enumerate(paragraphs) if p in large and p.first.size == size)
    taken = [paragraphs[first]]
    for paragraph in paragraphs[first + 1 :]:
        if paragraph not in large or paragraph.first.size < _SAME_SIZE * size:
            break
        taken.append(paragraph)
    return taken


def _below(title: Sequence[Paragraph], paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Return the headings right below the title that open no section: subtitle, organisation, date."""
    result: list[Paragraph] = []
    if not title:
        return result
    for paragraph in paragraphs[paragraphs.index(title[-1]) + 1 :]:
        if paragraph.kind is not Kind.HEADING or _opens_section(paragraph) or paragraph.first.page != title[0].first.page:
            break
        result.append(paragraph)
    return result[:-1] if len(result) > _MAX_LINES else result


def _opens_section(paragraph: Paragraph) -> bool:
    text = paragraph.text
    return _NUMBER.match(text) is not None or (len(text.split()) <= _MAX_NAME_WORDS and role_of(text) is not None)


def _has_title_page(paragraphs: Sequence[Paragraph]) -> bool:
    lengths = [len(p.text.split()) for p in paragraphs if p.first.page == 1]
    return sum(lengths) <= _TITLE_PAGE_WORDS and max(lengths, default=0) <= _TITLE_PAGE_LONGEST and len(lengths) > 1


def _plain(paragraph: Paragraph) -> Paragraph:
    return replace(paragraph, kind=Kind.PARAGRAPH, level=0)


def _merged(title: Sequence[Paragraph]) -> Paragraph | None:
    return replace(title[0], lines=tuple(line for p in title for line in p.lines)) if title else None


def _with(paragraphs: Sequence[Paragraph], title: Sequence[Paragraph], merged: Paragraph | None) -> list[Paragraph]:
    """Return the paragraphs with those of the title as one."""
    result: list[Paragraph] = []
    for paragraph in paragraphs:
        if merged is not None and paragraph in title:
            result.extend([merged] if paragraph is title[0] else [])
        else:
            result.append(paragraph)
    return result


def _style(paragraph: Paragraph) -> Style:
    return round(paragraph.first.size), paragraph.first.bold, paragraph.first.italic


def _levels(headings: Sequence[Paragraph]) -> dict[Style, int]:
    """Return a level for each type of heading: that of its numbered ones, else its rank by size and weight."""
    styles = sorted({_style(h) for h in headings}, reverse=True)
    result: dict[Style, int] = {}
    level = 0
    for style in styles:
        numbered = [_depth(h) for h in headings if _style(h) == style and _depth(h)]
        level = max(min(numbered), level) if numbered else level + 1
        result[style] = min(level, _MAX_LEVEL)
    return result


def _depth(paragraph: Paragraph) -> int:
    number = _NUMBER.match(paragraph.text)
    return number.group(1).count(".") + 1 if number else 0


def _level(paragraph: Paragraph, levels: dict[Style, int]) -> int:
    return _depth(paragraph) or levels.get(_style(paragraph), 1)
