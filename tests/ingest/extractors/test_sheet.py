import csv
import io
from datetime import date, datetime
from pathlib import Path

import pytest

from ingest.extractors.office_files import packed
from rodedraad.config import Columns, Ingest
from rodedraad.errors import DocumentError
from rodedraad.ingest.extractors.sheet import MAX_CELL_CHARACTERS, as_date, extract

REAL = Path(__file__).parents[4] / "shared" / "data" / "dutch-labelled" / "voorbeeld_meldingen.csv"
REGISTER = """meldnummer;datum;afdeling;sector;soort_incident;omschrijving;directe_oorzaak;maatregel;ernst
2023-001;03-01-2023;De Vlier, hal;ouderenzorg;val;"Mevrouw naast bed aangetroffen;
sensor ging af.";stapte zelf uit bed, sokken uit;bed in laagste stand;gering
2023-002;05-01-2023;Nachtdienst;ouderenzorg;medicatie;Insuline twee keer afgetekend door twee mensen.;twee lijsten;lijst weg;ernstig
"""


def _config(**columns):
    return Ingest(columns=Columns(**columns))


def _read(data, **columns):
    return extract(data if isinstance(data, bytes) else data.encode(), "register.csv", _config(**columns))


def _code(data, **columns):
    with pytest.raises(DocumentError) as caught:
        _read(data, **columns)
    assert str(caught.value)
    return caught.value


def _xlsx(*sheets, hidden=()):
    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "default_date_format": "dd-mm-yyyy"}) as book:
        for i, rows in enumerate(sheets):
            sheet = book.add_worksheet(f"Blad{i + 1}")
            for r, row in enumerate(rows):
                sheet.write_row(r, 0, row)
            if i in hidden:
                sheet.hide()
    return buffer.getvalue()


def test_a_row_is_a_document_and_its_text_columns_are_sections():
    first, second = _read(REGISTER)
    assert (first.row, first.date) == ("2", date(2023, 1, 3))
    assert dict(first.properties) == {"sector": "ouderenzorg", "organisation": "De Vlier, hal"}
    assert [(b.kind.value, b.text) for b in first.blocks] == [
        ("heading", "Omschrijving"),
        ("paragraph", "Mevrouw naast bed aangetroffen;"),
        ("paragraph", "sensor ging af."),
        ("heading", "Directe oorzaak"),
        ("paragraph", "stapte zelf uit bed, sokken uit"),
        ("heading", "Maatregel"),
        ("paragraph", "bed in laagste stand"),
    ]
    assert second.row == "3"


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_delimiters_and_encodings(delimiter, encoding):
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=delimiter).writerows(
        [["nr", "Toelichting"], ["1", "De cliënt belde; niemand nam op, ook niet later."], ["2", "Één keer | gevallen."]]
    )
    found = _read(buffer.getvalue().encode(encoding))
    assert [d.blocks[1].text for d in found] == ["De cliënt belde; niemand nam op, ook niet later.", "Één keer | gevallen."]


def test_workbook_with_a_title_above_the_header_real_dates_and_a_hidden_sheet():
    rows = [
        ["Register meldingen 2023"],
        [],
        ["Nr.", "Datum melding", "Datum incident", "Locatie", "Wat is er gebeurd?", "Aantal"],
        [17, datetime(2023, 2, 1), datetime(2023, 1, 31, 14, 5), "De Linde", "Bewoner kreeg de medicatie van een ander.", 1],
        [],
        [18, "", "2-2-23", "De Linde", "Val in de douche tijdens het wassen.", 2],
    ]
    found = _read(_xlsx(rows, [["geheim", "omschrijving"], ["x", "niet tonen aan anderen"]], hidden=(1,)))
    assert [(d.row, d.date, d.properties["organisation"]) for d in found] == [
        ("4", date(2023, 1, 31), "De Linde"),
        ("6", date(2023, 2, 2), "De Linde"),
    ]
    assert [b.text for b in found[0].blocks] == ["Wat is er gebeurd?", "Bewoner kreeg de medicatie van een ander."]


def test_two_sheets_with_text_keep_their_rows_apart():
    sheet = [["id", "tekst"], [1, "De overdracht is niet gedaan."]]
    assert [d.row for d in _read(_xlsx(sheet, sheet, [["jaar", "aantal"], [2023, 4]]))] == ["1:2", "2:2"]


def test_opendocument_spreadsheet():
    from odfdo import Document, Table

    document = Document("spreadsheet")
    document.body.clear()
    table = Table("Meldingen")
    table.set_values([["id", "datum", "omschrijving"], [1, date(2023, 5, 4), "De school belde niet terug."]])
    document.body.append(table)
    buffer = io.BytesIO()
    document.save(buffer)
    assert [(d.row, d.date, d.blocks[1].text) for d in _read(buffer.getvalue())] == [("2", date(2023, 5, 4), "De school belde niet terug.")]


def test_text_is_recognised_by_content_when_names_say_nothing():
    rows = "a;b;c\n" + "".join(f"{i};x{i % 2};Op dag {i} belde moeder drie keer zonder antwoord te krijgen.\n" for i in range(9))
    assert [b.text for b in _read(rows)[0].blocks] == ["C", "Op dag 0 belde moeder drie keer zonder antwoord te krijgen."]


def test_no_header_at_all():
    rows = "".join(f"2023-0{i};Op dag {i} belde moeder drie keer zonder antwoord.\n" for i in range(1, 5))
    found = _read(rows)
    assert len(found) == 4
    assert found[0].row == "1"
    assert found[0].blocks[0].text == "Kolom 2"


def test_a_column_named_melding_that_holds_numbers_is_no_text():
    (first, _) = _read("melding;beschrijving\n101;De val was niet gezien.\n102;De arts kwam te laat.\n")
    assert first.blocks[0].text == "Beschrijving"


def test_configured_columns_apart_from_case_and_accents():
    found = _read("Nr;Relaas van cliënt;Extra\n7;Er is niet gebeld.;weg\n", text=["relaas van client"], id="NR")
    assert (found[0].row, [b.text for b in found[0].blocks]) == ("2", ["Relaas van cliënt", "Er is niet gebeld."])


def test_configured_columns_that_are_missing_are_named_with_those_present():
    error = _code(REGISTER, text=["verhaal"], date="dag")
    assert error.code == "sheet_missing_columns"
    assert error.values["missing"] == "verhaal, dag"
    assert "omschrijving, directe_oorzaak" in error.values["present"]


def test_messages_name_headings_and_never_somebodys_row():
    """A register without headings begins with a report."""
    error = _code("Piet Quaedvlieg;gevallen\nAnna Bos;verdwaald\n", text=["relaas"])
    assert "Quaedvlieg" not in str(error)
    assert "kolom 1, kolom 2" in str(error)
    error = _code("Piet Quaedvlieg;12\n")
    assert "Quaedvlieg" not in str(error)
    assert ": kolom 1, kolom 2." in str(error)
    assert "Wel gezien: –." in str(_code(";;;\n;;1;\n"))
    assert "nr, naam." in str(_code("nr;naam\n1;Piet\n2;Jan\n"))
    assert "kolom 19, kolom 20, …" in str(_code(";".join("abcdefghijklmnopqrstuvwxyz") + "\n" + ";".join("1" * 26)))


def test_wrong_configured_delimiter_is_said_with_the_right_one():
    error = _code(REGISTER, delimiter=",")
    assert (error.code, error.values) == ("sheet_wrong_delimiter", {"configured": ",", "found": ";"})
    assert len(_read("sep=,\nnr,tekst\n1,De val was niet gezien.\n")) == 1


def test_without_text_and_without_anything():
    assert _code("jaar;aantal\n2022;4\n2023;5\n").code == "sheet_no_text"
    for empty in (b"", b"\n\n", b";;;\n;;\n", _xlsx([])):
        assert _code(empty).code == "sheet_empty"


def test_empty_rows_are_skipped_and_equal_rows_and_numbers_kept_apart():
    found = _read("nr;tekst\n1;De deur stond open.\n;\n1;De deur stond open.\n;  \n2;De bel deed het niet.\n")
    assert len(found) == 3
    assert len({d.row for d in found}) == 3


def test_a_cell_of_a_million_characters_sets_its_row_aside_and_no_other():
    limit = csv.field_size_limit()
    found = _read("nr;tekst\n1;De deur stond open.\n2;" + "x" * 1_000_000 + "\n3;De bel deed het niet.\n")
    assert [(d.row, len(d.blocks), d.warnings) for d in found] == [("2", 2, ()), ("3", 0, ("row_too_long",)), ("4", 2, ())]
    assert csv.field_size_limit() == limit
    assert MAX_CELL_CHARACTERS < 1_000_000


def test_a_quotation_mark_that_is_never_closed_does_not_swallow_the_register():
    rows = ['1;"Hij zei: nee.', *(f"{i};De deur stond {i} keer open." for i in range(2, 60))]
    found = _read("nr;tekst\n" + "\n".join(rows))
    assert len(found) == 59
    assert found[0].warnings == ("csv_quotes",)


def test_a_separator_too_many_is_said():
    assert _read("nr;tekst\n1;De deur stond open; de bel deed niets.;extra\n2;De bel deed niets.\n")[0].warnings == ("row_shifted",)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("03-01-2023", date(2023, 1, 3)),
        ("3 mei 2023", date(2023, 5, 3)),
        ("2023-05-03T10:00", date(2023, 5, 3)),
        ("3/5/23", date(2023, 5, 3)),
        (45049.0, date(2023, 5, 3)),
        ("45049", date(2023, 5, 3)),
        (datetime(2023, 5, 3, 23, 59), date(2023, 5, 3)),
        ("31-02-2023", None),
        ("gisteren", None),
        (12, None),
        (None, None),
    ],
)
def test_dates(cell, day):
    assert as_date(cell) == day


def test_broken_encrypted_and_far_away_cells():
    good = _xlsx([["id", "tekst"], [1, "De deur stond open."]])
    assert _code(good[: len(good) // 2]).code == "package_broken"
    assert _code(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") * 9).code == "package_encrypted"
    assert _code(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000).code == "sheet_broken"
    far = '<worksheet><sheetData><row r="1"><c r="A1"/></row><row r="1048576"><c s="1" r="XFD1048576"/></row></sheetData></worksheet>'
    assert _code(packed({"xl/worksheets/sheet1.xml": far})).code == "sheet_too_large"


def _ods(rows):
    names = " ".join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "table", "text"))
    table = f'<table:table table:name="a">{rows}</table:table>'
    sheet = f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
    content = f"<office:document-content {names}>{sheet}</office:document-content>"
    return packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content, "META-INF/manifest.xml": "<m/>"})


def test_a_row_that_is_repeated_a_million_times():
    cell = '<table:table-cell table:number-columns-repeated="{}"><text:p>De deur stond open.</text:p></table:table-cell>'
    row = '<table:table-row table:number-rows-repeated="{}">{}</table:table-row>'
    assert _code(_ods(row.format(1_000_000, cell.format(19)))).values == {"rows": "1000000", "columns": "19"}
    assert _code(_ods(row.format(1_000_000, "<table:table-cell/>") + row.format(1, cell.format(16_000)))).code == "sheet_too_large"
    assert _code(_ods(row.format(1_048_576, "<table:table-cell/>"))).code == "sheet_empty"


@pytest.mark.skipif(not REAL.is_file(), reason="the shared example is not here")
def test_real_example_with_two_columns():
    found = extract(REAL.read_bytes(), REAL.name, Ingest())
    with REAL.open(encoding="utf-8", newline="") as file:
        assert len(found) == len([r for r in csv.DictReader(file) if r["Tekst"].strip()])
    assert all(d.blocks[0].text == "Tekst" for d in found)
