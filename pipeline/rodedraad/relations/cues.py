"""The words that say that parties tuned, handed over or reported: ``data/cues.toml`` read, and found in a clause."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from rodedraad.relations import lists

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rodedraad.relations.clauses import Clauses
    from rodedraad.relations.words import Word

_ARTICLES = frozenset({"de", "het", "een", "zijn", "haar", "hun"})


@dataclass(frozen=True, slots=True)
class Cue:
    """A verb or noun with its frame, as the data file describes them."""

    frame: str
    kind: str
    to: tuple[str, ...]
    particle: str
    also: re.Pattern[str] | None
    mutual_with: bool
    asked: bool
    is_noun: bool

    @property
    def rank(self) -> int:
        """Return the order in which cues are tried: the more a cue asks for, the earlier."""
        return 4 if self.frame == "joint" else 3 if self.is_noun else 0 if self.particle else 1 if self.also else 2


@dataclass(frozen=True)
class Cues:
    """Every cue by the form of its word, and the words that turn a noun's clause."""

    by_form: Mapping[str, tuple[tuple[Cue, bool], ...]]  # (cue, the form is a past participle)
    giving: frozenset[str]
    getting: frozenset[str]
    reaching: frozenset[str]
    together: frozenset[str]
    things: frozenset[str]

    def carries(self, noun: str) -> bool:
        """Return whether "NOUN van A" tells that something came from A: a message or a thing that is handed over."""
        return noun in self.things or any(cue.is_noun for cue, _ in self.by_form.get(noun, ()))


@dataclass(frozen=True, slots=True)
class Found:
    """A cue in a passage."""

    cue: Cue
    place: int  # of its word
    is_past: bool  # found as a past participle


@cache
def load() -> Cues:
    """Return the shipped cues, read once per process."""
    raw = tomllib.loads(resources.files("rodedraad.relations").joinpath("data", "cues.toml").read_text(encoding="utf-8"))
    by_form: dict[str, list[tuple[Cue, bool]]] = {}
    for entry in raw["cue"]:
        cue = _cue(entry)
        for form, is_past in _forms(entry, cue.particle):
            by_form.setdefault(form, []).append((cue, is_past))
    ordered = {form: tuple(sorted(found, key=lambda pair: pair[0].rank)) for form, found in by_form.items()}
    lists = (frozenset(raw[name].split()) for name in ("giving", "getting", "reaching", "together", "things"))
    return Cues(ordered, *lists)


def find(words: Sequence[Word], clauses: Clauses) -> Iterator[Found]:
    """Yield the cues of a passage, at each word those that ask for most first."""
    for place, word in enumerate(words):
        for cue, is_past in load().by_form.get(word.form, ()):
            if _fits(cue, place, words, clauses):
                yield Found(cue, place, is_past)


def _cue(entry: dict[str, object]) -> Cue:
    also = entry.get("also")
    return Cue(
        str(entry["frame"]),
        str(entry["kind"]),
        tuple(entry.get("to", ())),  # type: ignore[arg-type]
        str(entry.get("with", "")),
        re.compile(rf"\b(?:{also})\b") if also else None,
        bool(entry.get("mutual_with", False)),
        bool(entry.get("asked", False)),
        "nouns" in entry,
    )


def _forms(entry: dict[str, object], particle: str) -> Iterator[tuple[str, bool]]:
    for form in str(entry.get("nouns", "")).split():
        yield form, False
    for name, is_past in (("words", False), ("past", True)):
        for form in str(entry.get(name, "")).split():
            yield form, is_past
            if particle:
                yield particle + form, is_past


def _fits(cue: Cue, place: int, words: Sequence[Word], clauses: Clauses) -> bool:
    inside = clauses.words(clauses.of[place])
    if cue.also is not None and not cue.also.search(" ".join(words[i].form for i in inside)):
        return False
    if not cue.particle or (words[place].form.startswith(cue.particle) and words[place].form != cue.particle):
        return True
    near = {words[i].form for i in range(max(0, place - 2), place)}
    return cue.particle in near or any(words[i].form == cue.particle for i in inside if i > place and _is_particle(words, i, place))


def _is_particle(words: Sequence[Word], place: int, verb: int) -> bool:
    """Return whether a word is no preposition: another follows it, its label says so, or no noun is near that it could go with."""
    word = words[place]
    following = words[place + 1].form if place + 1 < len(words) else ""
    if following in lists.words("prepositions"):
        return True
    if word.dep:
        return word.dep == "compound:prt" or word.head == verb or word.upos == "ADV"
    return following not in _ARTICLES
