"""The words of a passage as rows of table `words` go in, records with the place of their head come out.

Offsets become places in the list, so that the other modules can step left and right.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

COLUMNS = ("start", "end", "upos", "head", "dep")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a passage."""

    start: int  # offset in the passage
    end: int  # exclusive
    form: str  # as written, lower case
    upos: str  # "" where rules read
    head: int | None  # place in the list of the word it depends on, its own for a root; None without a parse
    dep: str  # dependency label with subtype, "" without a parse


def of_passage(text: str, rows: Iterable[tuple[int, int, str | None, int | None, str | None]]) -> list[Word]:
    """Return the words of a passage in order; ``rows`` are its values of ``COLUMNS``."""
    ordered = sorted(rows)
    place = {start: i for i, (start, *_) in enumerate(ordered)}
    return [
        Word(start, end, text[start:end].lower(), upos or "", None if head is None else place.get(head, place[start]), dep or "")
        for start, end, upos, head, dep in ordered
    ]


def is_parsed(words: Iterable[Word]) -> bool:
    """Return whether a pipeline with a parser read the passage."""
    return any(word.head is not None for word in words)
