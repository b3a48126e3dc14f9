"""Pages of a plain text, and the furniture on them: page numbers, running headers and footers.

In: text. Out: its lines with page numbers, furniture gone. Text taken out of a PDF often lost its form feeds, and its page number and
running title are glued to the last or first line of a page ("zorg nodig heeft.12Rapport Toegang tot zorg"). Such furniture betrays itself:
the same words beside a number that grows by one, again and again, a page's length apart, through most of the text.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from rodedraad.ingest.extractors.plain_layout import TextLine

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_NUMBER = re.compile(r"(?<![\d/-])(?<!\d[.,])\d{1,4}(?!\d|[.,/%-]\d|%)")
_PAGE_LINE = re.compile(
    r"^\s*(?:[-–—|]\s*)?(?:pagina|pag\.|blz\.|bladzijde)?\s*\d{1,4}(?:\s*(?:/|van)\s*\d{1,4})?(?:\s*[-–—|])?\s*$", re.IGNORECASE
)
_LABEL = re.compile(r"(?:^|\n)\s*(?!pagina|bladzijde|blz|pag)[^\W\d_]+\.?\s+$", re.IGNORECASE)  # "Aanbeveling 3" is no page number
_KEY_CHARACTERS = 12  # furniture beside the number that must be the same for two numbers to be of one series
_FURNITURE_MIN_LETTERS = 12
_MIN_PAGES = 4
_MIN_PAGE_CHARACTERS = 300
_MIN_SPAN = 0.6  # of the text: a series over less numbers something else than pages
_MAX_STEP = 2  # left and right pages may differ in furniture
_MOST = 0.8
_AGREE = 0.6
_LONGEST_FURNITURE = 200
_EDGE_LINES = 3


@dataclass(frozen=True, slots=True)
class _Furniture:
    """The words that stand before and after the page number, and where the numbers stand."""

    left: str
    right: str
    numbers: tuple[re.Match[str], ...]


def paginate(text: str) -> tuple[list[TextLine], int | None]:
    """Return the lines of a text with their pages, and how many pages there are (None where it has none)."""
    text = text.strip("\n\f")
    if "\f" in text:
        pages = text.split("\f")
    elif furniture := _find_furniture(text):
        pages = _cut(text, furniture)
    else:
        return [TextLine(line) for line in text.split("\n")], None
    split = _without_repeated([page.strip("\n").split("\n") for page in pages])
    lines: list[TextLine] = []
    for number, page in enumerate(split, 1):
        if lines and lines[-1].text.rstrip().endswith((".", "!", "?", ":")):
            lines.append(TextLine("", number))  # a sentence that ends with the page ends its paragraph
        lines.extend(TextLine(line, number) for line in page)
    return lines, len(split)


def _find_furniture(text: str) -> list[_Furniture]:
    """Return the furniture whose number counts the most pages, and that of the pages opposite where theirs differs."""
    groups: defaultdict[tuple[str, str], list[re.Match[str]]] = defaultdict(list)
    for number in _NUMBER.finditer(text):
        groups["after", text[number.end() : number.end() + _KEY_CHARACTERS]].append(number)
        groups["before", text[max(0, number.start() - _KEY_CHARACTERS) : number.start()]].append(number)
    series = [_grow(text, numbers) for numbers in groups.values() if _counts_pages(numbers, len(text))]
    ordered = sorted((f for f in series if f is not None), key=lambda f: len(f.numbers), reverse=True)
    chosen = ordered[:1]
    for other in ordered[1:]:
        if _fits_between(chosen, other):
            return [*chosen, other]
    return chosen


def _counts_pages(numbers: Sequence[re.Match[str]], length: int) -> bool:
    """Return whether nearly all numbers grow by one or two, a page's length apart, through most of the text."""
    if len(numbers) < _MIN_PAGES or numbers[-1].start() - numbers[0].start() < _MIN_SPAN * length:
        return False
    steps = [int(b[0]) - int(a[0]) for a, b in pairwise(numbers)]
    gaps = [b.start() - a.start() for a, b in pairwise(numbers)]
    return sum(1 for step in steps if 1 <= step <= _MAX_STEP) >= _MOST * len(steps) and median(gaps) >= _MIN_PAGE_CHARACTERS


def _fits_between(chosen: Sequence[_Furniture], other: _Furniture) -> bool:
    """Return whether the numbers of both together still count pages in order: left pages and right pages."""
    both = sorted((n.start(), int(n[0])) for f in (*chosen, other) for n in f.numbers)
    steps = [b[1] - a[1] for a, b in pairwise(both)]
    return sum(1 for step in steps if step == 1) >= _MOST * len(steps)


def _grow(text: str, numbers: Sequence[re.Match[str]]) -> _Furniture | None:
    """Return furniture as far left and right of the number as the pages agree; None when that is too little."""
    left = _agreeing([text[max(0, n.start() - _LONGEST_FURNITURE) : n.start()][::-1] for n in numbers])[::-1]
    right = _agreeing([text[n.end() : n.end() + _LONGEST_FURNITURE] for n in numbers])
    enough = sum(c.isalpha() for c in left + right) >= _FURNITURE_MIN_LETTERS
    label = _LABEL.search(left) is not None and right[:1] in {"", "\n", ":", "."}
    return _Furniture(left, right, tuple(numbers)) if enough and not label else None


def _agreeing(texts: Sequence[str]) -> str:
    """Return the longest beginning that most of the texts share."""
    result = ""
    while len(result) < _LONGEST_FURNITURE:
        nexts = Counter(t[len(result)] for t in texts if t.startswith(result) and len(t) > len(result))
        character, count = nexts.most_common(1)[0] if nexts else ("", 0)
        if count < _AGREE * len(texts) or result.endswith("\n\n"):
            break
        result += character
    return result


def _cut(text: str, furniture: Sequence[_Furniture]) -> list[str]:
    """Return the text cut at its page numbers, with as much of the furniture gone as stands there."""
    marks = sorted(((n.start(), n.end(), f) for f in furniture for n in f.numbers), key=lambda mark: mark[0])
    pages, begin = [], 0
    for start, end, f in marks:
        before = _shared(text[begin:start][::-1], f.left[::-1])
        pages.append(text[begin : start - before])
        begin = end + _shared(text[end : end + len(f.right)], f.right)
    pages.append(text[begin:])
    sides = [side.strip() for f in furniture for side in (f.left, f.right)]
    words = [side for side in sides if sum(c.isalpha() for c in side) >= _FURNITURE_MIN_LETTERS]
    return [_without_glued(page, words) for page in pages]


def _shared(a: str, b: str) -> int:
    """Return how many characters two texts begin with alike."""
    return next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))


def _without_glued(page: str, words: Sequence[str]) -> str:
    """Return a page without furniture that begins or ends a line although no number stands there."""
    for word in words:
        page = "\n".join(line.removesuffix(word).removeprefix(word) for line in page.split("\n")) if word in page else page
    return page


def _without_repeated(pages: Sequence[list[str]]) -> list[list[str]]:
    """Return pages without lines at their edges that are a page number or come back on many pages."""
    counts = Counter(key for page in pages for key in {_key(page[i]) for i in _edges(page)})
    often = max(3, 0.3 * len(pages))

    def is_furniture(line: str) -> bool:
        return _PAGE_LINE.match(line) is not None or (counts[_key(line)] >= often and any(c.isalpha() for c in line))

    return [_trimmed(page, is_furniture) for page in pages]


def _trimmed(page: list[str], is_furniture: Callable[[str], bool]) -> list[str]:
    edges = _edges(page)
    kept = [line for i, line in enumerate(page) if i not in edges or not is_furniture(line)]
    while kept and not kept[0].strip():
        kept.pop(0)
    while kept and not kept[-1].strip():
        kept.pop()
    return kept


def _edges(page: list[str]) -> set[int]:
    written = [i for i, line in enumerate(page) if line.strip()]
    return {*written[:_EDGE_LINES], *written[-_EDGE_LINES:]}


def _key(line: str) -> str:
    return re.sub(r"\d+", "#", " ".join(line.split()))
