"""The words that names are judged by: which words are first names, surnames, places, ordinary words, titles, roles.

One frozen record with two makers: `own()` from the shipped word lists, and `with_deduce()` that adds the far longer lists of deduce.
The finders ask the record and never know which of the two they have.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Any

from rodedraad.text.folding import fold, fold_word

_SHORTEST_PART = 4  # letters of half a compound


@dataclass(frozen=True)
class Lexicon:
    """Word lists; ``folded`` ones hold lower case without accents (text.folding.fold), the others words as written."""

    first_names: frozenset[str]  # folded
    surnames: frozenset[str]  # folded
    places: frozenset[str]
    streets: frozenset[str]
    common: frozenset[str]  # folded: ordinary words, also those that are somebody's name
    word_names: frozenset[str]  # folded: names that are ordinary words as well
    countable_names: frozenset[str]  # folded: of these, words that never begin a sentence without an article
    not_names: frozenset[str]  # folded: diseases, countries, months, laws, words that begin a sentence
    medical: frozenset[str]  # folded: the diseases, tests and brands of these
    closed: frozenset[str]  # folded: countries, languages, sentence openers, headings of these: never anyone's name
    titles: tuple[str, ...]
    roles: frozenset[str]
    role_endings: tuple[str, ...]
    interfixes: tuple[str, ...]
    verbs: frozenset[str]
    weak_verbs: frozenset[str]
    articles: frozenset[str]
    relations: frozenset[str]
    not_before_initial: frozenset[str]
    generic_endings: tuple[str, ...]
    female_titles: frozenset[str]
    male_titles: frozenset[str]
    pair_titles: frozenset[str]
    openers: dict[str, str]
    before: dict[str, str]
    closers: dict[str, str]
    bodies: tuple[str, ...]
    place_prepositions: tuple[str, ...]

    def is_ordinary(self, word: str) -> bool:
        """Return whether ``word`` also exists as an ordinary Dutch word, as far as the lists know."""
        low = fold_word(word)
        return low in self.common or low in self.word_names or low in self.not_names

    def is_compound(self, word: str) -> bool:
        """Return whether ``word`` is two ordinary words written as one, with or without a linking s, e or en."""
        low = fold(word)
        for cut in range(_SHORTEST_PART, len(low) - _SHORTEST_PART + 1):
            head, tail = low[:cut].rstrip("-"), low[cut:].lstrip("-")
            if tail in self.common and any(head.removesuffix(link) in self.common for link in ("", "s", "e", "en")):
                return True
        return False

    def is_known_name(self, word: str) -> bool:
        """Return whether ``word`` is listed as a first name or surname."""
        low = fold_word(word)
        return low in self.first_names or low in self.surnames or ("-" in low and all(part in self.first_names for part in low.split("-")))

    def is_role(self, word: str) -> bool:
        """Return whether ``word`` says who somebody is: "cliënt", "teamleider"."""
        low = word.lower()
        return low in self.roles or low.endswith(self.role_endings)

    def keeping(self, words: tuple[str, ...]) -> Lexicon:
        """Return a lexicon in which ``words`` are no names (config `keep`)."""
        return replace(self, not_names=self.not_names | {fold(w) for w in words}) if words else self


@cache
def own() -> Lexicon:
    """Return the lexicon of the shipped lists alone."""
    people, stay, bodies, places = (_read(name) for name in ("people", "not_names", "organisations", "places"))
    medical = frozenset(fold(word) for word in stay["medical"])
    word_names = frozenset(fold(word) for word in [*people["word_names"], *people["countable_names"]])
    return Lexicon(
        first_names=frozenset(fold(name) for name in people["first_names"]),
        surnames=word_names,
        places=frozenset(places["places"]),
        streets=frozenset(),
        common=_common_words() - _only_names(people),
        word_names=word_names,
        countable_names=frozenset(fold(word) for word in [*people["countable_names"], *people["first_names"]])
        - {fold(w) for w in people["word_names"]},
        not_names=medical
        | {fold(w) for group in ("geography", "calendar", "other", "nationalities", "abbreviations") for w in stay[group]},
        medical=medical,
        closed=frozenset(fold(w) for group in ("geography", "other", "nationalities", "abbreviations") for w in stay[group]),
        titles=tuple(sorted(people["titles"], key=lambda t: (-len(t), t))),
        roles=frozenset(people["roles"]),
        role_endings=tuple(people["role_endings"]),
        interfixes=tuple(sorted(people["interfixes"], key=lambda t: (-len(t), t))),
        verbs=frozenset(people["verbs"]),
        weak_verbs=frozenset(people["weak_verbs"]),
        articles=frozenset(people["articles"]),
        relations=frozenset(people["relations"]),
        not_before_initial=frozenset(people["not_before_initial"]),
        generic_endings=tuple(stay["endings"]),
        female_titles=frozenset(people["female_titles"]),
        male_titles=frozenset(people["male_titles"]),
        pair_titles=frozenset(people["pair_titles"]),
        openers=bodies["openers"],
        before=bodies["before"],
        closers=bodies["closers"],
        bodies=tuple(bodies["bodies"]["words"]),
        place_prepositions=tuple(bodies["prepositions"]["place"]),
    )


@cache
def with_deduce() -> Lexicon:
    """Return the lexicon of the shipped lists and those of deduce."""
    from rodedraad.pseudonymise import names_deduce

    lists, shipped = names_deduce.load().lists, own()
    return replace(
        shipped,
        first_names=shipped.first_names | {fold(name) for name in lists.first_names},
        surnames=shipped.surnames | {fold(name) for name in lists.surnames},
        places=shipped.places | lists.places,
        streets=lists.streets,
        common=shipped.common | ({fold(word) for word in lists.common} - _only_names(_read("people"))),
        medical=shipped.medical | {fold(word) for word in lists.diseases},
        not_names=shipped.not_names
        | {fold(word) for word in lists.diseases if " " not in word and not word[:1].islower() and word not in lists.surnames},
    )


def _only_names(people: dict[str, Any]) -> frozenset[str]:
    """Return the shipped first names that are no ordinary words, whatever a count of words says."""
    return frozenset(fold(name) for name in people["first_names"]) - {fold(name) for name in people["word_names"]}


def _common_words() -> frozenset[str]:
    text = resources.files("rodedraad.pseudonymise").joinpath("data", "common_words.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.splitlines() if not line.startswith("#"))


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(resources.files("rodedraad.pseudonymise").joinpath("data", f"{name}.toml").read_text(encoding="utf-8"))
