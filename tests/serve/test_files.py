"""What is served: the report, and nothing beside it, above it or behind a link."""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from report.world import given
from rodedraad.report.build import build

if TYPE_CHECKING:
    from serve.conftest import Server, Visitor

OUTSIDE = [
    "/../private/namen.html",
    "/..%2fprivate%2fnamen.html",
    "/%2e%2e/private/namen.html",
    "/%252e%252e/private/namen.html",
    "/..%5cprivate%5cnamen.html",
    "/..\\private\\namen.html",
    "/document/../../private/namen.html",
    "/document/..;/../private/namen.html",
    "//private/namen.html",
    "/./../private/namen.html",
    "/....//private/namen.html",
    "/private/namen.html",
    "/tables/passages.html",
    "/../manifest.json",
    "/../tables/passages.html",
    "/../decisions/mk.jsonl",
    "/decisions/mk.jsonl",
    "/C:/private/namen.html",
    "/C:%5cprivate%5cnamen.html",
    "/etc/passwd",
    "//etc/passwd",
    "/%2fetc%2fpasswd",
    "file:///etc/passwd",
    "/index.html%00.png",
    "/%c0%ae%c0%ae/private/namen.html",
    "/index.html/",
    "/index.html/../../private/namen.html",
    "/document",
    "/document/",
    "/assets/",
    "/.geheim.html",
    "/notities.txt",
    "/naar-buiten.html",
    "/mapje/namen.html",
    "/pijp.html",
    "/" + "a" * 5_000 + ".html",
    "/" + "a/" * 2_000 + "a.html",
]


@pytest.fixture(scope="module", autouse=True)
def traps(shared_server: Server) -> None:
    report = shared_server.run / "report"
    (report / ".geheim.html").write_text("geheim", encoding="utf-8")
    (report / "notities.txt").write_text("geheim", encoding="utf-8")
    (report / "naar-buiten.html").symlink_to(shared_server.run / "private" / "namen.html")
    (report / "mapje").symlink_to(shared_server.run / "private")
    os.mkfifo(report / "pijp.html")


@pytest.mark.parametrize("path", OUTSIDE)
def test_nothing_outside_the_report_is_served(visitor: Visitor, path: str):
    answer = visitor.ask(path)
    assert answer.status in (400, 403, 404, 421), path
    assert not {b"Jan Jansen", b"geheim", b"root:"} & {word for word in (b"Jan Jansen", b"geheim", b"root:") if word in answer.body}


def test_every_page_is_the_file_on_disk_but_for_the_policy_and_the_mark(shared_server: Server, visitor: Visitor):
    report = shared_server.run / "report"
    before = {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in report.rglob("*") if path.is_file() and not path.is_symlink()}
    pages = [path for path in before if path.suffix == ".html" and not path.name.startswith(".")]
    assert len(pages) > 20
    for path in pages:
        served = visitor.ask("/" + path.relative_to(report).as_posix())
        assert (served.status, served.headers["content-type"]) == (200, "text/html; charset=utf-8")
        undone = re.sub(r'\n<meta name="rode-draad-served" content="[^"]+">', "", served.text).replace(
            "connect-src 'self'", "connect-src 'none'"
        )
        assert undone == path.read_text(encoding="utf-8")
        assert served.text.count("connect-src 'self'") == 1
        assert served.text.count("rode-draad-served") == 1
    assert {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in before} == before


@pytest.mark.parametrize(
    ("path", "kind"), [("assets/rodedraad.css", "text/css; charset=utf-8"), ("assets/rodedraad.js", "text/javascript; charset=utf-8")]
)
def test_other_files_are_served_as_they_are(shared_server: Server, visitor: Visitor, path: str, kind: str):
    answer = visitor.ask("/" + path)
    assert answer.body == (shared_server.run / "report" / path).read_bytes()
    assert answer.headers["content-type"] == kind


def test_html_of_somebody_else_may_do_nothing(shared_server: Server, visitor: Visitor):
    (shared_server.run / "report" / "vreemd.html").write_text("<script>fetch('/decisions')</script>", encoding="utf-8")
    answer = visitor.ask("/vreemd.html")
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert visitor.secret not in answer.text


def test_a_page_that_is_not_there_says_so_kindly(visitor: Visitor):
    answer = visitor.ask("/document/weg.html")
    assert answer.status == 404
    assert "<h1>Deze bladzijde is er niet (meer)</h1>" in answer.text
    assert '<html lang="nl">' in answer.text


def test_a_report_that_is_made_again_is_the_one_that_is_served(server: Server):
    visitor = server.visitor()
    build(given(title="Een andere titel"), server.run / "report")
    assert "Een andere titel" in visitor.ask("/index.html").text
    for path in Path(server.run / "report").glob("*.html"):
        path.unlink()
    assert visitor.ask("/index.html").status == 404
