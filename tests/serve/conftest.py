"""A run with a report, served by the real command in a process of its own, and a browser's side of the conversation."""

from __future__ import annotations

import json
import re
import shutil
import signal
from dataclasses import dataclass, field
from http.client import HTTPConnection
from typing import TYPE_CHECKING, Any

import pytest

from report.world import given
from rodedraad import manifest
from rodedraad.report.build import build
from scenario import start

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Iterator
    from pathlib import Path

ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)/\?token=([\w-]+)")


@dataclass
class Answer:
    """What the server said."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Visitor:
    """Speaks HTTP with the server as a browser does, or worse: nothing is tidied up on the way."""

    port: int
    cookie: str = ""
    secret: str = ""
    extra: dict[str, str] = field(default_factory=dict)

    def ask(self, path: str, method: str = "GET", body: bytes | None = None, **headers: str | None) -> Answer:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        sent = {"Host": f"127.0.0.1:{self.port}", "Cookie": self.cookie, "X-Rode-Draad": self.secret, **self.extra}
        if method == "POST":
            sent |= {"Origin": f"http://127.0.0.1:{self.port}", "Content-Type": "application/x-ndjson"}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            for name, value in sent.items():
                if value:
                    connection.putheader(name, value)
            if body is not None:
                connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body)
            answer = connection.getresponse()
            return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
        finally:
            connection.close()

    def enter(self, token: str) -> Answer:
        """Open the address with the token; keep the cookie, and the secret that stands in the page."""
        answer = self.ask(f"/?token={token}")
        self.cookie = answer.headers.get("set-cookie", "").partition(";")[0] or self.cookie
        found = re.search(r'<meta name="rode-draad-served" content="([\w-]+)">', self.ask("/index.html").text)
        self.secret = found[1] if found else ""
        return answer

    def send(self, *lines: dict[str, Any] | str, **headers: str | None) -> Answer:
        """Send decisions in."""
        told = "".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines)
        return self.ask("/decisions", "POST", told.encode(), **headers)


@dataclass
class Server:
    """The command, running."""

    run: Path
    process: subprocess.Popen[str]
    port: int
    token: str

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def next_token(self) -> str:
        """Return the token of the address that the terminal shows after one was used."""
        self.token = heard(self.process)[1]
        return self.token

    def visitor(self) -> Visitor:
        """Return a visitor who came in by the newest address."""
        made = Visitor(self.port)
        made.enter(self.token)
        self.next_token()
        return made

    def stop(self) -> tuple[str, str]:
        """Press Ctrl-C; return what else the command said."""
        self.process.send_signal(signal.SIGINT)
        return self.process.communicate(timeout=30)


def heard(process: subprocess.Popen[str]) -> tuple[int, str]:
    """Return port and token of the next address that the command prints."""
    assert process.stdout is not None
    for line in process.stdout:
        if found := ADDRESS.search(line):
            return int(found[1]), found[2]
    assert process.stderr is not None
    raise AssertionError(process.stderr.read())


def serve(run: Path, *options: str) -> Server:
    process = start("serve", run, *options, cwd=run.parent)
    return Server(run, process, *heard(process))


def decision(run: Path, **values: Any) -> dict[str, Any]:
    """Return a decision about the report of a run."""
    found = re.search(r'data-report="(\w+)"', (run / "report" / "index.html").read_text(encoding="utf-8"))
    assert found
    reviewer = values.get("reviewer", "mk")
    made = {
        "format": 1, "id": f"{reviewer}-1790000000000", "report": found[1], "program": "0.1.0", "reviewer": reviewer,
        "time": "2026-11-23T10:12:00Z",
        "kind": "passage", "action": "fits", "value": None, "passage": "p0123456789abcdef", "archetype": "a0123456789",
        "lens": None, "item": None,
        "anchor": {"document": "d0123456789abcdef", "start": 10, "end": 60, "text_hash": "0123456789abcdef"},
        "proposal": "a0123456789", "blind": False, "queue": "",
    }  # fmt: skip
    return made | values


@pytest.fixture(scope="session")
def whole_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a finished run: report, manifest and a private folder with something in it."""
    run = tmp_path_factory.mktemp("served") / "run"
    (run / "private").mkdir(parents=True)
    (run / "private" / "namen.html").write_text("Jan Jansen", encoding="utf-8")
    (run / "tables").mkdir()
    (run / "tables" / "passages.html").write_text("tabel", encoding="utf-8")
    build(given(), run / "report")
    (run / "manifest.json").write_text(json.dumps({"format": manifest.FORMAT}), encoding="utf-8")
    return run


@pytest.fixture
def run(whole_run: Path, tmp_path: Path) -> Path:
    """Return a run of one's own."""
    return shutil.copytree(whole_run, tmp_path / "run")


@pytest.fixture
def serving(run: Path) -> Iterator[Callable[..., Server]]:
    """Return a function that serves the run; what it started is stopped afterwards."""
    made: list[Server] = []

    def begin(*options: str) -> Server:
        made.append(serve(run, *options))
        return made[-1]

    yield begin
    for server in made:
        if server.process.poll() is None:
            server.stop()


@pytest.fixture
def server(serving: Callable[..., Server]) -> Server:
    return serving()


@pytest.fixture(scope="module")
def shared_server(whole_run: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Return a server for tests that change nothing."""
    server = serve(shutil.copytree(whole_run, tmp_path_factory.mktemp("gedeeld") / "run"))
    yield server
    server.stop()


@pytest.fixture(scope="module")
def visitor(shared_server: Server) -> Visitor:
    return shared_server.visitor()
