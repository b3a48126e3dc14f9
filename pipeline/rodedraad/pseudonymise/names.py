"""A person's name in its parts: initials, given name, prefix, surname. What `linking` compares to see that two mentions are one person.

The text of a mention goes in, a frozen record comes out. Dutch order: given names or initials, prefix ("van der"), surname; a prefix is
no part of what is compared, because it is written "de Vries" and "De Vries", and left out of lists.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import regex

from rodedraad.pseudonymise.grammar import WORD
from rodedraad.text.folding import fold

if TYPE_CHECKING:
    from rodedraad.pseudonymise.lexicon import Lexicon

_TOKEN = regex.compile(rf"(?:(?:\p{{Lu}}|Th|Ch|Chr|Ph|Fr|IJ|Joh|Wm|Jac)\.)|{WORD}|[\p{{L}}'.]+")
_INITIAL = regex.compile(r"\p{Lu}\p{Ll}{0,2}\.?$")
_LONGEST_INITIAL = 4  # "Chr."


@dataclass(frozen=True, slots=True)
class Name:
    """The parts of a name, folded; empty where absent."""

    initials: str = ""  # "am"
    given: str = ""  # "anna"
    surname: str = ""  # "vries", without prefix
    prefix: str = ""  # "de"
    alone: bool = False  # one word that may be given name or surname: it stands in both

    @property
    def is_full(self) -> bool:
        """Whether it has a surname and something before it."""
        return bool(self.surname and (self.given or self.initials) and not self.alone)


def parse(text: str, lists: Lexicon, *, titled: bool = False) -> Name:
    """Return the parts of the name ``text``. ``titled``: a form of address stood before it, so that one word is a surname."""
    tokens = _TOKEN.findall(text)
    initials = ""
    while tokens and _is_initial(tokens[0]) and (len(tokens) == 1 or tokens[0].endswith(".") or len(tokens[0]) == 1):
        initials += fold(tokens.pop(0)).strip(".")
    if not tokens:
        return Name(initials=initials)
    if not initials and _is_initial(tokens[-1]) and all(_is_prefix(t, lists) for t in tokens[:-1]):  # "mevrouw de G."
        return Name(initials=fold(tokens[-1]).strip("."), prefix=fold(" ".join(tokens[:-1])))
    first = next((i for i, token in enumerate(tokens) if _is_prefix(token, lists)), None)
    if first == 0 or initials:
        return _surname(tokens, lists, initials=initials)
    if first is not None:
        return _surname(tokens[first:], lists, given=fold(tokens[0]))
    if len(tokens) > 1:
        return Name(given=fold(tokens[0]), surname=fold(" ".join(tokens[1:])).strip("."))
    return _single(tokens[0], lists, titled=titled)


def _is_initial(token: str) -> bool:
    return len(token) <= _LONGEST_INITIAL and _INITIAL.match(token) is not None and (token.endswith(".") or len(token) == 1)


def _is_prefix(token: str, lists: Lexicon) -> bool:
    return token.lower() in lists.interfixes


def _surname(tokens: list[str], lists: Lexicon, *, initials: str = "", given: str = "") -> Name:
    size = next((i for i, token in enumerate(tokens) if not _is_prefix(token, lists)), len(tokens) - 1)
    return Name(initials=initials, given=given, prefix=fold(" ".join(tokens[:size])), surname=fold(" ".join(tokens[size:])))


def _single(word: str, lists: Lexicon, *, titled: bool) -> Name:
    low = fold(word)
    given, family = low in lists.first_names, low in lists.surnames
    if titled and (family or not given):
        return Name(surname=low)
    if given and not family:
        return Name(given=low)
    return Name(given=low, surname=low, alone=True)
