"""Dictionary forms of Dutch words: from a form and its tag to a lemma that exists.

In: a form, its tag and what the trained lemmatizer guesses. Out: the lemma as UD Dutch writes it: particles and parts of compounds joined
by ``_`` (``op_richten``, ``web_site``). Order: the form as annotated in the training data; inflection undone to a word that the lexicon
knows, also of the last part of a compound; the guess.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from rodedraad.syntax import inflection

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

KEEPS_CASE = frozenset({"PROPN", "X", "SYM", "PUNCT"})
_RULES: dict[str, Callable[[str], Iterator[str]]] = {"NOUN": inflection.noun, "ADJ": inflection.adjective, "VERB": inflection.verb}
_LINKS = ("", "s", "en", "e", "n")  # between the parts of a compound
_LEAST_PART = 3


class Word(NamedTuple):
    """A word in its sentence."""

    form: str
    upos: str
    guess: str  # of the trained lemmatizer; "" for none
    singular: bool = False  # tagged so
    initial: bool = False  # first of its sentence: its capital says nothing


@dataclass(frozen=True)
class Lexicon:
    """What is known of words.

    ``annotated`` maps ``TAG form`` (form in lower case unless the tag keeps case) to the lemma that the training data give it; ``words``
    are dictionary forms without underscore; ``whole`` are compounds that are not split, for they are words of their own.
    """

    annotated: dict[str, str] = field(default_factory=dict)
    words: frozenset[str] = frozenset()
    whole: frozenset[str] = frozenset()

    def to_data(self) -> dict[str, Any]:
        """Return it as plain lists and dictionaries, in a fixed order."""
        return {"annotated": dict(sorted(self.annotated.items())), "words": sorted(self.words), "whole": sorted(self.whole)}

    @classmethod
    def of_data(cls, data: dict[str, Any]) -> Lexicon:
        """Return what ``to_data`` gave."""
        return cls(dict(data["annotated"]), frozenset(data["words"]), frozenset(data["whole"]))

    def lemma(self, word: Word) -> str:
        """Return the lemma of a word."""
        form, upos = word.form, word.upos
        if upos in KEEPS_CASE:
            return self.annotated.get(f"{upos} {form}", form)
        lowered = form.lower()
        if known := self.annotated.get(f"{upos} {lowered}"):
            return known
        if upos not in _RULES:
            return word.guess.lower() or lowered
        found = self._inflected(word, lowered) or word.guess.lower() or lowered
        if upos == "ADJ" and form[:1].isupper() and not (word.initial or form.isupper()):
            return found[:1].upper() + found[1:]  # Zweedse → Zweeds
        return self.split(found) if upos == "NOUN" else found

    def with_particle(self, particle: str, lemma: str) -> str:
        """Return the lemma of a verb with the particle that stands apart from it: "richt … op" → ``op_richten``.

        A particle that is a preposition as often as not ("naar") must make a verb that the lexicon knows.
        """
        known = particle + lemma in self.words
        certain = particle in inflection.SEPARABLE and particle not in inflection.INSEPARABLE
        return f"{particle}_{lemma}" if "_" not in lemma and (known or certain) else lemma

    def split(self, lemma: str) -> str:
        """Return a noun with ``_`` between its parts when it is a compound of known words and no common word of its own."""
        if "_" in lemma or lemma in self.whole:
            return lemma
        cuts = [cut for cut in range(_LEAST_PART, len(lemma) - _LEAST_PART + 1) if lemma[cut:] in self.words]
        found = [(head, lemma[cut:]) for cut in cuts for head in self._heads(lemma[:cut])]
        best = min(found, key=lambda parts: (abs(len(parts[0]) - len(parts[1])), parts), default=None)
        return "_".join(best) if best else lemma

    def _inflected(self, word: Word, lowered: str) -> str | None:
        if word.upos == "NOUN" and word.singular and lowered in self.words:
            return lowered
        return next((w for w in _RULES[word.upos](lowered) if self._knows(w)), None) or self._compound(lowered, word.upos)

    def _knows(self, word: str) -> bool:
        return word.rpartition("_")[2] in self.words or word.replace("_", "") in self.words

    def _compound(self, form: str, upos: str) -> str | None:
        """Return the lemma of a compound whose last part is known, the longest last part first."""
        for cut in range(_LEAST_PART, len(form) - _LEAST_PART) if upos != "VERB" else ():
            if next(self._heads(form[:cut]), None) is not None:
                tail = form[cut:]
                found = self.annotated.get(f"{upos} {tail}") or next((w for w in _RULES[upos](tail) if w in self.words), None)
                if found:
                    return form[:cut] + found.replace("_", "")
        return None

    def _heads(self, part: str) -> Iterator[str]:
        """Yield the dictionary forms that the first part of a compound may be, its linking letters taken off."""
        for link in _LINKS:
            base = part.removesuffix(link)
            if link and base == part:
                continue
            candidates = inflection.closed(base) if link.startswith("e") else iter((base,))
            yield from (word for word in candidates if len(word) >= _LEAST_PART and word in self.words)


def of_words(annotated: Iterable[tuple[str, str, str]], words: Iterable[str], whole: Iterable[str]) -> Lexicon:
    """Return the lexicon of (tag, form, lemma) as annotated, the commonest lemma of each winning, and of further dictionary forms."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    known, unsplit = set(words), set(whole)
    for upos, form, lemma in annotated:
        counts[f"{upos} {form if upos in KEEPS_CASE else form.lower()}"][lemma] += 1
        if upos in _RULES and lemma.islower():
            known |= {lemma.replace("_", ""), lemma.rpartition("_")[2]}
    best = {key: min(found, key=lambda lemma: (-found[lemma], lemma)) for key, found in counts.items()}
    return Lexicon(best, frozenset(known), frozenset(unsplit))
