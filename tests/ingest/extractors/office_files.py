"""Builds the Word and ZIP files that the tests of the extractors read: invented text in the shapes that broke on real files."""

import io
import zipfile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_NAMESPACES = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml"'
)
STYLES = """
<w:style w:type="paragraph" w:default="1" w:styleId="Standaard"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Kop1"><w:name w:val="heading 1"/><w:basedOn w:val="Standaard"/></w:style>
<w:style w:type="paragraph" w:styleId="Kop2"><w:name w:val="heading 2"/><w:basedOn w:val="Standaard"/></w:style>
<w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="Inhopg1"><w:name w:val="toc 1"/></w:style>
<w:style w:type="paragraph" w:styleId="Citaat"><w:name w:val="Quote"/></w:style>
<w:style w:type="paragraph" w:styleId="Huisstijl"><w:name w:val="IGJ tussenkop"/><w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Opsomming"><w:name w:val="List Bullet"/></w:style>
"""


def run(text, properties=""):
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(inner, style="", properties=""):
    style = f'<w:pStyle w:val="{style}"/>' if style else ""
    inner = inner if inner.startswith("<") else run(inner)
    return f"<w:p><w:pPr>{style}{properties}</w:pPr>{inner}</w:p>"


def table(*rows):
    cells = lambda row: "".join(f"<w:tc>{c if c.startswith('<w:') else paragraph(c) if c else '<w:p/>'}</w:tc>" for c in row)  # noqa: E731
    return "<w:tbl>" + "".join(f"<w:tr>{cells(row)}</w:tr>" for row in rows) + "</w:tbl>"


def docx(*body, footnotes="", comments="", header="", core="", styles=STYLES, document=None):
    """Return the bytes of a DOCX with this body."""
    parts = {"word/styles.xml": f"<w:styles {_NAMESPACES}>{styles}</w:styles>"}
    parts["word/document.xml"] = document or f"<w:document {_NAMESPACES}><w:body>{''.join(body)}<w:sectPr/></w:body></w:document>"
    relations = {"styles": "styles.xml"}
    for kind, element, content in (("footnotes", "footnotes", footnotes), ("comments", "comments", comments), ("header", "hdr", header)):
        if content:
            parts[f"word/{kind}.xml"] = f"<w:{element} {_NAMESPACES}>{content}</w:{element}>"
            relations[kind] = f"{kind}.xml"
    inner = "".join(f'<Relationship Id="r{i}" Type="{_REL}/{k}" Target="{t}"/>' for i, (k, t) in enumerate(relations.items()))
    parts["word/_rels/document.xml.rels"] = f'<Relationships xmlns="{_PACKAGE}/relationships">{inner}</Relationships>'
    outer = f'<Relationship Id="r1" Type="{_REL}/officeDocument" Target="word/document.xml"/>'
    if core:
        dc = 'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        parts["docProps/core.xml"] = f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" {dc}>{core}</cp:coreProperties>'
        outer += f'<Relationship Id="r2" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
    parts["_rels/.rels"] = f'<Relationships xmlns="{_PACKAGE}/relationships">{outer}</Relationships>'
    return packed(parts)


def packed(parts, compression=zipfile.ZIP_DEFLATED):
    """Return the bytes of a ZIP with these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for path, content in parts.items():
            archive.writestr(path, content)
    return buffer.getvalue()
