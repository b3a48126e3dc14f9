"""What kind of file this is: by content first, by extension where content cannot tell.

The first kilobytes and the name go in, a media type comes out, or None for a file that is no document at all (a picture of a folder icon, a
program). Types that Rode Draad knows but cannot read (an old Word file) get their own name, so that the user hears what to do.
"""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import PurePath

HEAD_BYTES = 4096

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
ODP = "application/vnd.oasis.opendocument.presentation"
HTML = "text/html"
PLAIN = "text/plain"
MARKDOWN = "text/markdown"
CSV = "text/csv"
DOC = "application/msword"
XLS = "application/vnd.ms-excel"
RTF = "application/rtf"
ZIP = "application/zip"
IMAGE = "image/*"

_EXTENSIONS = {
    ".pdf": PDF,
    ".docx": DOCX,
    ".docm": DOCX,
    ".xlsx": XLSX,
    ".xlsm": XLSX,
    ".pptx": PPTX,
    ".odt": ODT,
    ".ods": ODS,
    ".odp": ODP,
    ".html": HTML,
    ".htm": HTML,
    ".xhtml": HTML,
    ".txt": PLAIN,
    ".text": PLAIN,
    ".md": MARKDOWN,
    ".markdown": MARKDOWN,
    ".csv": CSV,
    ".tsv": CSV,
    ".doc": DOC,
    ".xls": XLS,
    ".rtf": RTF,
}
_ZIP_TYPES = {DOCX, XLSX, PPTX, ODT, ODS, ODP}
_TEXT_TYPES = {PLAIN, MARKDOWN, CSV}
_OLE_TYPES = {DOC, XLS}
_IMAGE_MAGIC = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*")
_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_PDF_MAGIC_WITHIN = 1024  # bytes: the PDF standard lets other bytes come first
_ZIP_PARTS = (("word/", DOCX), ("xl/", XLSX), ("ppt/", PPTX))


def media_type(head: bytes, name: str) -> str | None:
    """Return the media type of a file, or None when it is no document.

    Args:
        head: the first bytes, ``HEAD_BYTES`` suffice.
        name: file name; only its extension counts.
    """
    by_name = _EXTENSIONS.get(PurePath(name).suffix.lower())
    if b"%PDF-" in head[:_PDF_MAGIC_WITHIN]:
        return PDF
    if head.startswith(_ZIP_MAGIC):
        return _zip_type(head) or (by_name if by_name in _ZIP_TYPES else ZIP if by_name else None)
    if head.startswith(_OLE_MAGIC):
        return XLS if by_name in {XLS, XLSX} else DOC if by_name else None
    if head.startswith(b"{\\rtf"):
        return RTF
    if head.startswith(_IMAGE_MAGIC):
        return IMAGE
    if by_name in _TEXT_TYPES | {HTML, None}:
        return HTML if _is_html(head) else by_name
    return by_name


def refine(data: bytes, found: str) -> str:
    """Return the media type of a whole file: a ZIP is what lies in it, whatever its name says."""
    if not data.startswith(_ZIP_MAGIC):
        return found
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()
            if "mimetype" in names and archive.getinfo("mimetype").file_size < HEAD_BYTES:
                stated = archive.read("mimetype").decode("ascii", "replace").strip()
                return stated if stated in _ZIP_TYPES else found
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError):
        return found  # damaged: the extractor says so
    for part, kind in _ZIP_PARTS:
        if any(name.startswith(part) for name in names):
            return kind
    return ZIP


def _zip_type(head: bytes) -> str | None:
    """Return the type an office file states in its first entries."""
    for kind in (ODT, ODS, ODP):
        if head[30:].startswith(b"mimetype" + kind.encode()):
            return kind
    for part, kind in _ZIP_PARTS:
        if part.encode() in head:
            return kind
    return None


def _is_html(head: bytes) -> bool:
    if head.startswith(_UTF16_MARKS):
        head = head.replace(b"\x00", b"")
    start = head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    return start.startswith((b"<!doctype html", b"<html")) or (start.startswith((b"<?xml", b"<!--")) and b"<html" in start)
