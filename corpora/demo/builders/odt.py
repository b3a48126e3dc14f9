"""Writes a source as ODT: headings, lists, tables, notes."""

from __future__ import annotations

import io
from datetime import datetime, time
from typing import TYPE_CHECKING

from odfdo import Document, Header, List, ListItem, Paragraph, Table

from builders.archive import settle

if TYPE_CHECKING:
    from builders.source import Block, Source


def write(source: Source) -> bytes:
    """Return the ODT of ``source``: the same bytes each time."""
    document = Document("text")
    body = document.body
    body.clear()
    body.append(Paragraph(source.title, style="Title"))
    body.append(Paragraph(source.subtitle, style="Subtitle"))
    body.append(Paragraph(f"{source.organisation}, {source.date_in_words}"))
    items: List | None = None
    for index, block in enumerate(source.blocks):
        if block.kind in {"bullet", "number"}:
            items = items if items is not None else List()
            items.append(ListItem(f"{block.level}. {block.text}" if block.kind == "number" else block.text))
            continue
        if items is not None:
            body.append(items)
            items = None
        body.append(_element(block, index))
    if items is not None:
        body.append(items)
    _properties(document, source)
    buffer = io.BytesIO()
    document.save(buffer)
    return settle(buffer.getvalue())


def _element(block: Block, index: int) -> Header | Paragraph | Table:
    if block.kind == "heading":
        return Header(block.level, block.text)
    if block.kind == "table":
        table = Table(f"Tabel {index}", width=len(block.rows[0]), height=len(block.rows))
        for number, row in enumerate(block.rows):
            table.set_row_values(number, list(row))
        return table
    paragraph = Paragraph()
    for number, run in enumerate(block.runs):
        if run.kind == "note":
            paragraph.insert_note(note_id=f"note{index}_{number}", citation=str(number), body=run.text)
        elif run.kind in {"text", "inserted"}:
            paragraph.append_plain_text(run.text)
    return paragraph


def _properties(document: Document, source: Source) -> None:
    when = datetime.combine(source.date, time(9, 0))
    meta = document.meta
    meta.title, meta.subject, meta.language = source.title, source.kind, "nl-NL"
    meta.creation_date = meta.date = when
    meta.initial_creator = meta.creator = source.organisation
    meta.generator = "Rode Draad demo"
