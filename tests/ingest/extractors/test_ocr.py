"""Scans, read with the real tesseract; and said plainly when they are not read."""

from __future__ import annotations

import shutil
from io import BytesIO

import pypdfium2
import pytest

from ingest.sheets import SENTENCE, Sheet, read, texts
from rodedraad.errors import DocumentError, MissingError
from rodedraad.ingest.extractors import ocr

needs_tesseract = pytest.mark.skipif(
    shutil.which("tesseract") is None or "nld" not in ocr.languages(), reason="tesseract with Dutch is not installed"
)


def scan(sheet: Sheet, dots_per_inch: int = 150, noise: int = 0) -> bytes:
    """Return a PDF that is a picture of a sheet."""
    import numpy as np
    from PIL import Image

    pages = []
    for page in pypdfium2.PdfDocument(sheet.bytes()):
        pixels = (
            page.render(scale=dots_per_inch / 72, grayscale=True)
            .to_numpy()
            .reshape(-1, round(page.get_size()[0] * dots_per_inch / 72 + 0.49))
        )
        if noise:
            dust = np.random.default_rng(7).integers(0, noise, pixels.shape)
            pixels = np.clip(pixels.astype(int) - dust, 0, 255).astype("uint8")
        pages.append(Image.fromarray(pixels))
    buffer = BytesIO()
    pages[0].save(buffer, "PDF", resolution=dots_per_inch, save_all=True, append_images=pages[1:])
    return buffer.getvalue()


def report() -> Sheet:
    return Sheet().heading("1 Aanleiding").paragraph(SENTENCE * 3).heading("2 Conclusie").paragraph("De overdracht was niet geregeld. " * 4)


def test_a_scan_is_said_plainly_without_ocr() -> None:
    """The user hears that it is a scan, and what to install and type."""
    with pytest.raises(DocumentError) as caught:
        read(scan(report()))
    assert caught.value.code == "pdf_scan"
    assert "--ocr" in caught.value.remedy
    assert "tesseract-ocr-nld" in caught.value.remedy


@needs_tesseract
def test_a_scan_is_read_with_headings_and_boxes() -> None:
    """What tesseract reads takes the same way as printed text."""
    document = read(scan(report()), ocr=True)
    assert texts(document, "heading") == ["1 Aanleiding", "2 Conclusie"]
    assert texts(document, "paragraph")[0] == (SENTENCE * 3).strip()
    assert document.warnings == ("ocr_page?pages=1",)
    first = document.blocks[1].lines[0]
    assert 60 < first.x0 < 80
    assert first.page == 1


@needs_tesseract
def test_a_scanned_page_among_printed_ones() -> None:
    """Without OCR the page is named; with OCR it is read in its place."""
    both = pypdfium2.PdfDocument.new()
    both.import_pages(pypdfium2.PdfDocument(Sheet().heading("1 Vooraf").paragraph(SENTENCE * 4).bytes()))
    both.import_pages(pypdfium2.PdfDocument(scan(report())))
    buffer = BytesIO()
    both.save(buffer)
    plain = read(buffer.getvalue())
    assert plain.warnings == ("scan_page?pages=2",)
    assert texts(plain, "heading") == ["1 Vooraf"]
    assert texts(read(buffer.getvalue(), ocr=True), "heading") == ["1 Vooraf", "1 Aanleiding", "2 Conclusie"]


@needs_tesseract
def test_a_bad_scan_is_warned_about() -> None:
    """Dust over the page lowers tesseract's confidence, and the reader is told."""
    warnings = read(scan(report(), dots_per_inch=60, noise=180), ocr=True).warnings
    assert {w.partition("?")[0] for w in warnings} & {"ocr_low_confidence", "ocr_nothing"}


@needs_tesseract
def test_a_language_that_is_not_installed() -> None:
    """Named, so that it can be installed; it concerns the whole run and ends it."""
    with pytest.raises(MissingError, match="fry"):
        read(scan(report()), ocr=True, ocr_language="fry")


def test_no_program(monkeypatch: pytest.MonkeyPatch) -> None:
    """With an empty PATH there is no tesseract."""
    ocr.languages.cache_clear()
    monkeypatch.setenv("PATH", "")
    with pytest.raises(MissingError) as caught:
        read(scan(report()), ocr=True)
    ocr.languages.cache_clear()
    assert caught.value.code == "ocr_program_missing"
