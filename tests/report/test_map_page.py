"""Kaart in a real Chromium: points that can be reached by mouse and by key, ten colours at most, and the same passages as a table."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from report.browsing import CHROMIUM
from report.test_browser import contrast
from report.test_search_page import until, watched
from report.world import HOSTILE, N_PASSAGES, N_READ

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="needs /usr/bin/chromium")
ALL = N_READ * N_PASSAGES


@pytest.fixture
def chart(site: Path, page: Page) -> Iterator[Page]:
    """Return the map with everything loaded; at the end nothing may have failed or been asked of a network."""
    failed, asked = watched(page)
    opened(site, page)
    yield page
    assert failed == []
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []


def opened(site: Path, page: Page, asked: str = "") -> None:
    page.goto("about:blank")
    page.goto((site / "kaart.html").as_uri() + asked)
    until(
        page, "RodeDraad.passages.loaded && RodeDraad.passages.loaded.done && /staan/.test(document.querySelector('.status').textContent)"
    )
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def card(page: Page) -> str:
    return page.locator(".map-card").text_content() or ""


def rows(page: Page) -> int:
    return int(re.match(r"[\d.]+", page.locator("section .status").text_content() or "")[0].replace(".", ""))  # type: ignore[index]


def painted(page: Page) -> list[int]:
    """Return the numbers of the map's colours (0: grey) that are on the canvas."""
    return page.evaluate("""() => {
      const shown = document.getElementById("kaartvlak"), canvas = document.createElement("canvas");
      const style = getComputedStyle(document.documentElement);
      canvas.width = shown.width;
      canvas.height = shown.height;
      const seen = new Set(), pen = canvas.getContext("2d", {willReadFrequently: true});
      pen.drawImage(shown, 0, 0);
      const data = pen.getImageData(0, 0, canvas.width, canvas.height).data;
      for (let i = 0; i < data.length; i += 4) {
        if (data[i + 3] === 255) { seen.add("#" + [0, 1, 2].map((k) => data[i + k].toString(16).padStart(2, "0")).join("")); }
      }
      const names = ["rest", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
      return names.map((k, at) => seen.has(style.getPropertyValue("--map-" + k).trim()) ? at : -1).filter((k) => k >= 0);
    }""")


@pytest.mark.requirement(17)
def test_every_passage_is_drawn_and_the_chosen_have_a_colour(chart: Page):
    assert f"{ALL} passages" in (chart.locator(".status").first.text_content() or "")
    assert painted(chart) == [0, 1, 2, 3, 4]
    chart.get_by_label("Toon de andere passages in grijs").uncheck()
    chart.locator(".map-picks input").first.uncheck()
    chart.wait_for_timeout(100)
    assert painted(chart) == [1, 2, 3]


@pytest.mark.requirement(17)
def test_distance_is_said_to_be_a_hint(chart: Page):
    assert "niet meer dan een aanwijzing" in (chart.locator("figure.map figcaption").text_content() or "")


@pytest.mark.requirement(17)
def test_the_mouse_gives_the_text_and_it_stays_to_be_read(chart: Page):
    box = chart.locator("#kaartvlak").bounding_box()
    assert box
    chart.locator("#kaartvlak").scroll_into_view_if_needed()
    spot = chart.evaluate("""() => {
      const c = document.getElementById("kaartvlak"), box = c.getBoundingClientRect(), p = RodeDraad.passages.loaded;
      const at = (v, side) => (v / 10000 - .5) * (Math.min(c.clientWidth, c.clientHeight) - 24) + side / 2;
      return [box.left + at(p.x[0], c.clientWidth), box.top + at(p.y[0], c.clientHeight), p.text[0]];
    }""")
    chart.mouse.move(spot[0] + 2, spot[1] + 2)
    assert spot[2] in card(chart)
    chart.mouse.move(spot[0] + 25, spot[1] + 20)  # where there is no point
    chart.hover(".map-card a.source")
    assert spot[2] in card(chart)


@pytest.mark.requirement(17)
@pytest.mark.requirement(26)
def test_keys_go_from_point_to_point_zoom_and_open(chart: Page):
    chart.focus("#kaartvlak")
    first = card(chart)
    assert re.search(r"(p\.|alinea) \d+", first)
    chart.keyboard.press("ArrowRight")
    second = card(chart)
    assert second != first
    chart.keyboard.press("ArrowLeft")
    assert card(chart) == first
    chart.keyboard.press("Escape")
    assert "Wijs een punt aan" in card(chart)
    chart.keyboard.press("ArrowDown")
    told = chart.locator(".map-card blockquote").text_content()
    chart.keyboard.press("Enter")
    chart.wait_for_url("**/document/*.html#p-*")
    assert chart.locator(":target").text_content() == told
    chart.get_by_role("link", name="Terug naar resultaten").click()
    chart.wait_for_url("**/kaart.html#*")
    until(chart, "document.querySelector('.map-card blockquote')")
    assert chart.locator(".map-card blockquote").text_content() == told


@pytest.mark.requirement(17)
def test_buttons_zoom_and_pan_and_the_table_shows_what_is_in_view(chart: Page):
    chart.select_option("section select", "view")
    assert rows(chart) == ALL
    for _ in range(4):
        chart.get_by_role("button", name="Inzoomen").click()
    chart.wait_for_timeout(400)
    near = rows(chart)
    assert 0 < near < ALL
    before = chart.locator(".map-table tbody").text_content()
    for name in ("Naar rechts", "Naar rechts", "Naar rechts", "Omlaag", "Omlaag", "Omlaag"):
        chart.get_by_role("button", name=name).click()
    chart.wait_for_timeout(400)
    assert chart.locator(".map-table tbody").text_content() != before
    chart.get_by_role("button", name="Hele kaart").click()
    chart.wait_for_timeout(400)
    assert rows(chart) == ALL


@pytest.mark.requirement(17)
def test_an_area_can_be_drawn_and_its_passages_are_listed(chart: Page):
    chart.get_by_role("button", name="Gebied tekenen").click()
    box = chart.locator("#kaartvlak").bounding_box()
    assert box
    x, y, r = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, 80
    chart.mouse.move(x - r, y - r)
    chart.mouse.down()
    for dx, dy in ((r, -r), (r, r), (-r, r)):
        chart.mouse.move(x + dx, y + dy, steps=4)
    chart.mouse.up()
    assert chart.input_value("section select") == "area"
    assert 0 < rows(chart) < ALL / 2
    assert chart.get_by_role("button", name="Gebied tekenen").get_attribute("aria-pressed") == "false"


@pytest.mark.requirement(17)
def test_the_table_holds_the_chosen_archetypes_and_leads_to_the_map_and_the_text(chart: Page):
    chart.get_by_role("button", name="Geen enkele").click()
    assert rows(chart) == 0
    chart.locator(".map-picks input").nth(1).check()
    n = rows(chart)
    assert chart.locator(".map-table tbody tr").count() == min(n, 50)
    owners = chart.locator(".map-table tbody td:nth-of-type(2) a").all_text_contents()
    assert len(set(owners)) == 1
    text = chart.locator(".map-table tbody th span").nth(2).text_content() or ""
    chart.locator(".map-table tbody button").nth(2).click()
    assert text in card(chart)
    assert chart.evaluate("document.activeElement.id") == "kaartvlak"
    assert "passage=" in chart.url or chart.wait_for_url("**passage=*") is None


@pytest.mark.requirement(4)
def test_the_address_keeps_colours_and_point_and_an_unknown_id_gets_a_kind_word(site: Path, chart: Page):
    chart.locator(".map-picks input").nth(2).uncheck()
    chart.focus("#kaartvlak")
    chart.keyboard.press("ArrowUp")
    chart.wait_for_url("**passage=*")
    told, address = card(chart), chart.url
    opened(site, chart, "#" + address.partition("#")[2])
    assert card(chart) == told
    assert not chart.locator(".map-picks input").nth(2).is_checked()
    assert chart.locator(".map-picks input:checked").count() == 3
    opened(site, chart, "#archetype=aweg&passage=pweg")
    said = chart.locator("#kaart > .caution").text_content() or ""
    assert "aweg" in said
    assert "niet (meer) in dit rapport" in said
    assert chart.locator(".map-picks input:checked").count() == 4


@pytest.mark.requirement(4, 17)
def test_the_address_keeps_the_part_of_the_map_that_is_seen(site: Path, chart: Page):
    chart.select_option("section select", "view")
    for name in ("Inzoomen", "Inzoomen", "Naar rechts", "Omlaag"):
        chart.get_by_role("button", name=name).click()
    chart.wait_for_url("**view=*")
    chart.wait_for_timeout(400)
    assert 0 < rows(chart) < ALL
    seen, address = chart.locator(".map-table tbody").text_content(), chart.url
    opened(site, chart, "#" + address.partition("#")[2])
    chart.select_option("section select", "view")
    assert chart.locator(".map-table tbody").text_content() == seen
    chart.get_by_role("button", name="Hele kaart").click()
    chart.wait_for_timeout(400)
    assert "view=" not in chart.url


@pytest.mark.requirement(4, 17)
@pytest.mark.parametrize("view", ["99999,0.5,0.5", "0,0,0", "2,1,1", "nan,0,0", "2,9,9", "1e9,0,0", "2,0.5", "%00", "-1,0.5,0.5"])
def test_a_part_of_the_map_that_cannot_be_leaves_a_map_that_works(site: Path, chart: Page, view: str):
    opened(site, chart, f"#view={view}")
    chart.get_by_role("button", name="Hele kaart").click()
    chart.select_option("section select", "view")
    assert rows(chart) == ALL


@pytest.mark.requirement(32)
def test_hostile_labels_and_texts_stay_text(chart: Page):
    assert HOSTILE[1] in (chart.locator(".map-picks").text_content() or "")
    assert chart.locator("#kaart img, #kaart script").count() == 0


@pytest.mark.requirement(27)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_of_the_map_stand_out_in_light_and_dark(site: Path, browser: Browser, scheme: str):
    context = browser.new_context(color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto((site / "kaart.html").as_uri())
    names = ["panel", "map-rest", *(f"map-{k}" for k in range(1, 11))]
    look = "(name) => getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim()"
    found = {name: page.evaluate(look, name) for name in names}
    panel = "#ffffff" if found["panel"] in ("#fff", "white") else found["panel"]
    low = [(name, round(contrast(panel, found[name]), 2)) for name in names[1:] if contrast(panel, found[name]) < 3]
    context.close()
    assert low == []
    assert len(set(found.values())) == len(found)


@pytest.mark.requirement(17)
def test_the_drawing_follows_the_theme_and_a_dense_screen(site: Path, browser: Browser):
    context = browser.new_context(device_scale_factor=2, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    opened(site, page)
    assert page.evaluate("(() => { const c = document.getElementById('kaartvlak'); return c.width / c.clientWidth; })()") == pytest.approx(
        2, abs=0.01
    )
    page.click("text=Donkere weergave")
    page.wait_for_timeout(150)
    assert painted(page) == [0, 1, 2, 3, 4]
    context.close()


@pytest.mark.requirement(17)
def test_at_most_ten_archetypes_have_a_colour(chart: Page):
    """The world has four, so the rule is asked of the script itself."""
    many = "archetypes: Array.from({length: 14}, (_, k) => ({id: 'a' + k}))"
    asked = "&".join(f"archetype=a{k}" for k in range(14))
    assert chart.evaluate(f"RodeDraad.mapAddress.read('{asked}', {{{many}}}).chosen.length") == 10


def test_nothing_scrolls_sideways_on_a_narrow_screen(site: Path, page: Page):
    page.set_viewport_size({"width": 320, "height": 700})
    for name in ("zoeken.html", "kaart.html"):
        page.goto((site / name).as_uri())
        until(page, "RodeDraad.passages.loaded && RodeDraad.passages.loaded.done")
        page.wait_for_timeout(150)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, name
