"""Finds institutions with a name of their own: "Stichting De Haven", "corporatie Thuis aan Zee", "bij Meerzicht", "Molen College".

A reading goes in, proposals come out, with the gazetteer type as hint where a word tells it. Generic words and national bodies ("het
wijkteam", "Veilig Thuis", "de inspectie") stay: they say what happened without saying where.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import regex

from rodedraad.pseudonymise import lexicon
from rodedraad.pseudonymise.grammar import WORD
from rodedraad.pseudonymise.spans import Kind, Span, Strength
from rodedraad.text import gazetteer
from rodedraad.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rodedraad.pseudonymise.reading import Reading

_ARTICLE = r"(?:De|Het|'t|'T|Den|Ter|Ten|Op\sde|In\sde|Aan\sde)\s"
_SMALL = r"(?:(?:van|voor|aan|de|het|der|den|en|op|'t|&|\+)\s){0,3}"
_NAME = rf"(?:{_ARTICLE})?{WORD}(?:\s{_SMALL}{WORD}){{0,4}}"
_GLUED = regex.compile(
    r"(?<![\w-])(?:(?:Van|De|Van\sder?|Van\sden|Ten|Ter)\s(?:der\s|den\s|de\s)?)?(?P<word>\p{Lu}[\p{Ll}-]{2,}\p{Lu}?\p{Ll}+(?P<end>stichting|ziekenhuis|gasthuis|college|lyceum|huizen|zorggroep|hospitaal))(?!\p{L})"
)
_CAPITAL_ARTICLE = regex.compile(rf"(?<=[\p{{Ll}}\d,;][\s\"']{{1,2}})(?P<name>(?:De|Het|'T|Ter|Ten)\s{WORD}(?:\s{WORD}){{0,2}})")
_AT = regex.compile(rf"(?<![\w-])(?i:bij)\s(?P<name>{WORD}(?:\s{WORD}){{0,3}})")
_LOCATING = frozenset({"in", "op", "bij", "binnen", "naar", "vanuit", "locatie", "woning", "afdeling", "groep"})
_LEGAL_FORM = regex.compile(
    rf"(?<![\w-])(?P<name>{WORD}(?:\s(?:&|en|van|de|der|\+)\s{WORD}|\s{WORD}){{0,4}}\s(?:B\.V\.|BV|N\.V\.|NV|V\.O\.F\.|VOF|U\.A\.))(?!\w)"
)
_NEEDS_ARTICLE = frozenset(
    {"afdeling", "team", "groep", "unit", "bureau", "wijk", "buurt", "woning", "bedrijf", "organisatie", "instelling"}
)
_SPECIFIC_TYPES = frozenset(
    {
        "inspectie",
        "raad_kinderbescherming",
        "kinderrechter",
        "kennisinstituut",
        "slachtofferhulp",
        "veilig_thuis",
        "zorgverzekeraar",
        "asielopvang",
        "politie",
    }
)


def find(reading: Reading) -> list[Span]:
    """Return every institution with a name in the text."""
    found = [*_opened(reading), *_introduced(reading), *_closed(reading), *_with_article(reading), *_after_preposition(reading)]
    return [span for span in found if not _is_generic(reading, span)]


@cache
def _patterns() -> tuple[regex.Pattern[str], regex.Pattern[str], regex.Pattern[str]]:
    lists = lexicon.own()

    def any_of(words: object) -> str:
        return "|".join(regex.escape(w).replace(r"\ ", r"\s") for w in sorted(words, key=lambda w: (-len(w), w)))  # type: ignore[call-overload]

    capital = "|".join(
        f"{regex.escape(w[0].upper() + w[1:])}|{regex.escape(w.title())}|{regex.escape(w.upper())}"
        for w in sorted(lists.openers, key=lambda w: (-len(w), w))
    )
    opened = regex.compile(rf"(?<![\w-])(?P<opener>{capital})\s(?P<rest>{_SMALL}{_NAME})")
    introduced = regex.compile(rf"(?<![\w-])(?P<word>(?i:{any_of({*lists.before, *lists.openers})}))\s(?P<quote>[\"'])?(?P<name>{_NAME})")
    closed = regex.compile(
        rf"(?<![\w-])(?P<name>(?:{_ARTICLE})?{WORD}(?:\s(?:van\s|de\s|der\s|en\s|&\s)?{WORD}){{0,3}}?[\s-](?P<closer>(?i:{any_of(lists.closers)})))(?![\p{{L}}-]|\s\p{{Lu}}\p{{Ll}})"
    )
    return opened, introduced, closed


def _opened(reading: Reading) -> Iterator[Span]:
    for match in _patterns()[0].finditer(reading.text):
        end = _trim(reading, match.start("rest"), match.end("rest"))
        if end > match.start("rest"):
            yield Span(
                match.start(), end, Kind.ORGANISATION, Strength.ANNOUNCED, hint=reading.lexicon.openers[match.group("opener").lower()]
            )


def _introduced(reading: Reading) -> Iterator[Span]:
    for match in _patterns()[1].finditer(reading.text, overlapped=True):
        word = match.group("word").lower()
        high = match.group("word")[0].isupper() and word in reading.lexicon.openers
        start, end = match.start("name"), _trim(reading, *match.span("name"))
        name = reading.text[start:end]
        article = regex.match(_ARTICLE, name) is not None
        first = regex.findall(WORD, name)[-1] if name else ""
        if high or not first or (word in _NEEDS_ARTICLE and not article):
            continue
        if (
            not article
            and (reading.is_ordinary(first) or first in reading.lexicon.places or reading.lexicon.is_role(first))
            and " " not in name
        ):
            continue
        hint = reading.lexicon.before.get(word) or reading.lexicon.openers.get(word, "")
        yield Span(start, end, Kind.ORGANISATION, Strength.ANNOUNCED, hint=hint)


def _closed(reading: Reading) -> Iterator[Span]:
    for match in _patterns()[2].finditer(reading.text):
        name, closer = match.group("name"), match.group("closer")
        front = regex.findall(WORD, name[: -len(closer)])
        vague = not reading.lexicon.closers[closer.lower()] or reading.begins_sentence(match.start())
        if not front or not closer[0].isupper() or (vague and all(_says_nothing(reading, word) for word in front)):
            continue
        start = match.start("name") + (name.index(front[1]) if len(front) > 1 and _says_nothing(reading, front[0]) else 0)
        yield Span(start, match.end("name"), Kind.ORGANISATION, Strength.ANNOUNCED, hint=reading.lexicon.closers[closer.lower()])
    for match in _LEGAL_FORM.finditer(reading.text):
        yield Span.at(match.span("name"), Kind.ORGANISATION, Strength.ANNOUNCED)
    for match in _GLUED.finditer(reading.text):
        if not (reading.begins_sentence(match.start()) and reading.is_ordinary(match.group("word"))):
            yield Span.at(match.span(), Kind.ORGANISATION, Strength.ANNOUNCED, hint=reading.lexicon.closers.get(match.group("end"), ""))


def _with_article(reading: Reading) -> Iterator[Span]:
    """Yield "op De Singel": inside a sentence only a name has a capital article. A surname may be one too and needs a preposition."""
    for match in _CAPITAL_ARTICLE.finditer(reading.text):
        start, end = match.start("name"), _trim(reading, *match.span("name"))
        words = regex.findall(WORD, reading.text[start:end])
        core = words[-1] if len(words) > 1 else ""
        located = reading.word_before(start) in _LOCATING
        surname = reading.lexicon.is_known_name(core) and not located
        if core and not surname and core not in reading.lexicon.places and fold(core) not in reading.lexicon.closed:
            yield Span(start, end, Kind.ORGANISATION, Strength.LISTED)


def _after_preposition(reading: Reading) -> Iterator[Span]:
    """Yield "bij Meerzicht", unless the word is a person or a place."""
    for match in _AT.finditer(reading.text):
        start, end = match.start("name"), _trim(reading, *match.span("name"))
        words = regex.findall(WORD, reading.text[start:end])
        if words and not any(_is_someone_or_somewhere(reading, word) for word in words):
            yield Span(start, end, Kind.ORGANISATION, Strength.NEAR)


def _is_someone_or_somewhere(reading: Reading, word: str) -> bool:
    lists = reading.lexicon
    return (
        lists.is_known_name(word)
        or word in lists.places
        or _says_nothing(reading, word)
        or lists.is_role(word)
        or (len(word) > 1 and word.isupper())
    )


def _says_nothing(reading: Reading, word: str) -> bool:
    low = fold(word)
    return (
        low in reading.lexicon.closed
        or low in reading.lexicon.medical
        or (low in reading.lexicon.common and low not in reading.lexicon.word_names)
    )


def _trim(reading: Reading, start: int, end: int) -> int:
    words = list(regex.finditer(WORD, reading.text[start:end]))
    while (
        words
        and (fold(words[-1].group()) in reading.lexicon.closed or reading.lexicon.is_role(words[-1].group()))
        and not _is_article_name(words)
    ):
        words.pop()
    return start + words[-1].end() if words else start


def _is_article_name(words: list[regex.Match[str]]) -> bool:
    return len(words) > 1 and words[-2].group() in {"De", "Het"}


def _is_generic(reading: Reading, span: Span) -> bool:
    """Return whether the gazetteer knows the whole stretch as a generic word or a national body."""
    text = reading.text[span.start : span.end]
    found = gazetteer.match(text)
    if found and found[0].start == 0 and found[0].end == len(text):
        return True
    return any(m.type in _SPECIFIC_TYPES and m.start == 0 and " " in m.surface for m in found)
