import io
import zipfile

import pytest

from ingest.extractors.office_files import docx, packed, paragraph
from rodedraad.config import Ingest
from rodedraad.errors import DocumentError
from rodedraad.ingest.extractors import archive, odt, sheet
from rodedraad.ingest.extractors import docx as docx_extractor

MB = 1_000_000


def _code(data, max_mb=500):
    with pytest.raises(DocumentError) as caught:
        archive.read_parts(data, "verslag.docx", max_mb)
    assert str(caught.value)  # the catalogue has the message, and its values fit
    return caught.value.code


def test_xml_parts_are_read_and_pictures_are_not():
    parts = archive.read_parts(packed({"word/document.xml": "<a/>", "word/media/foto.png": b"x" * 99, "mimetype": "x"}), "a.docx", 1)
    assert sorted(parts) == ["mimetype", "word/document.xml"]


def test_repacked_holds_the_same_parts_with_the_mimetype_first():
    parts = {"content.xml": b"<a/>", "mimetype": b"application/vnd.oasis.opendocument.text"}
    with zipfile.ZipFile(io.BytesIO(archive.repack(parts))) as result:
        assert result.namelist() == ["mimetype", "content.xml"]
        assert result.read("content.xml") == b"<a/>"
    assert archive.repack(parts) == archive.repack(dict(reversed(parts.items())))


def test_truncated_file():
    whole = docx(paragraph("Op 3 mei werd de melding gedaan."))
    assert _code(whole[: len(whole) // 2]) == "package_broken"
    assert _code(b"PK\x03\x04") == "package_broken"
    assert _code(b"") == "package_broken"


def test_flipped_bytes_fail_the_checksum():
    data = bytearray(packed({"word/document.xml": "<a>" + "melding " * 50 + "</a>"}, zipfile.ZIP_STORED))
    data[60] ^= 0xFF
    assert _code(bytes(data)) == "package_broken"


def test_too_large_unpacked():
    assert _code(packed({"word/document.xml": b" " * 2 * MB}), max_mb=1) == "package_too_large"


def test_bomb():
    assert _code(packed({"word/document.xml": b"\0" * 20 * MB})) == "package_bomb"


def test_size_that_lies():
    data = bytearray(packed({"word/document.xml": b"a" * MB}))
    true_size = (MB).to_bytes(4, "little")
    assert data.count(true_size) == 2
    lying = bytes(data).replace(true_size, (10).to_bytes(4, "little"))
    assert _code(lying, max_mb=1) == "package_broken"


def test_encrypted_member_and_encrypted_office_file():
    data = bytearray(packed({"word/document.xml": "<a/>"}))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + offset] |= 1
    assert _code(bytes(data)) == "package_encrypted"
    assert _code(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600) == "package_encrypted"


def test_the_same_name_twice():
    first, second = b"word/document.xml", b"word/dokument.xml"
    data = packed({first.decode(): "<goed/>", second.decode(): "<anders/>"})
    assert _code(data.replace(second, first)) == "package_broken"


LAUGHS = '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><l>&b;</l>'
EXTERNAL = '<!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]><l>&x;</l>'


@pytest.mark.parametrize("xml", [LAUGHS, EXTERNAL, '<?xml version="1.0"?><!DOCTYPE l SYSTEM "http://kwaad.invalid/l.dtd"><l/>'])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("path", ["word/document.xml", "docProps/core.xml", "xl/sharedStrings.xml", "_rels/.rels"])
def test_entities_are_refused_in_every_part_and_encoding(xml, encoding, path):
    assert _code(packed({path: xml.encode(encoding)})) == "package_entities"


@pytest.mark.parametrize("extractor", [docx_extractor, odt])
def test_a_renamed_zip_is_no_document(extractor):
    with pytest.raises(DocumentError) as caught:
        extractor.extract(packed({"lezen.txt": "hallo", "a/b.xml": "<a/>"}), "verslag.docx", Ingest())
    assert caught.value.code == "package_wrong_kind"
    assert "verslag.docx" in str(caught.value)


def test_a_renamed_zip_is_no_workbook():
    with pytest.raises(DocumentError) as caught:
        sheet.extract(packed({"lezen.xml": "<a/>"}), "register.xlsx", Ingest())
    assert caught.value.code == "sheet_broken"


def test_xml_nested_too_deep_and_xml_that_stops():
    for xml in ("<a>" * 5000 + "</a>" * 5000, "<a><b>", ""):
        with pytest.raises(DocumentError) as caught:
            archive.parse_xml(xml.encode(), "a.docx")
        assert caught.value.code == "document_broken"
