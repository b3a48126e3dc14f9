"""Web pages: the main text of a saved HTML page, with its headings, lists and tables.

In: bytes. Out: one document. trafilatura finds the main text; it is given a tree without anything hidden or active and never fetches.
Where it keeps too little of what a reader sees, the whole body is taken, and the document says so. Its search for a date is not used:
that looks at the clock.
"""

from __future__ import annotations

import re
from copy import deepcopy
from typing import TYPE_CHECKING

from rodedraad.errors import DocumentError
from rodedraad.ingest import dates
from rodedraad.ingest.extractors.encoding import decode
from rodedraad.ingest.extractors.html_blocks import read_blocks
from rodedraad.ingest.model import Extracted, Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.html import HtmlElement

    from rodedraad.config import Ingest
    from rodedraad.ingest.model import RawBlock

_MIN_SHARE = 0.75  # of the letters outside menus and the like: with less, trafilatura dropped text that matters
_MIN_BLOCKS = 0.6  # of the blocks there: with less, it ran paragraphs together
_ACTIVE = (
    "script",
    "style",
    "noscript",
    "template",
    "iframe",
    "object",
    "embed",
    "svg",
    "canvas",
    "select",
    "button",
    "input",
    "textarea",
    "head",
)
_AROUND = ("nav", "header", "footer", "aside", "form", "dialog")
_MENUS = ("nav", "form", "dialog", "footer")
_INVISIBLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_HEAD_BYTES = 4096
_DATE_NAMES = (
    "dcterms.issued",
    "dcterms.date",
    "dc.date",
    "dcterms.created",
    "article:published_time",
    "citation_publication_date",
    "date",
    "datepublished",
)
_META = {"author": ("author", "dc.creator", "dcterms.creator"), "subject": ("description", "og:description"), "keywords": ("keywords",)}


def extract(data: bytes, name: str, config: Ingest) -> list[Extracted]:  # noqa: ARG001 - every extractor takes the same
    """Return the document.

    Raises:
        DocumentError: the file holds no HTML that can be read, or elements within elements without end.
    """
    try:
        return [_document(_parse(data, name))]
    except RecursionError:
        raise DocumentError("html_too_deep", name) from None


def _document(page: HtmlElement) -> Extracted:
    properties = _properties(page)
    _strip(page)
    main, expected = _main_text(page), _without(page, _AROUND)
    if _letters(main) >= _MIN_SHARE * _letters(expected) and len(main) >= _MIN_BLOCKS * len(expected):
        return Extracted(_headed(main, expected), properties=properties)
    whole = _without(page, _MENUS)
    return Extracted(whole, properties=properties, warnings=("html_whole_body",) if whole else ())


def _parse(data: bytes, name: str) -> HtmlElement:
    from lxml import etree, html

    text = _DECLARATION.sub("", _decode(data, name))
    parser = html.HTMLParser(no_network=True, huge_tree=True, remove_comments=True, remove_pis=True)  # unclosed tags go deeper than 256
    try:
        page = html.document_fromstring(text, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise DocumentError("html_empty", name) from None
    if any(entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for entry in parser.error_log):  # what comes after is lost without a word
        raise DocumentError("html_too_deep", name)
    return page


def _decode(data: bytes, name: str) -> str:
    """Return the text; what the page says of its encoding goes before a guess, and a BOM before that."""
    stated = _CHARSET.search(data[:_HEAD_BYTES])
    if stated and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        encoding = stated[1].decode("ascii", "replace").lower()
        encoding = "cp1252" if encoding in {"iso-8859-1", "latin1", "us-ascii"} else encoding  # as browsers do
        try:
            return data.decode(encoding).replace("\0", "")
        except (LookupError, UnicodeDecodeError):
            pass  # the page is wrong about itself
    return decode(data, name).text


def _properties(page: HtmlElement) -> dict[str, str]:
    named: dict[str, str] = {}
    for meta in page.iter("meta"):
        key = (meta.get("name") or meta.get("property") or meta.get("itemprop") or "").lower()
        if key and (content := (meta.get("content") or "").strip()):
            named.setdefault(key, content)
    title = named.get("dcterms.title") or named.get("og:title") or " ".join((page.findtext(".//title") or "").split())
    found = {"title": title} if title else {}
    found |= {ours: value for ours, theirs in _META.items() if (value := next((named[t] for t in theirs if t in named), ""))}
    times = [t.get("datetime", "") for t in page.iter("time")][:1]
    for value in (*(named[d] for d in _DATE_NAMES if d in named), *times):
        if day := dates.find(value):
            return found | {"created": day[0].isoformat()}
    return found


def _strip(page: HtmlElement) -> None:
    """Take out everything that is not shown."""
    _drop(page, _ACTIVE)
    for element in list(page.iter()):
        hidden = element.get("hidden") is not None or element.get("aria-hidden") == "true" or _INVISIBLE.search(element.get("style") or "")
        if hidden and element.getparent() is not None:
            element.drop_tree()


def _drop(page: HtmlElement, tags: tuple[str, ...]) -> None:
    for element in list(page.iter(*tags)):
        if element.getparent() is not None:
            element.drop_tree()


def _main_text(page: HtmlElement) -> tuple[RawBlock, ...]:
    import trafilatura
    from lxml import html

    found = trafilatura.extract(  # with a tree and no address: no network
        deepcopy(page), output_format="html", include_comments=False, include_tables=True, include_formatting=False, favor_recall=True
    )
    return read_blocks(html.document_fromstring(found)) if found else ()


def _without(page: HtmlElement, tags: tuple[str, ...]) -> tuple[RawBlock, ...]:
    rest = deepcopy(page)
    _drop(rest, tags)
    return read_blocks(rest)


def _headed(main: tuple[RawBlock, ...], expected: tuple[RawBlock, ...]) -> tuple[RawBlock, ...]:
    """Return the main text with the page's heading above it: trafilatura drops one that no other heading follows."""
    top = next((b for b in expected if b.kind is Kind.HEADING and b.level == 1), None)
    return main if top is None or any(b.text == top.text for b in main) else (top, *main)


def _letters(blocks: Sequence[RawBlock]) -> int:
    return sum(1 for block in blocks for c in block.text if c.isalnum())
