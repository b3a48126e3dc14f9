import io
from pathlib import Path

import pytest

from ingest.extractors.office_files import docx, packed, paragraph, run, table
from rodedraad.config import Ingest
from rodedraad.errors import DocumentError
from rodedraad.ingest.extractors.docx import extract

REAL = Path(__file__).parents[4] / "shared" / "data" / "real-documents-nl"


def _read(*body, **parts):
    return extract(docx(*body, **parts), "verslag.docx", Ingest())[0]


def _blocks(*body, **parts):
    return [(b.kind.value, b.level, b.text) for b in _read(*body, **parts).blocks]


def test_headings_paragraphs_and_title():
    found = _read(
        paragraph("Als de overdracht ontbreekt", "Titel"),
        paragraph("Aanleiding", "Kop1"),
        paragraph("Op 3 mei 2023 meldde de instelling een calamiteit."),
        paragraph("Toedracht", "Kop2"),
        paragraph("Wat eraan voorafging", "Huisstijl"),
    )
    assert found.title == "Als de overdracht ontbreekt"
    assert [(b.kind.value, b.level) for b in found.blocks] == [
        ("heading", 1),
        ("heading", 1),
        ("paragraph", 0),
        ("heading", 2),
        ("heading", 3),
    ]


def test_a_document_made_by_python_docx():
    import docx as python_docx

    document = python_docx.Document()
    document.core_properties.title = "Leerreview Noord"
    document.core_properties.author = "Reviewteam"
    document.add_heading("Feitenrelaas", 1)
    document.add_paragraph("De wijkagent belde het wijkteam.")
    document.add_paragraph("eerst de school", style="List Bullet")
    document.add_paragraph("dan de huisarts", style="List Number 2")
    buffer = io.BytesIO()
    document.save(buffer)
    found = extract(buffer.getvalue(), "a.docx", Ingest())[0]
    assert [(b.kind.value, b.level) for b in found.blocks] == [("heading", 1), ("paragraph", 0), ("list_item", 1), ("list_item", 2)]
    assert found.properties["title"] == "Leerreview Noord"
    assert found.properties["author"] == "Reviewteam"
    assert found.title is None


def test_list_levels_and_numbering_switched_off():
    numbering = '<w:numPr><w:ilvl w:val="{}"/><w:numId w:val="{}"/></w:numPr>'
    assert _blocks(
        paragraph("bellen met school", properties=numbering.format(0, 4)),
        paragraph("de mentor", properties=numbering.format(1, 4)),
        paragraph("Geen punt meer", "Opsomming", numbering.format(0, 0)),
    ) == [("list_item", 1, "bellen met school"), ("list_item", 2, "de mentor"), ("paragraph", 0, "Geen punt meer")]


def test_bold_or_underlined_short_paragraph_is_a_heading_but_a_bold_sentence_is_not():
    assert _blocks(
        paragraph("Analyse", "Kop1"),
        paragraph(run("Samenwerking met school", "<w:b/>")),
        paragraph(run("Zicht op het kind", '<w:u w:val="single"/>')),
        paragraph(run("De meldcode is niet gebruikt.", "<w:b/>")),
        paragraph(run("Let op:", "<w:b/>") + run(" de naam is veranderd")),
        paragraph(run("Niet vet", '<w:b w:val="0"/>')),
    ) == [
        ("heading", 1, "Analyse"),
        ("heading", 2, "Samenwerking met school"),
        ("heading", 2, "Zicht op het kind"),
        ("paragraph", 0, "De meldcode is niet gebruikt."),
        ("paragraph", 0, "Let op: de naam is veranderd"),
        ("paragraph", 0, "Niet vet"),
    ]


def test_table_row_by_row_with_a_nested_table_after_its_row():
    nested = paragraph("school") + table(("14.00", "gebeld"))
    assert _blocks(table(("Datum", "Wie"), ("3 mei", nested), ("", ""), ("4 mei", ""))) == [
        ("table", 0, "Datum | Wie"),
        ("table", 0, "3 mei | school"),
        ("table", 0, "14.00 | gebeld"),
        ("table", 0, "4 mei | "),
    ]


def test_a_frame_around_running_text_is_no_table():
    long = "De jeugdbeschermer sprak met moeder over de veiligheid thuis en legde afspraken vast. " * 4
    assert [kind for kind, *_ in _blocks(table((paragraph("Kader", "Kop2") + paragraph("De les van dit verhaal."),)))] == [
        "heading",
        "paragraph",
    ]
    assert [kind for kind, *_ in _blocks(table(("3.1", paragraph(long) + paragraph(long))))] == ["paragraph"] * 3


def test_footnote_and_comment_follow_their_paragraph():
    note = f'<w:footnote w:id="2">{paragraph("Zie het jaarverslag.")}</w:footnote>'
    remark = f'<w:comment w:id="7" w:author="Jan">{paragraph("Klopt dit?")}</w:comment>'
    body = (
        run("De wachttijd was lang") + '<w:r><w:footnoteReference w:id="2"/></w:r>' + run(".") + '<w:r><w:commentReference w:id="7"/></w:r>'
    )
    assert _blocks(paragraph(body), paragraph("Daarna niets."), footnotes=note, comments=remark) == [
        ("paragraph", 0, "De wachttijd was lang."),
        ("footnote", 0, "Zie het jaarverslag."),
        ("comment", 0, "Klopt dit?"),
        ("paragraph", 0, "Daarna niets."),
    ]


def test_headers_and_the_table_of_contents_are_beside_the_text():
    contents = (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr><w:sdtContent>'
        + paragraph("Inhoud", "Kop1")
        + paragraph("1 Aanleiding 3")
        + "</w:sdtContent></w:sdt>"
    )
    assert _blocks(contents, paragraph("2 Conclusie 9", "Inhopg1"), paragraph("Tekst."), header=paragraph("VERTROUWELIJK")) == [
        ("caption", 0, "Inhoud"),
        ("caption", 0, "1 Aanleiding 3"),
        ("caption", 0, "2 Conclusie 9"),
        ("paragraph", 0, "Tekst."),
    ]


def test_tracked_changes_are_read_as_accepted():
    mark = 'w:id="1" w:author="x"'
    deleted = f"<w:del {mark}><w:r><w:delText>drie</w:delText></w:r></w:del>"
    found = _read(
        paragraph(run("Er waren ") + deleted + f"<w:ins {mark}>{run('vier')}</w:ins>" + run(" meldingen.")),
        paragraph(f"<w:moveFrom {mark}>{run('Verplaatste zin.')}</w:moveFrom>" + run("Blijft.")),
        paragraph(f"<w:moveTo {mark}>{run('Verplaatste zin.')}</w:moveTo>"),
        paragraph(run("Het wijkteam "), properties=f"<w:rPr><w:del {mark}/></w:rPr>"),
        paragraph("belde niet terug."),
        paragraph(
            run("Heel de alinea").replace("w:t>", "w:delText>").replace("<w:t ", "<w:delText "),
            properties=f"<w:rPr><w:del {mark}/></w:rPr>",
        ),
    )
    assert [b.text for b in found.blocks] == ["Er waren vier meldingen.", "Blijft.", "Verplaatste zin.", "Het wijkteam belde niet terug."]
    assert found.warnings == ("tracked_changes",)


def test_deleted_table_row_and_old_formatting_are_gone():
    rows = table(("Maatregel", "Wie"), ("Vervallen", "niemand"), ("Overleg", "team"))
    before, row, after = rows.partition("<w:tr><w:tc>" + paragraph("Vervallen"))
    rows = before + row.replace("<w:tr>", '<w:tr><w:trPr><w:del w:id="1" w:author="x"/></w:trPr>') + after
    once_hidden = run("zichtbaar", '<w:rPrChange w:id="2" w:author="x"><w:rPr><w:vanish/></w:rPr></w:rPrChange>')
    assert [t for _, _, t in _blocks(rows, paragraph(once_hidden))] == ["Maatregel | Wie", "Overleg | team", "zichtbaar"]


def test_text_box_once_and_after_its_paragraph():
    box = "<w:txbxContent>" + paragraph("Leerpunt: bel elkaar.") + "</w:txbxContent>"
    shape = (
        f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert [t for _, _, t in _blocks(paragraph(run("De zin gaat ") + shape + run("gewoon door.")))] == [
        "De zin gaat gewoon door.",
        "Leerpunt: bel elkaar.",
    ]


def test_hidden_text_field_codes_and_typed_note_numbers_are_not_read():
    field = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGEREF _x</w:instrText></w:r>'
    raised = run("11", '<w:vertAlign w:val="superscript"/>')
    hidden = run("intern", "<w:vanish/>")
    special = "<w:r><w:t>jeugd</w:t><w:noBreakHyphen/><w:t>ggz</w:t><w:br/><w:t>Utrecht</w:t><w:tab/><w:t>2023</w:t></w:r>"
    assert [t for _, _, t in _blocks(paragraph(hidden + field + run("persoonsgegevens") + raised), paragraph(special))] == [
        "persoonsgegevens",
        "jeugd-ggz\nUtrecht 2023",
    ]


def test_strict_open_xml_is_read_like_transitional():
    data = docx(paragraph("Aanleiding", "Kop1"))
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {
            n: archive.read(n)
            .decode()
            .replace("http://schemas.openxmlformats.org/wordprocessingml/2006/main", "http://purl.oclc.org/ooxml/wordprocessingml/main")
            for n in archive.namelist()
        }
    assert [(b.kind.value, b.text) for b in extract(packed(parts), "a.docx", Ingest())[0].blocks] == [("heading", "Aanleiding")]


def test_body_that_is_broken_or_missing():
    for document, code in (("<w:document", "document_broken"), ("<a/>", "package_wrong_kind")):
        with pytest.raises(DocumentError) as caught:
            _read(document=document)
        assert caught.value.code == code


def test_styles_that_are_based_on_each_other_do_not_hang():
    ring = "".join(f'<w:style w:type="paragraph" w:styleId="{a}"><w:basedOn w:val="{b}"/></w:style>' for a, b in ("AB", "BA"))
    assert _blocks(paragraph("Tekst.", "A"), styles=ring) == [("paragraph", 0, "Tekst.")]


@pytest.mark.skipif(not REAL.is_dir(), reason="the shared real documents are not here")
def test_real_reports_keep_their_outline():
    found = extract((REAL / "Eindrapportage_genAI_2023_v0.3.docx").read_bytes(), "a.docx", Ingest())[0]
    headings = [(b.level, b.text) for b in found.blocks if b.kind == "heading"]
    assert (1, "Conclusie & aanbevelingen") in headings
    assert (2, "Zorgen binnen de overheid") in headings
    assert sum(b.kind == "footnote" for b in found.blocks) == 5
    assert sum(b.kind == "table" for b in found.blocks) == 10
    assert not any("----" in b.text for b in found.blocks)
