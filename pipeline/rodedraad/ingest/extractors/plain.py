"""Plain text: TXT in any encoding of our field, also text that was taken out of a PDF.

In: bytes. Out: one document; pages where the text has form feeds or page furniture to count by.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rodedraad.ingest.extractors.encoding import decode
from rodedraad.ingest.extractors.plain_layout import lay_out
from rodedraad.ingest.extractors.plain_pages import paginate
from rodedraad.ingest.model import Extracted

if TYPE_CHECKING:
    from rodedraad.config import Ingest


def extract(data: bytes, name: str, config: Ingest) -> list[Extracted]:  # noqa: ARG001 - every extractor takes the same
    """Return the document.

    Raises:
        DocumentError: the file holds no text.
    """
    decoded = decode(data, name)
    lines, n_pages = paginate(decoded.text)
    warnings = ("encoding_guessed",) if decoded.guessed else ()
    return [Extracted(tuple(lay_out(lines)), n_pages=n_pages, warnings=warnings)]
