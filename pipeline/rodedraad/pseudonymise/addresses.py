"""Finds addresses: a street with its number ("Laan van Meerdervoort 123 bis"), a street alone ("de Kastanjelaan"), "Postbus 12".

A reading goes in, proposals come out. A house number is found first and the street read backwards from it, so that the work grows with the
text only. What makes it a street: its ending, its first word, a list, the words before ("wonende aan de") or a postcode behind.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

import regex

from rodedraad.pseudonymise.spans import Kind, Span, Strength
from rodedraad.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rodedraad.pseudonymise.reading import Reading

_LONGEST_STREET = 70  # characters
_MOST_WORDS = 6
_LEAST_STEM = 3  # letters before "straat" in a street written in lower case
_SUFFIX = (
    r"(?:\s?[a-zA-Z](?!\w)|\s?(?:bis|hs|huis|zwart|rood|I{1,3}|IV)\b)?"
    r"(?:\s?[-/]\s?(?:\d{1,4}[a-zA-Z]?|[a-zA-Z]|I{1,3}|IV|hs|bis|huis|\d?hoog)(?!\w))?"
)
_UNITS = r"(?:uur|jaar|jarige|dagen|weken|maanden|mg|ml|gram|kilo|keer|maal|euro|procent|meter|%)"
_NUMBER = regex.compile(rf"(?<=[\p{{L}}.'])\s(?:nr\.?\s|nummer\s|no\.?\s)?\d{{1,5}}{_SUFFIX}(?!\w|[.,:]\d|\snr\.?\s\d|\s{_UNITS})")
_POSTBUS = regex.compile(r"(?<!\w)(?:Postbus|Antwoordnummer)\s\d{1,5}(?:\.\d{2,4})?", regex.IGNORECASE)
_POSTCODE_BEHIND = regex.compile(r",?\s(?:te\s)?\d{4}\s?[A-Z]{2}\b")
_CUE = regex.compile(
    r"(?:\baan\s(?:de|het|den|'t)|\bop\shet\sadres|\b(?:bezoek|post|woon|huis)?adres(?:\sis|:)?|\bwonende(?:\saan\s(?:de|het))?"
    r"|\bwoon(?:t|de)\s(?:aan|op)(?:\s(?:de|het))?|\bgevestigd(?:\saan\s(?:de|het))?)\s$",
    regex.IGNORECASE,
)
_TOKEN = regex.compile(r"'[tT](?!\p{L})|'s-[^\s,;:()|\"/]+|[^\s,;:()|\"'/][^\s,;:()|\"/]*")
_CAPITAL = regex.compile(r"(?:'s-)?\p{Lu}[\p{L}'-]*\.?$|(?:\p{Lu}\.)+$|'[ts]$|(?:dr|drs|mr|ds|burg|gen|prof|st)\.$|\d(?:e|ste|de)$|19\d\d$")
_SMALL = frozenset({"van", "de", "der", "den", "het", "'t", "op", "aan", "in", "ten", "ter", "te", "en", "naar"})
_SENTENCE_OPENERS = frozenset({"In", "Op", "Aan", "Bij", "Naar", "Langs", "Vanaf", "Het", "De"})
_BEFORE_STREET = frozenset({"de", "het", "aan", "op", "adres", "naar"})
_AT = regex.compile(r"\b(?:aan|langs)\s(?:de|het)\s(?=\p{Lu})")


@dataclass(frozen=True)
class _Words:
    sure: tuple[str, ...]
    endings: tuple[str, ...]
    openings: frozenset[str]
    none: frozenset[str]
    before: frozenset[str]


def find(reading: Reading) -> list[Span]:
    """Return every address that the text gives."""
    boxes = [Span.at(match.span(), Kind.ADDRESS, Strength.ANNOUNCED) for match in _POSTBUS.finditer(reading.text)]
    return [*boxes, *_numbered(reading), *_bare(reading), *_at(reading)]


@cache
def _words() -> _Words:
    raw = tomllib.loads(resources.files("rodedraad.pseudonymise").joinpath("data", "places.toml").read_text(encoding="utf-8"))
    return _Words(
        tuple(raw["sure_endings"]),
        tuple(raw["street_endings"]),
        frozenset(raw["street_openings"]),
        frozenset(raw["no_streets"]),
        frozenset(raw["before_streets"]),
    )


def _numbered(reading: Reading) -> Iterator[Span]:
    for match in _NUMBER.finditer(reading.text):
        start = _street_start(reading.text, match.start())
        while start is not None and not _is_street(reading, start, match.start(), match.end()):
            start = _next_word(reading.text, start, match.start())
        if start is not None:
            yield Span(start, match.end(), Kind.ADDRESS, Strength.ANNOUNCED)


def _bare(reading: Reading) -> Iterator[Span]:
    """Yield streets without a number, by a sure ending: "de Kastanjelaan"."""
    for match in regex.finditer(r"(?<![\w-])(?:'s-)?\p{Lu}[\p{L}'-]{2,}\.?(?![\p{L}-])", reading.text):
        word = match.group()
        if word.lower().endswith(_words().sure) and fold(word) not in _words().none and not reading.is_ordinary(word):
            start = _street_start(reading.text, match.end())
            yield Span(match.start() if start is None else start, match.end(), Kind.ADDRESS, Strength.LISTED)


def _at(reading: Reading) -> Iterator[Span]:
    """Yield "aan de Zuiderhaven": any street ending counts after these words, if the word is no ordinary one here."""
    for match in _AT.finditer(reading.text):
        word = _TOKEN.match(reading.text, match.end())
        street = word.group().rstrip(".?!'") if word else ""
        if street.lower().endswith(_words().endings) and fold(street) not in _words().none | reading.lower_words | reading.lexicon.closed:
            yield Span(match.end(), match.end() + len(street), Kind.ADDRESS, Strength.NEAR)


def _street_start(text: str, end: int) -> int | None:
    """Return where the street that ends at ``end`` begins, reading its words backwards; None when its last word is none."""
    words = list(_TOKEN.finditer(text, max(0, end - _LONGEST_STREET), end))[-_MOST_WORDS:]
    if not words or words[-1].end() != end or not _opens_well(text, words[-1].start()):
        return None
    last = words[-1].group()
    before = words[-2].group() if len(words) > 1 else ""
    if not _CAPITAL.match(last) and not (_CAPITAL.match(before) and last.endswith(_words().endings)):  # "Oude gracht 12"
        endings = _words().endings if before in _BEFORE_STREET else _words().sure
        stem = next((len(last) - len(ending) for ending in endings if last.endswith(ending)), 0)
        return words[-1].start() if stem >= _LEAST_STEM and last.islower() else None
    first = len(words) - 1
    for index in range(len(words) - 2, -1, -1):
        word, gap = words[index].group(), text[words[index].end() : words[index + 1].start()]
        if gap != " " or not (_CAPITAL.match(word) or word in _SMALL):
            break
        if _CAPITAL.match(word):
            first = index
    whole = last.lower().endswith(_words().sure) or any(word.group() in _words().openings for word in words[first + 1 :])
    opener = words[first].group() in _SENTENCE_OPENERS and whole
    while first < len(words) - 1 and (opener or words[first].group() in _SMALL - {"'t"}) and not words[first].group().endswith("."):
        first, opener = first + 1, False
    return int(words[first].start())


def _next_word(text: str, start: int, end: int) -> int | None:
    """Return where the next capitalised word before ``end`` begins: "Bezoekadres Buorren 12" is a street without its first word."""
    match = regex.search(r"\s(?=['\p{Lu}])", text, pos=start, endpos=end)
    return match.end() if match else None


def _opens_well(text: str, start: int) -> bool:
    return start == 0 or not (text[start - 1].isalnum() or text[start - 1] in "-@/")


def _is_street(reading: Reading, start: int, end: int, stop: int) -> bool:
    street = reading.text[start:end]
    words = street.split(" ")
    low, last = fold(street), words[-1]
    if low in _words().none or fold(words[0]) in _words().before or (last.isupper() and last.lower() in _words().endings):
        return False
    if last.lower().endswith(_words().endings) or last.islower():
        return True
    if words[0] in _words().openings and len(words) > 1:
        return True
    listed = street in reading.lexicon.streets and not reading.is_ordinary(street)
    return listed or _CUE.search(reading.text[:start][-40:]) is not None or _POSTCODE_BEHIND.match(reading.text, stop) is not None
