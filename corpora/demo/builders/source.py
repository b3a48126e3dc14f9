"""Reads a source file of the demo corpus (format: README.md in the folder above) into blocks of runs.

In: ``source/jh01.md``. Out: a `Source` with its front matter and blocks, which every writer of a format walks through in the same way.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from pathlib import Path

Kind = Literal["heading", "paragraph", "bullet", "number", "quote", "table"]
RunKind = Literal["text", "inserted", "deleted", "comment", "note"]

MONTHS = ["januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"]
_MARK = re.compile(r"\{>>(?P<comment>.*?)<<\}|\{\+\+(?P<inserted>.*?)\+\+\}|\{--(?P<deleted>.*?)--\}|\[\^(?P<note>\w+)\]", re.DOTALL)
_ITEM = re.compile(r"(?:(?P<bullet>-)|(?P<number>\d+)\.)\s+(?P<text>.*)")


@dataclass(frozen=True)
class Run:
    """A piece of text of one kind; a note holds the text of the footnote, a comment has an author."""

    kind: RunKind
    text: str
    author: str = ""


@dataclass(frozen=True)
class Block:
    """A heading, paragraph, list item, quotation or table. ``level`` is a heading's depth or a list item's number."""

    kind: Kind
    runs: tuple[Run, ...] = ()
    level: int = 0
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def text(self) -> str:
        """Return the final text: insertions in, deletions, comments and notes out."""
        return "".join(run.text for run in self.runs if run.kind in {"text", "inserted"})

    @property
    def notes(self) -> tuple[str, ...]:
        """Return the texts of its footnotes, in order."""
        return tuple(run.text for run in self.runs if run.kind == "note")


@dataclass(frozen=True)
class Source:
    """A source document: front matter and blocks."""

    id: str
    name: str  # file name without extension
    format: str
    layout: frozenset[str]
    title: str
    subtitle: str
    kind: str
    sector: str
    date: date
    organisation: str
    patterns: tuple[str, ...]
    blocks: tuple[Block, ...]

    @property
    def date_in_words(self) -> str:
        """Return the date as a report writes it: 12 mei 2023."""
        return f"{self.date.day} {MONTHS[self.date.month - 1]} {self.date.year}"


def read(path: Path) -> Source:
    """Return the source document in ``path``. Raises ValueError naming the file when its front matter is not whole."""
    _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
    meta = dict(line.split(": ", 1) for line in front.strip().splitlines())
    try:
        return Source(
            id=meta["id"],
            name=meta["bestand"],
            format=meta["formaat"],
            layout=frozenset(_items(meta["opmaak"])),
            title=meta["titel"],
            subtitle=meta.get("ondertitel", ""),
            kind=meta["soort"],
            sector=meta["sector"],
            date=date.fromisoformat(meta["datum"]),
            organisation=meta["organisatie"],
            patterns=tuple(_items(meta["patronen"])),
            blocks=tuple(_blocks(body)),
        )
    except KeyError as error:
        raise ValueError(f"{path.name}: no {error} in the front matter") from None


def settings(path: Path) -> dict[str, object]:
    """Return corpus.toml."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _items(value: str) -> list[str]:
    return [item.split("#")[0].strip() for item in value.strip().strip("[]").split(",") if item.strip()]


def _blocks(body: str) -> list[Block]:
    notes = {name: " ".join(text.split()) for name, text in re.findall(r"^\[\^(\w+)\]: (.*(?:\n(?!\n|\[\^).+)*)", body, re.MULTILINE)}
    body = re.sub(r"^\[\^\w+\]: .*(?:\n(?!\n|\[\^).+)*", "", body, flags=re.MULTILINE)
    chunks = (chunk.strip() for chunk in re.split(r"\n\s*\n|\n(?=#)|(?<=\n)(?=#{1,6} )", "\n" + body))
    return [block for chunk in chunks if chunk for block in _chunk(chunk, notes)]


def _chunk(chunk: str, notes: dict[str, str]) -> list[Block]:
    """Return the blocks of lines between two blank lines: usually one, more where a heading or list touches a paragraph."""
    first, _, rest = chunk.partition("\n")
    if first.startswith("#"):
        marks, _, text = first.partition(" ")
        heading = Block("heading", _runs(text, notes), len(marks))
        return [heading, *(_chunk(rest.strip(), notes) if rest.strip() else [])]
    if first.startswith("|"):
        rows = [tuple(cell.strip() for cell in line.strip().strip("|").split("|")) for line in chunk.splitlines()]
        return [Block("table", rows=tuple(row for row in rows if not all(set(cell) <= set("-: ") for cell in row)))]
    if first.startswith(">"):
        return [Block("quote", _runs(" ".join(line.lstrip("> ").strip() for line in chunk.splitlines()), notes))]
    return _paragraph_or_list(chunk, notes)


def _paragraph_or_list(chunk: str, notes: dict[str, str]) -> list[Block]:
    parts: list[tuple[Kind, int, list[str]]] = []
    for line in chunk.splitlines():
        item = _ITEM.match(line)
        if item and item["bullet"]:
            parts.append(("bullet", 0, [item["text"]]))
        elif item and (not parts or parts[-1][0] == "number"):
            parts.append(("number", int(item["number"]), [item["text"]]))
        elif parts:
            parts[-1][2].append(line.strip())
        else:
            parts.append(("paragraph", 0, [line.strip()]))
    return [Block(kind, _runs(" ".join(lines), notes), level) for kind, level, lines in parts]


def _runs(text: str, notes: dict[str, str]) -> tuple[Run, ...]:
    runs, end = [], 0
    for mark in _MARK.finditer(text):
        runs.append(Run("text", text[end : mark.start()]))
        end = mark.end()
        if mark["comment"] is not None:
            said, _, author = mark["comment"].rpartition("|")
            runs.append(Run("comment", said, author))
        elif mark["note"] is not None:
            runs.append(Run("note", notes[mark["note"]]))
        else:
            kind: RunKind = "inserted" if mark["inserted"] is not None else "deleted"
            runs.append(Run(kind, mark["inserted"] or mark["deleted"]))
    runs.append(Run("text", text[end:]))
    return tuple(run for run in runs if run.text)
