"""Writes a source as a web page, as plain text or as Markdown."""

from __future__ import annotations

import textwrap
from html import escape
from itertools import groupby
from string import Template
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from builders.source import Block, Source

WRAP_CHARACTERS = 80
_PAGE = Template("""<!DOCTYPE html>
<html lang="nl">
<head>
<meta charset="utf-8">
<title>$title | $organisation</title>
<meta name="author" content="$organisation">
<meta name="date" content="$iso_date">
<style>body { font-family: sans-serif; max-width: 46em; margin: auto; } nav li { display: inline; }</style>
<script>window.teller = (window.teller || 0) + 1; console.log("bezoek", window.teller);</script>
</head>
<body>
<header><p>$organisation</p>
<nav><ul><li><a href="/">Home</a></li><li><a href="/over-ons">Over ons</a></li><li><a href="/publicaties">Publicaties</a></li>
<li><a href="/contact">Contact</a></li></ul></nav></header>
<main>
<article>
<h1>$title</h1>
<p class="ondertitel">$subtitle</p>
<p class="datum">$kind, <time datetime="$iso_date">$date</time></p>
$body
</article>
<aside><h2>Lees ook</h2><ul><li><a href="/jaarverslag">Jaarverslag</a></li><li><a href="/nieuwsbrief">Nieuwsbrief</a></li></ul></aside>
</main>
<footer><p>&copy; $organisation | <a href="/privacy">Privacyverklaring</a> | <a href="/cookies">Cookies</a></p></footer>
<script>document.querySelectorAll("a").forEach(function (a) { a.rel = "noopener"; });</script>
</body>
</html>
""")


def html(source: Source) -> bytes:
    """Return a web page with navigation, footer and scripts around the text, as organisations publish it."""
    parts = []
    for kind, group in groupby(source.blocks, key=lambda block: block.kind):
        blocks = list(group)
        if kind in {"bullet", "number"}:
            tag = "ul" if kind == "bullet" else "ol"
            parts += [f"<{tag}>", *(f"<li>{escape(block.text)}</li>" for block in blocks), f"</{tag}>"]
        else:
            parts += [_html_block(block) for block in blocks]
    page = _PAGE.substitute(
        title=escape(source.title),
        subtitle=escape(source.subtitle),
        organisation=escape(source.organisation),
        kind=source.kind.capitalize(),
        iso_date=source.date.isoformat(),
        date=source.date_in_words,
        body="\n".join(parts),
    )
    return page.encode("utf-8")


def text(source: Source) -> bytes:
    """Return plain text: a story typed by hand is wrapped at 80 columns, a text saved from a program has one line a paragraph.

    ``cp1252`` in the layout gives the encoding and line ends of an old Windows editor.
    """
    wrapped = source.kind == "leerverhaal"
    lines = [source.title.upper(), source.subtitle, f"{source.organisation}, {source.date_in_words}", ""]
    for index, block in enumerate(source.blocks):
        lines += _text_lines(block, wrapped)
        following = source.blocks[index + 1 : index + 2]
        if block.kind not in {"bullet", "number"} or not following or following[0].kind != block.kind:
            lines.append("")
    result = "\n".join(lines).rstrip() + "\n"
    return result.replace("\n", "\r\n").encode("cp1252") if "cp1252" in source.layout else result.encode("utf-8")


def markdown(source: Source) -> bytes:
    """Return Markdown with the title as its first heading."""
    lines = [f"# {source.title}", "", f"*{source.subtitle}*", "", f"{source.organisation}, {source.date_in_words}", ""]
    for index, block in enumerate(source.blocks):
        lines += _markdown_lines(block)
        following = source.blocks[index + 1 : index + 2]
        if block.kind not in {"bullet", "number"} or not following or following[0].kind != block.kind:
            lines.append("")
    return ("\n".join(lines).rstrip() + "\n").encode("utf-8")


def _html_block(block: Block) -> str:
    if block.kind == "heading":
        level = min(block.level + 1, 4)
        return f"<h{level}>{escape(block.text)}</h{level}>"
    if block.kind == "table":
        head, *rows = block.rows
        cells = "".join(f"<th>{escape(cell)}</th>" for cell in head)
        body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>\n" for row in rows)
        return f"<table>\n<tr>{cells}</tr>\n{body}</table>"
    content = escape(block.text)
    return f"<blockquote><p>{content}</p></blockquote>" if block.kind == "quote" else f"<p>{content}</p>"


def _text_lines(block: Block, wrapped: bool) -> list[str]:
    if block.kind == "table":
        return ["  ".join(row) for row in block.rows]
    if block.kind == "heading":
        return [block.text, "-" * len(block.text)] if wrapped else [block.text]
    mark = {"bullet": "- ", "number": f"{block.level}. "}.get(block.kind, "")
    if not wrapped:
        return [mark + block.text]
    return textwrap.wrap(block.text, WRAP_CHARACTERS, initial_indent=mark, subsequent_indent=" " * len(mark), break_on_hyphens=False)


def _markdown_lines(block: Block) -> list[str]:
    if block.kind == "table":
        head, *rows = ["| " + " | ".join(row) + " |" for row in block.rows]
        return [head, "|" + "---|" * len(block.rows[0]), *rows]
    mark = {"heading": "#" * (block.level + 1) + " ", "bullet": "- ", "number": f"{block.level}. ", "quote": "> "}.get(block.kind, "")
    return [mark + block.text]
