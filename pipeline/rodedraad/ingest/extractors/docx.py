"""Word documents: blocks in body order, from DOCX bytes.

In: a DOCX. Out: one document of headings, paragraphs, list items, table rows, notes and comments; headers and footers are left out.

docx2python finds the parts (through the package's relationships) and the properties. The text is read from their XML here, because, seen
with docx2python 3.7.1, its text holds moved passages twice, text boxes twice and before their paragraph, hidden text, and markers for
lists, images and notes within the sentence; it cuts a table in two at a nested one and a sentence at a deleted paragraph mark.
"""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rodedraad.errors import DocumentError
from rodedraad.ingest.extractors.archive import read_parts, repack
from rodedraad.ingest.extractors.docx_revisions import accepted
from rodedraad.ingest.extractors.docx_styles import Style, list_level, outline_level, read_styles
from rodedraad.ingest.extractors.docx_text import Paragraph, read_paragraph
from rodedraad.ingest.model import CELL, Extracted, Kind, RawBlock

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.etree import _Element

    from rodedraad.config import Ingest

_PROPERTIES = {
    "title": "title",
    "creator": "author",
    "subject": "subject",
    "keywords": "keywords",
    "created": "created",
    "modified": "modified",
}
_CONTAINERS = frozenset({"sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo"})
_ASIDE = ("toc ", "caption", "table of figures", "index ")
_HEADING_WORDS = 14  # a paragraph of at most this many words, all bold or underlined, is a heading in all but name
_CELL_WORDS = 60  # a cell with more words, in several paragraphs, holds running text


@dataclass(slots=True)
class _Source:
    """What the walk over the body needs to know, and the title it comes across."""

    styles: Mapping[str, Style]
    notes: Mapping[tuple[str, str], _Element]
    depth: int = 0  # of the last heading that has a style
    title: str | None = field(default=None)


def extract(data: bytes, name: str, config: Ingest) -> list[Extracted]:
    """Return the document. Tracked changes are read as accepted; comments are blocks of their own kind.

    Raises:
        DocumentError: no readable Word document, see ``archive``.
    """
    parts = read_parts(data, name, config.max_unpacked_mb)
    roots, properties = _open(parts, name)
    body = None if "officeDocument" not in roots else accepted(roots["officeDocument"], name)
    if body is None or (text := body[0].find("body")) is None:
        raise DocumentError("package_wrong_kind", name, expected="Word (DOCX)")
    styles = read_styles(accepted(roots["styles"], name)[0] if "styles" in roots else None)
    source = _Source(styles, _notes(roots, name))
    blocks = tuple(_blocks(text, source))
    found = ("tracked_changes",) if body[1] else ()
    return [Extracted(blocks, title=source.title, properties=properties, warnings=found)]


def _open(parts: Mapping[str, bytes], name: str) -> tuple[dict[str, bytes], dict[str, str]]:
    """Return the parts that are read, by kind of relationship, and the file's properties."""
    from docx2python import docx2python
    from lxml.etree import LxmlError

    wanted = ("officeDocument", "styles", "footnotes", "endnotes", "comments")
    try:
        with warnings.catch_warnings(), docx2python(io.BytesIO(repack(parts))) as package:
            warnings.simplefilter("ignore")  # of a missing core.xml, which is no fault
            roots = {kind: parts[f.path] for kind in wanted for f in package.docx_reader.files_of_type(kind) if f.path in parts}
            core = package.core_properties
    except (KeyError, ValueError, OSError, LxmlError):  # a package without relationships, or with nonsense in them
        raise DocumentError("package_wrong_kind", name, expected="Word (DOCX)") from None
    return roots, {ours: str(core[theirs]) for theirs, ours in _PROPERTIES.items() if core.get(theirs)}


def _notes(roots: Mapping[str, bytes], name: str) -> dict[tuple[str, str], _Element]:
    """Return (kind, id) → footnote, endnote or comment."""
    kinds = [kind for kind in ("footnotes", "endnotes", "comments") if kind in roots]
    return {(kind, e.get("id", "")): e for kind in kinds for e in accepted(roots[kind], name)[0]}


def _blocks(parent: _Element, source: _Source) -> Iterator[RawBlock]:
    for element in parent:
        if element.tag == "p":
            yield from _paragraph_blocks(element, source)
        elif element.tag == "tbl":
            yield from _table_blocks(element, source)
        elif element.tag in _CONTAINERS:
            aside = element.tag == "sdt" and "Table of Contents" in {
                e.get("val") for e in element.iterfind("sdtPr/docPartObj/docPartGallery")
            }
            inner = _blocks(element, source)
            yield from (RawBlock(Kind.CAPTION, b.text) for b in inner) if aside else inner


def _paragraph_blocks(element: _Element, source: _Source) -> Iterator[RawBlock]:
    paragraph = read_paragraph(element)
    if paragraph.text:
        yield _classify(element, paragraph, source)
    for box in paragraph.boxes:
        yield from _blocks(box, source)
    for reference in paragraph.references:
        if (note := source.notes.get(reference)) is not None:
            text = "\n".join(t for p in note.iter("p") if (t := read_paragraph(p).text))
            kind = Kind.COMMENT if reference[0] == "comments" else Kind.FOOTNOTE
            yield from [RawBlock(kind, text)] if text else []


def _classify(element: _Element, paragraph: Paragraph, source: _Source) -> RawBlock:
    properties = element.find("pPr")
    style_element = None if properties is None else properties.find("pStyle")
    style = source.styles.get("" if style_element is None else style_element.get("val", ""), Style())
    own_level, own_item = outline_level(properties), list_level(properties)
    level = style.heading if own_level is None else own_level
    item = style.item if own_item is None else own_item
    if style.name == "title":
        source.title = source.title or paragraph.text
        return RawBlock(Kind.HEADING, paragraph.text, 1)
    if style.name.startswith(_ASIDE):
        return RawBlock(Kind.CAPTION, paragraph.text)
    if level:
        source.depth = level
        return RawBlock(Kind.HEADING, paragraph.text, level)
    if item:
        return RawBlock(Kind.LIST_ITEM, paragraph.text, item)
    if "quote" in style.name:
        return RawBlock(Kind.QUOTE, paragraph.text)
    if _looks_like_heading(paragraph, bold=style.bold):
        return RawBlock(Kind.HEADING, paragraph.text, source.depth + 1)
    return RawBlock(Kind.PARAGRAPH, paragraph.text)


def _looks_like_heading(paragraph: Paragraph, *, bold: bool) -> bool:
    """Return whether a paragraph without a heading style is one by its looks: short, all bold or underlined, no sentence."""
    text = paragraph.text
    short = len(text.split()) <= _HEADING_WORDS and text[-1] not in ".,;:!…" and any(c.isalpha() for c in text)
    return short and (paragraph.marked or (bold and paragraph.marked is not False))


def _table_blocks(table: _Element, source: _Source) -> Iterator[RawBlock]:
    rows = [[c for c in row.iter("tc") if _owner(c) is row] for row in table.iter("tr") if _owner(row) is table]
    framed = all(len(cells) == 1 for cells in rows)  # a frame around running text
    for cells in rows:
        if framed or any(_is_running_text(cell) for cell in cells):
            for cell in cells:
                yield from _blocks(cell, source)
            continue
        texts = [_cell_text(cell) for cell in cells]
        if any(texts):
            yield RawBlock(Kind.TABLE, CELL.join(texts))
        for cell in cells:
            yield from (b for b in _blocks(cell, source) if b.kind in {Kind.FOOTNOTE, Kind.COMMENT})
            for nested in cell.iterfind("tbl"):
                yield from _table_blocks(nested, source)


def _owner(element: _Element) -> _Element | None:
    """Return the row of a cell, the table of a row, past content controls and the like."""
    above = element.getparent()
    while above is not None and above.tag not in {"tr", "tbl", "tc"}:
        above = above.getparent()
    return above


def _cell_text(cell: _Element) -> str:
    return " ".join(t for p in cell.iter("p") if _owner(p) is cell and (t := read_paragraph(p).text)).replace("\n", " ")


def _is_running_text(cell: _Element) -> bool:
    texts = [t for p in cell.iter("p") if _owner(p) is cell and (t := read_paragraph(p).text)]
    return len(texts) > 1 and sum(len(t.split()) for t in texts) > _CELL_WORDS
