"""A PDF in, one document of blocks with pages and boxes out.

PDFium (through pypdfium2) gives characters; everything a reader sees at a glance, such as columns, paragraphs and headings, is
worked out here from where they stand. PDFium is not thread-safe: run it in processes.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from rodedraad.errors import DocumentError
from rodedraad.ingest import hyphens
from rodedraad.ingest.extractors import (
    ocr,
    pdf_aligned,
    pdf_columns,
    pdf_flow,
    pdf_footnotes,
    pdf_headings,
    pdf_margins,
    pdf_paragraphs,
    pdf_tables,
)
from rodedraad.ingest.extractors.pdf_lines import PrintedLine, lines
from rodedraad.ingest.extractors.pdf_rules import Rule, image_share, rules
from rodedraad.ingest.extractors.pdf_words import Word, words
from rodedraad.ingest.model import Extracted, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pypdfium2

    from rodedraad.config import Ingest
    from rodedraad.ingest.extractors.pdf_paragraphs import Paragraph

_SCAN_MAX_CHARACTERS = 25  # a page with more has text of its own
_SCAN_MIN_IMAGE = 0.3  # share of the page
_SCAN = "scan_page"
_GARBLED = 0.3  # share of characters without meaning, from which a page's text is no text
_DEFAULT_BODY_POINTS = 10.0
_PDF_DATE = re.compile(r"^(?:D:)?(\d{4})(\d{2})?(\d{2})?")


@dataclass(frozen=True, slots=True)
class _Page:
    """A page as read: number from 1, height in points, words, ruled lines, and what must be said about it."""

    number: int
    height: float
    words: list[Word]
    rules: list[Rule]
    warnings: tuple[str, ...] = ()

    @property
    def scan(self) -> bool:
        """Whether it is a picture that was not read."""
        return _SCAN in self.warnings


def extract(data: bytes, name: str, config: Ingest) -> list[Extracted]:
    """Return the PDF as one document.

    Raises:
        DocumentError: encrypted, damaged, without pages, with too many pages, or scanned while no OCR was asked for.
        MissingError: OCR was asked for and tesseract or its language data is not there.
    """
    pdf = _open(data, name)
    try:
        if len(pdf) == 0:
            raise DocumentError("pdf_no_pages", name)
        if len(pdf) > config.max_pages:
            raise DocumentError("pdf_too_long", name, pages=len(pdf), limit=config.max_pages)
        pages = [_read(pdf, i, name, config) for i in range(len(pdf))]
        properties = _properties(pdf)
    finally:
        pdf.close()
    if all(page.scan or not page.words for page in pages) and any(page.scan for page in pages):
        raise DocumentError("pdf_scan", name, pages=len(pages))
    found, title = _document(pages)
    warnings = _warnings(pages)
    vocabulary = hyphens.vocabulary(line.text for p in found for line in p.lines)
    blocks = tuple(pdf_flow.block(p, vocabulary) for p in found)
    title = next((b.text for b in blocks if b.kind is Kind.HEADING), None) if title else None
    return [Extracted(blocks, title, n_pages=len(pages), warnings=warnings, properties=properties)]


def _open(data: bytes, name: str) -> pypdfium2.PdfDocument:
    import pypdfium2

    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        raise DocumentError(_why_not(data), name) from None


def _why_not(data: bytes) -> str:
    """Return the code of why a PDF does not open.

    Asked of PDFium itself: pypdfium2 refuses a PDF without pages too, and then tells the error of the file before it.
    """
    from pypdfium2 import raw

    document = raw.FPDF_LoadMemDocument64(data, len(data), None)
    if document:
        raw.FPDF_CloseDocument(document)
        return "pdf_no_pages"
    return "pdf_encrypted" if raw.FPDF_GetLastError() == raw.FPDF_ERR_PASSWORD else "pdf_damaged"


def _read(pdf: pypdfium2.PdfDocument, index: int, name: str, config: Ingest) -> _Page:
    """Return a page; a scanned one is read with OCR when the configuration asks for it, a damaged one is empty."""
    import pypdfium2

    try:
        page = pdf[index]
        try:
            return _read_page(page, index + 1, name, config)
        finally:
            page.close()
    except pypdfium2.PdfiumError:
        return _Page(index + 1, 1.0, [], [], ("page_damaged",))


def _read_page(page: pypdfium2.PdfPage, number: int, name: str, config: Ingest) -> _Page:
    _, height = page.get_size()
    found = words(page)
    if not _is_scan(page, found):
        return _Page(number, height, found, rules(page))
    if not config.ocr:
        return _Page(number, height, found if _means_something(found) else [], [], (_SCAN,))
    read = ocr.read(page, config.ocr_language, name)
    return _Page(number, height, list(read.words) or found, [], ocr.warnings(read))


def _is_scan(page: pypdfium2.PdfPage, found: Sequence[Word]) -> bool:
    """Return whether the page is a picture of text, or its characters mean nothing (a font without a map to letters)."""
    if sum(len(w.text) for w in found) > _SCAN_MAX_CHARACTERS:
        return not _means_something(found)
    return image_share(page) >= _SCAN_MIN_IMAGE


def _means_something(found: Sequence[Word]) -> bool:
    characters = "".join(w.text for w in found)
    unknown = sum(c == "\ufffd" or "\ue000" <= c <= "\uf8ff" or ord(c) < ord(" ") for c in characters)
    return unknown <= _GARBLED * len(characters)


def _document(pages: Sequence[_Page]) -> tuple[list[Paragraph], str | None]:
    """Return the paragraphs of the document in reading order, and its title."""
    stripped = pdf_margins.strip([page.words for page in pages], [page.height for page in pages])
    body = _body_size(stripped)
    running: list[Paragraph] = []
    notes: list[Paragraph] = []
    group = 0
    for page, page_words in zip(pages, stripped, strict=True):
        rest, tables = pdf_tables.take_ruled(page_words, page.rules, page.number)
        for column in pdf_columns.in_reading_order(rest):
            group += 1
            text_lines, note_lines = pdf_footnotes.split(lines(column, page.number), body, page.height)
            items = [tables[i.table] if isinstance(i, PrintedLine) and i.table is not None else i for i in pdf_aligned.find(text_lines)]
            running += pdf_paragraphs.paragraphs(items, group, body)
            notes += pdf_footnotes.notes(note_lines, group)
    headed = pdf_headings.mark(running, body, len(pages))
    return pdf_flow.with_notes(pdf_flow.joined(headed.paragraphs), notes), headed.title


def _warnings(pages: Sequence[_Page]) -> tuple[str, ...]:
    """Return each warning once, with the pages it is about: ``scan_page?pages=3, 7``."""
    codes = sorted({code for page in pages for code in page.warnings})
    return tuple(f"{code}?{urlencode({'pages': _listed(p.number for p in pages if code in p.warnings)})}" for code in codes)


def _listed(numbers: Iterable[int]) -> str:
    """Return page numbers as people write them: ``1–3, 7``."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)


def _body_size(pages: Sequence[Sequence[Word]]) -> float:
    """Return the type size of most characters, in points."""
    sizes: Counter[float] = Counter()
    for page_words in pages:
        for word in page_words:
            sizes[word.size] += len(word.text)
    return min(sizes, key=lambda size: (-sizes[size], size)) if sizes else _DEFAULT_BODY_POINTS


def _properties(pdf: pypdfium2.PdfDocument) -> dict[str, str]:
    """Return the file's properties, dates as ISO 8601."""
    raw = pdf.get_metadata_dict(skip_empty=True)
    result = {key.lower(): str(raw[key]) for key in ("Title", "Author", "Subject", "Keywords") if key in raw}
    for key, source in (("created", "CreationDate"), ("modified", "ModDate")):
        if match := _PDF_DATE.match(str(raw.get(source, ""))):
            result[key] = "-".join(part or "01" for part in match.groups())
    return result
