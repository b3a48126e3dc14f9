"""Do all links of a report lead somewhere? Checked after every build, and in the tests.

A folder of HTML in, the links that do not resolve out. A link may only lead to a file, or a place in a file, within the folder.
"""

from __future__ import annotations

from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from pathlib import Path

_LINKING = {"href", "src"}
_IN_PLACE = "data"  # an empty icon


@dataclass(frozen=True, slots=True, order=True)
class Broken:
    """A link that leads nowhere: the page it stands on and where it points."""

    page: str
    link: str


def broken(folder: Path) -> list[Broken]:
    """Return every link in the HTML files of a folder that does not resolve, in order."""
    scans = {path.relative_to(folder).as_posix(): _scan(path) for path in sorted(folder.rglob("*.html"))}
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    anchors = {page: scan.ids for page, scan in scans.items()}
    return sorted({Broken(page, link) for page, scan in scans.items() for link in scan.links if not _resolves(page, link, files, anchors)})


def resolved(page: str, link: str) -> tuple[str, str]:
    """Return the file of the folder that a link on a page leads to, and the place in it; no file when it leads out of the folder."""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return "", ""
    return (_joined(page, unquote(parts.path)) if parts.path else page), unquote(parts.fragment)


class _Scan(HTMLParser):
    """Collects the ids and links of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.ids: set[str] = set()
        self.links: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the parser's own signature
        """Keep what an element is called and where it leads."""
        for name, value in attrs:
            if name == "id" and value:
                self.ids.add(value)
            elif name in _LINKING:
                self.links.add(value or "")


def _scan(path: Path) -> _Scan:
    scan = _Scan()
    scan.feed(path.read_text(encoding="utf-8"))
    return scan


def _resolves(page: str, link: str, files: set[str], anchors: dict[str, set[str]]) -> bool:
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return parts.scheme == _IN_PLACE
    target, fragment = resolved(page, link)
    return target in files and (not fragment or fragment in anchors.get(target, ()))


def _joined(page: str, link: str) -> str:
    """Return the file a relative link leads to; one that climbs out of the folder leads nowhere."""
    steps: list[str] = list(PurePosixPath(page).parent.parts)
    for step in PurePosixPath(link).parts:
        if step == "..":
            if not steps:
                return ""
            steps.pop()
        else:
            steps.append(step)
    return "/".join(steps)
