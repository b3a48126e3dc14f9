"""What reads the words of a text: a language pipeline, or rules where there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

CONTENT_TAGS = frozenset({"NOUN", "VERB", "ADJ"})
"""UPOS of words that tell what a passage is about; names never do (they are pseudonymised or surrogates)."""


class Read(NamedTuple):
    """A word of a text."""

    start: int  # code points from 0
    end: int  # exclusive
    lemma: str
    upos: str | None  # universal part of speech, None where rules read
    head: int | None = None  # where the word it depends on begins, its own start for the root of a sentence; None without a parse
    dep: str | None = None  # dependency label (Universal Dependencies), None without a parse


class Reader(Protocol):
    """Reads words. ``model_id`` names what does it, with its version."""

    model_id: str

    def read(self, texts: Sequence[str]) -> list[list[Read]]:
        """Return the words of each text in order, without white space."""
        ...
