"""Makes the PDFs that the tests read: real files, written with reportlab, laid out as reports are."""

from __future__ import annotations

from hashlib import sha256
from io import BytesIO
from typing import TYPE_CHECKING

from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from rodedraad.config import Ingest
from rodedraad.ingest.extractors.pdf import extract
from rodedraad.ingest.stage import run
from rodedraad.run.stage import Context
from rodedraad.schema import TABLES, Tables

if TYPE_CHECKING:
    from pathlib import Path

    from rodedraad.ingest.model import Extracted

WIDTH, HEIGHT = A4
LEFT, TOP = 70, 90
SENTENCE = "De begeleider belde de huisarts en legde uit wat er die nacht op de groep was gebeurd. "


class Sheet:
    """A PDF under construction; heights count from the top of the page."""

    def __init__(self, password: str | None = None, title: str | None = None) -> None:
        self.buffer = BytesIO()
        encryption = StandardEncryption(password) if password else None
        self.canvas = Canvas(self.buffer, pagesize=A4, invariant=True, encrypt=encryption)
        if title:
            self.canvas.setTitle(title)
        self.y = float(TOP)

    def line(
        self, text: str, x: float = LEFT, *, y: float | None = None, size: float = 10.5, bold: bool = False, step: float = 14
    ) -> Sheet:
        """Set one line and go down by ``step``; with ``y`` elsewhere on the page."""
        self.canvas.setFont("Helvetica-Bold" if bold else "Helvetica", size)
        self.canvas.drawString(x, HEIGHT - (self.y if y is None else y), text)
        if y is None:
            self.y += step
        return self

    def lines(self, *texts: str, x: float = LEFT, size: float = 10.5) -> Sheet:
        """Set lines of one paragraph, and some white below."""
        for text in texts:
            self.line(text, x, size=size)
        self.y += 8
        return self

    def paragraph(self, text: str, width: float = 455, x: float = LEFT, size: float = 10.5) -> Sheet:
        """Set text in lines that fit the width."""
        self.canvas.setFont("Helvetica", size)
        current = ""
        for word in text.split():
            longer = f"{current} {word}".strip()
            if self.canvas.stringWidth(longer, "Helvetica", size) > width:
                self.line(current, x, size=size)
                current = word
            else:
                current = longer
        self.line(current, x, size=size)
        self.y += 8
        return self

    def heading(self, text: str, size: float = 14) -> Sheet:
        """Set a heading."""
        self.y += 8
        return self.line(text, size=size, bold=True, step=22)

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> Sheet:
        """Draw a line."""
        self.canvas.line(x0, HEIGHT - y0, x1, HEIGHT - y1)
        return self

    def page(self) -> Sheet:
        """Go on to the next page."""
        self.canvas.showPage()
        self.y = float(TOP)
        return self

    def bytes(self) -> bytes:
        """Return the file."""
        self.canvas.showPage()
        self.canvas.save()
        return self.buffer.getvalue()


def read(sheet: Sheet | bytes, **settings: object) -> Extracted:
    """Return what the PDF extractor makes of a sheet."""
    data = sheet if isinstance(sheet, bytes) else sheet.bytes()
    return extract(data, "rapport.pdf", Ingest(**settings))[0]


def texts(document: Extracted, kind: str | None = None) -> list[str]:
    """Return the texts of a document's blocks, of one kind or of all."""
    return [b.text for b in document.blocks if kind is None or b.kind == kind]


def ingest(path: Path, **settings: object) -> Tables:
    """Return what the stage makes of a file."""
    data = path.read_bytes()
    row = {"source_path": path.name, "sha256": sha256(data).hexdigest(), "n_bytes": len(data), "media_type": None}
    return run({"sources": TABLES["sources"].frame([row])}, Ingest(**settings), Context(path.parent, 13))
