"""What every extractor returns: documents of blocks of lines, frozen, before cleaning, sections and metadata.

An extractor is a function ``extract(data: bytes, name: str, config: Ingest) -> list[Extracted]`` in ``extractors/<format>.py``; it raises
``DocumentError`` for a file that cannot be used. A report gives one document; a register gives one for each row. This shape is all that the
rest of the stage knows about formats.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date  # noqa: TC003 - readers of the dataclass may resolve its types
from enum import StrEnum
from types import MappingProxyType

from rodedraad.config import Ingest

_NO_PROPERTIES: Mapping[str, str] = MappingProxyType({})


class Kind(StrEnum):
    """What a block is; a fragment of the schema's ``blocks.kind``."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    TABLE = "table"  # one row of a table, cells joined by CELL
    QUOTE = "quote"
    FOOTNOTE = "footnote"
    CAPTION = "caption"  # beside the running text: captions, lines of a table of contents
    COMMENT = "comment"  # a remark in the margin


CELL = " | "


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line of a block: where it begins in the block's text (code point), its page (from 1) and box.

    The box is in PDF points (1/72 inch) from the page's top left: x0 < x1 to the right, y0 < y1 downwards.
    """

    start: int
    page: int
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class RawBlock:
    """A paragraph, heading, list item, table row … in reading order.

    ``text`` may hold single line breaks and runs of blanks: ``clean`` makes them one blank. ``level`` is the depth of a heading
    (1 = top) or of a list item (1 = outermost), else 0. ``page`` and ``lines`` stay empty where the format has no pages.
    """

    kind: Kind
    text: str
    level: int = 0
    page: int | None = None
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Extracted:
    """A document as an extractor found it.

    ``title`` and ``date`` only where the format itself names them (a title style, a register's date column), not from file
    properties: those go, as they are, into ``properties`` (keys ``title``, ``author``, ``subject``, ``keywords``, ``created``,
    ``modified``, ``organisation``, ``sector``, ``kind``; dates as ISO 8601), and ``metadata`` weighs them. ``warnings`` holds codes
    of locale/warnings.toml, values behind a question mark as in ``RodeDraadError.reason`` (``scan_page?pages=3``). ``row`` is what
    names a register's row within its file (its number or id), and is None for a report.
    """

    blocks: tuple[RawBlock, ...]
    title: str | None = None
    date: date | None = None
    n_pages: int | None = None
    warnings: tuple[str, ...] = ()
    properties: Mapping[str, str] = field(default_factory=lambda: _NO_PROPERTIES)
    row: str | None = None


Extractor = Callable[[bytes, str, Ingest], list[Extracted]]
