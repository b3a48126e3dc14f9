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
from typing import NamedTuple

from rodedraad.text.folding import fold

_TOKEN = re.compile(r"\w+(?:['’]\w+)*")
_GAP = re.compile(r"\s*[-–‑&/]?\s*")
_MAX_GAP_CHARACTERS = 4
_BOARD_NOT_OF_CHILDREN = re.compile(r"\s+(?:van\s|voor\s+(?!de\s+kinderbescherming))")


class Match(NamedTuple):
    """A gazetteer form found in a text."""

    start: int  # code points from 0
    end: int  # exclusive
    type: str  # gazetteer type, such as "veilig_thuis"
    naam: str  # what the product shows
    surface: str  # as written
    is_role: bool  # a person in a role, not an organisation


@dataclass(frozen=True, slots=True)
class Kind:
    """A gazetteer type: its id, Dutch and English name, and its forms."""

    type: str
    naam: str
    en: str
    forms: tuple[tuple[str, bool], ...]  # (form in any case, is a role)
    exact: tuple[tuple[str, bool], ...]  # (form only as written, is a role)


@dataclass(frozen=True)
class Gazetteer:
    """Every type, and the look-up from the words of a form to its types; an ambiguous form has several."""

    kinds: dict[str, Kind]
    folded: dict[tuple[str, ...], tuple[tuple[str, bool], ...]]
    exact: dict[tuple[str, ...], tuple[tuple[str, bool], ...]]
    longest: int  # words in the longest form


@cache
def load() -> Gazetteer:
    """Return the shipped gazetteer, read once per process."""
    raw = tomllib.loads(resources.files("rodedraad.text").joinpath("data", "gazetteer.toml").read_text(encoding="utf-8"))
    kinds = {entry["type"]: _kind(entry) for entry in raw["type"]}
    folded: dict[tuple[str, ...], tuple[tuple[str, bool], ...]] = {}
    exact: dict[tuple[str, ...], tuple[tuple[str, bool], ...]] = {}
    for kind in kinds.values():
        for form, is_role in kind.forms:
            for variant in _variants(fold(form)):
                _add(folded, _words(variant), (kind.type, is_role))
        for form, is_role in kind.exact:
            _add(exact, _words(form), (kind.type, is_role))
    return Gazetteer(kinds, folded, exact, max(map(len, [*folded, *exact])))


def match(text: str) -> list[Match]:
    """Return the gazetteer forms in ``text``, the longest at each place, without overlap, in order.

    A form that stands for several types ("SO") takes the one that the text names elsewhere, else the first in the gazetteer.
    """
    gazetteer = load()
    tokens = [m.span() for m in _TOKEN.finditer(text)]
    lowered = fold(text)
    found: list[tuple[int, int, tuple[tuple[str, bool], ...]]] = []
    position = 0
    while position < len(tokens):
        size, types = _longest_at(gazetteer, text, lowered, tokens, position)
        if types:
            found.append((tokens[position][0], tokens[position + size - 1][1], types))
        position += max(size, 1)
    certain = {types[0][0] for _, _, types in found if len(types) == 1}
    return [_decide(gazetteer, text, start, end, types, certain) for start, end, types in found]


def _kind(entry: dict[str, object]) -> Kind:
    def forms(*names: tuple[str, bool]) -> tuple[tuple[str, bool], ...]:
        return tuple((str(form), is_role) for name, is_role in names for form in entry.get(name, []))  # type: ignore[attr-defined]

    return Kind(
        str(entry["type"]),
        str(entry["naam"]),
        str(entry["en"]),
        forms(("vormen", False), ("rollen", True)),
        forms(("hoofdletters", False), ("hoofdletterrollen", True)),
    )


def _words(form: str) -> tuple[str, ...]:
    return tuple(_TOKEN.findall(form))


def _add(table: dict[tuple[str, ...], tuple[tuple[str, bool], ...]], words: tuple[str, ...], value: tuple[str, bool]) -> None:
    known = table.get(words, ())
    if all(kind != value[0] for kind, _ in known):
        table[words] = (*known, value)


def _variants(form: str) -> set[str]:
    """Return the form, its plurals, its joined spelling without hyphen and "ib-er" beside "ib'er"."""
    spellings = {form}
    if "-" in form and "- " not in form:
        spellings |= {form.replace("-", "")}
    if "'" in form:
        spellings |= {form.replace("'", "-"), form.replace("'", "")}
    return spellings | {plural for spelling in spellings for plural in _plurals(spelling)}


def _plurals(form: str) -> set[str]:
    """Return likely Dutch plurals of a form's last word: -s, -en, with the open syllable or the softened consonant."""
    plurals = {form + "s", form + "'s"}
    if form[-1] not in "aeiouy":
        plurals |= {form + "en"}
    if form.endswith("e"):
        plurals |= {form + "n"}
    if long_vowel := re.fullmatch(r"(.*)([aeou])\2([bdfgklmnprst])", form):  # psycholoog → psychologen, school → scholen
        plurals |= {"".join(long_vowel.groups()) + "en"}
    if form.endswith("huis"):
        plurals |= {form[:-1] + "zen"}
    if re.search(r"[^aeiou][aeiou][bdfgklmnprst]$", form):  # zus → zussen
        plurals |= {form + form[-1] + "en"}
    return plurals


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
        types = types or gazetteer.folded.get(folded, ())
        if types:
            best = (size, types)
    return best


def _joins(text: str, end: int, start: int) -> bool:
    return 0 < start - end <= _MAX_GAP_CHARACTERS and _GAP.fullmatch(text, end, start) is not None


def _stands_alone(text: str, start: int, end: int, words: tuple[str, ...]) -> bool:
    """Return false for initials ("J.B."), part of a code ("PI-2023"), and a "de Raad" that goes on as another council."""
    if words == ("de", "Raad"):
        return _BOARD_NOT_OF_CHILDREN.match(text, end) is None
    before, after = text[max(start - 1, 0) : start], text[end : end + 2]
    return not (
        before in {".", "-", "/"} or (after[:1] == "." and after[1:].isalpha()) or (after[:1] in {"-", "/"} and after[1:].isdigit())
    )


def _decide(gazetteer: Gazetteer, text: str, start: int, end: int, types: tuple[tuple[str, bool], ...], certain: set[str]) -> Match:
    kind, is_role = next((t for t in types if t[0] in certain), types[0])
    return Match(start, end, kind, gazetteer.kinds[kind].naam, text[start:end], is_role)
