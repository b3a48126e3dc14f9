"""Judges a capitalised word where it stands: can it be somebody's name, and where does that name begin and end?

A reading and a place go in, a yes or no comes out. When in doubt inside a sentence the answer is yes: a word replaced for nothing costs
a reader little, a name that stays costs somebody's privacy.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import regex

from rodedraad.pseudonymise.grammar import WORD, grammar
from rodedraad.text.folding import fold

if TYPE_CHECKING:
    from rodedraad.pseudonymise.reading import Reading

_SURNAME_IN_CAPITALS = 4  # letters; shorter ones are abbreviations
_SHORTEST_NAME = 3  # letters of a name that no list knows
_CAPITAL_PREFIX = regex.compile(
    r"(?<![\w-])(?:Van|De|Den|Der|Ter|Ten|Te|El|Al|Ben|Van\s(?i:der?|den|het|'t|ter|ten)|Op\s(?i:den|de|'t)|In\s(?i:'t))\s$"
)
_DUTCH_PREFIXES = frozenset(
    {"van", "de", "den", "der", "des", "ter", "ten", "te", "el", "al", "op", "in", "uit", "aan", "von", "du", "la", "le", "vd"}
)
_AFFILIATION = regex.compile(rf"(?P<name>.*?(?P<last>{WORD}))\s(?:van|bij|uit|te)\s(?:(?:de|het|der|den)\s)?{WORD}")
_ABOUT_SOMEBODY = regex.compile(r":\s[\"']|,\s(?:die|zijn|haar|een|werkzaam|geboren|zelf)\s|\s(?:en|of)\s(?:haar|zijn|de|een|\p{Lu}\p{Ll})")
_SHORTEST_VERB = 4  # letters; shorter words in -t and -de are no verbs or in the list
_NO_VERBS = frozenset(
    {
        "niet",
        "omdat",
        "want",
        "naast",
        "zodat",
        "totdat",
        "voordat",
        "nadat",
        "doordat",
        "opdat",
        "einde",
        "beide",
        "zonder",
        "laat",
        "reeds",
        "altijd",
    }
)
_NEVER_OWNED = frozenset(
    {
        "in",
        "op",
        "van",
        "en",
        "of",
        "aan",
        "bij",
        "uit",
        "met",
        "naar",
        "ook",
        "niet",
        "dat",
        "die",
        "de",
        "het",
        "een",
        "voor",
        "na",
        "om",
        "te",
        "toen",
        "als",
        "zelf",
        "maar",
        "door",
        "er",
    }
)
_LETTER = regex.compile(r"\s\p{Lu}\.(?!\w)")
_INTRODUCED = regex.compile(r"\s?[,(]\s?(?:(?:de|een|haar|zijn)\s)?(?P<word>\p{L}[\p{L}-]+|\d{1,2}(?=\)|\sjaar))")


def may_be_name(reading: Reading, word: str, start: int, end: int) -> bool:
    """Return whether a capitalised word can be a name by itself, where it stands."""
    lists, low = reading.lexicon, fold(word)
    if len(word) < 2 or low in lists.not_names:  # noqa: PLR2004 - one letter is an initial
        return False
    if is_acronym(word):
        return len(word) >= _SURNAME_IN_CAPITALS and lists.is_known_name(word) and not reading.is_ordinary(word)
    first, article = reading.begins_sentence(start), reading.word_before(start) in lists.articles
    acts = _acts(reading, end) or _is_introduced(reading, end)
    known = lists.is_known_name(word) or (low.endswith("s") and low[:-1] in lists.first_names)
    if known and not reading.is_ordinary(word):
        return not article or acts
    if known and first:
        return acts or _is_followed_by_name(reading, end) or (low in lists.countable_names and _is_subject(reading, end))
    if known:
        return not article
    if word in lists.places or not is_unknown(reading, word) or (article and not acts):
        return False
    return not first or acts or _is_subject(reading, end) or _is_followed_by_name(reading, end)


def fits_after_role(reading: Reading, word: str, *, related: bool) -> bool:
    """Return whether a word is a name after "cliënt" or "teamleider"; ``related``: after "de moeder van", where nearly all is."""
    lists, low = reading.lexicon, fold(word)
    known = lists.is_known_name(word)
    if is_acronym(word):
        return len(word) >= _SURNAME_IN_CAPITALS and known
    if low in lists.closed or low in lists.medical or (lists.is_role(word) and not known):
        return False
    if related:
        return True
    if (word in lists.places and not known) or (not known and lists.is_compound(word)):
        return False
    return not reading.is_ordinary(word) or low in lists.word_names or known


def is_unknown(reading: Reading, word: str) -> bool:
    """Return whether ``word`` is no word of the lists, no compound of them, and does not end as things and professions do."""
    lists = reading.lexicon
    return (
        len(word) >= _SHORTEST_NAME
        and not reading.is_ordinary(word)
        and not lists.is_role(word)
        and not fold(word).endswith(lists.generic_endings)
        and not lists.is_compound(word)
    )


def is_acronym(word: str) -> bool:
    """Return whether a word is written in capitals, or begins so before its hyphen: "SEH", "CT-scan"."""
    head = word.partition("-")[0]
    return len(head) > 1 and head.isupper()


def begin(reading: Reading, start: int, end: int) -> int:
    """Return where the name really begins: after "Begeleider" in "Begeleider Rianne Visser"."""
    lists = reading.lexicon
    first = regex.match(rf"({WORD})\s(?=\p{{L}})", reading.text[start:end])
    while first and (lists.is_role(first.group(1)) or first.group(1).lower() in lists.titles) and not lists.is_known_name(first.group(1)):
        start += first.end()
        first = regex.match(rf"({WORD})\s(?=\p{{L}})", reading.text[start:end])
    lower = regex.match(r"(\p{Ll}+)\s(?=\p{Lu})", reading.text[start:end])  # "collega Bart", "ik ben Bart"
    return start + lower.end() if lower and lower.group(1) not in _DUTCH_PREFIXES else start


def with_prefix(reading: Reading, least: int, start: int) -> int:
    """Return where a surname begins with the capital prefix before it, not before ``least``: "Van Dam", "De Groot"."""
    match = _CAPITAL_PREFIX.search(reading.text, least, start)
    word = regex.match(WORD, reading.text[start:])
    is_surname = word is not None and (
        fold(word.group()) in reading.lexicon.surnames or fold(word.group()) not in reading.lexicon.first_names
    )
    return match.start() if match and is_surname else start


def is_prefixed_surname(reading: Reading, text: str) -> bool:
    """Return whether ``text`` is a prefix and a listed surname: "de Boer". As a thing the word would have no capital."""
    match = _prefixed().fullmatch(text)
    low = fold(match.group("word")) if match else ""
    lists = reading.lexicon
    return (
        low in lists.surnames
        and low not in lists.closed
        and low not in lists.medical
        and (low in lists.word_names or low not in lists.common)
    )


def stop(reading: Reading, start: int, end: int) -> int:
    """Return where the name really ends: without words at its end that cannot be part of one, and without a possessive s."""
    words = list(regex.finditer(rf"{WORD}|\p{{Lu}}\.", reading.text[start:end]))
    while len(words) > 1 and _ends_badly(reading, words[-1].group()) and not _follows_prefix(reading, start + words[-1].start()):
        words.pop()
        end = start + words[-1].end()
    end = _before_affiliation(reading, start, end)
    if len(words) == 1 and _is_possessive(reading, words[0].group(), end):
        end -= 1
    return end


def _follows_prefix(reading: Reading, position: int) -> bool:
    """Return whether a prefix that stands before surnames alone precedes: "ter Haar"."""
    return reading.word_before(position).rpartition("-")[2] in {"ter", "ten", "van", "der", "den", "el", "al"}


def _is_possessive(reading: Reading, word: str, end: int) -> bool:
    """Return whether the s of "Kevins moeder" is no part of the name; that of "Huys belde" is."""
    lists, after = reading.lexicon, reading.word_after(end)
    owned = after[:1].islower() and after not in lists.verbs and after not in _NEVER_OWNED
    return word.endswith("s") and owned and not lists.is_known_name(word) and fold(word[:-1]) in lists.first_names


def _before_affiliation(reading: Reading, start: int, end: int) -> int:
    """Return where a complete name ends before "van": "Smit van het Energieloket", but not in "Kees van Dam"."""
    match = _AFFILIATION.match(reading.text, start, end)
    return match.end("name") if match and fold(match.group("last")) not in reading.lexicon.first_names else end


def _acts(reading: Reading, end: int) -> bool:
    after = reading.word_after(end)
    return after in reading.lexicon.verbs and after not in reading.lexicon.weak_verbs


def _is_subject(reading: Reading, end: int) -> bool:
    """Return whether a finite verb, a clause about somebody or quoted words follow: in Dutch the verb is second in the sentence."""
    after = reading.word_after(end)
    finite = after.endswith(("t", "de", "te")) and after.islower() and len(after) >= _SHORTEST_VERB and after not in _NO_VERBS
    return finite or after in reading.lexicon.verbs or _ABOUT_SOMEBODY.match(reading.text, end) is not None


def _is_introduced(reading: Reading, end: int) -> bool:
    """Return whether a role or an age follows: "Koning, teamleider", "Bos (45)"."""
    match = _INTRODUCED.match(reading.text, end)
    return match is not None and (match.group("word").isdigit() or reading.lexicon.is_role(match.group("word")))


def _is_followed_by_name(reading: Reading, end: int) -> bool:
    match = _next_name().match(reading.text, end)
    if _LETTER.match(reading.text, end):  # "Daan V."
        return True
    return match is not None and (reading.lexicon.is_known_name(match.group("word")) or is_unknown(reading, match.group("word")))


@cache
def _prefixed() -> regex.Pattern[str]:
    return regex.compile(rf"(?:{grammar().interfix}){{1,2}}(?P<word>{WORD})")


@cache
def _next_name() -> regex.Pattern[str]:
    return regex.compile(rf"(?:\s|,\s|\sen\s)(?:{grammar().interfix}){{0,2}}(?P<word>{WORD})")


def _ends_badly(reading: Reading, word: str) -> bool:
    lists, low = reading.lexicon, fold(word)
    return not lists.is_known_name(word) and (
        low in lists.not_names
        or lists.is_role(word)
        or low in lists.openers
        or low in lists.closers
        or (is_acronym(word) and not word.endswith("."))
    )
