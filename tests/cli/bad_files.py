"""Makes every file that should not be in a folder of reports, in a folder of a test: real bytes, invented text.

``NAME`` stands in all of them; no message, journal or log may repeat it.
"""

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

NAME = "Quaedvlieg"
TEXT = (
    f"Mevrouw {NAME} vertelt dat de avonddienst de afspraken niet heeft overgedragen aan de nachtdienst. "
    "Niemand wist wie de regie had en de huisarts hoorde het pas na het weekend. "
    "Bij de wisseling van begeleider is het gezin losgelaten voordat de nieuwe hulp was begonnen.\n"
)
ENGLISH = (
    f"Mrs {NAME} was discharged on Friday evening and nobody told her family about the change in her medication. "
    "The handover between the two teams was incomplete and no one felt responsible for what came next.\n"
)
LONG_NAME = "n" * 246 + ".txt"  # 250 characters, nearly all that a file system allows
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


@dataclass(frozen=True)
class Bad:
    """A file that cannot be used: its name and bytes, the code of its reason, and words that its line must hold."""

    name: str
    data: bytes
    code: str
    said: str


def report(title):
    """Return a good document in Markdown."""
    return f"# {title}\n\nDatum: 4 september 2023\n\n## Feitenrelaas\n\n{TEXT}\n## Analyse\n\n{TEXT}{title} is anders verlopen.\n".encode()


def pdf(*texts, password=None):
    """Return a PDF with a page for each text."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=True, encrypt=StandardEncryption(password, canPrint=0) if password else None)
    for text in texts:
        for i, line in enumerate(text.splitlines()):
            canvas.drawString(60, 760 - 16 * i, line)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def raw_pdf(pages, content=b"", filters=b"", side=300):
    """Return a PDF with this many pages that share one content stream, from raw bytes: fast, whatever the number."""
    kids = b" ".join(b"%d 0 R" % (i + 4) for i in range(pages))
    font = b"<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]/Contents 3 0 R/Resources%s>>" % (side, side, font)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (pages, kids),
        b"<</Length %d%s>>\nstream\n%s\nendstream" % (len(content), filters, content),
        *[page] * pages,
    ]
    out, offsets = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size, start = len(objects) + 1, len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, table, size, start)
    return bytes(out)


def packed(parts):
    """Return a ZIP of these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in parts.items():
            archive.writestr(path, content)
    return buffer.getvalue()


def docx(document=None, *, before=""):
    """Return a DOCX; ``document`` replaces the whole part, ``before`` stands above the root."""
    body = document or f'<w:document xmlns:w="{_W}"><w:body><w:p><w:r><w:t>{TEXT}</w:t></w:r></w:p></w:body></w:document>'
    return packed({
        "_rels/.rels": _relations("officeDocument", "word/document.xml"),
        "word/document.xml": before + body,
    })  # fmt: skip


def xlsx(sheet_rows="", shared=""):
    """Return a workbook of one sheet from the XML of its rows and of its shared strings."""
    workbook = f'<workbook xmlns="{_SHEET}" xmlns:r="{_OFFICE}"><sheets><sheet name="Blad1" sheetId="1" r:id="r1"/></sheets></workbook>'
    strings = f'<Relationship Id="r2" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
    return packed({
        "_rels/.rels": _relations("officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": workbook,
        "xl/_rels/workbook.xml.rels": _relations("worksheet", "worksheets/sheet1.xml").replace("</Rel", strings + "</Rel"),
        "xl/sharedStrings.xml": f'<sst xmlns="{_SHEET}">{shared}</sst>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_SHEET}"><sheetData>{sheet_rows}</sheetData></worksheet>',
    })  # fmt: skip


def _relations(kind, target):
    inner = f'<Relationship Id="r1" Type="{_OFFICE}/{kind}" Target="{target}"/>'
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inner}</Relationships>'


def png():
    """Return a picture of one pixel."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    text = b"Comment\0" + NAME.encode()
    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"tEXt", text) + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")


def laughs():
    """Return the entity bomb of the billion laughs."""
    steps = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
    return f'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY l0 "{NAME}">{steps}]>'


def thieving(path):
    """Return a Word document that asks for the content of a local file."""
    body = f'<w:document xmlns:w="{_W}"><w:body><w:p><w:r><w:t>{TEXT}&dief;</w:t></w:r></w:p></w:body></w:document>'
    return docx(body, before=f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY dief SYSTEM "{path.as_uri()}">]>')


def register(*rows, delimiter=";", head=("nummer", "datum", "omschrijving")):
    """Return a CSV register."""
    return "".join(delimiter.join(row) + "\n" for row in (head, *rows)).encode()


def bad_files(stolen):
    """Return every file that is set aside. ``stolen`` is a file outside the folder that one of them tries to read."""
    whole, rows = pdf(TEXT, TEXT), [(str(i), "03-02-2023", TEXT.strip()) for i in range(3)]
    return (
        Bad("beveiligd.pdf", pdf(TEXT, password=NAME), "pdf_encrypted", "wachtwoord"),
        Bad("afgebroken.pdf", whole[: len(whole) // 3], "pdf_damaged", "beschadigd"),
        Bad("leeg.pdf", b"", "empty_file", "leeg (0 bytes)"),
        Bad("geen-bladzijden.pdf", raw_pdf(0), "pdf_no_pages", "geen bladzijden"),
        Bad("drieduizend.pdf", raw_pdf(3000), "pdf_too_long", "3000 bladzijden; de grens is 2000"),
        Bad("lege-bladzijden.pdf", raw_pdf(3), "no_text", "geen tekst"),
        Bad("omgedoopte-zip.docx", packed({"lees.txt": TEXT}), "zip_file", "ZIP-bestand"),
        Bad("bom.docx", docx(" " * 40_000_000), "package_bomb", "zipbom"),
        Bad("bom.xlsx", xlsx(" " * 40_000_000), "package_bomb", "zipbom"),
        Bad("lachbui.docx", docx(before=laughs()), "package_entities", "XML-entiteiten"),
        Bad("dief.docx", thieving(stolen), "package_entities", "XML-entiteiten"),
        Bad("half.docx", docx()[:200], "package_broken", "beschadigd"),
        Bad("alleen-scripts.html", f"<html><script>var a = '{TEXT.strip()}';</script></html>".encode(), "no_text", "geen tekst"),
        Bad("streep.csv", register(*rows, delimiter="|"), "sheet_wrong_delimiter", "lijkt '|' te zijn"),
        Bad("kolom-weg.csv", register(*rows, head=("nr", "dag", "verhaal")), "sheet_missing_columns", "omschrijving"),
        Bad("leeg.csv", b"\n\n", "sheet_empty", "staat niets"),
        Bad("diep.html", (f"<p>{TEXT}" + "<ul><li>" * 3000).encode(), "html_too_deep", "te ingewikkeld"),
        Bad("english.txt", (ENGLISH * 4).encode(), "language_other", "herkend: en"),
        Bad("kort.txt", NAME.encode(), "no_text", "te weinig"),
        Bad("bytes.txt", NAME.encode() + bytes(range(32)) * 50, "text_binary", "geen leesbare tekst"),
        Bad("oud.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + NAME.encode() * 60, "word_old", ".doc"),
        Bad("brief.rtf", rb"{\rtf1\ansi " + TEXT.encode() + b"}", "rtf_file", "RTF"),
        Bad("dia.pptx", packed({"ppt/presentation.xml": f"<a>{TEXT}</a>"}), "presentation", "presentatie"),
        Bad("foto.png", png(), "image_file", "afbeelding"),
        Bad("programma.exe", b"MZ\x90\0" + NAME.encode(), "unknown_type", "Dit soort bestand"),
        Bad("zonder-extensie", NAME.encode() * 9, "unknown_type", "Dit soort bestand"),
        Bad("regel\neinde\x1b[31m.pdf", whole[:99], "pdf_damaged", "beschadigd"),
        Bad("rechts\u202efdp.naar-links.pdf", whole[:98], "pdf_damaged", "beschadigd"),
        Bad("-config.pdf", whole[:97], "pdf_damaged", "beschadigd"),
        Bad("x" * 246 + ".pdf", whole[:96], "pdf_damaged", "beschadigd"),
        Bad('aan\'haling "teken" {what}.pdf', whole[:95], "pdf_damaged", "beschadigd"),
    )


def odd_files():
    """Return name → bytes of files that look bad and are read all the same."""
    page = (
        f"<html><head><script>var geheim = 'Scriptwoord';</script></head><body><h1>Verslag</h1><p>{TEXT}</p><p>{TEXT}Web.</p></body></html>"
    )
    text = f"Feitenrelaas\n\n{TEXT}\nAnalyse\n\n{TEXT}De cliënt is daarna niet meer gezien in café Eén.\n"
    return {
        "script.html": page.encode(),
        "utf16.txt": f"{text}Met BOM.".encode("utf-16"),
        "utf16-zonder-bom.txt": f"{text}Zonder BOM.".encode("utf-16-le"),
        "cp1252.txt": f"{text}Uit Windows – “zo”.".encode("cp1252"),
        "nullen.txt": f"{text}Met nullen.".replace(". ", ".\0 ").encode(),
        "regel\neinde.txt": f"{text}Regeleinde.".encode(),
        "rechts\u202etxt.txt": f"{text}Rechts.".encode(),
        LONG_NAME: f"{text}Lang.".encode(),
        "-out.txt": f"{text}Streepje.".encode(),
        "aan'haling\"{n}.txt": f"{text}Aanhaling.".encode(),
    }


def write(folder, files):
    """Write name → bytes into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)


def hanging_pdf():
    """Return a PDF of 250 KB with one huge page of 80,000 loose pieces of text: the better part of a minute of work."""
    places = ((20 + i % 100 * 140, 14380 - i // 100 * 14, i) for i in range(80_000))
    content = b"BT /F1 9 Tf " + b" ".join(b"1 0 0 1 %d %d Tm (de zorg voor %d) Tj" % place for place in places) + b" ET"
    return raw_pdf(1, zlib.compress(content), b"/Filter/FlateDecode", side=14400)


def greedy_workbook():
    """Return a workbook of 20 KB in which 300,000 cells share a text of a megabyte: 300 GB once it is read."""
    cells = '<c t="s"><v>0</v></c>' * 100
    return xlsx(f"<row>{cells}</row>" * 3000, f"<si><t>{'w ' * 500_000}</t></si>")


def greedy_text():
    """Return a text of 180 MB that takes four times as much in memory, because of its first character."""
    return "\U0001f642 ".encode() + b"niemand belde. " * 12_000_000
