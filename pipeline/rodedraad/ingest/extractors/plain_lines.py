"""What a single line of plain text is: list item, numbered heading, line of a table of contents, table row.

In: lines. Out: judgements about their form alone, without their neighbours; ``plain_layout`` weighs those.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_BULLET = re.compile(r"^(\s*)(?:[•●▪■▫□◦‣⁃►▶▣✓✔☐❑❒➢→\uf0b7\uf0a7]\s*|(?:[-*+»·–—]|o(?=\s{2,}|\t))\s+)+(?=\S)")
_ENUMERATED = re.compile(r"^(\s*)(?:\(?\d{1,2}[.)]|\(?[a-zA-Z][.)]|\(?[ivx]{1,4}\))\s+(?=\S)")
_NUMBERED = re.compile(
    r"^\s*(?:(?:hoofdstuk|paragraaf|deel|bijlage|fase)\s+)?(\d{1,2}(?:\.\d{1,2}){0,4})(\.?)\s+(?=[^\W\d_])", re.IGNORECASE
)
_NUMBERED_PARAGRAPH = re.compile(r"^\s*\d{1,2}(?:\.\d{1,2})+\.?\s+[A-ZÀ-Þ‘“]")
_LEADERS = re.compile(r"(?:\.\s?){4,}\s*\d{0,4}\s*$|…{2,}\s*\d{0,4}\s*$|\S(?:\t|\s{2,})\d{1,3}\s*$")
_CONTENTS_MAX_CHARACTERS = 160
_UNDERLINE = re.compile(r"^\s*(={3,}|-{3,}|~{3,}|_{3,})\s*$")
_STRONG = re.compile(r"(?<![\w*])\*\*(?=\S)([^\n]{1,500}?)(?<=\S)\*\*(?![\w*])")
_EMPHASIS = re.compile(r"(?<![\w*])\*(?=\S)([^*\n]{1,500}?)(?<=\S)\*(?![\w*])")
_RAISED = re.compile(r"(?<=\d)\^(?=(?:e|de|ste|o|a)\b)")  # 1^e
_EDGE_MARK = re.compile(r"^\s*\*(?=\w)|(?<=[\w.,!?])\*\s*$")
_CELLS = re.compile(r"\t+|\s\|\s?")
_LETTERS = re.compile(r"[^\W\d_]{2}")
_TAGS = re.compile(r"</?(?:p|br|b|i|em|strong|ul|ol|li|div|span)\s*/?>", re.IGNORECASE)
HEADING_MAX_WORDS = 12
HEADING_MAX_CHARACTERS = 90
_SENTENCE_ENDS = ".,;:!…"
_CAPITALS_MIN_LETTERS = 4


@dataclass(frozen=True, slots=True)
class Item:
    """A list item: its text without marker, the marker's indent in columns, and whether it was numbered or lettered."""

    text: str
    indent: int
    enumerated: bool


def list_item(line: str) -> Item | None:
    """Return the list item that a line begins, or None."""
    found = _BULLET.match(line) or _ENUMERATED.match(line)
    if found is None:
        return None
    return Item(line[found.end() :].strip(), indent(line), enumerated=_BULLET.match(line) is None)


def indent(line: str) -> int:
    """Return how far a line is indented, in columns; a tab is four."""
    return sum(4 if c == "\t" else 1 for c in line[: len(line) - len(line.lstrip())])


def underline_level(line: str) -> int:
    """Return the heading level that an underlining gives to the line above: 1 for ===, 2 for the others, 0 for no underlining."""
    found = _UNDERLINE.match(line)
    return 0 if found is None else 1 if found[1][0] == "=" else 2


def number_depth(line: str) -> int:
    """Return 2 for "1.2 Titel", 1 for "1 Titel", "1. Titel" and "Hoofdstuk 1 Titel", 0 for a line without such a number."""
    found = _NUMBERED.match(line)
    return found[1].count(".") + 1 if found else 0


def starts_numbered(line: str) -> bool:
    """Return whether a line begins a numbered paragraph: "6.24. Door" does, "7.2 van de wet" does not."""
    return _NUMBERED_PARAGRAPH.match(line) is not None


def is_contents_line(line: str) -> bool:
    """Return whether the line leads to a page number by dots, a tab or a run of blanks."""
    return len(line) <= _CONTENTS_MAX_CHARACTERS and _LEADERS.search(line) is not None and any(c.isalpha() for c in line)


def in_capitals(line: str) -> bool:
    """Return whether a short line is written in capitals."""
    letters = [c for c in line if c.isalpha()]
    return len(letters) >= _CAPITALS_MIN_LETTERS and line.upper() == line and could_be_heading(line)


def could_be_heading(line: str) -> bool:
    """Return whether a line is short and ends like no sentence."""
    text = line.strip()
    starts = text[:1].isupper() or text[:1].isdigit() or text[:1] in "‘“'\"("
    return (
        starts
        and len(text) <= HEADING_MAX_CHARACTERS
        and len(text.split()) <= HEADING_MAX_WORDS
        and text[-1] not in _SENTENCE_ENDS
        and _LETTERS.search(text) is not None
    )


def is_table_rule(line: str) -> bool:
    """Return whether a line only divides the head of a table from its rows: "|---|---|"."""
    return "|" in line and set(line.strip()) <= set("|-+:= ")


def cells(line: str) -> list[str]:
    """Return the cells of a line divided by tabs or bars; one cell is no table."""
    text = line.strip().strip("|") if line.count("|") > 1 else line.strip()
    return [part.strip() for part in _CELLS.split(text)]


def without_marks(text: str) -> str:
    """Return text without the asterisks of *cursief* and **vet** and without the simplest tags, which converters leave in plain text."""
    plain = _RAISED.sub("", _EMPHASIS.sub(r"\1", _STRONG.sub(r"\1", text)))
    if plain.count("*") == 1:  # the other one stands on another line
        plain = _EDGE_MARK.sub("", plain)
    return " ".join(_TAGS.sub(" ", plain).split())
