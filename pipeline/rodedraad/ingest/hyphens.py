"""Joins printed lines to running text and mends words that were broken at a line end.

Lines go in; text and the offset at which each line begins come out. A hyphen at a line end is either the printer's (jeugd-/hulp) or the
writer's (GGZ-/instelling, in-/en uitstroom). Evidence decides, in this order: spelling rules that leave no doubt, the same word elsewhere
in the document, Dutch rules for the hyphen in compounds (Woordenlijst, Leidraad 6), and else the printer is blamed: most breaks are his.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Vocabulary = Counter[str]

_HYPHENS = "-\u2010\u2011\ufffe\x02"  # the last two are PDFium's and some fonts' sign for a hyphen at a line end
_SOFT = "\u00ad"
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_LAST = re.compile(rf"(\S*?)([{_HYPHENS}{_SOFT}])$")
_FIRST = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*|\S+")
_SUSPENDED = {"en", "of", "tot", "noch", "én", "and", "or", "und", "oder", "dan"}  # in- en uitstroom
_KEEPS_HYPHEN = {"niet", "ex", "non", "bijna", "arts", "collega", "kandidaat", "adjunct", "vice", "interim", "aspirant"}
_PRINTERS = re.compile(r"^(?:niet te|ex (?!partner|man|vrouw|vriend|echtgeno|collega|bestuur)|non n)")  # niettemin, expert, nonnen
_TREMA = {"e": "ë", "i": "ï", "u": "ü"}  # geïnformeerd loses its trema when broken as ge-informeerd
_TREMA_PREFIXES = {"ge", "be"}
_CLASH = re.compile(r"(?:a[aeiu]|e[ei]|o[eiou]|u[iu])$")  # vowels that would be read as one: hence the hyphen in zee-egel
_MIN_COMPOUND_PART = 4  # letters
_URL = re.compile(r"(?:www\.|https?://|@)\S*(?:/(?=\n)|\.(?=\n[a-z]))")  # a break in an address; the line end stands for what follows


def vocabulary(lines: Iterable[str]) -> Vocabulary:
    """Return how often each word, in lower case, occurs whole in the document: not as the last or first of a line."""
    counts: Vocabulary = Counter()
    for line in lines:
        words = [match.group().lower() for match in _WORD.finditer(line)]
        counts.update(words[1:-1] if len(words) > 1 else words)
    return counts


def join(lines: Sequence[str], words: Vocabulary) -> tuple[str, list[int]]:
    """Return the lines as running text and the offset at which each begins."""
    text, starts = "", []
    for line in lines:
        following = line.strip()
        if text:
            text = _mended(text, following, words)
        starts.append(len(text))
        text += following
        if len(starts) > 1 and (trema := _trema(text, starts[-1])):
            text = trema
    return text, starts


def _mended(text: str, following: str, words: Vocabulary) -> str:
    """Return ``text`` with what must stand between it and the following line: a blank, nothing, or nothing and no hyphen."""
    broken, first = _LAST.search(text), _FIRST.match(following)
    if broken is None or first is None:
        return text if _URL.search(f"{text.rpartition(' ')[2]}\n{following}") else f"{text} "
    left, right = _tail(broken.group(1)), first.group()
    if broken.group(2) == _SOFT:
        return text[:-1]
    if not left:  # a dash on its own
        return f"{text} "
    if right.lower() in _SUSPENDED:
        return f"{text[:-1]}- "
    return f"{text[:-1]}-" if _is_own(left, right, words) else text[:-1]


def _tail(token: str) -> str:
    """Return the letters and digits before the hyphen, after any earlier hyphen or slash."""
    match = re.search(r"[^\W_]+$", token)
    return match.group() if match else ""


def _is_own(left: str, right: str, words: Vocabulary) -> bool:
    """Return whether the hyphen is the writer's, so that it stays."""
    lower, after = left.lower(), right.lower()
    if len(left) == 1 or left[-1].isdigit() or right[0].isdigit() or not right[0].isalpha():
        return True
    whole, hyphenated = words[lower + after], words[f"{lower}-{after}"]
    if whole != hyphenated:
        return hyphenated > whole
    if left.isupper():  # GGZ-instelling and GGZ-Oost, but JEUGD-HULP in a heading and IC-T-systeem
        return not right.partition("-")[0].isupper()
    if right[0].isupper() or (lower in _KEEPS_HYPHEN and not _PRINTERS.match(f"{lower} {after}")):
        return True
    clash = _CLASH.search(lower[-1] + after[0]) is not None
    return clash and lower not in _TREMA_PREFIXES and min(len(lower), len(after)) >= _MIN_COMPOUND_PART


def _trema(text: str, start: int) -> str | None:
    """Return the text with the trema that a broken "ge-informeerd" has lost, or None when there is nothing to give back."""
    before, letter = text[:start], text[start : start + 1]
    prefix = re.search(r"[^\W\d_]+$", before)
    if prefix is None or prefix.group().lower() not in _TREMA_PREFIXES or letter not in _TREMA:
        return None
    return before + _TREMA[letter] + text[start + 1 :]
