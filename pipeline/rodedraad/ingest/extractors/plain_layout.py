"""From lines of plain text to blocks: joins hard-wrapped lines and tells headings, lists and tables from running text.

In: lines with their page. Out: blocks in reading order. Without marks in the text the layout is all there is to go by: blank lines, the
length of a line against the width of the text, capitals, numbers, underlining, and how the next line begins.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rodedraad.ingest import hyphens, sections
from rodedraad.ingest.extractors import plain_lines as form
from rodedraad.ingest.extractors.plain_contents import contents_lines
from rodedraad.ingest.model import CELL, Kind, RawBlock

if TYPE_CHECKING:
    from collections.abc import Sequence

_WRAPPED_MAX_WIDTH = 160  # columns: wider lines were never wrapped by hand or by a program
_FULL_SHARE = 0.7  # of the width: a shorter line ends its paragraph when a sentence ends with it
_SHORT_SHARE = 0.6
_WRAPPED_MIN_LINES = 4


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line as written, without its line end, and its page (None where the text has no pages)."""

    text: str
    page: int | None = None

    @property
    def blank(self) -> bool:
        """Whether nothing stands on it."""
        return not self.text.strip()


@dataclass(slots=True)
class _Open:
    """The paragraph or list item that lines are being added to."""

    kind: Kind
    level: int
    page: int | None
    lines: list[str] = field(default_factory=list)


def lay_out(lines: Sequence[TextLine]) -> list[RawBlock]:
    """Return the blocks of a text."""
    return _Layout(lines).blocks()


class _Layout:
    """One pass over the lines; holds what the next line must know of the ones before."""

    def __init__(self, lines: Sequence[TextLine]) -> None:
        self.lines = lines
        self.width = text_width(lines)
        self.contents = contents_lines([line.text for line in lines])
        self.words = hyphens.vocabulary(line.text for line in lines)
        self.result: list[RawBlock] = []
        self.open: _Open | None = None
        self.indents: list[int] = []

    def blocks(self) -> list[RawBlock]:
        at = 0
        while at < len(self.lines):
            at += self._take(at)
        self._close()
        return self.result

    def _take(self, at: int) -> int:
        """Handle the line at ``at`` and return how many lines that took."""
        line = self.lines[at]
        if line.blank or form.underline_level(line.text):
            self._close()
            return 1
        if form.is_table_rule(line.text):
            return 1
        following = self._at(at + 1)
        if (level := form.underline_level(following.text)) and len(line.text.strip()) <= form.HEADING_MAX_CHARACTERS:
            self._add(Kind.HEADING, level, line)
            return 2
        if at in self.contents or form.is_contents_line(line.text):
            self._add(Kind.CAPTION, 0, line)
        elif len(cells := form.cells(line.text)) > 1:
            self._add(Kind.TABLE, 0, TextLine(CELL.join(cells), line.page))
        elif level := self._heading_level(at):
            self._add_heading(level, at)
        elif item := form.list_item(line.text):
            self._close()
            self.open = _Open(Kind.LIST_ITEM, self._depth(item.indent), line.page, [item.text])
        elif self.open is not None and self._continues(at):
            self.open.lines.append(line.text.strip())
        else:
            self._close()
            self.open = _Open(Kind.PARAGRAPH, 0, line.page, [line.text.strip()])
        return 1

    def _add_heading(self, level: int, at: int) -> None:
        """Add a heading; on a title page, lines in capitals under each other are one title."""
        line, before = self.lines[at], self._at(at - 1)
        title_page = self.open is None and self.result and all(block.kind is Kind.HEADING for block in self.result)
        capitals = form.in_capitals(line.text) and form.in_capitals(before.text)
        if title_page and capitals and not form.number_depth(line.text) and sections.role_of(line.text) is None:
            line = TextLine(f"{self.result.pop().text} {line.text.strip()}", before.page)
        self._add(Kind.HEADING, level, line)

    def _at(self, at: int) -> TextLine:
        return self.lines[at] if 0 <= at < len(self.lines) else TextLine("")

    def _heading_level(self, at: int) -> int:
        text = self.lines[at].text
        before, after = self._at(at - 1), self._at(at + 1)
        if not form.could_be_heading(text):
            return 0
        alone = before.blank and after.blank
        listed = form.list_item(text)
        if self._runs_on(text) and not after.blank:
            return 0
        depth = form.number_depth(text)
        if depth and (alone or (depth > 1 and not self._runs_on(before.text))):
            return depth
        if listed is not None:
            return 0
        if form.in_capitals(text) and (before.blank or not self._runs_on(before.text)):
            return 1
        opens = self._opens_text(at)
        return 2 if (before.blank and opens) or (self.width and opens and self._ends(before.text)) else 0

    def _opens_text(self, at: int) -> bool:
        """Return whether running text follows on a line, past blank ones."""
        text, after = self.lines[at].text.strip(), self._at(at + 1)
        if self.width and len(text) > _SHORT_SHARE * self.width and not after.blank:
            return False
        following = next((line for line in self.lines[at + 1 : at + 4] if not line.blank), TextLine(""))
        if after.blank and form.list_item(following.text):
            return True
        words = following.text.split()
        begins = following.text.strip()[:1]
        if not self.width and not after.blank:
            return False
        return len(words) > form.HEADING_MAX_WORDS // 2 and not (begins.islower() and not after.blank)

    def _continues(self, at: int) -> bool:
        """Return whether a line goes on with the open paragraph."""
        if not self.width or self._at(at - 1).blank or form.starts_numbered(self.lines[at].text):
            return False
        before, text = self.lines[at - 1].text.rstrip(), self.lines[at].text.strip()
        if len(before.strip()) < _FULL_SHARE * self.width and (self._ends(before) or not text[:1].islower()):
            return self._runs_on(before)
        return True

    def _runs_on(self, text: str) -> bool:
        """Return whether a line is full and stops in the middle of a sentence."""
        return bool(text.strip()) and not self._ends(text) and (len(text.strip()) >= _FULL_SHARE * self.width if self.width else False)

    @staticmethod
    def _ends(text: str) -> bool:
        return text.rstrip().rstrip("\"'”’)»").endswith((".", "!", "?", ":", ";"))

    def _depth(self, indent: int) -> int:
        while self.indents and self.indents[-1] >= indent:
            self.indents.pop()
        self.indents.append(indent)
        return len(self.indents)

    def _add(self, kind: Kind, level: int, line: TextLine) -> None:
        self._close()
        self.indents = []
        self.result.append(RawBlock(kind, form.without_marks(line.text.strip()), level, line.page))

    def _close(self) -> None:
        if self.open is None:
            return
        block, self.open = self.open, None
        if block.kind is Kind.PARAGRAPH:
            self.indents = []
        text = form.without_marks(hyphens.join(block.lines, self.words)[0])
        self.result.append(RawBlock(block.kind, text, block.level, block.page))


def text_width(lines: Sequence[TextLine]) -> int:
    """Return the width (columns) to which the text was wrapped, or 0 when each line is a paragraph of its own."""
    pairs = [(a.text.strip(), b.text.strip()) for a, b in itertools.pairwise(lines) if not a.blank and not b.blank]
    lengths = sorted(len(line.text.strip()) for line in lines if not line.blank)
    if len(lengths) < _WRAPPED_MIN_LINES or not pairs:
        return 0
    width = lengths[int(0.9 * len(lengths))]
    broken = sum(1 for a, b in pairs if b[:1].islower() and len(a) >= _SHORT_SHARE * width)
    return width if width <= _WRAPPED_MAX_WIDTH and broken >= max(2, 0.1 * len(pairs)) else 0
