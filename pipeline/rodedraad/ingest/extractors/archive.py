"""Office files are ZIP containers of XML: this opens one without trusting it.

In: the bytes of a DOCX, ODT, ODS or XLSX. Out: its XML parts by name, read within limits, or a container repacked from just those parts.
The libraries that read these formats unpack and parse whatever they are given, so nothing reaches them that has not been weighed here
first: size, compression ratio, encryption, doubled names, document type declarations (entity bombs, external entities).
"""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING

from rodedraad.errors import DocumentError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.etree import _Element

MEGABYTE = 1_000_000
MAX_PARTS = 10_000
MAX_RATIO = 250  # honest XML stays below 100; deflate's own limit is 1,032
RATIO_FROM_BYTES = 10 * MEGABYTE
_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # a password makes Office wrap the package in an OLE container
_READ = (".xml", ".rels")
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError)


def read_parts(data: bytes, name: str, max_mb: int) -> dict[str, bytes]:
    """Return the XML parts of a container by path; pictures, fonts and macros are never unpacked.

    Args:
        data: the file.
        name: what the user calls it, for messages.
        max_mb: bound on the unpacked size (MB) of everything in it.

    Raises:
        DocumentError: no ZIP, broken, encrypted, too large, a bomb, or XML that declares entities.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            _weigh(members, name, max_mb)
            parts = {
                m.filename.lstrip("/"): archive.read(m) for m in members if m.filename.lower().endswith(_READ) or m.filename == "mimetype"
            }
    except _BROKEN:
        code = "package_encrypted" if data.startswith(_OLE_MAGIC) else "package_broken"
        raise DocumentError(code, name) from None
    for path, part in parts.items():
        _refuse_declarations(path, part, name)
    return parts


def repack(parts: Mapping[str, bytes]) -> bytes:
    """Return an uncompressed container of ``parts``, for a library that wants the file: it sees what was weighed and nothing else."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for path in sorted(parts, key=lambda p: (p != "mimetype", p)):  # ODF wants its mimetype first
            archive.writestr(zipfile.ZipInfo(path), parts[path])
    return buffer.getvalue()


def parse_xml(part: bytes, name: str) -> _Element:
    """Return the root of an XML part; entities stay unresolved and nothing is fetched.

    Raises:
        DocumentError: the XML is not well-formed, or nested deeper than libxml2's limit of 256.
    """
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(part, parser)
    except etree.XMLSyntaxError:
        raise DocumentError("document_broken", name) from None


def _weigh(members: list[zipfile.ZipInfo], name: str, max_mb: int) -> None:
    unpacked = sum(m.file_size for m in members)
    if unpacked > max_mb * MEGABYTE or len(members) > MAX_PARTS:
        raise DocumentError("package_too_large", name, mb=round(unpacked / MEGABYTE), max_mb=max_mb)
    if any(m.flag_bits & 0x1 for m in members):
        raise DocumentError("package_encrypted", name)
    if any(m.file_size > RATIO_FROM_BYTES and m.file_size > MAX_RATIO * max(1, m.compress_size) for m in members):
        raise DocumentError("package_bomb", name)
    if len({m.filename for m in members}) < len(members):  # readers differ in which of two they take
        raise DocumentError("package_broken", name)


def _refuse_declarations(path: str, part: bytes, name: str) -> None:
    plain = part.replace(b"\0", b"") if b"\0" in part[:200] else part  # UTF-16
    old_manifest = path == "META-INF/manifest.xml"  # OpenOffice before 3 wrote a harmless DOCTYPE there
    if b"<!ENTITY" in plain or (b"<!DOCTYPE" in plain and not old_manifest):
        raise DocumentError("package_entities", name)
