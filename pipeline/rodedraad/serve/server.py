"""Starts and stops the server: a socket on 127.0.0.1 and on no other address, until Ctrl-C.

In: a run folder. Out: pages in a browser of this computer. The port follows from the folder where it can, since browsers keep what is not
yet saved by address and port.
"""

from __future__ import annotations

import contextlib
import errno
import logging
import socket
from typing import TYPE_CHECKING

from rodedraad import ids, manifest
from rodedraad.errors import MissingError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HOST = "127.0.0.1"
_FIRST, _PORTS = 20_000, 12_000  # below the range from which systems hand out ports for outgoing connections
_WAITING = 64
_SECONDS = 3  # for requests that are under way when it must stop
_HEAD_BYTES = 16_384  # of a request


def serve(
    run: Path, port: int | None, say: Callable[[str], None], *, again: Callable[[str], None], complain: Callable[[str], None]
) -> None:
    """Serve the report of ``run`` until Ctrl-C.

    ``say`` is told the address, ``again`` the next one when that one was used, ``complain`` what the machine refuses.

    Raises:
        UsageError: no finished run or no report is here, or the port is taken or not allowed.
        MissingError: the libraries of the extra ``serve`` are not installed.
    """
    manifest.read(run)
    if not (run / "report" / "index.html").is_file():
        raise UsageError("serve_no_report", str(run))
    try:
        import uvicorn

        from rodedraad.serve.app import application
        from rodedraad.serve.door import Door
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("starlette", "uvicorn", "anyio", "h11"):
            raise
        raise MissingError("serve_missing", package=error.name) from None
    with contextlib.closing(_listening(run, port)) as listening:
        number = listening.getsockname()[1]
        door = Door(lambda key: again(_address(number, key)))
        config = uvicorn.Config(
            application(run, door, number, complain), interface="asgi3", loop="asyncio", http="h11", ws="none", lifespan="off",
            log_config=None, log_level=logging.CRITICAL + 1, access_log=False, server_header=False, proxy_headers=False,
            limit_concurrency=_WAITING, h11_max_incomplete_event_size=_HEAD_BYTES, timeout_graceful_shutdown=_SECONDS,
        )  # fmt: skip
        with contextlib.suppress(KeyboardInterrupt):  # which uvicorn raises again once it has stopped
            say(_address(number, door.key))
            uvicorn.Server(config).run(sockets=[listening])


def _address(port: int, key: str) -> str:
    return f"http://{HOST}:{port}/?token={key}"


def _listening(run: Path, port: int | None) -> socket.socket:
    """Return a socket that listens: on the port that was asked for, else on that of the folder, else on any that is free."""
    if port is not None:
        return _bound(port)
    try:
        return _bound(_FIRST + int(ids.digest(str(run.resolve()))[:8], 16) % _PORTS)
    except UsageError:
        return _bound(0)


def _bound(port: int) -> socket.socket:
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):  # on Windows the other option would let two programs share a port
            made.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a port may be used again right after a stop
        made.bind((HOST, port))
        made.listen(_WAITING)
    except OSError as error:
        made.close()
        code = "serve_port_refused" if error.errno in (errno.EACCES, errno.EPERM) else "serve_port_taken"
        raise UsageError(code, str(port)) from None
    return made
