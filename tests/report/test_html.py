"""The HTML of every page: safe, well formed, in order, and without anything it should not hold."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from lxml import html as lxml_html

from report.world import HOSTILE, given
from rodedraad import messages
from rodedraad.report import links
from rodedraad.report.build import build

if TYPE_CHECKING:
    from pathlib import Path

VOID = {"meta", "link", "br", "hr", "img", "input", "rect", "path", "circle"}
NOT_IN_A_PARAGRAPH = {
    "p",
    "div",
    "ul",
    "ol",
    "dl",
    "table",
    "section",
    "article",
    "figure",
    "blockquote",
    "details",
    "nav",
    "h1",
    "h2",
    "h3",
}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'none'; connect-src 'none'; "
    "base-uri 'none'; form-action 'none'; object-src 'none'"
)


class Strict(HTMLParser):
    """Notes every element that is not closed where it should be, stands where it may not, or carries what our policy forbids."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []
        self.ids: list[str] = []
        self.headings: list[int] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in NOT_IN_A_PARAGRAPH and "p" in self.open:
            self.faults.append(f"<{tag}> in a paragraph")
        if tag in {"a", "button"} and "a" in self.open:
            self.faults.append(f"<{tag}> in a link")
        if tag not in VOID:
            self.open.append(tag)
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        names = [name for name, _ in attrs]
        self.faults += [f"attribute {name}" for name in names if name.startswith("on") or name == "style" or names.count(name) > 1]
        self.ids += [value or "" for name, value in attrs if name == "id"]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> out of place")


def scanned(text: str) -> Strict:
    scan = Strict()
    scan.feed(text)
    scan.close()
    return scan


@pytest.mark.requirement(5)
def test_all_links_resolve(site: Path):
    assert links.broken(site) == []


@pytest.mark.requirement(31)
def test_every_page_is_well_formed(html: dict[str, str]):
    faults = {page: (scan.faults, scan.open) for page, text in html.items() if (scan := scanned(text)).faults or scan.open}
    assert faults == {}


def test_ids_are_unique_on_a_page(html: dict[str, str]):
    for page, text in html.items():
        ids = scanned(text).ids
        assert len(ids) == len(set(ids)), page


@pytest.mark.requirement(25)
def test_there_is_one_h1_and_no_heading_skips_a_level(html: dict[str, str]):
    for page, text in html.items():
        levels = scanned(text).headings
        assert levels.count(1) == 1, page
        assert levels[0] == 1, page
        assert all(after <= before + 1 for before, after in pairwise(levels)), (page, levels)


@pytest.mark.requirement(31)
def test_the_policy_is_the_first_thing_in_the_head(html: dict[str, str]):
    for page, text in html.items():
        first = lxml_html.fromstring(text).find("head")[0]
        assert (first.tag, first.get("http-equiv"), first.get("content")) == ("meta", "Content-Security-Policy", POLICY), page


@pytest.mark.requirement(33)
def test_no_page_is_indexed_or_tells_where_it_came_from(html: dict[str, str]):
    for text in html.values():
        assert '<meta name="robots" content="noindex' in text
        assert '<meta name="referrer" content="no-referrer">' in text


def test_the_only_script_is_our_own_file(html: dict[str, str]):
    for page, text in html.items():
        scripts = lxml_html.fromstring(text).iter("script")
        ours, *data = [script.get("src") for script in scripts]
        assert ours == "../" * page.count("/") + "assets/rodedraad.js", page
        assert all(re.fullmatch(r"(\.\./)*(assets|data)/[a-z0-9-]+\.js", one) for one in data), page


@pytest.mark.requirement(32)
@pytest.mark.parametrize("raw", ["<script>alert", "<img src=x", "<svg onload", "</script><"])
def test_hostile_markup_is_text_everywhere(html: dict[str, str], raw: str):
    assert [page for page, text in html.items() if raw in text.lower()] == []


def test_hostile_text_is_still_there_to_read(html: dict[str, str]):
    everything = "".join(lxml_html.fromstring(text).text_content() for text in html.values())
    assert HOSTILE[0] in everything
    assert HOSTILE[1] in everything
    assert HOSTILE[5] in everything
    assert "{{ 7*7 }}" in everything
    assert "e" * 10_000 in everything


@pytest.mark.requirement(32)
def test_control_and_direction_characters_are_made_visible(html: dict[str, str]):
    everything = "".join(html.values())
    assert not set(everything) & {"\x00", "\u202e", "\u202c"}
    assert "nul\ufffdbyte" in everything


def test_no_value_is_shown_as_a_python_word(html: dict[str, str]):
    for page, text in html.items():
        shown = lxml_html.fromstring(text).text_content()
        assert not re.search(r"\bNone\b|\bTrue\b|\bFalse\b|Undefined|<built-in|dataclass", shown), page


@pytest.mark.requirement(33)
def test_names_paths_and_file_names_stay_out(html: dict[str, str]):
    everything = "".join(html.values())
    for private in ("Gerritsen-Geheim", "/home/", "jansen/", "Jan Jansen", "bestand0.pdf", "kopie.pdf"):
        assert private not in everything
    assert "…/mijn-model" in html["verantwoording.html"]
    assert "1 woord (niet getoond)" in html["verantwoording.html"]


@pytest.mark.requirement(33)
def test_file_names_are_shown_when_the_configuration_says_so(tmp_path: Path):
    page = build(given(show_file_names=True), tmp_path / "report").index.read_text(encoding="utf-8")
    assert "geheim/Jan Jansen.pdf" in page


@pytest.mark.requirement(3)
def test_the_navigation_is_the_same_on_every_page(html: dict[str, str]):
    menus = {tuple(lxml_html.fromstring(text).xpath("//ul[@class='menu']/li/a/text()")) for text in html.values()}
    first = ("Overzicht", "Zoeken", "Archetypen", "Lenzen", "Tussen wie", "Vergelijken", "Kaart")
    assert menus == {(*first, "Documenten", "Beoordelen", "Zonder patroon", "Verantwoording", "Woordenlijst")}


@pytest.mark.requirement(3)
def test_every_page_says_where_it_is(html: dict[str, str]):
    for page, text in html.items():
        tree = lxml_html.fromstring(text)
        assert tree.get("lang") == "nl"
        assert len(tree.xpath("//ul[@class='menu']//a[@aria-current]")) == 1, page
        assert bool(tree.xpath("//nav[@class='crumbs']")) == (page != "index.html"), page


@pytest.mark.requirement(29)
def test_confidential_is_said_unless_the_configuration_says_not(html: dict[str, str], tmp_path: Path):
    assert all('class="confidential"' in text for text in html.values())
    page = build(given(confidential=False), tmp_path / "report").index.read_text(encoding="utf-8")
    assert 'class="confidential"' not in page


@pytest.mark.requirement(24)
def test_the_report_speaks_the_language_of_its_configuration(tmp_path: Path):
    page = build(given(language="en"), tmp_path / "report").index.read_text(encoding="utf-8")
    assert messages.language() == "nl"
    assert '<html lang="en"' in page
    assert "What recurs" in page
    assert "Wat terugkomt" not in page


@pytest.mark.requirement(32)
def test_no_template_switches_escaping_off():
    from importlib import resources

    for part in resources.files("rodedraad.report").joinpath("templates").iterdir():
        text = part.read_text(encoding="utf-8")
        assert not re.search(r"\|\s*safe|autoescape|Markup|style=|javascript:", text), part.name


def test_a_folder_without_a_title_still_gets_headings(tmp_path: Path):
    plain = replace(given(), facts=replace(given().facts, title="", about=""))
    page = lxml_html.fromstring(build(plain, tmp_path / "report").index.read_text(encoding="utf-8"))
    assert page.xpath("//h1")[0].text_content().strip() == "Overzicht"
    assert page.xpath("//title")[0].text_content() == "Overzicht · Rode Draad"
