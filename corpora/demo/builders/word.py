"""Writes a source as DOCX: heading styles, tables, header, real comments, real tracked changes, real footnotes."""

from __future__ import annotations

import io
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt

from builders.archive import settle

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

    from builders.source import Block, Run, Source

_FOOTNOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_STYLES = {"paragraph": "Normal", "bullet": "List Bullet", "number": "List Number", "quote": "Intense Quote"}
_EDITOR = "Redactie"


class Writer:
    """Writes one document; counts footnotes and changes, whose numbers must be unique in the file."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.document: Document = docx.Document()
        self.when = datetime.combine(source.date, time(9, 0), tzinfo=UTC)
        self.notes: list[str] = []
        self.n_changes = 0

    def write(self) -> bytes:
        """Return the bytes of the DOCX."""
        self._set_up()
        self.document.add_heading(self.source.title, 0)
        if self.source.subtitle:
            self.document.add_paragraph(self.source.subtitle, style="Subtitle")
        self.document.add_paragraph(f"{self.source.organisation}, {self.source.date_in_words}")
        for block in self.source.blocks:
            self._block(block)
        self._attach_notes()
        buffer = io.BytesIO()
        self.document.save(buffer)
        return settle(buffer.getvalue())

    def _set_up(self) -> None:
        properties = self.document.core_properties
        properties.title, properties.author = self.source.title, self.source.organisation
        properties.subject, properties.comments, properties.language = self.source.kind, "", "nl-NL"
        properties.last_modified_by = _EDITOR
        properties.created = properties.modified = self.when.replace(tzinfo=None)
        normal = self.document.styles["Normal"]
        normal.font.name, normal.font.size = "Calibri", Pt(11)
        section = self.document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        if "koptekst" in self.source.layout:
            section.header.paragraphs[0].text = f"{self.source.organisation}\t\t{self.source.title}"
            self._page_field(section.footer.paragraphs[0])

    @staticmethod
    def _page_field(paragraph: Paragraph) -> None:
        paragraph.add_run("Pagina ")
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), "PAGE")
        field.append(parse_xml(f"<w:r {nsdecls('w')}><w:t>1</w:t></w:r>"))
        paragraph._p.append(field)  # noqa: SLF001 - python-docx has no fields

    def _block(self, block: Block) -> None:
        if block.kind == "table":
            self._table(block)
        elif block.kind == "heading":
            self._runs(self.document.add_heading(level=min(block.level, 3)), block)
        elif block.kind == "number":  # typed numbers: automatic ones would go on counting from list to list
            paragraph = self.document.add_paragraph(f"{block.level}. ")
            paragraph.paragraph_format.left_indent = Cm(0.6)
            self._runs(paragraph, block)
        else:
            self._runs(self.document.add_paragraph(style=_STYLES[block.kind]), block)

    def _table(self, block: Block) -> None:
        table = self.document.add_table(rows=len(block.rows), cols=len(block.rows[0]), style="Table Grid")
        for row, cells in zip(block.rows, table.rows, strict=True):
            for text, cell in zip(row, cells.cells, strict=True):
                cell.text = text
        for cell in table.rows[0].cells:
            cell.paragraphs[0].runs[0].bold = True
        self.document.add_paragraph()

    def _runs(self, paragraph: Paragraph, block: Block) -> None:
        for run in block.runs:
            if run.kind == "text":
                paragraph.add_run(run.text)
            elif run.kind == "comment":
                self._comment(paragraph, run)
            elif run.kind == "note":
                self._note(paragraph, run)
            else:
                self._change(paragraph, run)

    def _comment(self, paragraph: Paragraph, run: Run) -> None:
        anchor = paragraph.runs[-1]
        initials = "".join(word[0] for word in run.author.split())
        comment = self.document.add_comment(anchor, text=run.text, author=run.author, initials=initials)
        comment._comment_elm.set(qn("w:date"), f"{self.when:%Y-%m-%dT%H:%M:%SZ}")  # noqa: SLF001 - the library takes the clock's time

    def _change(self, paragraph: Paragraph, run: Run) -> None:
        self.n_changes += 1
        tag, text = ("ins", "t") if run.kind == "inserted" else ("del", "delText")
        paragraph._p.append(  # noqa: SLF001 - python-docx has no tracked changes
            parse_xml(
                f'<w:{tag} {nsdecls("w")} w:id="{900 + self.n_changes}" w:author="{_EDITOR}" w:date="{self.when:%Y-%m-%dT%H:%M:%SZ}">'
                f'<w:r><w:{text} xml:space="preserve">{escape(run.text)}</w:{text}></w:r></w:{tag}>'
            )
        )

    def _note(self, paragraph: Paragraph, run: Run) -> None:
        self.notes.append(run.text)
        mark = paragraph.add_run()
        mark.font.superscript = True
        reference = OxmlElement("w:footnoteReference")
        reference.set(qn("w:id"), str(len(self.notes)))
        mark._r.append(reference)  # noqa: SLF001 - python-docx has no footnotes

    def _attach_notes(self) -> None:
        if not self.notes:
            return
        separators = "".join(
            f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{element}/></w:r></w:p></w:footnote>'
            for kind, number, element in (("separator", -1, "separator"), ("continuationSeparator", 0, "continuationSeparator"))
        )
        notes = "".join(
            f'<w:footnote w:id="{number}"><w:p><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>'
            f'<w:r><w:t xml:space="preserve"> {escape(text)}</w:t></w:r></w:p></w:footnote>'
            for number, text in enumerate(self.notes, 1)
        )
        head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        blob = f"{head}<w:footnotes {nsdecls('w', 'r')}>{separators}{notes}</w:footnotes>".encode()
        part = Part(PackURI("/word/footnotes.xml"), _FOOTNOTES_TYPE, blob, self.document.part.package)
        self.document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def write(source: Source) -> bytes:
    """Return the DOCX of ``source``: the same bytes each time."""
    return Writer(source).write()
