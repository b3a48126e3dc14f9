"""A model hub on this machine that speaks the part of the Hugging Face API that the client asks for when it fetches a model."""

from __future__ import annotations

import hashlib
import json
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Self
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from pathlib import Path


@dataclass
class Repo:
    """A model: what each branch or tag means, and the files of each commit."""

    commits: dict[str, Path]
    refs: dict[str, str]
    card: dict[str, str] = field(default_factory=lambda: {"license": "mit"})
    token: str = ""  # asked for, if set
    gated: bool = False
    names: dict[str, str] = field(default_factory=dict)  # a file's name on the hub, where it differs from that on disk


@dataclass
class Hub:
    """A running hub. ``asked`` and ``headers`` tell what the client did; the rest makes it misbehave."""

    repos: dict[str, Repo] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    cut: str = ""  # break off in the middle of this file
    slow: str = ""  # wait in the middle of this file
    swap: str = ""  # send other bytes, as many, for this file
    sizes: dict[str, int] = field(default_factory=dict)  # say that a file is this large
    status: int = 0  # answer everything with this
    url: str = ""

    def __enter__(self) -> Self:
        handler = type("Handler", (_Handler,), {"hub": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def paths(self, start: str) -> list[str]:
        """Return the paths asked for that begin with ``start``, a method and a path."""
        return [path for path in self.asked if path.startswith(start)]


class _Handler(BaseHTTPRequestHandler):
    hub: Hub
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def _answer(self) -> None:
        path = unquote(urlsplit(self.path).path)
        self.hub.asked.append(f"{self.command} {path}")
        self.hub.headers.append({name.lower(): value for name, value in self.headers.items()})
        if self.hub.status:
            self._send(self.hub.status, b"")
        elif path.startswith("/api/models/"):
            self._info(path.removeprefix("/api/models/"))
        elif path.startswith("/lfs/"):
            self._body(self._by_sha(path.removeprefix("/lfs/")))
        elif "/resolve/" in path:
            self._resolve(path[1:])
        else:
            self._send(404, b"")

    def _repo(self, name: str) -> Repo | None:
        repo = self.hub.repos.get(name)
        if repo is None:
            self._send(404, b"{}", {"X-Error-Code": "RepoNotFound"})
            return None
        if repo.gated or (repo.token and self.headers.get("Authorization") != f"Bearer {repo.token}"):
            code = {"X-Error-Code": "GatedRepo"} if repo.gated else {"X-Error-Code": "RepoNotFound"}
            self._send(403 if repo.gated else 401, b"{}", code)
            return None
        return repo

    def _info(self, rest: str) -> None:
        name, _, revision = rest.partition("/revision/")
        if (repo := self._repo(name)) is None:
            return
        revision = revision or "main"
        commit = repo.refs.get(revision, revision)
        if commit not in repo.commits:
            self._send(404, b"{}", {"X-Error-Code": "RevisionNotFound"})
            return
        siblings = [{**_sibling(repo.names.get(n, n), repo.commits[commit] / n), **self._size(n)} for n in _names(repo.commits[commit])]
        data = {"id": name, "modelId": name, "sha": commit, "siblings": siblings, "tags": [], "cardData": repo.card}
        self._send(200, json.dumps(data).encode())

    def _size(self, name: str) -> dict[str, int]:
        return {"size": self.hub.sizes[name]} if name in self.hub.sizes else {}

    def _resolve(self, rest: str) -> None:
        name, _, tail = rest.partition("/resolve/")
        commit, _, file = tail.partition("/")
        if (repo := self._repo(name)) is None:
            return
        path = repo.commits[commit] / file
        data = path.read_bytes()
        head = {"X-Repo-Commit": commit}
        if file.endswith(".safetensors"):
            sha = hashlib.sha256(data).hexdigest()
            links = {
                "X-Linked-ETag": f'"{sha}"',
                "X-Linked-Size": str(len(data)),
                "Location": f"{self.hub.url.replace('127.0.0.1', 'localhost')}/lfs/{sha}",
            }  # elsewhere, as large files are
            self._send(302, b"", head | links)
        else:
            self._body(path, head | {"ETag": f'"{_git_sha1(data)}"'})

    def _by_sha(self, sha: str) -> Path:
        folders = [folder for repo in self.hub.repos.values() for folder in repo.commits.values()]
        return next(p for folder in folders for p in folder.glob("*.safetensors") if hashlib.sha256(p.read_bytes()).hexdigest() == sha)

    def _body(self, path: Path, head: dict[str, str] | None = None) -> None:
        data = path.read_bytes()
        if self.command == "HEAD" or path.name not in (self.hub.cut, self.hub.slow):
            self._send(200, bytes(len(data)) if path.name == self.hub.swap else data, head)
            return
        self._head(200, len(data), head)
        self.wfile.write(data[: len(data) // 2])
        self.wfile.flush()
        if path.name == self.hub.slow:
            time.sleep(20)
        self.close_connection = True

    def _send(self, status: int, data: bytes, head: dict[str, str] | None = None) -> None:
        self._head(status, len(data), head)
        if self.command != "HEAD":
            self.wfile.write(data)

    def _head(self, status: int, length: int, head: dict[str, str] | None) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(length), **(head or {})}.items():
            self.send_header(name, value)
        self.end_headers()


def _names(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def _sibling(name: str, path: Path) -> dict[str, object]:
    data = path.read_bytes()
    about: dict[str, object] = {"rfilename": name, "size": len(data), "blobId": _git_sha1(data)}
    if name.endswith(".safetensors"):
        about["lfs"] = {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data), "pointerSize": 130}
    return about


def _git_sha1(data: bytes) -> str:
    return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()
