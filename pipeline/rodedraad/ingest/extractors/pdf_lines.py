"""Words in, printed lines out: words on one base line, from left to right, with the marks of a footnote apart."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rodedraad.ingest.extractors.pdf_words import Word

_SAME_BASE_EM = 0.3  # base lines of one row differ at most this much
_ROWS_BACK = 4  # rows that a word is compared with
_SMALL = 0.87  # size of a raised number, as a share of the line's
_MARK = re.compile(r"^[\[(]?\d{1,3}[\])]?(?:,\d{1,3})*$|^[*†‡]+$")
_TEXT_BEFORE_MARK = re.compile(r"[^\W\d_]{3}$|[.,;:!?)”\"’']$")
_TOUCHING_EM = 0.12


@dataclass(frozen=True)
class PrintedLine:
    """A printed line: its words in order and its page (from 1)."""

    words: tuple[Word, ...]
    page: int

    @cached_property
    def x0(self) -> float:
        """Left edge."""
        return min(w.x0 for w in self.words)

    @cached_property
    def x1(self) -> float:
        """Right edge."""
        return max(w.x1 for w in self.words)

    @cached_property
    def y0(self) -> float:
        """Upper edge."""
        return min(w.y0 for w in self.words)

    @cached_property
    def y1(self) -> float:
        """Lower edge."""
        return max(w.y1 for w in self.words)

    @cached_property
    def size(self) -> float:
        """Type size of most characters, in points."""
        sizes: Counter[float] = Counter()
        for word in self.words:
            sizes[word.size] += len(word.text)
        return min(sizes, key=lambda size: (-sizes[size], -size))

    @cached_property
    def base(self) -> float:
        """Base line of the words in the line's own size."""
        return next(w.base for w in self.words if w.size == self.size)

    @cached_property
    def bold(self) -> bool:
        """Whether the line is bold throughout (marks apart)."""
        return all(w.bold or not any(c.isalpha() for c in w.text) for w in self.words) and any(w.bold for w in self.words)

    @cached_property
    def italic(self) -> bool:
        """Whether the line is in italics throughout."""
        return all(w.italic for w in self.words)

    @cached_property
    def table(self) -> int | None:
        """Number of the table that this line stands for."""
        return self.words[0].table

    @cached_property
    def text(self) -> str:
        """The line's text without raised footnote marks; what only a change of size parted is one word."""
        parts: list[str] = []
        last: Word | None = None
        for word in self.words:
            if last is not None and self._is_mark(word) and _TEXT_BEFORE_MARK.search(parts[-1]):
                continue
            touches = last is not None and word.size != last.size and word.x0 - last.x1 < _TOUCHING_EM * min(word.size, last.size)
            parts.append(word.text if touches or last is None else f" {word.text}")
            last = word
        return "".join(parts)

    @cached_property
    def starts_with_mark(self) -> bool:
        """Whether the line begins with a raised footnote mark."""
        return len(self.words) > 1 and self._is_mark(self.words[0])

    def _is_mark(self, word: Word) -> bool:
        return word.size < _SMALL * self.size and word.base < self.base - 0.1 * self.size and _MARK.match(word.text) is not None


def rows(words: Iterable[Word]) -> list[list[Word]]:
    """Return the words in rows from top to bottom, each from left to right; a table stands in a row of its own.

    Words on one base line are a row. A small raised number joins the row that its box overlaps.
    """
    found: list[list[Word]] = []
    for word in sorted(words, key=lambda w: (w.base, w.x0, w.text)):
        row = next((r for r in reversed(found[-_ROWS_BACK:]) if _on_base_line(word, r[0])), None)
        if row is None:
            found.append([word])
        else:
            row.append(word)
    found = _with_marks(found)
    return sorted((sorted(row, key=lambda w: (w.x0, w.y0)) for row in found), key=lambda row: (_base(row), row[0].x0))


def _with_marks(found: list[list[Word]]) -> list[list[Word]]:
    """Return the rows with those that hold only raised marks shared out over the rows that they belong to."""
    text = [row for row in found if not all(_MARK.match(w.text) for w in row)]
    result = [list(row) for row in text]
    for row in (row for row in found if row not in text):
        for mark in row:
            home = next((i for i, other in enumerate(text) if any(_carries(word, mark) for word in other)), None)
            if home is None:
                result.append([mark])
            else:
                result[home].append(mark)
    return result


def lines(words: Sequence[Word], page: int) -> list[PrintedLine]:
    """Return the printed lines of words in one column."""
    return [PrintedLine(tuple(row), page) for row in rows(words)]


def _base(row: Sequence[Word]) -> float:
    return max(row, key=lambda w: w.size).base


def _on_base_line(word: Word, first: Word) -> bool:
    if word.table is not None or first.table is not None:
        return False
    return abs(word.base - first.base) <= _SAME_BASE_EM * min(word.size, first.size)


def _carries(word: Word, mark: Word) -> bool:
    """Return whether a raised mark stands right after or before a word of larger type."""
    if word.table is not None or mark.size >= _SMALL * word.size or not word.y0 <= (mark.y0 + mark.y1) / 2 <= word.y1:
        return False
    return min(abs(mark.x0 - word.x1), abs(word.x0 - mark.x1)) <= word.size
