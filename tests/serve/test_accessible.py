"""axe-core on the report as the server gives it: the same pages, with the line that says what is saved, and the pages of refusal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from report.axe import WIDTHS, here, needs_axe, violations
from report.browsing import CHROMIUM, one_of_each

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

    from serve.conftest import Server

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="needs /usr/bin/chromium")


@pytest.fixture(scope="module", params=["light", "dark"])
def entered(request: pytest.FixtureRequest, shared_server: Server) -> Iterator[Page]:
    """Return a window that came in with the token; axe may be put in it, which the policy of our pages would refuse."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        page = chromium.new_context(color_scheme=request.param, bypass_csp=True).new_page()
        page.set_default_timeout(60_000)
        page.goto(f"{shared_server.address}/?token={shared_server.token}")
        shared_server.next_token()
        yield page
        chromium.close()


@needs_axe
@pytest.mark.slow
@pytest.mark.requirement(28)
@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_on_any_kind_of_page_that_is_served(entered: Page, shared_server: Server, width: int):
    report = shared_server.run / "report"
    addresses = {name: f"{shared_server.address}/{path.relative_to(report).as_posix()}" for name, path in one_of_each(report).items()}
    found = {name: faults for name, address in addresses.items() if (faults := violations(entered, address, width))}
    assert found == {}
    assert entered.locator(".serve-state").is_visible()


@needs_axe
@pytest.mark.requirement(28)
def test_axe_finds_nothing_on_what_the_server_says_itself(entered: Page, shared_server: Server):
    for path in ("/weg.html", "/?token=anders"):
        assert violations(entered, shared_server.address + path, 320) == [], path


@needs_axe
@pytest.mark.requirement(28)
def test_axe_finds_nothing_when_the_server_cannot_be_reached(entered: Page, shared_server: Server):
    """The report stays readable; the warning must be too."""
    entered.goto(f"{shared_server.address}/beoordelen.html")
    entered.locator(".serve-state").wait_for()
    entered.evaluate("document.querySelector('.serve-state').classList.add('trouble')")
    assert here(entered) == []
