"""Lays a source out as a PDF page by page: columns, footnotes at the foot, running heads, a table of contents with page numbers.

reportlab's paragraphs and tables do the lines; the pages are filled here, because its page templates know no footnotes. Everything is
laid out twice: the first time finds the page numbers for the table of contents.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

import reportlab
from reportlab.lib import colors
from reportlab.lib.enums import TA_JUSTIFY, TA_LEFT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import TimeStamp
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, Table

if TYPE_CHECKING:
    from reportlab.platypus import Flowable

    from builders.source import Block, Source

WIDTH, HEIGHT = A4  # points
MARGIN = 62.0
GUTTER = 20.0
TOP, BOTTOM = HEIGHT - 78.0, 74.0
_FONTS = {
    "times": ("Times-Roman", "Times-Bold", "Times-Italic"),
    "helvetica": ("Helvetica", "Helvetica-Bold", "Helvetica-Oblique"),
    "vera": ("Vera", "VeraBd", "VeraIt"),  # comes with reportlab, is embedded: a scan looks the same whatever fonts the machine has
}
_FAMILY = {"inspectierapport": "helvetica", "calamiteitenrapport": "times", "leerreview": "times", "leerverhaal": "helvetica"}


@dataclass
class Styles:
    """The paragraph styles of one document."""

    regular: str
    bold: str
    italic: str
    body: ParagraphStyle
    heading: dict[int, ParagraphStyle]
    item: ParagraphStyle
    note: ParagraphStyle
    cell: ParagraphStyle
    head_cell: ParagraphStyle
    quote: ParagraphStyle


@dataclass
class Pager:
    """Fills pages: where the next line goes, which footnotes stand on this page, on which page each heading came."""

    canvas: Canvas
    source: Source
    styles: Styles
    total_pages: int
    columns: int = 1
    page: int = 1
    column: int = 0
    top: float = TOP  # where the columns of this page begin: lower on a page that begins with the title
    y: float = TOP
    notes: list[Paragraph] = field(default_factory=list)
    n_notes: int = 0
    headings: list[tuple[int, str, int]] = field(default_factory=list)  # level, text, page

    @property
    def width(self) -> float:
        """Width of a column in points."""
        return (WIDTH - 2 * MARGIN - GUTTER * (self.columns - 1)) / self.columns

    @property
    def room(self) -> float:
        """Height that is left in this column, in points."""
        return self.y - BOTTOM - _height(self.notes, self.width)

    def place(self, flowable: Flowable, notes: tuple[str, ...] = (), keep: float = 0.0) -> None:
        """Put ``flowable`` on the page, or on as many as it takes; with footnotes it stays whole; ``keep`` points must stay free below."""
        notes_here = self._notes(notes)
        needed = _height(notes_here, self.width)
        before = flowable.getSpaceBefore() if self.y < self.top else 0.0
        _, height = flowable.wrap(self.width, HEIGHT)
        if before + height + needed + keep <= self.room:
            self._draw(flowable, before, height)
            self.notes += notes_here
            return
        parts = [] if notes or keep else flowable.split(self.width, self.room - before)
        if parts:
            _, height = parts[0].wrap(self.width, HEIGHT)
            self._draw(parts[0], before, height)
        self.n_notes -= len(notes)
        self.turn()
        for part in parts[1:] or [flowable]:
            self.place(part, notes, keep)

    def turn(self) -> None:
        """Go on in the next column or on the next page."""
        self.column += 1
        if self.column == self.columns:
            self.finish_page()
            self.page, self.column, self.notes, self.top = self.page + 1, 0, [], TOP
        self.y = self.top

    def finish_page(self) -> None:
        """Draw footnotes, running heads and the page number, and end the page."""
        self._draw_notes()
        _draw_margins(self)
        self.canvas.showPage()

    def _notes(self, notes: tuple[str, ...]) -> list[Paragraph]:
        texts = []
        for note in notes:
            self.n_notes += 1
            texts.append(Paragraph(f"<super>{self.n_notes}</super> {escape(note)}", self.styles.note))
        return texts

    def _draw(self, flowable: Flowable, before: float, height: float) -> None:
        self.y -= before + height
        flowable.drawOn(self.canvas, MARGIN + self.column * (self.width + GUTTER), self.y)
        self.y -= flowable.getSpaceAfter()

    def _draw_notes(self) -> None:
        if not self.notes:
            return
        y = BOTTOM + _height(self.notes, self.width) - 8
        self.canvas.setLineWidth(0.5)
        self.canvas.line(MARGIN, y + 4, MARGIN + 120, y + 4)
        for note in self.notes:
            y -= note.wrap(self.width, HEIGHT)[1]
            note.drawOn(self.canvas, MARGIN, y)
            y -= 2


def write(source: Source) -> bytes:
    """Return the PDF of ``source``: the same bytes each time."""
    headings: list[tuple[int, str, int]] = []
    pages = 0
    buffer = io.BytesIO()
    for _ in range(2):
        buffer = io.BytesIO()
        canvas = _canvas(buffer, source)
        pager = Pager(canvas, source, _styles(source), pages)
        _front(pager, headings)
        pager.columns, pager.top = (2, pager.y) if "twee-kolommen" in source.layout else (1, TOP)
        for index, block in enumerate(source.blocks):
            _place_block(pager, block, index)
        pager.finish_page()
        headings, pages = pager.headings, pager.page
        canvas.save()
    return buffer.getvalue()


def _canvas(buffer: io.BytesIO, source: Source) -> Canvas:
    canvas = Canvas(buffer, pagesize=A4, invariant=1)
    stamp = TimeStamp(invariant=1)
    stamp.YMDhms = (source.date.year, source.date.month, source.date.day, 9, 0, 0)
    canvas._doc._timeStamp = stamp  # noqa: SLF001 - the only way to give a document the date of its source
    canvas.setTitle(source.title)
    canvas.setAuthor(source.organisation)
    canvas.setCreator("Rode Draad demo")
    return canvas


def _styles(source: Source) -> Styles:
    two, scan = "twee-kolommen" in source.layout, "scan" in source.layout
    _check_characters(source)
    regular, bold, italic = _fonts("vera" if scan else _FAMILY[source.kind])
    size = (9.0 if two else 10.5) - (1.0 if regular == "Vera" else 0.0)
    hyphens = {"hyphenationLang": "nl_NL", "embeddedHyphenation": 1} if "afbreking" in source.layout else {}
    body = ParagraphStyle(
        "body", fontName=regular, fontSize=size, leading=size * 1.38, spaceAfter=size * 0.7,
        alignment=TA_JUSTIFY if hyphens else TA_LEFT, **hyphens,
    )  # fmt: skip
    heading = {
        level: ParagraphStyle("h", fontName=bold, fontSize=size + extra, leading=(size + extra) * 1.25, spaceBefore=before, spaceAfter=5)
        for level, extra, before in ((1, 4.5, 14), (2, 2.0, 9), (3, 0.5, 6))
    }
    return Styles(
        regular, bold, italic, body, heading,
        item=ParagraphStyle("item", parent=body, leftIndent=18, bulletIndent=3, spaceAfter=3, bulletFontName=regular, bulletFontSize=size),
        note=ParagraphStyle("note", fontName=regular, fontSize=size - 2.5, leading=(size - 2.5) * 1.3),
        cell=ParagraphStyle("cell", fontName=regular, fontSize=size - 1, leading=(size - 1) * 1.25),
        head_cell=ParagraphStyle("head_cell", fontName=bold, fontSize=size - 1, leading=(size - 1) * 1.25),
        quote=ParagraphStyle("quote", parent=body, fontName=italic, leftIndent=22, rightIndent=22),
    )  # fmt: skip


def _fonts(family: str) -> tuple[str, str, str]:
    if family == "vera":
        folder = f"{reportlab.__path__[0]}/fonts"
        for name in _FONTS["vera"]:
            pdfmetrics.registerFont(TTFont(name, f"{folder}/{name}.ttf"))
        pdfmetrics.registerFontFamily("Vera", "Vera", "VeraBd", "VeraIt", "VeraBd")
    return _FONTS[family]


def _check_characters(source: Source) -> None:
    """Raise ValueError for a character that none of the fonts has; a reader would see a box."""
    text = "".join(run.text for block in source.blocks for run in block.runs)
    try:
        text.encode("cp1252")
    except UnicodeEncodeError as error:
        raise ValueError(f"{source.id}: no font has {text[error.start]!r}") from None


def _height(notes: list[Paragraph], width: float) -> float:
    return sum(note.wrap(width, HEIGHT)[1] + 2 for note in notes) + 10 if notes else 0.0


def _front(pager: Pager, headings: list[tuple[int, str, int]]) -> None:
    """Draw the title page and the table of contents, or a title block on the first page."""
    source, styles, canvas = pager.source, pager.styles, pager.canvas
    big = ParagraphStyle("title", fontName=styles.bold, fontSize=23, leading=28, spaceAfter=12)
    sub = ParagraphStyle("subtitle", fontName=styles.regular, fontSize=13, leading=17, spaceAfter=16)
    lines = [Paragraph(escape(source.title), big), Paragraph(escape(source.subtitle), sub)]
    if "titelpagina" in source.layout:
        canvas.setFillColor(colors.HexColor("#7a1f2b"))
        canvas.rect(MARGIN, HEIGHT - 170, 60, 6, stroke=0, fill=1)
        canvas.setFillColor(colors.black)
        pager.y = HEIGHT - 210
        for line in lines:
            pager.place(line)
        canvas.setFont(styles.regular, 10.5)
        for offset, text in enumerate((source.organisation, f"{source.kind.capitalize()}, {source.date_in_words}")):
            canvas.drawString(MARGIN, 140 - 16 * offset, text)
        canvas.showPage()
        pager.page, pager.y = 2, TOP
    else:
        lines.append(Paragraph(escape(f"{source.organisation}, {source.date_in_words}"), styles.quote))
        for line in lines:
            pager.place(line)
    if "inhoudsopgave" in source.layout:
        _contents(pager, headings)


def _contents(pager: Pager, headings: list[tuple[int, str, int]]) -> None:
    canvas, styles = pager.canvas, pager.styles
    pager.place(Paragraph("Inhoudsopgave", styles.heading[1]))
    size = styles.body.fontSize
    for level, text, page in headings:
        pager.y -= size * 1.6
        x = MARGIN + 14 * (level - 1)
        canvas.setFont(styles.regular, size)
        canvas.drawString(x, pager.y, text)
        canvas.drawRightString(WIDTH - MARGIN, pager.y, str(page))
        start = x + canvas.stringWidth(text, styles.regular, size) + 4
        right = WIDTH - MARGIN - 18
        n_dots = int((right - start) / canvas.stringWidth(". ", styles.regular, size))
        canvas.drawRightString(right, pager.y, " ".join("." * max(n_dots, 0)))
    pager.turn()


def _place_block(pager: Pager, block: Block, index: int) -> None:
    styles = pager.styles
    if block.kind == "heading":
        following = pager.source.blocks[index + 1 : index + 2]
        lines = 6 if following and following[0].kind in {"heading", "table"} else 3
        pager.place(Paragraph(escape(block.text), styles.heading[min(block.level, 3)]), keep=lines * styles.body.leading)
        pager.headings.append((block.level, block.text, pager.page))
    elif block.kind == "table":
        pager.place(_table(pager, block))
        pager.y -= styles.body.spaceAfter
    elif block.kind in {"bullet", "number"}:
        mark = "•" if block.kind == "bullet" else f"{block.level}."
        pager.place(Paragraph(_markup(pager, block), styles.item, bulletText=mark), block.notes)
        following = pager.source.blocks[index + 1 : index + 2]
        if not following or following[0].kind != block.kind:
            pager.y -= styles.body.spaceAfter - styles.item.spaceAfter
    else:
        style = styles.quote if block.kind == "quote" else styles.body
        pager.place(Paragraph(_markup(pager, block), style), block.notes)


def _markup(pager: Pager, block: Block) -> str:
    parts, number = [], pager.n_notes
    for run in block.runs:
        if run.kind == "note":
            number += 1
            parts.append(f"<super>{number}</super>")
        elif run.kind in {"text", "inserted"}:
            parts.append(escape(run.text))
    return "".join(parts)


def _table(pager: Pager, block: Block) -> Table:
    rows = [
        [Paragraph(escape(cell), pager.styles.head_cell if index == 0 else pager.styles.cell) for cell in row]
        for index, row in enumerate(block.rows)
    ]
    widths = _column_widths(pager, block)
    rules = [
        ("GRID", (0, 0), (-1, -1), 0.5, colors.grey), ("BACKGROUND", (0, 0), (-1, 0), colors.HexColor("#ececec")),
        ("VALIGN", (0, 0), (-1, -1), "TOP"), ("TOPPADDING", (0, 0), (-1, -1), 3), ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
    ]  # fmt: skip
    return Table(rows, colWidths=widths, repeatRows=1, style=rules, spaceBefore=4, spaceAfter=4)


def _column_widths(pager: Pager, block: Block) -> list[float]:
    """Return widths in points: room for the longest word of a column, what is left in proportion to its longest cell."""
    head = pager.styles.head_cell
    columns = list(zip(*block.rows, strict=True))
    least = [
        max(pdfmetrics.stringWidth(word, head.fontName, head.fontSize) for cell in cells for word in cell.split() or [""]) + 14
        for cells in columns
    ]
    wishes = [min(60, max(map(len, cells))) for cells in columns]
    left = max(pager.width - sum(least), 0.0)
    return [smallest + left * wish / sum(wishes) for smallest, wish in zip(least, wishes, strict=True)]


def _draw_margins(pager: Pager) -> None:
    canvas, source = pager.canvas, pager.source
    canvas.setFont(pager.styles.regular, 8)
    canvas.setFillColor(colors.HexColor("#444444"))
    if "koptekst" in source.layout:
        canvas.drawString(MARGIN, HEIGHT - 48, source.organisation)
        room = WIDTH - 2 * MARGIN - canvas.stringWidth(source.organisation, pager.styles.regular, 8) - 12
        title = source.title if canvas.stringWidth(source.title, pager.styles.regular, 8) < room else source.kind.capitalize()
        canvas.drawRightString(WIDTH - MARGIN, HEIGHT - 48, title)
        canvas.setLineWidth(0.4)
        canvas.line(MARGIN, HEIGHT - 53, WIDTH - MARGIN, HEIGHT - 53)
    if "voettekst" in source.layout:
        canvas.drawString(MARGIN, 44, f"{source.kind.capitalize()} · {source.date_in_words} · vertrouwelijk")
    if "paginanummers" in source.layout:
        of_all = "voettekst" in source.layout
        canvas.drawRightString(WIDTH - MARGIN, 44, f"Pagina {pager.page} van {pager.total_pages}" if of_all else str(pager.page))
    canvas.setFillColor(colors.black)
