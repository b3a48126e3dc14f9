"""The pages of a report as they are served: the file on disk, with permission to send decisions to this server, and nothing else.

In: the folder of a report and a path from an address. Out: bytes and their kind. Only what lies in the folder and has a kind that a report
has; the files on disk stay as they are.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from html import escape
from pathlib import Path

from starlette.staticfiles import StaticFiles

KINDS = {  # named here, since the list of an operating system may say something else, and a browser then refuses a script
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
}
SERVED = "rode-draad-served"  # the name of the meta element by which a page knows that it is served
_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_.-]{0,99}")  # what report/places.py makes; nothing hidden, no drive, no backslash
_POLICY = re.compile(rb'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
_REPORT = re.compile(rb'<html [^>]*data-report="([0-9a-f]{1,64})"')
_HEAD = 4_096  # bytes in which the policy and the id of a page of ours stand
_BESIDE = "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'"  # a meta policy cannot say all of this
_NOTHING = "default-src 'none'; frame-ancestors 'none'"


@dataclass(frozen=True, slots=True)
class Served:
    """A file as it is served: content, media type, and the policy for the header."""

    content: bytes
    kind: str
    policy: str


@dataclass(frozen=True, slots=True)
class Site:
    """The report in a folder, which may be built again while it is served."""

    folder: Path

    def report_id(self) -> str:
        """Return the id by which decisions know this report; empty if there is none, or one by an older version."""
        try:
            with (self.folder / "index.html").open("rb") as file:
                found = _REPORT.search(file.read(_HEAD))
        except OSError:
            return ""
        return found[1].decode() if found else ""

    def file(self, path: str, secret: str) -> Served | None:
        """Return what lies at a path such as ``document/d12.html``; None if nothing does that may be served.

        Raises:
            OSError: the disk refuses.
        """
        parts = path.split("/")
        kind = KINDS.get(Path(parts[-1]).suffix)
        if kind is None or not all(_NAME.fullmatch(part) for part in parts):
            return None
        full, stat = StaticFiles(directory=self.folder, check_dir=False).lookup_path(os.path.join(*parts))  # noqa: PTH118 - as it asks
        if stat is None or not Path(full).is_file():  # outside the folder (a link), absent, or no plain file
            return None
        content = Path(full).read_bytes()
        return _open_to_us(content, kind, secret) if kind.startswith("text/html") else Served(content, kind, _NOTHING)


def _open_to_us(html: bytes, kind: str, secret: str) -> Served:
    """Let a page of ours connect to this server; any other HTML may do nothing at all."""
    found = _POLICY.search(html, 0, _HEAD)
    if found is None:
        return Served(html, kind, _NOTHING)
    policy = re.sub(rb"connect-src [^;]*", b"connect-src 'self'", found[1])
    meta = b'<meta http-equiv="Content-Security-Policy" content="%s">\n<meta name="%s" content="%s">' % (
        policy, SERVED.encode(), escape(secret).encode(),
    )  # fmt: skip
    return Served(html[: found.start()] + meta + html[found.end() :], kind, f"{_BESIDE}; connect-src 'self'")
