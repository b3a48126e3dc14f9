"""From an HTML tree to blocks: headings, paragraphs, list items, table rows, quotations, in document order.

In: a tree without scripts and hidden parts. Out: blocks. Text that stands loose between block elements becomes a paragraph of its own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rodedraad.ingest.model import CELL, Kind, RawBlock

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt", "fieldset", "figcaption", "figure",
    "footer", "form", "header", "hr", "html", "legend", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td",
    "tfoot", "th", "thead", "tr", "ul", *_HEADINGS,
})  # fmt: skip
_FRAME_PARAGRAPHS = 2  # a cell of a real table seldom has more
_KINDS = {"blockquote": Kind.QUOTE, "figcaption": Kind.CAPTION, "caption": Kind.CAPTION}


@dataclass(slots=True)
class _State:
    """Blocks found so far, the pieces of the block being read, what it will be."""

    blocks: list[RawBlock] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    kind: Kind = Kind.PARAGRAPH
    level: int = 0

    def close(self) -> None:
        """Finish the block being read."""
        text = "\n".join(line for part in "".join(self.pieces).split("\n") if (line := " ".join(part.split())))
        if text:
            self.blocks.append(RawBlock(self.kind, text, self.level))
        self.pieces = []


def read_blocks(root: HtmlElement) -> tuple[RawBlock, ...]:
    """Return the blocks under ``root``."""
    state = _State()
    _walk(root, state, lists=0)
    state.close()
    return tuple(state.blocks)


def _walk(element: HtmlElement, state: _State, lists: int) -> None:
    tag = element.tag
    if not isinstance(tag, str):
        return
    if tag == "table" and not _is_frame(element):
        state.close()
        state.blocks.extend(_rows(element))
        return
    before = (state.kind, state.level)
    if tag in _BLOCKS or tag == "caption":
        state.close()
        state.kind, state.level = _role(tag, before, lists)
    lists += tag in {"ul", "ol"}
    state.pieces.append("\n" if tag == "br" else _text(element.text, keep_lines=tag == "pre"))
    for child in element:
        _walk(child, state, lists)
        state.pieces.append(_text(child.tail, keep_lines=False))
    if tag in _BLOCKS or tag == "caption":
        state.close()
        state.kind, state.level = before


def _role(tag: str, before: tuple[Kind, int], lists: int) -> tuple[Kind, int]:
    if tag in _HEADINGS:
        return Kind.HEADING, _HEADINGS[tag]
    if tag in {"li", "dd"}:
        return Kind.LIST_ITEM, max(1, lists)
    if tag in _KINDS:
        return _KINDS[tag], 0
    return before if before[0] is not Kind.HEADING else (Kind.PARAGRAPH, 0)


def _rows(table: HtmlElement) -> list[RawBlock]:
    """Return one block a row; a table within a cell gives its rows after the row it is in."""
    result = []
    for row in table.iter("tr"):
        if next(row.iterancestors("table")) is not table:
            continue
        nested = [t for t in row.iter("table") if next(t.iterancestors("table")) is table]
        inner = [found for t in nested for found in _rows(t)]
        for t in nested:
            t.drop_tree()
        cells = [" ".join(_spaced(cell).split()) for cell in row if cell.tag in {"td", "th"}]
        if any(cells):
            result.append(RawBlock(Kind.TABLE, CELL.join(cells)))
        result.extend(inner)
    return result


def _spaced(cell: HtmlElement) -> str:
    """Return the text of a cell with a blank where a block ends."""
    return " ".join(cell.itertext()) if any(e.tag in _BLOCKS or e.tag == "br" for e in cell.iterdescendants()) else cell.text_content()


def _is_frame(table: HtmlElement) -> bool:
    """Return whether a table only lays out a page: one column, or cells that hold headings or more paragraphs."""
    cells = [sum(1 for c in row if c.tag in {"td", "th"}) for row in table.iter("tr")]
    holds_text = any(
        cell.find(".//h1") is not None or cell.find(".//h2") is not None or len(cell.findall(".//p")) > _FRAME_PARAGRAPHS
        for cell in table.iter("td")
    )
    return not cells or max(cells) <= 1 or holds_text


def _text(text: str | None, *, keep_lines: bool) -> str:
    if not text:
        return ""
    return text if keep_lines else text.replace("\n", " ").replace("\r", " ")
