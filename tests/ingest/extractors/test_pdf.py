"""PDFs as reports have them: columns, running lines, footnotes, hyphens, tables, contents; then the ones that cannot be read."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from cli.bad_files import raw_pdf
from ingest.sheets import HEIGHT, LEFT, SENTENCE, WIDTH, Sheet, read, texts
from rodedraad.errors import DocumentError
from rodedraad.ingest.model import Kind

SHARED = Path(__file__).parents[3].parent / "shared" / "data"
DEMO = Path(__file__).parents[3] / "corpora" / "demo" / "documents"


def test_a_heading_and_its_paragraph() -> None:
    """A bold line is a heading; the lines below it are one paragraph with a box for each."""
    document = read(Sheet().heading("1 Aanleiding").lines("Op 3 maart viel de cliënt van de trap. De nachtdienst", "vond haar om zes uur."))
    heading, paragraph = document.blocks
    assert (heading.kind, heading.level, heading.text) == (Kind.HEADING, 1, "1 Aanleiding")
    assert paragraph.text == "Op 3 maart viel de cliënt van de trap. De nachtdienst vond haar om zes uur."
    assert [line.start for line in paragraph.lines] == [0, 54]
    first, second = paragraph.lines
    assert first.page == 1
    assert LEFT - 1 < first.x0 < LEFT + 1
    assert first.y0 < first.y1 <= second.y0 + 3 < second.y1 < HEIGHT


def test_the_box_of_a_line_is_where_it_was_printed() -> None:
    """Boxes count from the top left, in points."""
    line = read(Sheet().line("Een zin die op deze hoogte staat en lang genoeg is.", x=100, y=300)).blocks[0].lines[0]
    assert abs(line.x0 - 100) < 1
    assert 288 < line.y0 < 296
    assert 300 < line.y1 < 305


def test_two_columns_under_a_title_over_both() -> None:
    """The left column is read to its end before the right one, also when their lines stand at different heights."""
    left = [f"links {n} loopt de tekst door tot het eind van de kolom" for n in range(12)]
    right = [f"rechts {n} gaat het verhaal daarna verder op de groep" for n in range(12)]
    sheet = Sheet().line("Een titel die over beide kolommen heen loopt en dus breed is", size=18, bold=True)
    for n in range(12):
        sheet.line(left[n], LEFT, y=140 + 14 * n, size=9).line(right[n], 310, y=145 + 14 * n, size=9)
    found = texts(read(sheet))
    assert found[0].startswith("Een titel")
    text = " ".join(found[1:])
    places = [text.index(line) for line in left + right]
    assert places == sorted(places)


def test_a_full_width_part_after_columns_comes_last() -> None:
    """Text under the columns is read after both."""
    sheet = Sheet()
    for n in range(8):
        sheet.line(f"linkerkolom regel {n} met genoeg woorden erin", LEFT, y=100 + 14 * n, size=9)
        sheet.line(f"rechterkolom regel {n} met genoeg woorden erin", 310, y=100 + 14 * n, size=9)
    sheet.y = 260
    sheet.paragraph("Slotwoord. " + SENTENCE * 3, size=9)
    text = " ".join(texts(read(sheet)))
    assert text.index("linkerkolom regel 7") < text.index("rechterkolom regel 0") < text.index("Slotwoord")


def test_running_lines_and_page_numbers_are_gone() -> None:
    """What stands at the same height on every page is no text; a sentence that happens to recur in the text stays."""
    sheet = Sheet()
    for page in range(1, 5):
        sheet.line("Inspectierapport De Wilgenhof", y=40, size=8).line(f"Pagina {page} van 4", x=480, y=810, size=8)
        sheet.paragraph(SENTENCE * 5).paragraph(f"Dit staat alleen op bladzijde {page}. " + SENTENCE).page()
    text = " ".join(texts(read(sheet)))
    assert "Inspectierapport" not in text
    assert "Pagina" not in text
    assert text.count("De begeleider belde") == 24


def test_a_paragraph_over_a_page_break_is_one() -> None:
    """The footnote of the first page does not come between the halves."""
    sheet = Sheet().paragraph(SENTENCE * 2)
    sheet.lines("De arts zag dat het niet goed ging en nam daarom contact op met de ambulance-", x=LEFT)
    sheet.line("1", y=755, size=6).line("Zie het dossier van de huisarts.", x=LEFT + 8, y=758, size=8)
    sheet.page().lines("dienst in de regio.", "")
    sheet.paragraph(SENTENCE * 2)
    document = read(sheet)
    joined = next(b for b in document.blocks if "nam daarom contact op" in b.text)
    assert joined.text.endswith("contact op met de ambulancedienst in de regio.")
    assert [line.page for line in joined.lines] == [1, 2]
    assert texts(document, "footnote") == ["1 Zie het dossier van de huisarts."]
    kinds = [b.kind for b in document.blocks]
    assert kinds.index(Kind.FOOTNOTE) == document.blocks.index(joined) + 1


def test_footnote_marks_are_no_part_of_the_sentence() -> None:
    """A raised number after a word is left out; m² keeps its two."""
    sheet = Sheet().line("De kamer was 12 m", y=100).line("2", x=157.5, y=96, size=7).line("groot, zei zij.", x=166, y=100)
    sheet.line("1", x=233, y=96, size=7).line("Daarna ging zij weg.", x=241, y=100)
    assert texts(read(sheet)) == ["De kamer was 12 m2 groot, zei zij. Daarna ging zij weg."]


def test_lists_keep_their_items_and_numbers() -> None:
    """A bullet is dropped, a number stays, and a second line belongs to its item."""
    sheet = Sheet().lines("Betrokken waren:")
    sheet.lines("• het wijkteam,", "• de huisarts, die pas laat werd gebeld en toen niet meer")
    sheet.y -= 8
    sheet.lines("meteen kon komen;", x=LEFT + 9)
    sheet.lines("1. Spreek af wie belt.", "2. Leg dat vast.")
    document = read(sheet)
    assert texts(document, "list_item") == [
        "het wijkteam,",
        "de huisarts, die pas laat werd gebeld en toen niet meer meteen kon komen;",
        "1. Spreek af wie belt.",
        "2. Leg dat vast.",
    ]


def test_a_ruled_table_gives_a_row_a_block() -> None:
    """Cells are joined by bars; a cell of two lines stays one cell."""
    sheet = Sheet().paragraph(SENTENCE)
    rows = [("Datum", ["Gebeurtenis"]), ("3 maart", ["De buurvrouw belt de politie", "over geluid in huis."]), ("5 maart", ["Huisbezoek."])]
    y = 150
    for date, event in rows:
        sheet.rule(LEFT, y, 520, y).line(date, LEFT + 4, y=y + 14)
        for i, part in enumerate(event):
            sheet.line(part, 160, y=y + 14 + 13 * i)
        y += 20 + 13 * (len(event) - 1)
    sheet.rule(LEFT, y, 520, y)
    for x in (LEFT, 155, 520):
        sheet.rule(x, 150, x, y)
    assert texts(read(sheet), "table") == [
        "Datum | Gebeurtenis",
        "3 maart | De buurvrouw belt de politie over geluid in huis.",
        "5 maart | Huisbezoek.",
    ]


def test_a_table_without_lines_is_seen_by_its_columns() -> None:
    """Aligned cells are rows, and no two columns of text."""
    sheet = Sheet().paragraph(SENTENCE * 2)
    for date, event in (
        ("3 maart", "De buurvrouw belt"),
        ("5 maart", "Huisbezoek door het wijkteam"),
        ("9 april", "Opname"),
        ("10 april", "Overleg"),
    ):
        sheet.line(date, y=sheet.y).line(event, 180)
    assert texts(read(sheet), "table") == [
        "3 maart | De buurvrouw belt",
        "5 maart | Huisbezoek door het wijkteam",
        "9 april | Opname",
        "10 april | Overleg",
    ]


def test_wide_blanks_of_justified_text_are_no_table() -> None:
    """Lines stretched to the margin have wide blanks too, at ever other places."""
    sheet = Sheet()
    for words in (
        ["De", "begeleider", "zag"],
        ["een", "onbekende", "man"],
        ["op", "de", "gang", "en", "belde"],
        ["meteen", "de", "politie"],
    ):
        gaps = (400 - sum(sheet.canvas.stringWidth(w, "Helvetica", 10.5) for w in words)) / (len(words) - 1)
        x = float(LEFT)
        for word in words:
            sheet.line(word, x, y=sheet.y)
            x += sheet.canvas.stringWidth(word, "Helvetica", 10.5) + gaps
        sheet.y += 14
    assert texts(read(sheet)) == ["De begeleider zag een onbekende man op de gang en belde meteen de politie"]


def test_a_form_in_a_table_is_running_text() -> None:
    """A frame of two cells with paragraphs in it is a form: headings and paragraphs, no row of 200 words."""
    sheet = Sheet()
    sheet.line("1", LEFT + 4, y=120)
    sheet.y = 120
    sheet.line("TOEDRACHT", 110, bold=True, step=20)
    sheet.paragraph(SENTENCE * 3, width=380, x=110).paragraph(SENTENCE * 2, width=380, x=110)
    middle = sheet.y
    sheet.line("2", LEFT + 4, y=middle + 14).line("CONCLUSIE", 110, y=middle + 14, bold=True)
    for y in (100, middle, middle + 40):
        sheet.rule(LEFT, y, 520, y)
    for x in (LEFT, 100, 520):
        sheet.rule(x, 100, x, middle + 40)
    document = read(sheet)
    assert [b.kind for b in document.blocks[:3]] == [Kind.HEADING, Kind.PARAGRAPH, Kind.PARAGRAPH]


def test_contents_open_no_section() -> None:
    """Entries of a table of contents are captions, bold or not, with or without dots, over two lines."""
    sheet = Sheet().heading("Inhoudsopgave")
    sheet.line("1 Aanleiding ................................ 3", bold=True)
    sheet.line("2 Een hoofdstuk met een titel die zo lang is dat hij over twee regels loopt en", bold=True)
    sheet.line("dan pas een nummer heeft . . . . . . . . . . . . 4", bold=True)
    sheet.line("Conclusie                  9").page()
    sheet.heading("1 Aanleiding").paragraph(SENTENCE * 3)
    document = read(sheet)
    assert texts(document, "heading") == ["Inhoudsopgave", "1 Aanleiding"]
    assert len(texts(document, "caption")) + len(texts(document, "table")) >= 3


def test_title_page() -> None:
    """The largest type is the title, also over two lines; what stands below it opens no section."""
    sheet = Sheet().line("Elf dagen", size=26, bold=True, step=32).line("na ontslag", size=26, bold=True, step=50)
    sheet.line("Onderzoek naar een overlijden", size=15).line("Utrecht, 12 mei 2023", size=12).page()
    sheet.heading("1 Aanleiding").paragraph(SENTENCE * 6)
    document = read(sheet)
    assert document.title == "Elf dagen na ontslag"
    assert texts(document, "heading") == ["Elf dagen na ontslag", "1 Aanleiding"]


def test_heading_levels_follow_numbers_and_type() -> None:
    """2.1 is below 2; an unnumbered heading has the level of its type."""
    sheet = (
        Sheet()
        .heading("2 Analyse", 15)
        .heading("2.1 Wat goed ging", 12)
        .paragraph(SENTENCE * 3)
        .heading("Naasten", 12)
        .paragraph(SENTENCE * 3)
    )
    levels = {b.text: b.level for b in read(sheet).blocks if b.kind == Kind.HEADING}
    assert levels == {"2 Analyse": 1, "2.1 Wat goed ging": 2, "Naasten": 2}


def test_a_turned_page_reads_like_any_other() -> None:
    """A landscape page that the file turns by 90 degrees gives upright boxes."""
    turned = Sheet()
    turned.canvas.setPageSize((WIDTH, HEIGHT))
    turned.canvas.translate(0, HEIGHT)
    turned.canvas.rotate(-90)
    for i, text in enumerate(("De eerste regel staat op zijn kant in het bestand.", "De tweede regel ook, en die leest gewoon door.")):
        turned.canvas.drawString(80, 200 - 14 * i, text)
    document = read(turned)
    assert " ".join(texts(document)) == "De eerste regel staat op zijn kant in het bestand. De tweede regel ook, en die leest gewoon door."
    assert all(line.x1 - line.x0 > line.y1 - line.y0 for b in document.blocks for line in b.lines)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (Sheet(password="geheim").paragraph(SENTENCE).bytes(), "pdf_encrypted"),  # noqa: S106 - a test file
        (b"%PDF-1.7\n" + b"x" * 400, "pdf_damaged"),
        (b"", "pdf_damaged"),
        (Sheet().paragraph(SENTENCE).bytes()[:300], "pdf_damaged"),
    ],
)
def test_unreadable(data: bytes, code: str) -> None:
    """Each has its own reason."""
    with pytest.raises(DocumentError) as caught:
        read(data)
    assert caught.value.code == code
    assert caught.value.what
    assert caught.value.remedy


def test_no_pages_and_too_many() -> None:
    """Both are said with numbers where they help."""
    for _ in range(2):  # PDFium keeps the error of the file before: it must not be told of this one
        with pytest.raises(DocumentError) as caught:
            read(raw_pdf(0))
        assert caught.value.code == "pdf_no_pages"
        with pytest.raises(DocumentError, match="wachtwoord"):
            read(Sheet(password="geheim").paragraph(SENTENCE).bytes())  # noqa: S106 - a test file
    sheet = Sheet()
    for _ in range(12):
        sheet.line(SENTENCE).page()
    with pytest.raises(DocumentError, match="13 bladzijden; de grens is 10"):
        read(sheet, max_pages=10)


@pytest.mark.skipif(not DEMO.is_dir(), reason="the demo corpus has not been built")
def test_the_demo_in_two_columns_reads_in_order() -> None:
    """Every section of the report follows the one before it."""
    document = read((DEMO / "leerreview-geboortezorg-maasoever.pdf").read_bytes())
    names = [n for n in texts(document, "heading") if n.startswith("Moment") or n in {"Wat hielp", "Wat wij leerden", "Afsluiting"}]
    assert names[-3:] == ["Wat hielp", "Wat wij leerden", "Afsluiting"]
    text = " ".join(texts(document))
    assert "als 'suboptimaal' geclassificeerd" in text


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real documents are not on this machine")
def test_real_report_of_29_pages() -> None:
    """A real report: title, contents, footnotes, a table over five pages, justified text."""
    document = read((SHARED / "real-documents-nl" / "Kader-verantwoord-gebruik-generatieveAI-RKIs.pdf").read_bytes())
    assert document.n_pages == 29
    assert document.title
    assert document.title.startswith("Kader voor waardevolle")
    headings = texts(document, "heading")
    assert headings[1:4] == ["Managementsamenvatting", "Inhoudsopgave", "Versiebeheer:"]
    numbers = [int(n.split()[0]) for n in texts(document, "footnote") if n.split()[0].isdigit()]
    assert numbers == sorted(numbers)
    assert len(numbers) > 60
    assert "1.0 | 26/5/25 | Vastgesteld door RKI-directeurenoverleg" in texts(document, "table")
    assert not any(a.isalpha() and b == "-" for text in texts(document, "paragraph") for a, b in pairwise(text[-2:]))
