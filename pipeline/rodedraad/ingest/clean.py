"""Raw blocks in, blocks with clean text out: repaired encoding, NFC, no control characters, single blanks; line offsets still right.

Text repair is ftfy's, with curly quotes left as they are: a quotation in a report must stay the author's. It comes first,
because every later offset counts in the text made here.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ftfy import TextFixerConfig

    from rodedraad.ingest.model import RawBlock

_BLANKS = re.compile(r"\s+")
_INVISIBLE = dict.fromkeys(
    map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff\ufffe\uffff")
)
_PRIVATE_USE = re.compile("[\ue000-\uf8ff]")  # bullets of Symbol and Wingdings


def blocks(raw: Iterable[RawBlock]) -> list[RawBlock]:
    """Return the blocks with clean text, without those in which no letter or digit is left."""
    cleaned = (block(b) for b in raw)
    return [b for b in cleaned if any(c.isalnum() for c in b.text)]


def block(raw: RawBlock) -> RawBlock:
    """Return a block with clean text and its lines' offsets moved along."""
    if not raw.lines:
        return replace(raw, text=line(raw.text).strip())
    starts = [each.start for each in raw.lines]
    pieces = [raw.text[a:b] for a, b in zip(starts, [*starts[1:], len(raw.text)], strict=True)]
    text, lines = "", []
    for piece, old in zip(pieces, raw.lines, strict=True):
        new = line(piece)
        new = new.lstrip() if not text or text.endswith(" ") else new
        lines.append(replace(old, start=len(text)))
        text += new
    text = text.rstrip()
    return replace(raw, text=text, lines=tuple(replace(each, start=min(each.start, len(text))) for each in lines))


def line(text: str) -> str:
    """Return text repaired and in NFC, runs of white space as one blank; blanks at the ends stay, one each."""
    from ftfy import fix_text

    if not text.isascii():
        text = fix_text(text, config=_fixer())
        text = _PRIVATE_USE.sub(" ", text.translate(_INVISIBLE))
    text = text.replace("\x00", "")  # UTF-16 read as single bytes has one after each letter
    text = "".join(c if c.isspace() or unicodedata.category(c) != "Cc" else " " for c in text)
    return _BLANKS.sub(" ", text)


@cache
def _fixer() -> TextFixerConfig:
    from ftfy import TextFixerConfig

    return TextFixerConfig(
        uncurl_quotes=False, unescape_html=False, remove_control_chars=False, fix_character_width=False, normalization="NFC", explain=False
    )
