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
_DRIFTED = re.compile(rf"([^\W\d_]+)[ ][{_HYPHENS}]$")
_FIRST = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*|\S+")
_SUSPENDED = {"en", "of", "tot", "noch", "én", "and", "or", "und", "oder", "dan"}  # in- en uitstroom
_KEEPS_HYPHEN = {"niet", "ex", "non", "bijna", "arts", "collega", "kandidaat", "adjunct", "vice", "interim", "aspirant"}
_PRINTERS = re.compile(r"^(?:niet te|ex (?!partner|man|vrouw|vriend|echtgeno|collega|bestuur)|non n)")  # niettemin, expert, nonnen
_TREMA = {"e": "ë", "i": "ï", "u": "ü"}  # geïnformeerd loses its trema when broken as ge-informeerd
_TREMA_PREFIXES = {"ge", "be"}
_CLASH = re.compile(r"(?:a[aeiu]|e[ei]|o[eiou]|u[iu])$")  # vowels that would be read as one: hence the hyphen in zee-egel
_MIN_COMPOUND_PART = 4  # letters
_LOOK_BACK = 400  # characters: longer than any word or address
_URL = re.compile(r"(?:www\.|https?://|@)\S*(?:/(?=\n)|\.(?=\n[a-z]))")  # a break in an address; the line end stands for what follows


def vocabulary(lines: Iterable[str]) -> Vocabulary:
    """Return how often each word, in lower case, occurs whole in the document: not as the last or first of a line."""
    counts: Vocabulary = Counter()
    for line in lines:
        words = [match.group().lower() for match in _WORD.finditer(line)]
        counts.update(words[1:-1] if len(words) > 1 else words)
    return counts


def join(lines: Sequence[str], words: Vocabulary) -> tuple[str, list[int]]:
    """Return the lines as running text and the offset at which each begins.

    Only the end of what came before is looked at, so that a file that is one endless paragraph takes no longer a line than others.
    """
    pieces: list[str] = []
    starts: list[int] = []
    length, end = 0, ""
    for line in lines:
        following = line.strip()
        if length:
            n_taken_off, put = _between(end, following, words)
            pieces[-1] = pieces[-1][: len(pieces[-1]) - n_taken_off] + put
            length += len(put) - n_taken_off
            end = end[: len(end) - n_taken_off] + put
            following = _with_trema(end, following)
        starts.append(length)
        pieces.append(following)
        length += len(following)
        end = (end + following)[-_LOOK_BACK:]
    return "".join(pieces), starts


def _between(text: str, following: str, words: Vocabulary) -> tuple[int, str]:
    """Return how many characters go off the end of ``text``, and what must stand between it and the following line."""
    broken = _LAST.search(text) if text[-1:] in _HYPHENS + _SOFT else None
    first = _FIRST.match(following)
    if broken is None or first is None:
        return 0, "" if _URL.search(f"{text.rpartition(' ')[2]}\n{following}") else " "
    left, right = _tail(broken.group(1)), first.group()
    if broken.group(2) == _SOFT:
        return 1, ""
    if not left:  # a dash on its own, or a hyphen that drifted off its word
        drifted = _DRIFTED.search(text)
        known = drifted is not None and words[drifted[1].lower() + right.lower()] > 0
        return (2, "") if known else (0, " ")
    if right.lower() in _SUSPENDED:
        return 1, "- "
    return 1, "-" if _is_own(left, right, words) else ""


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


def _with_trema(before: str, following: str) -> str:
    """Return the line with the trema that a broken "ge-informeerd" has lost, or as it is when there is nothing to give back."""
    prefix = re.search(r"[^\W\d_]+$", before) if following[:1] in _TREMA else None
    if prefix is None or prefix.group().lower() not in _TREMA_PREFIXES:
        return following
    return _TREMA[following[0]] + following[1:]
