"""The report in one file: every page a sheet, every link leads somewhere, it works without JavaScript, and it is never too big to mail."""

from __future__ import annotations

import base64
import hashlib
import re
from typing import TYPE_CHECKING

import pytest
from lxml import html as lxml_html
from playwright.sync_api import expect

from report.browsing import CHROMIUM
from report.world import given
from rodedraad import config
from rodedraad.errors import EnvironmentFault
from rodedraad.report import links, single
from rodedraad.report.build import build, style

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

needs_chromium = pytest.mark.skipif(not CHROMIUM.exists(), reason="needs /usr/bin/chromium")


@pytest.fixture(scope="module")
def one(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the report of the world in one file."""
    place = tmp_path_factory.mktemp("single") / "report.html"
    single.write(site, place)
    return place


@pytest.fixture(scope="module")
def text(one: Path) -> str:
    return one.read_text(encoding="utf-8")


def test_every_page_is_a_sheet_with_its_own_title(text: str, html: dict[str, str]):
    sheets = lxml_html.fromstring(text).xpath("/html/body/div")
    names = sorted(html, key=lambda name: (name != "index.html", name))
    assert [sheet.get("id") for sheet in sheets] == [single.sheet(name) for name in names]
    titles = {single.sheet(name): lxml_html.fromstring(page).findtext(".//title") for name, page in html.items()}
    assert {sheet.get("id"): sheet.get("data-title") for sheet in sheets} == titles


def test_all_links_resolve_and_ids_are_unique(one: Path, text: str):
    assert links.broken(one.parent) == []
    ids = re.findall(r'\sid="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'\shref="([^#"][^"]*)"', text)) == {"data:,"}  # nothing beside it is asked for
    assert not re.search(r'\ssrc="', text)


def test_ids_that_elements_name_each_other_by_are_still_there(text: str):
    ids = set(re.findall(r'\sid="([^"]+)"', text))
    naming = re.findall(r'\s(?:for|headers|aria-(?:labelledby|describedby|controls))="([^"]+)"', text)
    named = {one for found in naming for one in found.split()}
    assert named <= ids
    assert len(named) > 20


def test_the_words_of_a_page_are_all_on_its_sheet(text: str, html: dict[str, str]):
    sheets = {sheet.get("id"): sheet for sheet in lxml_html.fromstring(text).xpath("/html/body/div")}
    for name, page in html.items():
        if name not in single.FOLDER_ONLY:
            body = lxml_html.fromstring(page).find("body")
            words = "".join(body.xpath(".//text()[not(ancestor::script)]")).split()
            assert "".join(sheets[single.sheet(name)].itertext()).split() == words, name


def test_only_its_own_style_and_script_are_allowed(text: str):
    policy = lxml_html.fromstring(text).find("head")[0].get("content")
    for kind, tag in (("script-src", "script"), ("style-src", "style")):
        inside = re.findall(f"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        assert len(inside) == 1
        digest = base64.b64encode(hashlib.sha256(inside[0].encode()).digest()).decode()
        assert f"{kind} 'sha256-{digest}';" in policy
    assert "'self'" not in policy


def test_no_style_rule_names_an_id_that_would_be_renamed(html: dict[str, str]):
    styled = {name for rule in re.findall(r"([^{}]*)\{", style()) for name in re.findall(r"#([a-zA-Z][\w-]*)", rule)}
    renamed = {one for name, page in html.items() if name not in single.FOLDER_ONLY for one in re.findall(r'\sid="([^"]+)"', page)}
    assert styled & renamed == set()


def test_the_same_report_gives_the_same_bytes(site: Path, one: Path, tmp_path: Path):
    again = tmp_path / "report.html"
    single.write(build(given(), tmp_path / "report").index.parent, again)
    assert again.read_bytes() == one.read_bytes()


def test_a_report_too_big_to_mail_is_refused_and_leaves_nothing(site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(single, "MOST_BYTES", 100_000)
    with pytest.raises(EnvironmentFault) as caught:
        single.write(site, tmp_path / "report.html")
    assert caught.value.code == "report_single_too_big"
    assert re.search(r"zou \d+ MB worden en de grens is 0 MB", str(caught.value))
    assert list(tmp_path.iterdir()) == []


def test_the_limit_is_what_the_design_says_and_the_setting_is_off():
    assert single.MOST_BYTES == 25_000_000
    assert not config.Config().report.single_file


@needs_chromium
class TestInABrowser:
    """From ``file:``, alone in a folder."""

    def test_the_overview_is_shown_and_nothing_else(self, one: Path, page: Page):
        page.goto(one.as_uri())
        assert page.locator("h1:visible").count() == 1
        assert page.locator(".sheet:visible").get_attribute("id") == "index"
        assert page.locator("main:visible").count() == 1

    def test_links_turn_to_another_sheet_and_the_title_follows(self, one: Path, page: Page):
        page.goto(one.as_uri())
        page.click(".sheet:visible .menu >> text=Woordenlijst")
        assert page.locator(".sheet:visible").get_attribute("id") == "woordenlijst"
        expect(page).to_have_title(re.compile("^Woordenlijst"))  # the event comes after the turn
        assert page.evaluate("document.activeElement.closest('.sheet').id") == "woordenlijst"
        page.go_back()
        assert page.locator(".sheet:visible").get_attribute("id") == "index"

    def test_it_works_without_javascript(self, one: Path, browser: Browser):
        context = browser.new_context(java_script_enabled=False)
        page = context.new_page()
        page.goto(one.as_uri())
        page.click(".sheet:visible .menu >> text=Archetypen")
        page.click(".sheet:visible table.cards tbody th a >> nth=0")
        page.click(".sheet:visible figure.quote a.source >> nth=0")
        assert page.locator(".sheet:visible").count() == 1
        assert page.locator(":target").is_visible()
        box = page.locator(":target").bounding_box()
        assert box is not None
        assert 0 <= box["y"] < page.viewport_size["height"]
        page.click(".sheet:visible .menu a >> nth=0")
        assert page.locator(".sheet:visible").get_attribute("id") == "index"
        context.close()

    def test_what_comes_on_demand_is_there_and_leads_within_the_file(self, one: Path, page: Page):
        page.goto(one.as_uri())
        page.click(".sheet:visible table.cards tbody th a >> nth=0")
        quote = page.locator(".sheet:visible figure.quote").first
        quote.locator(".around summary").click()
        assert quote.locator(".around mark").text_content() == quote.locator("blockquote p").text_content()
        quote.locator(".why summary").click()
        quote.locator(".why dd a[href*='document']").last.click()
        assert str(page.locator(".sheet:visible").get_attribute("id")).startswith("document/")
        assert page.locator(":target").is_visible()

    def test_an_unknown_address_gives_the_overview(self, one: Path, page: Page):
        page.goto(f"{one.as_uri()}#archetype/bestaat-niet%FF")
        assert page.locator(".sheet:visible").get_attribute("id") == "index"

    def test_it_asks_nothing_and_nothing_fails(self, one: Path, page: Page):
        asked: list[str] = []
        failed: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: failed.append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: failed.append(str(error)))
        page.on("dialog", lambda dialog: (failed.append(dialog.message), dialog.dismiss()))
        page.goto(one.as_uri())
        for sheet in page.eval_on_selector_all(".sheet", "sheets => sheets.map(sheet => sheet.id)"):
            page.evaluate("id => { location.hash = id; }", sheet)
        assert failed == []
        assert [url for url in asked if not url.startswith((one.as_uri(), "data:"))] == []

    def test_keys_and_theme_work_on_the_sheet_that_is_shown(self, one: Path, page: Page):
        page.goto(f"{one.as_uri()}#archetypen")
        page.keyboard.press("]")
        expect(page).to_have_title(re.compile("^Lenzen"))
        light = page.evaluate("getComputedStyle(document.body).backgroundColor")
        page.click(".sheet:visible .tools >> text=Donkere weergave")
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") != light
        page.evaluate("location.hash = 'woordenlijst'")
        assert page.locator(".sheet:visible .tools >> text=Lichte weergave").is_visible()
