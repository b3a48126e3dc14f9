"""axe-core in a real window: what it finds on a page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

AXE = Path(__file__).parents[1] / "axe/node_modules/axe-core/axe.min.js"
needs_axe = pytest.mark.skipif(not AXE.exists(), reason="needs axe-core: `make axe` fetches it")
KINDS = ["best-practice", "wcag21a", "wcag21aa", "wcag22aa", "wcag2a", "wcag2aa"]
WIDTHS = (1280, 768, 320)
RUN = """async tags => (await axe.run(
    document.querySelector(".sheet.first") || document, {runOnly: {type: "tag", values: tags}, resultTypes: ["violations"]})).violations
  .map(found => `${found.id} (${found.impact}): ${found.nodes.slice(0, 3).map(node => node.target.join(" ") + " "
    + (node.any[0] || node.all[0] || node.none[0] || {message: ""}).message).join(" | ")}`)"""


def here(page: Page) -> list[str]:
    """Return what axe finds wrong on the page as it stands."""
    page.evaluate(AXE.read_text(encoding="utf-8") + "; undefined")
    found: list[str] = page.evaluate(RUN, KINDS)
    return found


def violations(page: Page, address: str, width: int) -> list[str]:
    """Open an address in a window so wide; return what axe finds."""
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(address)
    return here(page)
