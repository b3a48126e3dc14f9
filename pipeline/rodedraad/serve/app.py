"""The application: pages of the report, and one address to which they send decisions.

In: a run folder and a door. Out: an ASGI application. The guard sees every request first; the desk checks each line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.responses import Response
from starlette.routing import Route

from rodedraad.errors import EnvironmentFault, InternalError, RodeDraadError
from rodedraad.serve import answers
from rodedraad.serve.desk import MOST_BYTES, Desk
from rodedraad.serve.guard import Guard
from rodedraad.serve.pages import Site

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from starlette.requests import Request

    from rodedraad.serve.door import Door

_TYPE = "application/x-ndjson"
_NOT_FOUND, _NOT_ALLOWED, _UNAVAILABLE = 404, 405, 503
_FULL = 507  # Insufficient Storage, RFC 4918


def application(run: Path, door: Door, port: int, complain: Callable[[str], None]) -> Starlette:
    """Return the application for the run in folder ``run``, listening on ``port``; ``complain`` is told what the machine refuses."""
    site = Site(run / "report")
    desk = Desk(run, site)

    def page(request: Request) -> Response:
        served = site.file(request.path_params["path"], request.state.secret)
        if served is None:
            return answers.refused(request.scope, 404, "absent")
        policy = {"Content-Security-Policy": served.policy}
        return Response(served.content, headers=answers.HEADERS | policy, media_type=served.kind)

    def start(request: Request) -> Response:
        request.path_params["path"] = "index.html"
        return page(request)

    def given(_request: Request) -> Response:
        return answers.told(desk.known())

    async def sent(request: Request) -> Response:
        if request.headers.get("content-type", "").partition(";")[0].strip() != _TYPE:
            return answers.refused(request.scope, 415, "type")
        body = await _body(request)
        if body is None:
            return answers.refused(request.scope, 413, "too_much")
        return answers.told(await run_in_threadpool(desk.take, body))

    def heard(answer: Callable[[Request, Exception], Response]) -> Callable[[Request, Exception], Response]:
        def handler(request: Request, error: Exception) -> Response:
            complain(_line(error))
            return answer(request, error)

        return handler

    return Starlette(
        routes=[
            Route(answers.DECISIONS, given, methods=["GET"]),
            Route(answers.DECISIONS, sent, methods=["POST"]),
            Route("/", start, methods=["GET"]),
            Route("/{path:path}", page, methods=["GET"]),
        ],
        middleware=[Middleware(Guard, door=door, port=port)],
        exception_handlers={HTTPException: _http, RodeDraadError: heard(_fault), OSError: heard(_fault), Exception: heard(_ours)},
    )


async def _body(request: Request) -> bytes | None:
    """Return what was sent; None as soon as it is more than a browser of ours sends at once."""
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > MOST_BYTES:
            return None
        parts.append(part)
    return b"".join(parts)


def _http(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else _NOT_FOUND
    return answers.refused(request.scope, status, "method" if status == _NOT_ALLOWED else "absent")


def _fault(request: Request, error: Exception) -> Response:
    """The disk refuses: say it to the page, which keeps what it has."""
    shown = error if isinstance(error, RodeDraadError) else EnvironmentFault("serve_disk")
    if answers.is_for_script(request.scope):
        return answers.told({"error": shown.what, "code": shown.code}, _FULL)
    return answers.refused(request.scope, _UNAVAILABLE, "disk")


def _ours(request: Request, _error: Exception) -> Response:
    return answers.refused(request.scope, 500, "internal")


def _line(error: Exception) -> str:
    """Return what to say in the terminal: no traceback and no text of a report."""
    from rodedraad.run.engine import where_raised

    if isinstance(error, RodeDraadError):
        return str(error)
    if isinstance(error, OSError):
        return str(EnvironmentFault("serve_disk", type(error).__name__))
    return str(InternalError("internal", kind=type(error).__name__, place=where_raised(error)))
