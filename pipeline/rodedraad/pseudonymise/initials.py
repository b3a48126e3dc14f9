"""Finds people who are called by a letter: "cliënt A.", "verpleegkundige B", "de zus van F.", "B., een meisje", "met M. gesproken".

A reading of a text goes in, proposals come out. Letters that mark things ("groep B", "hepatitis C.", "bijlage A") stay.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from rodedraad.pseudonymise.spans import Kind, Span, Strength

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rodedraad.pseudonymise.reading import Reading

_LETTERS = r"\p{Lu}\.(?:\s?\p{Lu}\.){0,4}(?:\s(?:van\sder?|van\sden|van|de|el)\s\p{Lu}\.)?"
_PREFIX = r"(?:(?i:van\sder|van\sden|van\sde|van|de|der|den|el|al)\s)?"
_AFTER_ROLE = regex.compile(
    rf"(?<![\w-])(?P<role>\p{{L}}[\p{{L}}-]+\.?)(?P<gap>:?\s[\"'(]?(?:van\s)?)"
    rf"(?P<name>{_PREFIX}{_LETTERS}(?![\p{{L}}\d])|\p{{Lu}}(?![\w.'-]|\s\p{{Lu}}\p{{Ll}}|\s?\d))"
    rf"(?:(?:,\s|\sen\s|\sof\s)(?P<name>{_LETTERS}(?![\p{{L}}\d])|\p{{Lu}}(?![\w.'-]|\s\p{{Lu}}\p{{Ll}}|\s?\d))){{0,3}}"
)
_HEREAFTER = regex.compile(r"\b(?:hierna|verder|voortaan|afgekort|aangeduid)\b[\p{Ll}\s:]{0,30}[\"']?(?P<name>\p{Lu}\.?)[\"']?\)")
_GOES_ON = regex.compile(
    r"(?<!\p{Lu}[.&/-]\s?)(?<![\w@&/-])(?<!\d\s)(?P<name>\p{Lu}\.(?:\s?\p{Lu}\.){0,2})(?=,\s[\p{Ll}\d]|\s\(|'s\s|\s(?P<next>\p{Ll}+))"
)
_SENTENCE_END = regex.compile(
    r"(?<=\s(?:met|van|aan|door|bij|voor|naar|over|tegen|en|dat|heeft|voor|na|volgens)\s)(?P<name>\p{Lu}\.)(?=\s\p{Lu}|\s?$|\s\|)"
)
_PART_OF_NAME = frozenset({"van", "de", "den", "der", "te", "ten", "ter", "v", "el", "al"})


def find(reading: Reading) -> list[Span]:
    """Return every letter that stands for a person."""
    return [*_after_role(reading), *_declared(reading), *_in_sentence(reading)]


def stands_for_someone(reading: Reading, start: int, end: int) -> bool:
    """Return whether "B." at this place can be a person, and is no "hepatitis B." or "B. en W."."""
    council = reading.text[end : end + 6] == " en W." or reading.text[:start].endswith("B. en ")
    return reading.word_before(start) not in reading.lexicon.not_before_initial and not council


def _after_role(reading: Reading) -> Iterator[Span]:
    lists = reading.lexicon
    for match in _AFTER_ROLE.finditer(reading.text, overlapped=True):
        role = match.group("role").lower()
        named = lists.is_role(role) or role in lists.titles
        related = "van" in match.group("gap")
        if role.rstrip(".") in lists.not_before_initial or not (role in lists.relations if related else named):
            continue
        hint = "f" if role.rstrip(".") in lists.female_titles else "m" if role.rstrip(".") in lists.male_titles else ""
        for start, end in match.spans("name"):
            yield Span(start, end, Kind.INITIAL, Strength.ANNOUNCED, hint=hint)


def _declared(reading: Reading) -> Iterator[Span]:
    for match in _HEREAFTER.finditer(reading.text):
        yield Span.at(match.span("name"), Kind.INITIAL, Strength.ANNOUNCED)


def _in_sentence(reading: Reading) -> Iterator[Span]:
    """Yield letters with a point after which the sentence goes on in lower case, and after a preposition at its end."""
    for match in _GOES_ON.finditer(reading.text):
        following = match.group("next") or ""
        inside = not reading.begins_sentence(match.start())
        if (
            following not in _PART_OF_NAME
            and (inside or not following or following == "en" or following in reading.lexicon.verbs)
            and stands_for_someone(reading, *match.span("name"))
        ):
            yield Span.at(match.span("name"), Kind.INITIAL, Strength.LISTED)
    for match in _SENTENCE_END.finditer(reading.text):
        if stands_for_someone(reading, *match.span("name")):
            yield Span.at(match.span("name"), Kind.INITIAL, Strength.NEAR)
