import io
import zipfile
from datetime import date, datetime

import pytest

from ingest.extractors.office_files import packed
from rodedraad.config import Ingest
from rodedraad.errors import DocumentError
from rodedraad.ingest.extractors.odt import extract

MIMETYPE = "application/vnd.oasis.opendocument.text"
_NAMESPACES = " ".join(
    f'xmlns:{p}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"'
    for p, n in (("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"), ("draw", "drawing"), ("meta", "meta"))
)


def _odt(body, styles="", mimetype=MIMETYPE, manifest=""):
    content = (
        f'<office:document-content {_NAMESPACES} xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.3">'
        f"<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>"
    )
    manifest = manifest or (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{mimetype}"/></manifest:manifest>'
    )
    empty = f"<office:document-styles {_NAMESPACES}><office:styles/></office:document-styles>"
    return packed({"mimetype": mimetype, "content.xml": content, "styles.xml": empty, "META-INF/manifest.xml": manifest})


def _read(body, **options):
    return extract(_odt(body, **options), "verslag.odt", Ingest())[0]


def _blocks(body, **options):
    return [(b.kind.value, b.level, b.text) for b in _read(body, **options).blocks]


def test_a_document_made_by_odfdo():
    from odfdo import Document, Header, List, Paragraph, Table

    document = Document("text")
    document.body.clear()
    paragraph = Paragraph("De overdracht bleef uit.")
    items = List(["eerst bellen", "dan schrijven"])
    items.children[0].append(List(["met de mentor"]))
    table = Table("T", 2, 1)
    table.set_value("A1", "Datum")
    table.set_value("B1", "Wat")
    for element in (Header(1, "Feitenrelaas"), paragraph, items, table):
        document.body.append(element)
    paragraph.insert_note(after="overdracht", note_id="n1", citation="1", body="Zie het protocol.")
    paragraph.insert_annotation(after="uit", body="Klopt dit?", creator="Jan")
    document.meta.title = "Leerreview Noord"
    document.meta.creation_date = datetime(2023, 5, 4)
    buffer = io.BytesIO()
    document.save(buffer)
    found = extract(buffer.getvalue(), "a.odt", Ingest())[0]
    assert [(b.kind.value, b.level, b.text) for b in found.blocks] == [
        ("heading", 1, "Feitenrelaas"),
        ("paragraph", 0, "De overdracht bleef uit."),
        ("footnote", 0, "Zie het protocol."),
        ("comment", 0, "Klopt dit?"),
        ("list_item", 1, "eerst bellen"),
        ("list_item", 2, "met de mentor"),
        ("list_item", 1, "dan schrijven"),
        ("table", 0, "Datum | Wat"),
    ]
    assert found.properties["title"] == "Leerreview Noord"
    assert found.properties["created"].startswith(date(2023, 5, 4).isoformat())


def test_tracked_deletions_are_out_and_said():
    deleted = (
        '<text:tracked-changes><text:changed-region text:id="c1"><text:deletion><office:change-info/><text:p>niet </text:p></text:deletion>'
        "</text:changed-region></text:tracked-changes>"
    )
    found = _read(deleted + '<text:p>Er is <text:change text:change-id="c1"/>gebeld.</text:p>')
    assert [b.text for b in found.blocks] == ["Er is gebeld."]
    assert found.warnings == ("tracked_changes",)


def test_title_and_headings_by_style_also_through_automatic_styles():
    styles = (
        '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Title"/>'
        '<style:style style:name="P2" style:family="paragraph" style:parent-style-name="Heading_20_2"/>'
    )
    body = '<text:p text:style-name="P1">Na de kerst</text:p><text:p text:style-name="P2">Toedracht</text:p><text:p>Tekst.</text:p>'
    found = _read(body, styles=styles)
    assert found.title == "Na de kerst"
    assert [(b.kind.value, b.level) for b in found.blocks] == [("heading", 1), ("heading", 2), ("paragraph", 0)]


def test_white_space_breaks_frames_and_contents():
    body = (
        "<text:table-of-content><text:index-body><text:p>Aanleiding<text:tab/>3</text:p></text:index-body></text:table-of-content>"
        "<text:section><text:p>Veilig<text:s text:c='3'/>Thuis\n  belde<text:line-break/>terug"
        "<draw:frame><draw:text-box><text:p>Leerpunt: bel elkaar.</text:p></draw:text-box></draw:frame>.</text:p></text:section>"
    )
    assert _blocks(body) == [
        ("caption", 0, "Aanleiding 3"),
        ("paragraph", 0, "Veilig Thuis belde\nterug."),
        ("paragraph", 0, "Leerpunt: bel elkaar."),
    ]


def test_encrypted_spreadsheet_and_broken():
    manifest = '<manifest xmlns="m"><encryption-data/></manifest>'
    spreadsheet = "application/vnd.oasis.opendocument.spreadsheet"
    for data, code in (
        (_odt("<text:p/>", manifest=manifest), "package_encrypted"),
        (_odt("<text:p/>", mimetype=spreadsheet), "package_wrong_kind"),
        (_odt("<text:p>"), "document_broken"),
    ):
        with pytest.raises(DocumentError) as caught:
            extract(data, "a.odt", Ingest())
        assert caught.value.code == code


def test_odd_values_do_not_lose_the_document():
    wrong = "<meta:creation-date>2023-13-45</meta:creation-date>"
    meta = f"<office:document-meta {_NAMESPACES}><office:meta>{wrong}</office:meta></office:document-meta>"
    with zipfile.ZipFile(io.BytesIO(_odt('<text:h text:outline-level="x">Slot</text:h>'))) as whole:
        parts = {name: whole.read(name) for name in whole.namelist()}
    found = extract(packed(parts | {"meta.xml": meta}), "a.odt", Ingest())[0]
    assert [(b.kind.value, b.level, b.text) for b in found.blocks] == [("heading", 1, "Slot")]
    assert dict(found.properties) == {}
    del parts["styles.xml"]
    assert extract(packed(parts), "a.odt", Ingest())[0].blocks == found.blocks


def test_well_formed_xml_that_is_no_odf():
    data = _odt("<text:p>Tekst.</text:p>")
    with zipfile.ZipFile(io.BytesIO(data)) as whole:
        parts = {name: whole.read(name) for name in whole.namelist()}
    parts["content.xml"] = parts["content.xml"].replace(b"xmlns:text:1.0", b"xmlns:tekst:1.0")
    with pytest.raises(DocumentError) as caught:
        extract(packed(parts), "a.odt", Ingest())
    assert caught.value.code == "document_broken"
