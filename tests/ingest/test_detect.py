"""What kind of file: content first, name second."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest

from rodedraad.ingest import detect


def archive(*names: str) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name in names:
            file.writestr(name, detect.ODT if name == "mimetype" else "<x/>")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("head", "name", "found"),
    [
        (b"%PDF-1.7\n", "rapport.pdf", detect.PDF),
        (b"%PDF-1.7\n", "rapport.docx", detect.PDF),
        (b"\x00\x00junk%PDF-1.4", "zonder-extensie", detect.PDF),
        (b"Beste collega,", "brief.txt", detect.PLAIN),
        (b"Beste collega,", "BRIEF.TXT", detect.PLAIN),
        (b"\xff\xfeB\x00e\x00", "utf16.txt", detect.PLAIN),
        (b"# Kop", "verhaal.md", detect.MARKDOWN),
        (b"datum;tekst", "register.csv", detect.CSV),
        (b"<!DOCTYPE html><html>", "pagina.txt", detect.HTML),
        (b'\xef\xbb\xbf<?xml version="1.0"?><html xmlns="x">', "pagina", detect.HTML),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "oud.doc", detect.DOC),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "register.xls", detect.XLS),
        (b"{\\rtf1", "brief.doc", detect.RTF),
        (b"\x89PNG\r\n\x1a\n", "foto.pdf", detect.IMAGE),
        (b"", "leeg.pdf", detect.PDF),
        (b"import os", "programma.py", None),
        (b"\x7fELF", "programma", None),
        (b"tekst zonder extensie", "LEESMIJ", None),
        (archive("leesmij.txt"), "alles.zip", None),
    ],
)
def test_media_type(head: bytes, name: str, found: str | None) -> None:
    """Magic bytes win; text is known by its name alone; anything else is no document."""
    assert detect.media_type(head[: detect.HEAD_BYTES], name) == found


def test_office_files_are_what_is_in_them() -> None:
    """A renamed spreadsheet is a spreadsheet, a renamed ZIP is a ZIP."""
    assert detect.refine(archive("[Content_Types].xml", "xl/workbook.xml"), detect.DOCX) == detect.XLSX
    assert detect.refine(archive("mimetype", "content.xml"), detect.DOCX) == detect.ODT
    assert detect.refine(archive("foto.jpg"), detect.DOCX) == detect.ZIP
    assert detect.refine(b"PK\x03\x04 afgebroken", detect.DOCX) == detect.DOCX
    assert detect.refine(b"%PDF-1.7", detect.PDF) == detect.PDF
