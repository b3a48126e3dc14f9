"""A text as the finders read it: flattened, with what its document says about its words, and where its sentences begin.

A word that the document also writes in lower case is an ordinary word there; a capital at the start of a sentence says nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import regex

from rodedraad.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rodedraad.pseudonymise.lexicon import Lexicon

_LOWER_WORD = regex.compile(r"(?<![\w'@./-])\p{Ll}\p{L}{2,}(?![\w@]|[./-]\w)")
_CAPITALS = regex.compile(r"\p{Lu}{2,}")
_BEGIN = regex.compile(r"(?:^|[.?!…]['\")\]]?\s+|[|•–—]\s+|^\s*[-*]\s+|[\s,:](?=[\"'][\p{Lu}\s]?$))\s*[\"'(\[]*$")
_ABBREVIATION = regex.compile(
    r"(?:\b\p{L}|\b(?:mw|mevr|dhr|dr|drs|mr|ir|ing|prof|nr|bijv|ca|o\.a|i\.o\.m|i\.v\.m|t\.a\.v|d\.d|geb|tel|incl|excl|resp|evt|zgn|fam|st|jl|m\.b\.t|n\.a\.v|a\.s))\.\s+$",
    regex.IGNORECASE,
)
_LOOK_BACK = 24  # characters that decide whether a sentence begins
_LAST_WORD = regex.compile(r"([\p{L}'.-]+)[\s\"'(]*$")
_NEXT_WORD = regex.compile(r"[\s\"')]*(?:'s\s)?(?:,\s[^,]{1,40},\s)?([\p{L}'-]+)")
_MOSTLY = 0.7  # share of capitals from which a text is written in capitals
_LEAST_LETTERS = 6


@dataclass(frozen=True, slots=True)
class Reading:
    """A flattened text, the words its document writes in lower case, and the word lists."""

    text: str
    lower_words: frozenset[str]  # folded
    lexicon: Lexicon

    def is_ordinary(self, word: str) -> bool:
        """Return whether ``word`` is an ordinary word here."""
        return self.lexicon.is_ordinary(word) or fold(word) in self.lower_words

    def begins_sentence(self, position: int) -> bool:
        """Return whether a sentence, cell or list item begins at ``position``, so that its capital says nothing."""
        before = self.text[max(0, position - _LOOK_BACK) : position]
        if position > _LOOK_BACK:
            before = "x" + before
        return _BEGIN.search(before) is not None and _ABBREVIATION.search(before) is None

    def word_before(self, position: int) -> str:
        """Return the word that ends before ``position``, in lower case; empty at the start."""
        match = _LAST_WORD.search(self.text, max(0, position - 40), position)
        return match.group(1).lower() if match else ""

    def word_after(self, position: int) -> str:
        """Return the word that begins after ``position``, passing over an inserted clause between commas."""
        match = _NEXT_WORD.match(self.text, position)
        return str(match.group(1)) if match else ""


def lower_words(texts: Iterable[str]) -> frozenset[str]:
    """Return the folded words that occur in lower case in ``texts``."""
    return frozenset(fold(word) for text in texts for word in _LOWER_WORD.findall(text))


def without_capitals(text: str, lists: Lexicon) -> str:
    """Return a text that is written in capitals in lower case, with a capital for listed names and after titles; else as it is.

    Names are recognised by their capital; in "CLIËNT JANSSEN IS GEVALLEN" that says nothing, so lists and titles must decide. Same length.
    """
    if not in_capitals(text):
        return text
    return str(regex.sub(r"(?P<before>\p{L}+\.?\s)?(?<!\p{L})\K\p{L}+", lambda m: _in_case(m, lists), text))


def in_capitals(text: str) -> bool:
    """Return whether most letters of ``text`` are capitals."""
    letters = [c for c in text if c.isalpha()]
    return len(letters) >= _LEAST_LETTERS and sum(c.isupper() for c in letters) >= _MOSTLY * len(letters)


def _in_case(match: regex.Match[str], lists: Lexicon) -> str:
    word = str(match.group())
    low = word.lower()
    if len(low) != len(word) or len(word) == 1:  # a letter that grows in lower case; an initial
        return word
    named = (match.group("before") or "").strip().lower() in lists.titles and low not in lists.interfixes
    listed = lists.is_known_name(word) and (fold(word) not in lists.common or fold(word) in lists.countable_names)
    high = word[0] + low[1:]
    return high if named or listed or high in lists.places else low
