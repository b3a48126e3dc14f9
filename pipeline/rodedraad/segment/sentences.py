"""Splits Dutch text into sentences: rules over every place where a sentence could end.

In: the text of a paragraph, or of several with line breaks between. Out: spans of sentences, in order, without the white space around them.
Own rules instead of a trained splitter, because those cut after "mw.", "3 jan." and "i.o.m.", leave headings glued to the next sentence,
and take seconds to load; each rule here can be read and tested.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

from rodedraad.text.abbreviations import Stop, stop_after
from rodedraad.text.wordlists import stopwords

MAX_BRACKETED_CHARACTERS = 300
"""Text in brackets up to this length belongs to the sentence around it; a bracket that is never closed holds nothing together."""

MAX_HEADING_WORDS = 9

_TERMINATOR = re.compile(r"(?P<mark>[.!?…]+)(?P<close>(?:\[\d{1,3}\])?[\"'”’»)\]]*)(?P<gap>\s+)")
_LINE_BREAK = re.compile(r"[^\S\n]*\n\s*")
_MARKER = re.compile(r"(?:[-–—•·*▪◦○‣➢]|\(?\d{1,2}[.)]|\(?[a-z]\)|[a-z]\.)\s+")
_WORD_BEFORE = re.compile(r"[^\s(\[{\"'„“”‘’»«/]+\Z")
_OPENING = "\"'„“”‘’«(*_"
_ELIDED = re.compile(r"['’‘`](?:s|t|n|k|m)\s+[A-ZÀ-Þ]")
_TAG = re.compile(r"\[[A-ZÀ-Þ]")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_PARTICLES = frozenset({"De", "Den", "Der", "Van", "Ten", "Ter", "Te", "Het", "In", "Op"})
_BRACKETED = re.compile(rf"\((?:[^()]|\([^()]*\)){{0,{MAX_BRACKETED_CHARACTERS}}}\)")
_ENDED = re.compile(r"[.!?…:;][\"'”’»)\]]*\Z")


class Span(NamedTuple):
    """A stretch of text: code points from 0, end exclusive."""

    start: int
    end: int


def split(text: str) -> list[Span]:
    """Return the sentences of ``text``: list items and headings on their own line count as one."""
    starts = sorted(_after_terminators(text) | _after_line_breaks(text))
    starts = _outside(starts, [match.span() for match in _BRACKETED.finditer(text)])
    spans = [_trimmed(text, start, end) for start, end in zip([0, *starts], [*starts, len(text)], strict=True)]
    return [span for span in spans if span.end > span.start]


def _after_terminators(text: str) -> set[int]:
    return {match.end() for match in _TERMINATOR.finditer(text) if match.end() < len(text) and _ends_sentence(text, match)}


def _ends_sentence(text: str, match: re.Match[str]) -> bool:
    """Return whether a sentence ends at a mark that is followed by white space."""
    nxt = match.end()
    if not _can_begin(text, nxt):
        return False
    if match["mark"] != ".":
        return True
    found = _WORD_BEFORE.search(text, max(0, match.start() - 40), match.start())
    if found is None:
        return True
    if found[0].isdigit() and _at_line_start(text, found.start()):
        return False  # the number of a list item or heading
    return _stop_ends(text, stop_after(found[0].rstrip(")")), nxt, closed=bool(match["close"]))


def _stop_ends(text: str, stop: Stop, nxt: int, *, closed: bool) -> bool:
    """Return whether the full stop of a word or abbreviation ends the sentence, given what comes next."""
    if stop is Stop.PLAIN or (closed and stop is not Stop.POINTS_ON):
        return True
    if stop is Stop.POINTS_ON:
        return False
    if stop is Stop.MAY_END:
        return not text[nxt].isdigit()
    return _function_word_at(text, nxt)


def _can_begin(text: str, position: int) -> bool:
    """Return whether a sentence can begin here: a capital, a digit, a surrogate tag, "'s Avonds", after any opening quote or bracket."""
    if _ELIDED.match(text, position) or _MARKER.match(text, position):
        return True
    while position < len(text) and text[position] in _OPENING:
        position += 1
        if _ELIDED.match(text, position):
            return True
    return position < len(text) and (text[position].isupper() or text[position].isdigit() or _TAG.match(text, position) is not None)


def _function_word_at(text: str, position: int) -> bool:
    """Return whether a capital function word stands here: "Zij" after "dr. S."; but "De Wit" after "A." is a name."""
    if _ELIDED.match(text, position):
        return True
    word = _FIRST_WORD.match(text, position + (text[position] in _OPENING))
    if word is None or word[0].lower() not in stopwords():
        return False
    follows = text[word.end() :].lstrip()[:1]
    return not (word[0] in _PARTICLES and follows.isupper())


def _at_line_start(text: str, position: int) -> bool:
    while position and text[position - 1] in " \t(":
        position -= 1
    return position == 0 or text[position - 1] == "\n"


def _after_line_breaks(text: str) -> set[int]:
    starts = set()
    line_start = 0
    for match in _LINE_BREAK.finditer(text):
        if match.end() < len(text) and _breaks(text, text[line_start : match.start()], match):
            starts.add(match.end())
        line_start = match.end()
    return starts


def _breaks(text: str, line: str, match: re.Match[str]) -> bool:
    """Return whether a line break ends a sentence: before a list item, after a blank line, a list item or a heading."""
    if match[0].count("\n") > 1 or _MARKER.match(text, match.end()):
        return True
    if not _can_begin(text, match.end()) or _ENDED.search(line):
        return False  # goes on, or was judged by its full stop
    return _MARKER.match(line.lstrip()) is not None or _is_heading(line)


def _is_heading(line: str) -> bool:
    words = line.split()
    return (
        0 < len(words) <= MAX_HEADING_WORDS
        and not line.rstrip().endswith((",", "-"))
        and (line.lstrip()[0].isupper() or line.lstrip()[0].isdigit())
    )


def _outside(positions: list[int], stretches: list[tuple[int, int]]) -> list[int]:
    """Return the sorted positions that lie in none of the stretches (sorted, apart from each other)."""
    ends = [end for _, end in stretches]
    result = []
    for position in positions:
        index = bisect_right(ends, position)
        if index == len(stretches) or position <= stretches[index][0]:
            result.append(position)
    return result


def _trimmed(text: str, start: int, end: int) -> Span:
    piece = text[start:end]
    return Span(start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip()))
