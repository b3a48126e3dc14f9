"""Accessibility (WCAG 2.2 AA): axe-core on every kind of page, and what it cannot see: keyboard, focus, size of targets, reflow, motion."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from lxml import html as lxml_html

from report.axe import WIDTHS, here, needs_axe, violations
from report.browsing import CHROMIUM, one_of_each
from report.judging import named
from rodedraad.report import single
from rodedraad.report.build import script, style

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="needs /usr/bin/chromium")
SMALL = """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")]
  .filter(one => one.checkVisibility({opacityProperty: false}))
  .filter(one => !one.closest("p, li, td, blockquote, h1, h2, h3, h4, figcaption, dd, label, svg"))
  .map(one => [one, one.getBoundingClientRect()])
  .filter(([one, box]) => box.width && box.right > 0 && box.bottom > 0 && (box.width < 24 || box.height < 23.5))
  .map(([one, box]) => `${one.outerHTML.slice(0, 80)} ${Math.round(box.width)}x${Math.round(box.height)}`)"""
FOCUS = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) { return null; }
  const box = at.getBoundingClientRect(), look = getComputedStyle(at);
  const within = (value, most) => Math.min(Math.max(value, 1), most - 1);
  const x = within(box.left + box.width / 2, innerWidth), y = within(box.top + box.height / 2, innerHeight);
  const there = document.elementFromPoint(x, y);
  return {
    what: at.outerHTML.slice(0, 90), width: parseFloat(look.outlineWidth), style: look.outlineStyle,
    inside: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    covered: !!there && !at.contains(there) && !there.contains(at) && !at.closest("p, li, td, figcaption"),
  };
}"""


@pytest.fixture(scope="module", params=["light", "dark"])
def scheme(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def opened(browser: Browser, scheme: str) -> Iterator[Page]:
    """Return a window in which axe may be put: the policy of our pages would refuse any script but ours."""
    context = browser.new_context(color_scheme=scheme, bypass_csp=True, reduced_motion="reduce")  # type: ignore[arg-type]
    yield context.new_page()
    context.close()


@needs_axe
@pytest.mark.slow
@pytest.mark.requirement(28, 27, 25)
@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_on_any_kind_of_page(site: Path, opened: Page, width: int):
    found = {name: faults for name, path in one_of_each(site).items() if (faults := violations(opened, path.as_uri(), width))}
    assert found == {}


@needs_axe
@pytest.mark.requirement(28)
def test_axe_finds_nothing_in_the_report_in_one_file(site: Path, opened: Page, tmp_path: Path):
    single.write(site, tmp_path / "report.html")
    assert violations(opened, (tmp_path / "report.html").as_uri(), 1280) == []


@needs_axe
@pytest.mark.requirement(28)
def test_axe_finds_nothing_in_the_help(site: Path, opened: Page):
    opened.goto((site / "archetypen.html").as_uri())
    opened.keyboard.press("?")
    assert here(opened) == []


@needs_axe
@pytest.mark.requirement(28, 26)
@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_while_somebody_works(site: Path, opened: Page, width: int):
    """The states that a page has only after something was pressed: menu, judgement, question, hits, point, a quote that is not there."""
    opened.set_viewport_size({"width": width, "height": 900})
    named(opened, (site / "beoordelen.html").as_uri())
    opened.reload()
    opened.locator(".queue-card .choice").first.click()
    assert here(opened) == [], "the queue, answered"
    opened.goto(min(site.glob("archetype/*.html")).as_uri())
    opened.locator("figure.quote .judge-open").first.click()
    opened.locator("figure.quote .why summary").first.click()
    opened.keyboard.press("h")
    if width < 800:
        opened.get_by_role("button", name="Menu").click()
    assert here(opened) == [], "an archetype, being judged"
    opened.goto((site / "zoeken.html").as_uri() + "#q=gezin")
    opened.locator(".found-passages > li").first.wait_for()
    assert here(opened) == [], "search with hits"
    opened.goto((site / "kaart.html").as_uri() + "#view=2,0.5,0.5")
    opened.locator("#kaartvlak").focus()
    opened.locator(".map-card blockquote").wait_for()
    assert here(opened) == [], "a point of the map"
    opened.goto((site / "archetypen.html").as_uri() + "#weg")
    opened.locator("#geen-plek").wait_for()
    assert here(opened) == [], "an address that leads nowhere"


@pytest.mark.requirement(26, 27)
def test_on_a_narrow_window_the_content_comes_first_and_the_menu_is_one_button(site: Path, page: Page):
    page.set_viewport_size({"width": 320, "height": 700})
    for name, path in one_of_each(site).items():
        page.goto(path.as_uri())
        assert page.locator("h1").bounding_box()["y"] < 350, name  # type: ignore[index]
    menu = page.get_by_role("button", name="Menu")
    main = page.get_by_role("navigation", name="Hoofdmenu")
    assert menu.get_attribute("aria-expanded") == "false"
    assert not main.is_visible()
    menu.press("Enter")
    assert menu.get_attribute("aria-expanded") == "true"
    assert main.get_by_role("link", name="Woordenlijst").is_visible()
    page.keyboard.press("Escape")
    assert not main.is_visible()
    page.set_viewport_size({"width": 1280, "height": 700})
    assert main.is_visible()
    assert not menu.is_visible()


@pytest.mark.requirement(34)
def test_without_a_script_the_menu_is_there_on_a_narrow_window(site: Path, browser: Browser):
    context = browser.new_context(viewport={"width": 320, "height": 700}, java_script_enabled=False)
    page = context.new_page()
    page.goto((site / "index.html").as_uri())
    assert page.get_by_role("navigation", name="Hoofdmenu").is_visible()
    context.close()


@needs_axe
def test_axe_would_find_something(site: Path, opened: Page):
    """The check itself works: a picture without words and grey on grey are found."""
    opened.goto((site / "index.html").as_uri())
    opened.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=\"data:,\"><p id=x>bijna onzichtbaar</p>')")
    opened.evaluate("document.getElementById('x').style.color = 'rgb(128 128 128 / .3)'")
    found = " ".join(here(opened))
    assert "image-alt" in found
    assert "color-contrast" in found


@pytest.mark.requirement(25)
def test_every_page_has_its_landmarks_one_h1_and_no_positive_tabindex(html: dict[str, str]):
    for name, text in html.items():
        tree = lxml_html.fromstring(text)
        assert len(tree.xpath("//main")) == 1, name
        assert len(tree.xpath("//body//header[not(ancestor::main)]")) == 1, name
        assert len(tree.xpath("//footer")) == 1, name
        labels = [nav.get("aria-label") or nav.get("aria-labelledby") for nav in tree.xpath("//nav")]
        assert all(labels), name
        levels = [int(head.tag[1]) for head in tree.xpath("//h1 | //h2 | //h3 | //h4 | //h5 | //h6")]
        assert levels.count(1) == 1, name
        assert all(after <= before + 1 for before, after in pairwise(levels)), name
        assert [one for one in tree.xpath("//@tabindex") if int(one) > 0] == [], name
    assert not re.search(r"tabIndex\s*=\s*[1-9]", script())


@pytest.mark.requirement(26)
@pytest.mark.parametrize("width", [1280, 320])
def test_targets_are_big_enough(site: Path, page: Page, width: int):
    """24 × 24 px (2.5.8), but for links in running text."""
    page.set_viewport_size({"width": width, "height": 900})
    small: dict[str, Any] = {}
    for name, path in one_of_each(site).items():
        page.goto(path.as_uri())
        if found := page.evaluate(SMALL):
            small[name] = found
    assert small == {}


@pytest.mark.requirement(26)
@pytest.mark.parametrize("width", [1280, 320])
def test_focus_is_seen_and_never_behind_something(site: Path, page: Page, width: int):
    """Tab through the top of every kind of page: an outline of 2 px or more, inside the window, under nothing (2.4.7, 2.4.11)."""
    page.set_viewport_size({"width": width, "height": 700})
    page.emulate_media(reduced_motion="reduce")  # or the window is still on its way
    for name, path in one_of_each(site).items():
        page.goto(path.as_uri())
        for _ in range(18):
            page.keyboard.press("Tab")
            at = page.evaluate(FOCUS)
            if at is None:
                break
            assert at["width"] >= 2, (name, at)
            assert at["style"] != "none", (name, at)
            assert at["inside"], (name, at)
            assert not at["covered"], (name, at)


@pytest.mark.requirement(26, 3)
def test_the_skip_link_is_first_and_leads_to_the_content(site: Path, page: Page):
    page.goto((site / "archetypen.html").as_uri())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.locator(".skip").bounding_box()["y"] >= 0  # type: ignore[index]
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


@pytest.mark.requirement(26)
def test_help_stands_in_the_same_place_and_lists_the_keys(site: Path, page: Page):
    places = set()
    for path in one_of_each(site).values():
        page.goto(path.as_uri())
        places.add(page.evaluate("[...document.querySelectorAll('a, button')].filter(one => one.closest('.side')).at(-1).textContent"))
    assert places == {"Sneltoetsen (?)"}
    page.keyboard.press("?")
    assert page.locator("dialog kbd").count() >= 4
    page.keyboard.press("Escape")
    assert not page.locator("dialog").first.is_visible()


@pytest.mark.requirement(27)
def test_nothing_moves_for_who_asks_for_rest(site: Path, browser: Browser):
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.goto((site / "index.html").as_uri())
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    moving = "e => [...document.querySelectorAll('*')].filter(one => parseFloat(getComputedStyle(one).animationDuration) > 0).length"
    assert page.evaluate(moving) == 0
    context.close()


@pytest.mark.requirement(27)
def test_motion_is_only_styled_for_who_did_not_refuse_it():
    rules = re.sub(r"@media[^{]*prefers-reduced-motion: no-preference[^{]*\{(?:[^{}]*\{[^{}]*\})*\s*\}", "", style())
    assert re.findall(r"\b(?:animation|transition|scroll-behavior)\s*:\s*(?!none|auto)[^;]+", rules) == []


@pytest.mark.requirement(27)
def test_content_shown_by_hover_is_also_shown_by_focus(site: Path, page: Page):
    page.goto(min(site.glob("archetype/*.html")).as_uri())
    acts = page.locator("figure.quote .acts").first
    acts.locator("button").first.focus()
    assert page.evaluate("one => getComputedStyle(one).opacity", acts.element_handle()) == "1"


@pytest.mark.requirement(27)
def test_text_of_twice_the_size_loses_nothing(site: Path, page: Page):
    """400 % zoom of 1280 px is a window of 320 px; text alone twice as large must fit in 640."""
    page.set_viewport_size({"width": 640, "height": 800})
    wide = []
    for name, path in one_of_each(site).items():
        page.goto(path.as_uri())
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        if page.evaluate("document.documentElement.scrollWidth") > 640:
            wide.append(name)
    assert wide == []
