"""The noun phrase around a word: words and a place go in; where the phrase begins, its preposition and its head come out.

"Aan de verpleegkundige van de SEH" is one phrase with the preposition "aan". The parse helps where there is one; words alone do most of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rodedraad.relations import lists

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rodedraad.relations.words import Word

OF = frozenset({"van", "uit", "bij", "op", "binnen", "vanuit", "in"})  # join a word to its organisation
_MEMBER = frozenset({"van", "uit", "vanuit"})
_LEAVE = frozenset({"laat", "liet", "lieten"})  # "liet na de school te bellen"


def begin(words: Sequence[Word], place: int, before_it: int) -> tuple[int, str]:
    """Return where the noun phrase around a word begins and its preposition; it never takes in the party that ends ``before_it``."""
    while True:
        left = _skip(words, place)
        before = words[left - 1].form if left else ""
        if before not in lists.words("prepositions") or (before == "na" and left > 1 and words[left - 2].form in _LEAVE):
            return left, ""
        if before in OF and left - 2 > before_it and _bears(words, left - 2, before):
            place = left - 2
            continue
        return left, before


def _bears(words: Sequence[Word], place: int, preposition: str) -> bool:
    """Return whether a word is somebody or something of what follows: "de verpleegkundige van …", and "[PERSOON-1] van …", not "bij …"."""
    is_next = words[place].end + 1 == words[place + 1].start
    is_member = words[place].form.startswith("[persoon") and preposition in _MEMBER
    return is_next and (is_member or words[place].form.endswith(lists.endings("bearers")))


def _skip(words: Sequence[Word], place: int) -> int:
    while place and (
        words[place - 1].form in lists.words("passed") or (words[place - 1].upos in {"ADJ", "DET", "NUM"} and words[place].upos != "")
    ):
        if words[place - 1].end + 1 < words[place].start:  # punctuation stands between
            break
        place -= 1
    return place


def top(words: Sequence[Word], first: int, last: int) -> int:
    """Return the word of a stretch that depends on a word outside it."""
    return next((i for i in range(last, first - 1, -1) if not first <= (i if words[i].head is None else words[i].head or 0) <= last), last)


def first_of_list(words: Sequence[Word], place: int) -> int:
    """Return the word that a list of nouns begins with: of "A, B en C" A, where the parse joins them."""
    for _ in words:
        if words[place].dep != "conj" or words[place].head is None:
            break
        place = words[place].head or 0
    return place


def shared_preposition(words: Sequence[Word], place: int) -> str:
    """Return the preposition that a list of nouns begins with: "met de jongen en ouders"."""
    first = first_of_list(words, place)
    if first == place:
        return ""
    known = lists.words("prepositions")
    return next((word.form for word in words[:first] if word.dep == "case" and word.head == first and word.form in known), "")


def noun_before(words: Sequence[Word], left: int) -> str:
    """Return the noun before the preposition of a phrase: of "het dossier van de school" dossier; "" where no tag says noun."""
    return words[left - 2].form if left > 1 and words[left - 2].upos == "NOUN" else ""
