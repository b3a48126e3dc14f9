"""What the browser tests share: where Chromium is, and the pages of each kind."""

from __future__ import annotations

from pathlib import Path

CHROMIUM = Path("/usr/bin/chromium")


def one_of_each(site: Path) -> dict[str, Path]:
    """Return a page of every kind: those of the main menu, the first of every folder below, and the score list."""
    found = {path.stem: path for path in sorted(site.glob("*.html"))}
    for folder in sorted({path.parent for path in site.glob("*/**/*.html")}):
        name = folder.relative_to(site).parts[0] + ("/*" if folder.parent != site else "")
        found.setdefault(name, min(folder.glob("*.html")))
    return found | {"scorelijst": min(site.glob("lens/*.scorelijst.html"))}
