"""What stands before every request: is it meant for us, does it come from our own page, and may this browser come in?

In: any request that reaches the port. Out: the application behind it, or a refusal. A page of another site can make a browser send requests
to 127.0.0.1 (CSRF), and can make its own name point there (DNS rebinding): OWASP CSRF Prevention and the Host check stop both.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.responses import RedirectResponse

from rodedraad.serve import answers

if TYPE_CHECKING:
    from starlette.responses import Response
    from starlette.types import ASGIApp, Receive, Scope, Send

    from rodedraad.serve.door import Door

HEADER = "x-rode-draad"  # carries the second secret of a session; another site may not send it
_LOOPBACK = "127.0.0.1"
_HTTP_PORT = 80


class Guard:
    """ASGI middleware; what passes has ``scope["state"]["secret"]``."""

    def __init__(self, app: ASGIApp, door: Door, port: int) -> None:
        """Guard ``app``, which listens on ``port``."""
        self._app, self._door = app, door
        self._cookie = f"rodedraad-{port}"  # browsers keep cookies by host, not by port
        self._hosts = {f"{name}{'' if port == _HTTP_PORT else f':{port}'}" for name in (_LOOPBACK, "localhost")}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or hand it on."""
        if scope["type"] != "http":
            raise RuntimeError(scope["type"])  # uvicorn was told to speak nothing else
        refused = self._refusal(scope)
        if refused is not None:
            await refused(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _refusal(self, scope: Scope) -> Response | None:
        """Return the answer to a request that may not pass, or to one that brings the key; None for one that may."""
        headers = Headers(scope=scope)
        host = ",".join(headers.getlist("host")).lower()  # two of them are not ours either
        if host not in self._hosts:
            return answers.refused(scope, 421, "host")
        if scope["method"] not in ("GET", "HEAD", "POST"):
            return answers.refused(scope, 405, "method")
        if not _from_here(headers, host, is_post=scope["method"] == "POST"):
            return answers.refused(scope, 403, "origin")
        session = cookie_parser(headers.get("cookie", "")).get(self._cookie, "")
        secret = self._door.secret(session)
        if scope["path"] == "/" and scope["method"] == "GET" and (key := _key(scope)):
            return self._entered(scope, key, is_known=secret is not None)
        if secret is None:
            return answers.refused(scope, 403, "key")
        if answers.is_for_script(scope) and not secrets.compare_digest(headers.get(HEADER, "").encode(), secret.encode()):
            return answers.refused(scope, 403, "origin")
        scope.setdefault("state", {})["secret"] = secret
        return None

    def _entered(self, scope: Scope, key: str, *, is_known: bool) -> Response:
        """The key becomes a cookie, and leaves the address bar. A browser that is in already may use an old address again."""
        session = None if is_known else self._door.enter(key)
        if session is None and not is_known:
            return answers.refused(scope, 403, "key")
        response = RedirectResponse("/index.html", 303, headers=answers.HEADERS)
        if session is not None:
            response.set_cookie(self._cookie, session, httponly=True, samesite="strict", path="/")
        return response


def _from_here(headers: Headers, host: str, *, is_post: bool) -> bool:
    """Whether a browser says that the request comes from our own page, or, for a page, from nowhere (an address that was typed)."""
    origin, site = headers.getlist("origin"), headers.get("sec-fetch-site")
    if is_post or origin:
        return origin == [f"http://{host}"] and site in (None, "same-origin")
    is_visit = headers.get("sec-fetch-mode") == "navigate" and headers.get("sec-fetch-dest") == "document"
    return site in (None, "same-origin", "none") or is_visit  # a visit from elsewhere has no cookie, so only the key opens


def _key(scope: Scope) -> str:
    given = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])
    return given[0] if len(given) == 1 else ""
