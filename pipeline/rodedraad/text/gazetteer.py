"""The gazetteer: finds organisations, professions and relatives in text and says which *type* they are.

Text goes in, matches with offsets come out. The pseudonymiser uses it to keep generic words and to name an institution by its type, the
`actors` stage to see who is in a passage. The words are data (``data/gazetteer.toml``); plurals, hyphens and accents are handled here.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, NamedTuple

from rodedraad.text import wordforms
from rodedraad.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

_TOKEN = re.compile(r"\w+(?:['’]\w+)*")
_GAP = re.compile(r"\s*[-–‑&/]?\s*")
_MAX_GAP_CHARACTERS = 4
_COUNCIL = frozenset({("de", "Raad"), ("De", "Raad")})
_OTHER_COUNCIL = re.compile(r"\s+(?:van\s|voor\s+(?!de\s+kinderbescherming))")
_TOWN_COUNCIL = re.compile(r"gemeenteraad|raadsl(?:id|eden)|raadsfractie|wethouder|raadsvergadering", re.IGNORECASE)
_INSPECTION = re.compile(r"de\s+inspecties?", re.IGNORECASE)
_OF_A_THING = re.compile(r"\s+van\s+(?!het\s+onderwijs)")


class Match(NamedTuple):
    """A gazetteer form found in a text."""

    start: int  # code points from 0
    end: int  # exclusive
    type: str  # gazetteer type, such as "veilig_thuis"
    naam: str  # what the product shows
    surface: str  # as written
    is_role: bool  # a person in a role, not an organisation


_Found = tuple[int, int, tuple[tuple[str, bool], ...]]  # start, end, the types it may stand for
_Forms = dict[tuple[str, ...], tuple[tuple[str, bool], ...]]  # words of a form → the (type, is a role) that it may stand for


@dataclass(frozen=True, slots=True)
class Kind:
    """A gazetteer type: its id, Dutch and English name, and its forms."""

    type: str
    naam: str
    en: str
    forms: tuple[tuple[str, bool], ...]  # (form in any case, is a role)
    exact: tuple[tuple[str, bool], ...]  # (form only as written, is a role)
    fixed: tuple[str, ...]  # roles in any case, without plural or feminine
    beside: tuple[str, ...]  # roles that stand for it only where another of its forms does


@dataclass(frozen=True)
class Gazetteer:
    """Every type, and the look-up from the words of a form to its types; an ambiguous form has several."""

    kinds: dict[str, Kind]
    folded: _Forms
    exact: _Forms
    beside: _Forms
    longest: int  # words in the longest form


@cache
def load() -> Gazetteer:
    """Return the shipped gazetteer, read once per process."""
    raw = tomllib.loads(resources.files("rodedraad.text").joinpath("data", "gazetteer.toml").read_text(encoding="utf-8"))
    kinds = {entry["type"]: _kind(entry) for entry in raw["type"]}
    folded: _Forms = {}
    exact: _Forms = {}
    beside: _Forms = {}
    for kind in kinds.values():
        for form, is_role in kind.forms:
            _add_all(folded, wordforms.variants(fold(form), is_role=is_role), (kind.type, is_role))
        for form, is_role in kind.exact:
            _add_all(exact, wordforms.spellings(form, is_role=is_role), (kind.type, is_role))
        _add_all(folded, map(fold, kind.fixed), (kind.type, True))
        for form in kind.beside:
            _add_all(beside, wordforms.variants(fold(form), is_role=True), (kind.type, True))
    return Gazetteer(kinds, folded, exact, beside, max(map(len, [*folded, *exact])))


def match(text: str) -> list[Match]:
    """Return the gazetteer forms in ``text``, the longest at each place, without overlap, in order.

    A form that stands for several types ("SO") takes the one that the text names elsewhere, else the first in the gazetteer.
    """
    gazetteer = load()
    tokens = [m.span() for m in _TOKEN.finditer(text)]
    lowered = fold(text)
    found: list[_Found] = []
    position = 0
    while position < len(tokens):
        size, types = _longest_at(gazetteer, text, lowered, tokens, position)
        if types:
            found.append((tokens[position][0], tokens[position + size - 1][1], types))
        position += max(size, 1)
    certain = {types[0][0] for start, end, types in found if len(types) == 1 and not _beside(gazetteer, lowered[start:end])}
    return [made for start, end, types in found if (made := _decide(gazetteer, text, start, end, types, certain))]


def _kind(entry: dict[str, object]) -> Kind:
    def forms(*names: tuple[str, bool]) -> tuple[tuple[str, bool], ...]:
        return tuple((str(form), is_role) for name, is_role in names for form in entry.get(name, []))  # type: ignore[attr-defined]

    return Kind(
        str(entry["type"]),
        str(entry["naam"]),
        str(entry["en"]),
        forms(("vormen", False), ("rollen", True)),
        forms(("hoofdletters", False), ("hoofdletterrollen", True)),
        tuple(form for form, _ in forms(("onverbogen", True))),
        tuple(form for form, _ in forms(("met_naam", True))),
    )


def _words(form: str) -> tuple[str, ...]:
    return tuple(_TOKEN.findall(form))


def _add_all(table: _Forms, forms: Iterable[str], value: tuple[str, bool]) -> None:
    for form in forms:
        _add(table, _words(form), value)


def _add(table: _Forms, words: tuple[str, ...], value: tuple[str, bool]) -> None:
    known = table.get(words, ())
    if all(kind != value[0] for kind, _ in known):
        table[words] = (*known, value)


def _longest_at(
    gazetteer: Gazetteer, text: str, lowered: str, tokens: list[tuple[int, int]], position: int
) -> tuple[int, tuple[tuple[str, bool], ...]]:
    """Return how many tokens the longest form at ``position`` takes and its types; (0, ()) when there is none."""
    best: tuple[int, tuple[tuple[str, bool], ...]] = (0, ())
    raw: tuple[str, ...] = ()
    folded: tuple[str, ...] = ()
    for size in range(1, min(gazetteer.longest, len(tokens) - position) + 1):
        start, end = tokens[position + size - 1]
        if size > 1 and not _joins(text, tokens[position + size - 2][1], start):
            break
        raw, folded = (*raw, text[start:end]), (*folded, lowered[start:end])
        types = gazetteer.exact.get(raw, ()) if _stands_alone(text, tokens[position][0], end, raw) else ()
        types = types or (*gazetteer.beside.get(folded, ()), *gazetteer.folded.get(folded, ()))
        if types:
            best = (size, types)
    return best


def _joins(text: str, end: int, start: int) -> bool:
    return 0 < start - end <= _MAX_GAP_CHARACTERS and _GAP.fullmatch(text, end, start) is not None


def _stands_alone(text: str, start: int, end: int, words: tuple[str, ...]) -> bool:
    """Return false for initials ("J.B."), part of a code ("PI-2023"), and a "de Raad" that is another council."""
    if words in _COUNCIL:
        return _OTHER_COUNCIL.match(text, end) is None and _TOWN_COUNCIL.search(text) is None
    before, after = text[max(start - 1, 0) : start], text[end : end + 2]
    return not (
        before in {".", "-", "/"} or (after[:1] == "." and after[1:].isalpha()) or (after[:1] in {"-", "/"} and after[1:].isdigit())
    )


def _beside(gazetteer: Gazetteer, form: str) -> tuple[tuple[str, bool], ...]:
    """Return the types that a form stands for only where the text names them otherwise."""
    return gazetteer.beside.get(_words(form), ())


def _decide(gazetteer: Gazetteer, text: str, start: int, end: int, types: tuple[tuple[str, bool], ...], certain: set[str]) -> Match | None:
    surface = text[start:end]
    if _INSPECTION.fullmatch(surface) and _OF_A_THING.match(text, end):
        return None
    usual = [t for t in types if t[0] in certain] or [t for t in types if t not in _beside(gazetteer, fold(surface))]
    if not usual:
        return None
    kind, is_role = usual[0]
    return Match(start, end, kind, gazetteer.kinds[kind].naam, surface, is_role)
