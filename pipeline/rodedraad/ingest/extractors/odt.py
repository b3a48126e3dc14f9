"""OpenDocument text (LibreOffice): blocks in the order of the text.

In: an ODT. Out: one document. odfdo opens it and knows styles and metadata; the walk over the text is ours, because odfdo's own text output
mixes notes, comments and frames into the sentence. Tracked deletions lie outside the text (ODF 1.3 part 3 §5.5), so that leaving their
element out accepts them.
"""

from __future__ import annotations

import io
import re
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from rodedraad.errors import DocumentError
from rodedraad.ingest.extractors.archive import parse_xml, read_parts, repack
from rodedraad.ingest.model import CELL, Extracted, Kind, RawBlock

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rodedraad.config import Ingest

_LEFT_OUT = frozenset(
    {"text:tracked-changes", "text:sequence-decls", "text:variable-decls", "text:user-field-decls", "office:forms", "text:hidden-paragraph"}
)
_INDEXES = frozenset({"text:table-of-content", "text:alphabetical-index", "text:illustration-index", "text:table-index", "text:user-index"})
_CHARACTERS = {"text:tab": " ", "text:line-break": "\n", "text:soft-page-break": ""}
_META = {"title": "title", "author": "creator", "subject": "subject", "keywords": "keyword", "created": "creation_date", "modified": "date"}
_HEADING_STYLE = re.compile(r"heading(?:_20_|\s)?(\d)", re.IGNORECASE)
_TITLE_STYLE = "title"
_CELL_WORDS = 60
_Element = Any  # odfdo.Element


@dataclass(slots=True)
class _Source:
    """The document's styles (name → parent and bold) and the title met on the way."""

    parents: Mapping[str, str]
    title: str | None = None


@dataclass(slots=True)
class _Text:
    """The text of a paragraph and what hangs on it."""

    pieces: list[str] = field(default_factory=list)
    notes: list[RawBlock] = field(default_factory=list)
    frames: list[_Element] = field(default_factory=list)

    def value(self) -> str:
        """Return the text, white space as ODF reads it: runs are one blank."""
        return "\n".join(line for part in "".join(self.pieces).split("\n") if (line := " ".join(part.split())))


def extract(data: bytes, name: str, config: Ingest) -> list[Extracted]:
    """Return the document. Tracked changes are read as accepted; comments are blocks of their own kind.

    Raises:
        DocumentError: no readable OpenDocument text, see ``archive``.
    """
    from odfdo import Document

    parts = read_parts(data, name, config.max_unpacked_mb)
    if b"opendocument.text" not in parts.get("mimetype", b"opendocument.text") or "content.xml" not in parts:
        raise DocumentError("package_wrong_kind", name, expected="OpenDocument (ODT)")
    if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
        raise DocumentError("package_encrypted", name)
    for path in ("content.xml", "styles.xml", "meta.xml"):
        if path in parts:
            parse_xml(parts[path], name)  # says that it is broken before odfdo stumbles
    try:
        document = Document(io.BytesIO(repack(parts)))
        source = _Source(_style_parents(document) if "styles.xml" in parts else {})
        blocks = tuple(_blocks(document.body, source))
    except (KeyError, ValueError, TypeError, AttributeError, OSError):  # what odfdo makes of a file that is well-formed but no ODF
        raise DocumentError("document_broken", name) from None
    tracked = ("tracked_changes",) if b"<text:tracked-changes" in parts["content.xml"] else ()
    return [Extracted(blocks, title=source.title, properties=_properties(document) if "meta.xml" in parts else {}, warnings=tracked)]


def _properties(document: Any) -> dict[str, str]:  # noqa: ANN401 - odfdo is untyped to us
    found = {}
    for ours, theirs in _META.items():
        with suppress(ValueError):  # a date that is none
            if value := getattr(document.meta, theirs):
                found[ours] = value if isinstance(value, str) else value.isoformat()
    return found


def _style_parents(document: Any) -> dict[str, str]:  # noqa: ANN401
    styles = document.get_styles("paragraph")
    return {s.name: s.parent_style or "" for s in styles if s.name}


def _blocks(parent: _Element, source: _Source, lists: int = 0) -> Iterator[RawBlock]:
    for element in parent.children:
        tag = element.tag
        if tag in {"text:h", "text:p"}:
            yield from _paragraph(element, source, lists)
        elif tag == "text:list":
            yield from _blocks(element, source, lists + 1)
        elif tag == "table:table":
            yield from _table(element, source)
        elif tag in _INDEXES:
            yield from (RawBlock(Kind.CAPTION, b.text) for b in _blocks(element, source) if b.text)
        elif tag not in _LEFT_OUT:
            yield from _blocks(element, source, lists)  # sections, list items, frames, index bodies


def _paragraph(element: _Element, source: _Source, lists: int) -> Iterator[RawBlock]:
    text = _Text()
    _collect(element, text, source)
    if value := text.value():
        yield _classify(element, value, source, lists)
    for frame in text.frames:
        yield from _blocks(frame, source)
    yield from text.notes


def _classify(element: _Element, text: str, source: _Source, lists: int) -> RawBlock:
    names = _style_chain(element.get_attribute("text:style-name") or "", source)
    if element.tag == "text:h":
        stated = str(element.get_attribute("text:outline-level"))
        return RawBlock(Kind.HEADING, text, int(stated) if stated.isdigit() else 1)
    if any(n.lower() == _TITLE_STYLE for n in names):
        source.title = source.title or text
        return RawBlock(Kind.HEADING, text, 1)
    if level := next((int(found[1]) for n in names if (found := _HEADING_STYLE.fullmatch(n))), 0):
        return RawBlock(Kind.HEADING, text, level)
    if any(n.lower() in {"caption", "illustration", "drawing"} for n in names):
        return RawBlock(Kind.CAPTION, text)
    if lists:
        return RawBlock(Kind.LIST_ITEM, text, lists)
    return RawBlock(Kind.QUOTE if any(n.lower().startswith("quot") for n in names) else Kind.PARAGRAPH, text)


def _style_chain(name: str, source: _Source) -> list[str]:
    chain: list[str] = []
    while name and name not in chain:
        chain.append(name)
        name = source.parents.get(name, "")
    return chain


def _collect(element: _Element, text: _Text, source: _Source) -> None:
    """Add the text of an inline element; notes, comments and frames are set aside."""
    text.pieces.append(_one_line(element.text))
    for child in element.children:
        tag = child.tag
        if tag == "text:s":
            text.pieces.append(" ")
        elif tag in _CHARACTERS:
            text.pieces.append(_CHARACTERS[tag])
        elif tag == "text:note":
            text.notes.extend(_note(child, "text:note-body", Kind.FOOTNOTE, source))
        elif tag == "office:annotation":
            text.notes.extend(_note(child, None, Kind.COMMENT, source))
        elif tag in {"draw:frame", "draw:custom-shape", "draw:text-box", "draw:g"}:
            text.frames.append(child)
        elif tag not in {"text:hidden-text", "text:ruby-text", "office:annotation-end", "text:bookmark"}:
            _collect(child, text, source)
        text.pieces.append(_one_line(child.tail))


def _one_line(text: str | None) -> str:
    return (text or "").replace("\n", " ")  # only text:line-break breaks a line


def _note(element: _Element, body: str | None, kind: Kind, source: _Source) -> list[RawBlock]:
    parent = element if body is None else next((c for c in element.children if c.tag == body), None)
    inner = [b.text for b in _blocks_of_text(parent, source)] if parent is not None else []
    return [RawBlock(kind, "\n".join(inner))] if inner else []


def _blocks_of_text(parent: _Element, source: _Source) -> Iterator[RawBlock]:
    """Return the paragraphs of a note; its author, date and initials are not text of the report."""
    for child in parent.children:
        if child.tag in {"text:p", "text:h", "text:list"}:
            yield from _paragraph(child, source, 0) if child.tag != "text:list" else _blocks(child, source)


def _table(table: _Element, source: _Source) -> Iterator[RawBlock]:
    rows = list(_rows(table))
    framed = all(len(row) <= 1 for row in rows)
    for row in rows:
        inner = [list(_blocks(cell, source)) for cell in row]
        nested = [b for cell in inner for b in cell if b.kind in {Kind.TABLE, Kind.FOOTNOTE, Kind.COMMENT}]
        texts = [[b.text for b in cell if b not in nested] for cell in inner]
        running = any(len(cell) > 1 and sum(len(t.split()) for t in cell) > _CELL_WORDS for cell in texts)
        if framed or running:
            yield from (b for cell in inner for b in cell)
            continue
        if any(texts):
            yield RawBlock(Kind.TABLE, CELL.join(" ".join(cell).replace("\n", " ") for cell in texts))
        yield from nested


def _rows(parent: _Element) -> Iterator[list[_Element]]:
    for child in parent.children:
        if child.tag == "table:table-row":
            yield [c for c in child.children if c.tag in {"table:table-cell", "table:covered-table-cell"}]
        elif child.tag in {"table:table-header-rows", "table:table-rows", "table:table-row-group"}:
            yield from _rows(child)
