"""Markdown: headings, lists, tables, quotations and footnotes, without the marks.

In: bytes in any encoding of our field. Out: one document; what its YAML front matter says goes into title, date and properties.
markdown-it-py parses (CommonMark with tables); footnotes, which CommonMark does not know, are taken out before and set after the block
that calls them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rodedraad.ingest import dates
from rodedraad.ingest.extractors.encoding import decode
from rodedraad.ingest.extractors.plain_lines import list_item
from rodedraad.ingest.model import CELL, Extracted, Kind, RawBlock

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from markdown_it.token import Token

    from rodedraad.config import Ingest

_FRONT = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"^([\w-]+)\s*:\s*(.+?)\s*$", re.MULTILINE)
_NAMES = {"titel": "title", "datum": "date", "auteur": "author", "soort": "kind", "organisatie": "organisation", "onderwerp": "subject"}
_NAMES |= {ours: ours for ours in (*_NAMES.values(), "sector")}
_NOTE = re.compile(r"^\[\^([^\]\s]+)\]:[ \t]*(.*(?:\n(?:[ \t]{2,}\S.*|[ \t]*(?=\n[ \t]{2,}\S)))*)\n?", re.MULTILINE)
_MAX_NESTING = 100  # what is nested deeper than this, by default 20, markdown-it leaves out without a word
_CALL = re.compile(r"\[\^([^\]\s]+)\]")
_TAG = re.compile(r"<!--.*?-->|</?[a-zA-Z][^>]*>", re.DOTALL)
_TIGHT_HEADING = re.compile(r"^(#{2,6})(?=[^#\s])", re.MULTILINE)
_NEXT_ITEM = re.compile(r"\n(?=(?:\(?\d{1,2}[.)]|[a-z][.)]|[–—•])\s)")
_BLANKS = re.compile(r"\s+")


def extract(data: bytes, name: str, config: Ingest) -> list[Extracted]:  # noqa: ARG001 - every extractor takes the same
    """Return the document.

    Raises:
        DocumentError: the file holds no text.
    """
    decoded = decode(data, name)
    stated, text = _front_matter(decoded.text.lstrip("\ufeff\n"))
    notes = {found[1]: _BLANKS.sub(" ", found[2]).strip() for found in _NOTE.finditer(text)}
    text = _TIGHT_HEADING.sub(r"\1 ", _NOTE.sub("", text))  # "##Titel" is no heading in CommonMark, but was meant as one
    blocks = _with_notes(_with_items(_blocks(text)), notes)
    day = next(iter(dates.find(stated.pop("date", ""))), None)
    warnings = ("encoding_guessed",) if decoded.guessed else ()
    return [Extracted(tuple(blocks), title=stated.pop("title", None), date=day, properties=stated, warnings=warnings)]


def _front_matter(text: str) -> tuple[dict[str, str], str]:
    """Return the plain ``name: value`` lines of the front matter, under our names, and the text after it."""
    found = _FRONT.match(text)
    if found is None or not _FIELD.search(found[1]):
        return {}, text
    stated = {_NAMES[k.lower()]: v.strip("\"'") for k, v in _FIELD.findall(found[1]) if k.lower() in _NAMES}
    return {k: v for k, v in stated.items() if v}, text[found.end() :]


def _blocks(text: str) -> Iterator[RawBlock]:
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark", {"html": True, "maxNesting": _MAX_NESTING}).enable(["table", "strikethrough"]).parse(text)
    row: list[str] = []
    lists, quotes, heading, in_table = 0, 0, 0, False
    for token in tokens:
        kind = token.type
        lists += (kind in {"bullet_list_open", "ordered_list_open"}) - (kind in {"bullet_list_close", "ordered_list_close"})
        quotes += (kind == "blockquote_open") - (kind == "blockquote_close")
        in_table = kind != "table_close" and (in_table or kind == "table_open")
        if kind == "heading_open":
            heading = int(token.tag[1])
        elif kind == "tr_open":
            row = []
        elif kind == "tr_close" and any(row):
            yield RawBlock(Kind.TABLE, CELL.join(row))
        elif kind == "inline" and in_table:
            row.append(_inline(token.children or []))
        elif kind in {"inline", "html_block", "fence", "code_block"}:
            written = _inline(token.children or []) if kind == "inline" else _TAG.sub(" ", token.content)
            block_kind = Kind.HEADING if heading else Kind.LIST_ITEM if lists else Kind.QUOTE if quotes else Kind.PARAGRAPH
            if written.strip():
                yield RawBlock(block_kind, written.strip(), heading or lists)
            heading = 0


def _inline(tokens: Sequence[Token]) -> str:
    """Return the text of inline tokens, without marks, links' addresses and pictures."""
    pieces = []
    for token in tokens:
        if token.type in {"text", "code_inline"}:
            pieces.append(token.content)
        elif token.type in {"softbreak", "hardbreak"}:
            pieces.append("\n" if token.type == "hardbreak" else " ")
        elif token.type == "html_inline" and token.content.lower().startswith("<br"):
            pieces.append("\n")
    return "".join(pieces).strip()


def _with_items(blocks: Iterator[RawBlock]) -> Iterator[RawBlock]:
    """Return the blocks, those paragraphs that are list items by another mark than Markdown's ("– ", "a. ") as list items."""
    for block in blocks:
        if block.kind is not Kind.PARAGRAPH:
            yield block
            continue
        for part in _NEXT_ITEM.split(block.text):
            item = list_item(part)
            yield RawBlock(Kind.LIST_ITEM, item.text, 1) if item else RawBlock(Kind.PARAGRAPH, part)


def _with_notes(blocks: Iterator[RawBlock], notes: Mapping[str, str]) -> Iterator[RawBlock]:
    for block in blocks:
        calls = [call for call in _CALL.findall(block.text) if call in notes]
        text = _CALL.sub(lambda found: "" if found[1] in notes else found[0], block.text)
        yield RawBlock(block.kind, text, block.level)
        yield from (RawBlock(Kind.FOOTNOTE, notes[call]) for call in calls if notes[call])
