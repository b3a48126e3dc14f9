"""What the server answers when it is not a page of the report: refusals, in words for a person or for our own script.

Every answer, also a page of the report, carries the headers of this module.
"""

from __future__ import annotations

import base64
import hashlib
from html import escape
from typing import TYPE_CHECKING, Any

from starlette.responses import HTMLResponse, JSONResponse

from rodedraad import messages

if TYPE_CHECKING:
    from starlette.responses import Response
    from starlette.types import Scope

DECISIONS = "/decisions"  # the one address for scripts
HEADERS = {
    "Cache-Control": "no-store",  # a report is confidential: nothing of it stays behind in the browser's cache
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_STYLE = "body{font:1.1rem/1.5 system-ui,sans-serif;max-width:36rem;margin:15vh auto;padding:0 1rem;color-scheme:light dark}"
_STYLE_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_POLICY = f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


def is_for_script(scope: Scope) -> bool:
    """Whether our own script asks, and not a reader."""
    return str(scope["path"]) == DECISIONS


def refused(scope: Scope, status: int, why: str) -> Response:
    """Return a refusal; ``why`` names its text in the catalogue (``serve.refused``)."""
    if is_for_script(scope):
        return told({"error": messages.text(f"serve.refused.{why}.what"), "code": why}, status)
    title, remedy = (escape(messages.text(f"serve.refused.{why}.{part}")) for part in ("what", "remedy"))
    page = (
        f'<!doctype html>\n<html lang="{messages.language()}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width">\n<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n'
        f"<body>\n<main>\n<h1>{title}</h1>\n<p>{remedy}</p>\n</main>\n</body>\n</html>\n"
    )
    return HTMLResponse(page, status, headers=HEADERS | {"Content-Security-Policy": _POLICY})


def told(value: Any, status: int = 200) -> Response:  # noqa: ANN401 - anything JSON can say
    """Return an answer for our own script."""
    return JSONResponse(value, status, headers=HEADERS | {"Content-Security-Policy": "default-src 'none'"})
