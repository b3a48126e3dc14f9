"""Accessibility (WCAG 2.2 AA): axe-core on every kind of page, and what it cannot see: keyboard, focus, size of targets, reflow, motion."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from lxml import html as lxml_html

from report.browsing import CHROMIUM, one_of_each
from rodedraad.report import single
from rodedraad.report.build import script, style

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

AXE = Path(__file__).parents[1] / "axe/node_modules/axe-core/axe.min.js"
pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="needs /usr/bin/chromium")
needs_axe = pytest.mark.skipif(not AXE.exists(), reason="needs axe-core: `make axe` fetches it")
KINDS = {"wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"}
RUN_AXE = """async tags => (await axe.run(
    document.querySelector(".sheet.first") || document, {runOnly: {type: "tag", values: tags}, resultTypes: ["violations"]})).violations
  .map(found => `${found.id} (${found.impact}): ${found.nodes.slice(0, 3).map(node => node.target.join(" ") + " "
    + (node.any[0] || node.all[0] || node.none[0] || {message: ""}).message).join(" | ")}`)"""
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


def violations(page: Page, address: str, width: int) -> list[str]:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(address)
    page.evaluate(AXE.read_text(encoding="utf-8") + "; undefined")
    found: list[str] = page.evaluate(RUN_AXE, sorted(KINDS))
    return found


@needs_axe
@pytest.mark.slow
@pytest.mark.requirement(28, 27, 25)
@pytest.mark.parametrize("width", [1280, 320])
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
    opened.evaluate(AXE.read_text(encoding="utf-8") + "; undefined")
    assert opened.evaluate(RUN_AXE, sorted(KINDS)) == []


@needs_axe
def test_axe_would_find_something(site: Path, opened: Page):
    """The check itself works: a picture without words and grey on grey are found."""
    opened.goto((site / "index.html").as_uri())
    opened.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=\"data:,\"><p id=x>bijna onzichtbaar</p>')")
    opened.evaluate("document.getElementById('x').style.color = 'rgb(128 128 128 / .3)'")
    opened.evaluate(AXE.read_text(encoding="utf-8") + "; undefined")
    found = " ".join(opened.evaluate(RUN_AXE, sorted(KINDS)))
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
