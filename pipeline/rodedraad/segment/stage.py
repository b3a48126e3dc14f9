"""The segment stage: paragraphs of a document → its passages, still without knowledge of other documents.

In: `documents` and `paragraphs` of one document. Out: `fragments`; `fold` makes `passages` of them. A document that is set aside gives
none, nor do blocks in another language: a passage is what patterns are sought in.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import fields
from typing import TYPE_CHECKING, Any

import polars as pl

from rodedraad.ids import passage_id
from rodedraad.schema import TABLES, Status
from rodedraad.segment.modality import classify
from rodedraad.segment.passages import Draft, Paragraph, cut

if TYPE_CHECKING:
    from rodedraad.config import Segment
    from rodedraad.run.stage import Context
    from rodedraad.schema import Tables

_SEPARATOR = "\n\n"  # between paragraphs, see the schema


def run(tables: Tables, config: Segment, context: Context) -> Tables:  # noqa: ARG001 - the same signature for every stage
    """Return ``{"fragments": …}`` of the documents with status ok."""
    documents = tables["documents"].filter(pl.col("status") == Status.OK.value)
    rows: list[dict[str, object]] = []
    for doc_id, language in documents.select("doc_id", "language").sort("doc_id").iter_rows():
        rows += _fragments(doc_id, language, tables["paragraphs"].filter(pl.col("doc_id") == doc_id).sort("block"), config)
    return {"fragments": TABLES["fragments"].frame(rows)}


def _fragments(doc_id: str, language: str | None, data: pl.DataFrame, config: Segment) -> list[dict[str, object]]:
    text = _SEPARATOR.join(data["text"].to_list())
    paragraphs = [_paragraph(row) for row in data.iter_rows(named=True) if row["language"] in {None, language}]
    seen: Counter[str] = Counter()
    rows = []
    for position, draft in enumerate(cut(paragraphs, config)):
        passage = text[draft.start : draft.end]
        rows.append(_row(doc_id, position, draft, passage, seen[passage]))
        seen[passage] += 1
    return rows


def _paragraph(row: dict[str, Any]) -> Paragraph:
    return Paragraph(**{field.name: row[field.name] for field in fields(Paragraph)})


def _row(doc_id: str, position: int, draft: Draft, text: str, occurrence: int) -> dict[str, object]:
    paragraph = draft.paragraph
    return {
        "passage_id": passage_id(doc_id, text, occurrence),
        "doc_id": doc_id,
        "position": position,
        "block": paragraph.block,
        "start": draft.start,
        "end": draft.end,
        "page_first": paragraph.page_first,
        "page_last": draft.page_last,
        "section": paragraph.section,
        "section_role": paragraph.section_role,
        "modality": classify(text, paragraph.section_role, draft.lead).value,
        "text": text,
        "n_words": draft.n_words,
        "duplicate_of": None,
    }
