"""Stage `pseudonymise`: one document's raw rows go in; document, paragraphs and mentions come out, and no later table holds a raw name.

It stands before everything else so that nothing can leak: what is not in `paragraphs` cannot reach the report. `mentions` (private)
holds the way back to page and box.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from rodedraad.errors import shareable
from rodedraad.pseudonymise.detect import word_lists
from rodedraad.pseudonymise.document import Result, pseudonymise
from rodedraad.schema import TABLES, Status, Tables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic import BaseModel

    from rodedraad.config import Pseudonymise
    from rodedraad.errors import RodeDraadError
    from rodedraad.run.stage import Context

Row = dict[str, object]
_TITLE_BLOCK = -1
_BETWEEN_PARAGRAPHS = "\n\n"
_AS_IN_BLOCKS = ("doc_id", "block", "kind", "level", "paragraph", "section_role", "language")


def run(tables: Tables, config: BaseModel, context: Context) -> Tables:  # noqa: ARG001 - the signature of every stage
    """Return `documents`, `paragraphs` and `mentions` for the rows of one document in `raw_documents` and `blocks`."""
    settings = cast("Pseudonymise", config)
    documents = [_document(row, None) for row in tables["raw_documents"].iter_rows(named=True)]
    blocks = list(tables["blocks"].sort("doc_id", "block").iter_rows(named=True))
    if not documents or documents[0]["status"] != Status.OK:
        return _tables(documents, [], [])
    title = cast("str | None", tables["raw_documents"]["title"][0])
    sections = sorted({str(block["section"]) for block in blocks if block["section"]})
    lists = word_lists(settings.names, settings.keep)
    results = pseudonymise([title or "", *(str(block["text"]) for block in blocks), *sections], lists, settings)
    named = dict(zip(sections, (r.text for r in results[len(blocks) + 1 :]), strict=True))
    documents[0]["title"] = results[0].text or None
    if settings.dates == "remove":
        documents[0]["date"] = None  # else the table and the report would tell what the text no longer does
    mentions = [*_mentions(documents[0]["doc_id"], _TITLE_BLOCK, results[0])]
    for block, result in zip(blocks, results[1:], strict=False):
        mentions += _mentions(block["doc_id"], block["block"], result)
    return _tables(documents, list(_paragraphs(blocks, results[1 : len(blocks) + 1], named)), mentions)


def set_aside(tables: Tables, error: RodeDraadError) -> Tables:
    """Return the output tables of a document that this stage failed on: set aside with the error's reason, without title or text."""
    rows: list[Row] = [
        {**_document(row, None), "status": Status.SET_ASIDE.value, "reason": shareable(error.reason)}
        for row in tables["raw_documents"].iter_rows(named=True)
    ]
    return _tables(rows, [], [])


def _tables(documents: list[Row], paragraphs: list[Row], mentions: list[Row]) -> Tables:
    rows = {"documents": documents, "paragraphs": paragraphs, "mentions": mentions}
    return {name: TABLES[name].frame(table) for name, table in rows.items()}


def _document(row: Row, title: str | None) -> Row:
    shared = {name: row[name] for name in TABLES["documents"].columns}
    return {**shared, "title": title, "reason": shareable(cast("str | None", row["reason"]))}


def _paragraphs(blocks: list[Row], results: list[Result], sections: dict[str, str]) -> Iterator[Row]:
    start = 0
    for block, result in zip(blocks, results, strict=True):
        end = start + len(result.text)
        first, last = _pages(block)
        yield {
            **{name: block[name] for name in _AS_IN_BLOCKS},
            "text": result.text,
            "start": start,
            "end": end,
            "page_first": first,
            "page_last": last,
            "section": sections.get(str(block["section"])),
        }
        start = end + len(_BETWEEN_PARAGRAPHS)


def _pages(block: Row) -> tuple[object, object]:
    lines = cast("list[dict[str, int | None]]", block["lines"] or [])
    pages = [line["page"] for line in lines if line["page"] is not None]
    return (min(pages), max(pages)) if pages else (block["page"], block["page"])


def _mentions(doc_id: object, block: object, result: Result) -> Iterator[Row]:
    for done in result.replacements:
        yield {
            "doc_id": doc_id,
            "block": block,
            "start": done.span.start,
            "end": done.span.end,
            "text": done.text,
            "type": done.span.kind.value,
            "surrogate": done.surrogate,
            "entity": done.entity,
            "new_start": done.new_start,
            "new_end": done.new_end,
            "source": done.span.source.value,
        }
