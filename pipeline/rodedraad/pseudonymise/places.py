"""Finds towns and addresses: a street with its number, "Postbus 12", a town after "in" or "te", the place of "wijkteam Zaandam".

A reading goes in, proposals come out. Countries and regions stay. Towns that are no listed ones are believed only after a preposition
of place.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import regex

from rodedraad.pseudonymise import judge, lexicon
from rodedraad.pseudonymise.grammar import WORD
from rodedraad.pseudonymise.spans import Kind, Span, Strength
from rodedraad.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rodedraad.pseudonymise.reading import Reading

_SURE_ENDING = r"(?:straat|laan|gracht|plein|singel|dreef|steeg|plantsoen|boulevard|kade|dijk|weg|str\.)"
_ENDING = (
    r"(?:straat|laan|gracht|plein|singel|dreef|steeg|plantsoen|boulevard|kade|dijk|weg|pad|hof|markt|park|baan|wal|veld|akker|kamp|land|zand|erf|oord|berg|dal|brink|haven|rak|gaarde?|poort|ring|donk|es|stee|burg|burcht|oever|werf|sluis|brug|dam|"
    r"bos|woud|heide|hoek|horst|kolk|kreek|plaat|polder|rade|toren|tuin|vaart|veen|vliet|waard|weide|wijk|zijl|zoom|hoeve|erve|str\.|ln\.|bolwerk|buurt|horn|meent|mere|meer|molen|school|zicht|rand|einde?|hoven|lust|stein|waarden|gaarden|zijde|kant|hil|heuvel|hage|haag|beek|stroom|meen|eng|enk|gang|ooi|hout|terp|wierde|borg|sloot|wetering|grift|bron|spoor|passage|galerij|promenade|esplanade|allee|loop|kwartier|strjitte|dyk|leane|loane|hiem|buorren)"
)
_NUMBER = (
    r"\d{1,5}(?:\s?[a-zA-Z](?![\w])|\s?(?:bis|hs|huis|zwart|rood|I{1,3}|IV)\b)?(?:\s?[-/]\s?(?:\d{1,4}[a-zA-Z]?|[a-zA-Z]|I{1,3}|IV)(?!\w))?"
)
_FRONT = rf"(?:(?:'[ts]|Het|De|Den|Der|In|Op|Aan|Oude|Nieuwe|\d(?:e|ste|de)|{WORD}|(?:\p{{Lu}}\.)+|\p{{Lu}}\p{{Ll}}{{0,4}}\.)\s?(?<=[\s.])(?:(?:van|de|der|den|het|'t|op|aan|in|ten|ter|te|en)\s){{0,2}}){{0,4}}"
_STREET_NUMBERED = regex.compile(
    rf"(?<![\w-])(?P<street>{_FRONT}(?:(?:'s-)?\p{{Lu}}[\p{{L}}'-]*)?(?i:{_ENDING}))\s(?:nr\.?\s|nummer\s|no\.?\s)?(?P<number>{_NUMBER})(?!\w|[.,:]\d)"
)
_STREET_FIRST = regex.compile(
    rf"(?<![\w-])(?P<street>(?:Laan|Plein|Weg|Hof|Kade|Dijk|Singel|Markt|Park|Boulevard|Straat|Achter|Aan|Op|Langs|Onder)\s(?:(?:van|de|der|den|het|'t|naar|aan|op)\s){{0,2}}"
    rf"(?:{WORD}|\d{{4}})(?:\s{WORD}){{0,3}})\s(?:nr\.?\s)?(?P<number>{_NUMBER})(?!\w|[.,:]\d)"
)
_STREET_CUED = regex.compile(
    r"(?:\baan\s(?:de|het|den|'t)|\bop\shet\sadres|\b(?:bezoek|post|woon|huis)?adres(?:\sis|:)?|\bwonende(?:\saan\s(?:de|het))?|\bwoon(?:t|de)\s(?:aan|op)(?:\s(?:de|het))?"
    rf"|\bgevestigd(?:\saan\s(?:de|het))?)\s(?P<street>{WORD}(?:\s(?:(?:van|de|der|den|het|op|aan)\s){{0,2}}{WORD}){{0,4}})\s(?P<number>{_NUMBER})(?!\w|[.,:]\d)"
)
_STREET_AT = regex.compile(rf"\b(?:aan|langs)\s(?:de|het)\s(?P<street>(?:{WORD}\s){{0,2}}\p{{Lu}}[\p{{Ll}}-]*{_ENDING})(?![\p{{L}}-])")
_STREET_LOWER = regex.compile(
    rf"(?<![\w-])(?P<street>\p{{Ll}}{{3,}}(?:straat|laan|plein|gracht|singel|steeg|plantsoen|dreef))\s(?P<number>{_NUMBER})(?!\w|[.,:]\d)"
)
_BEFORE_POSTCODE = regex.compile(rf"(?<![\w-])(?P<street>{_FRONT}{WORD})\s(?P<number>{_NUMBER})(?=,?\s(?:te\s)?\d{{4}}\s?[A-Z]{{2}}\b)")
_STREET_BARE = regex.compile(
    rf"(?<![\w-])(?P<street>(?:{WORD}\s(?:(?:van|de|der|den|het)\s){{0,2}}){{0,3}}\p{{Lu}}[\p{{L}}'-]{{2,}}{_SURE_ENDING})(?![\p{{L}}-])"
)
_STREET_LISTED = regex.compile(
    rf"(?<![\w-])(?P<street>(?:'[ts]\s)?{WORD}(?:\s(?:(?:van|de|der|den|het|op|aan)\s){{0,2}}{WORD}){{0,4}})\s(?P<number>{_NUMBER})(?!\w|[.,:]\d|\s(?:uur|jaar|mg|ml|keer|maal|euro|%))"
)
_NO_STREET = frozenset(
    [
        "onderweg",
        "terugweg",
        "uitweg",
        "snelweg",
        "rijksweg",
        "gaandeweg",
        "halverwege",
        "vanweg",
        "omweg",
        "heenweg",
        "aanweg",
        "rijbaan",
        "leerweg",
        "bureauland",
        "weg",
        "dijk",
        "park",
        "hof",
        "buitenland",
        "binnenland",
        "platteland",
        "nederland",
        "duitsland",
        "engeland",
    ]
)
_POSTBUS = regex.compile(r"(?<!\w)(?:Postbus|Antwoordnummer)\s\d{1,5}(?:\.\d{2,4})?", regex.IGNORECASE)
_PLACE_NAME = rf"(?:(?:'s-|'t\s|'s\s|Den\s|De\s|Het\s|Sint\s|St\.\s|Nieuw\s|Oud\s|Bergen\s)?{WORD}(?:\s(?:aan|op|bij|a/d|over)\s(?:de[nr]?\s|het\s)?{WORD}|\s{WORD})?)"


def find(reading: Reading) -> list[Span]:
    """Return every address and town that the rules see in the text."""
    return [*_streets(reading), *_of_bodies(reading), *_after_preposition(reading), *_listed(reading)]


def accepts(reading: Reading, span: Span) -> bool:
    """Return whether a place that deduce proposes holds: no country, month or disease, and no ordinary word that only begins a sentence."""
    name = reading.text[span.start : span.end]
    if (
        any(fold(word) in reading.lexicon.medical for word in name.split())
        or fold(name) in reading.lexicon.closed
        or (not name[:1].isupper() and name[:1] != "'")
    ):
        return False
    return not (
        reading.is_ordinary(name)
        and (reading.begins_sentence(span.start) or reading.word_before(span.start) not in reading.lexicon.place_prepositions)
    )


def _streets(reading: Reading) -> Iterator[Span]:
    for match in _STREET_NUMBERED.finditer(reading.text):
        last = match.group("street").split(" ")[-1]
        if fold(match.group("street")) not in _NO_STREET and not (last.isupper() and reading.is_ordinary(last)):
            yield Span(match.start(), match.end(), Kind.ADDRESS, Strength.ANNOUNCED)
    for pattern in (_STREET_FIRST, _STREET_CUED, _BEFORE_POSTCODE):
        for match in pattern.finditer(reading.text):
            yield Span(match.start("street"), match.end(), Kind.ADDRESS, Strength.ANNOUNCED)
    for match in _STREET_AT.finditer(reading.text):
        if fold(match.group("street")) not in _NO_STREET | reading.lower_words | reading.lexicon.closed:
            yield Span.at(match.span("street"), Kind.ADDRESS, Strength.NEAR)
    for match in _STREET_LOWER.finditer(reading.text):
        if fold(match.group("street")) not in _NO_STREET:
            yield Span.at(match.span(), Kind.ADDRESS, Strength.ANNOUNCED)
    for match in _STREET_BARE.finditer(reading.text):
        if fold(match.group("street").split(" ")[-1]) not in _NO_STREET and not reading.is_ordinary(match.group("street")):
            yield Span.at(match.span(), Kind.ADDRESS, Strength.LISTED)
    for match in _STREET_LISTED.finditer(reading.text):
        if match.group("street") in reading.lexicon.streets and not reading.is_ordinary(match.group("street")):
            yield Span.at(match.span(), Kind.ADDRESS, Strength.LISTED)
    for match in _POSTBUS.finditer(reading.text):
        yield Span.at(match.span(), Kind.ADDRESS, Strength.ANNOUNCED)


@cache
def _patterns() -> tuple[regex.Pattern[str], regex.Pattern[str]]:
    lists = lexicon.own()

    def any_of(words: tuple[str, ...]) -> str:
        return "|".join(regex.escape(w).replace(r"\ ", r"\s") for w in sorted(words, key=lambda w: (-len(w), w)))

    bodies = regex.compile(rf"(?<![\w-])(?i:{any_of(lists.bodies)})s?\s(?P<name>{_PLACE_NAME})")
    after = regex.compile(
        rf"(?<![\w-])(?P<word>(?i:{any_of(lists.place_prepositions)}))\s(?P<name>{_PLACE_NAME})(?:\sen\s(?P<name>{WORD}))?"
    )
    return bodies, after


def _of_bodies(reading: Reading) -> Iterator[Span]:
    for match in _patterns()[0].finditer(reading.text):
        name, start = match.group("name"), match.start("name")
        if name not in reading.lexicon.places:
            name = name.split(" ")[0]
        if name in reading.lexicon.places or not (
            reading.is_ordinary(name) or reading.lexicon.is_known_name(name) or name.isupper() or len(name) < 3
        ):
            yield Span(start, start + len(name), Kind.PLACE, Strength.ANNOUNCED)


def _after_preposition(reading: Reading) -> Iterator[Span]:
    for match in _patterns()[1].finditer(reading.text, overlapped=True):
        for start, end in match.spans("name"):
            name = reading.text[start:end]
            if name not in reading.lexicon.places and (first := regex.match(WORD, name)):
                name = first.group()
            if _may_be_place(reading, name, start, match.group("word").lower()):
                known = name in reading.lexicon.places
                yield Span(start, start + len(name), Kind.PLACE, Strength.LISTED if known else Strength.NEAR)


def _may_be_place(reading: Reading, name: str, start: int, preposition: str) -> bool:
    low, lists = fold(name), reading.lexicon
    if low in lists.closed and name not in lists.places:
        return False
    if name in lists.places:
        lived = reading.word_before(start - len(preposition) - 1) in {
            "woont",
            "woonde",
            "geboren",
            "woonachtig",
            "gevestigd",
            "verhuisde",
            "wonen",
        }
        return low not in lists.medical and (not reading.is_ordinary(name) or lived)
    unknown = judge.is_unknown(reading, name) and not (lists.is_known_name(name) or judge.is_acronym(name) or low in lists.openers)
    return unknown and preposition in {"te", "uit", "in", "naar", "vanuit", "via", "richting", "geboren te"} and len(name) > 3


def _listed(reading: Reading) -> Iterator[Span]:
    """Yield listed towns anywhere; deduce does the same with a far longer list."""
    for match in regex.finditer(rf"(?<![\w-]){_PLACE_NAME}", reading.text):
        if match.group() in lexicon.own().places:
            yield Span.at(match.span(), Kind.PLACE, Strength.LISTED)
        elif (first := regex.match(WORD, match.group())) and first.group() in lexicon.own().places:
            yield Span(match.start(), match.start() + first.end(), Kind.PLACE, Strength.LISTED)
