"""The report as one file, for mailing: a built folder in, one HTML file out that needs nothing beside it.

Every page becomes a sheet; the style sheet shows the one the address names (``#archetype/a1``), so it works without JavaScript. Ids get
the page's name before them and links follow. Style and script stand inside, allowed by their hashes alone (W3C, CSP level 3, hash-source).
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
from dataclasses import dataclass
from html.parser import HTMLParser
from importlib import resources
from typing import TYPE_CHECKING

from rodedraad import messages
from rodedraad.errors import EnvironmentFault
from rodedraad.report.links import resolved

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MOST_BYTES = 25_000_000
FOLDER_ONLY = ("zoeken.html", "kaart.html", "beoordelen.html")  # they keep their state in the address, which names the sheet here
_FIRST = "index.html"
_NAMING = frozenset({"id", "for", "headers", "list", "aria-labelledby", "aria-describedby", "aria-controls", "aria-details", "aria-owns"})
_ATTRIBUTE = re.compile(r'(?<=\s)([a-z-]+)="([^"]*)"')
_ID = re.compile(r'\sid="([^"]+)"')
_SHARED = re.compile(r"url\(#([^)]+)\)")
_SCRIPT = re.compile(r'<script src="(?:\.\./)*((?:assets|data)/[\w.-]+\.js)"')
_HEAD = """<!doctype html>
<html {attributes}>
<head>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src '{script_hash}'; style-src '{style_hash}'; \
img-src data:; font-src 'none'; connect-src 'none'; base-uri 'none'; form-action 'none'; object-src 'none'">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow, noarchive">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<link rel="icon" href="data:,">
<style>{style}</style>
<script>{script}</script>
</head>
<body>
"""


def write(folder: Path, place: Path) -> None:
    """Write the report in ``folder`` as one file at ``place``; the same folder gives the same bytes.

    Raises:
        EnvironmentFault: it would be bigger than ``MOST_BYTES``.
        OSError: the disk refuses; nothing is left at ``place``.
    """
    content = made(folder).encode("utf-8")
    if len(content) > MOST_BYTES:
        raise EnvironmentFault("report_single_too_big", mb=-(-len(content) // 1_000_000), most=MOST_BYTES // 1_000_000)
    aside = place.with_name(f".{place.name}.part")
    try:
        aside.write_bytes(content)
        aside.replace(place)
    finally:
        aside.unlink(missing_ok=True)


def made(folder: Path) -> str:
    """Return the report in ``folder`` as one HTML text."""
    names = sorted((path.relative_to(folder).as_posix() for path in folder.rglob("*.html")), key=lambda name: (name != _FIRST, name))
    pages = {name: (folder / name).read_text(encoding="utf-8") for name in names}
    ids = {name: frozenset(html.unescape(one) for one in _ID.findall(text)) for name, text in pages.items()}
    scripts = dict.fromkeys(found for name, text in pages.items() if name not in FOLDER_ONLY for found in _SCRIPT.findall(text))
    style = f"\n{_asset(folder, 'assets/rodedraad.css')}\n{_own('single.css')}"
    script = "\n".join(["", *(_asset(folder, name) for name in scripts), _own("single.js")])
    for text, end in ((style, "</style"), (script, "</script"), (script, "<!--")):
        if end in text.lower():
            raise ValueError(f"{end} stands in what would be put inside the page")
    head = _HEAD.format(
        attributes=_between(pages[_FIRST], "<html ", ">"),
        title=_between(pages[_FIRST], "<title>", "</title>"),
        script_hash=_hash(script),
        style_hash=_hash(style),
        style=style,
        script=script,
    )
    return head + "".join(_sheet(name, text, ids) for name, text in pages.items()) + "</body>\n</html>\n"


def sheet(page: str) -> str:
    """Return the id of the sheet that a page becomes."""
    return page.removesuffix(".html")


def _sheet(name: str, text: str, ids: Mapping[str, frozenset[str]]) -> str:
    copier = _Copier(name, ids)
    start = text.index(">", text.index("<body")) + 1
    copier.feed(text[start : text.rindex("</body>")])
    copier.close()
    first = " first" if name == _FIRST else ""
    title = _between(text, "<title>", "</title>")
    return f'<div class="sheet{first}" id="{html.escape(sheet(name))}" data-title="{title}">{"".join(copier.parts)}</div>\n'


@dataclass(frozen=True, slots=True)
class _Names:
    """What the ids and links of one page become in the file."""

    page: str
    ids: Mapping[str, frozenset[str]]

    def id(self, old: str) -> str:
        return f"{sheet(self.page)}:{old}"

    def link(self, link: str) -> str:
        """A link within the report leads to its sheet, or to a place in it; one to a state of a page leads to its sheet."""
        target, fragment = resolved(self.page, link)
        if target not in self.ids:
            return link
        return f"#{sheet(target)}:{fragment}" if fragment in self.ids[target] and target not in FOLDER_ONLY else f"#{sheet(target)}"

    def attribute(self, name: str, value: str) -> str:
        if name in _NAMING:
            return " ".join(self.id(one) for one in value.split(" "))
        if name == "href":
            return self.link(value)
        return _SHARED.sub(lambda found: f"url(#{self.id(found[1])})", value)


class _Copier(HTMLParser):
    """Copies the body of a page as it stands, but for ids, links and scripts. A page that needs the folder keeps its heading alone."""

    def __init__(self, page: str, ids: Mapping[str, frozenset[str]]) -> None:
        super().__init__(convert_charrefs=False)
        self.parts: list[str] = []
        self._names = _Names(page, ids)
        self._heading_only = page in FOLDER_ONLY
        self._in_script = self._in_main = self._in_heading = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the parser's own signature
        """Copy a start tag with its ids and links renamed."""
        self._in_script |= tag == "script"
        self._in_heading |= tag == "h1"
        self._copy(_ATTRIBUTE.sub(self._renamed, self.get_starttag_text() or ""))
        self._in_main |= tag == "main"

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Copy a tag that closes itself."""
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        """Copy an end tag."""
        if tag == "main":
            self._in_main = False
            if self._heading_only:
                self._copy(f'<p class="lead">{html.escape(messages.text("single.folder_only"))}</p>')
        self._copy(f"</{tag}>")
        self._in_script &= tag != "script"
        self._in_heading &= tag != "h1"

    def handle_data(self, data: str) -> None:
        """Copy text."""
        self._copy(data)

    def handle_entityref(self, name: str) -> None:
        """Copy a named character."""
        self._copy(f"&{name};")

    def handle_charref(self, name: str) -> None:
        """Copy a numbered character."""
        self._copy(f"&#{name};")

    def _copy(self, part: str) -> None:
        if not self._in_script and (self._in_heading or not (self._heading_only and self._in_main)):
            self.parts.append(part)

    def _renamed(self, found: re.Match[str]) -> str:
        name, value = found[1], html.unescape(found[2])
        new = self._names.attribute(name, value)
        return found[0] if new == value else f'{name}="{html.escape(new)}"'


def _asset(folder: Path, name: str) -> str:
    return (folder / name).read_text(encoding="utf-8")


def _own(name: str) -> str:
    return resources.files("rodedraad.report").joinpath("assets", "single", name).read_text(encoding="utf-8")


def _between(text: str, start: str, end: str) -> str:
    return text.partition(start)[2].partition(end)[0]


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
