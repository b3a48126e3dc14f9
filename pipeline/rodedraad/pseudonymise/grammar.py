"""How Dutch names are written, as regular expressions built from the word lists: initials, prefixes such as "van der", titles, capitals.

One place for the pieces, so that the finders of people, organisations and places agree on what a name looks like.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import regex

from rodedraad.pseudonymise import lexicon

_NO_PREFIX = r"(?!(?:van|de|der|den|ter|ten|te|el|al|uit|in|op)\s)"  # "Jansen-van den Berg" goes on with a prefix
WORD = (  # Chloë-Marie, O'Brien, al-Rahman; not the 's of a possessive
    r"(?:(?:al|el|as|ar|an|ad|ash)-)?\p{Lu}[\p{L}\p{M}]*"
    rf"(?:-{_NO_PREFIX}\p{{L}}[\p{{L}}\p{{M}}]*|'(?!s\b)\p{{L}}+)*"
)
INITIALS = r"(?:(?:\p{Lu}|Th|Ch|Chr|Ph|Fr|IJ|Joh|Wm|Jac)\.[ -]?){1,6}"
_MANY_WORDS = 3
_SPACE_AFTER = r"\s(?<=\s)"


@dataclass(frozen=True)
class Grammar:
    """Compiled patterns. Groups: ``title``, ``role``, ``name``."""

    interfix: str  # one prefix and its space, as a pattern
    name: str  # a name of one or more words, as a pattern
    titled: regex.Pattern[str]
    lowered: regex.Pattern[str]
    after_word: regex.Pattern[str]
    initialled: regex.Pattern[str]
    reversed: regex.Pattern[str]
    capitalised: regex.Pattern[str]
    with_interfix: regex.Pattern[str]


@cache
def grammar() -> Grammar:
    """Return the patterns, compiled once per process."""
    lists = lexicon.own()
    interfix = rf"(?:(?i:{'|'.join(map(_prefix, lists.interfixes))}))"
    surname = rf"{interfix}{{0,2}}{WORD}(?:\s?-\s?{interfix}{{1,2}}{WORD})*"
    name = rf"(?:{INITIALS}\s?)?{surname}(?:\s{surname}){{0,{_MANY_WORDS}}}(?:\s{interfix}{{0,2}}\p{{Lu}}\.(?!\w))?"
    titles = "|".join(regex.escape(title).replace(r"\ ", r"\s") for title in lists.titles)
    return Grammar(
        interfix=interfix,
        name=name,
        titled=regex.compile(rf"(?<![\w.])(?P<title>(?i:{titles})(?:\s(?i:{titles})){{0,3}})\s{{1,2}}(?P<name>{name})"),
        lowered=regex.compile(
            rf"(?<![\w.-])(?P<before>\p{{L}}+\.?)\s(?P<name>(?P<interfix>{interfix}{{0,2}})(?P<core>\p{{Ll}}{{3,}}))(?![\w-])"
        ),
        after_word=regex.compile(rf"(?<![\w-])(?P<role>\p{{L}}[\p{{L}}-]+)(?P<gap>:?\s[\"']?|\s\|\s|\s\()(?P<name>{name})"),
        initialled=regex.compile(
            rf"(?<![\w.@])(?P<name>(?:{INITIALS}\s?(?:\({WORD}\)\s)?|\p{{Lu}}\s|\p{{Lu}}{{2,4}}\s(?={interfix})){surname}(?:\s{surname})?)"
        ),
        reversed=regex.compile(
            rf"(?<![\w.@-])(?P<name>{interfix}{{0,2}}{WORD},\s(?:\p{{Lu}}\.){{1,5}}(?:\s{interfix.replace(_SPACE_AFTER, '')})?)(?!\w)"
        ),
        capitalised=regex.compile(
            rf"(?<![\w@.-]|\w')(?P<name>{WORD}(?:\s{surname}){{0,{_MANY_WORDS}}}(?:\s{interfix}{{0,2}}\p{{Lu}}\.(?!\w))?)"
        ),
        with_interfix=regex.compile(rf"(?<![\w.@-])(?P<name>(?P<interfix>{interfix}{{1,2}})(?P<core>{WORD}(?:-{WORD})?))"),
    )


def _prefix(words: str) -> str:
    """Return the pattern of a prefix with the space after it; one that ends in an apostrophe is written on to the name."""
    escaped: str = regex.escape(words).replace(r"\ ", r"\s")
    return escaped if words.endswith("'") else escaped + _SPACE_AFTER
