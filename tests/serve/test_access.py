"""Who comes in: the key once, the cookie after that, and nothing that another site can make a browser do."""

from __future__ import annotations

import contextlib
import re
import socket
from typing import TYPE_CHECKING

import pytest

from serve.conftest import Visitor, decision

if TYPE_CHECKING:
    from serve.conftest import Server

REFUSED = {
    "content-type": "text/html; charset=utf-8",
    "x-frame-options": "DENY",
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
}


def test_the_key_becomes_a_cookie_that_scripts_and_other_sites_cannot_use(server: Server):
    visitor = Visitor(server.port)
    answer = visitor.enter(server.token)
    assert (answer.status, answer.headers["location"]) == (303, "/index.html")
    assert re.fullmatch(rf"rodedraad-{server.port}=[\w-]{{43}}; HttpOnly; Path=/; SameSite=strict", answer.headers["set-cookie"])
    assert server.token not in answer.headers["set-cookie"]
    assert visitor.ask("/index.html").status == 200
    assert visitor.ask("/").status == 200


def test_a_key_opens_once_and_the_terminal_shows_the_next(server: Server):
    used = server.token
    first, second, third = Visitor(server.port), Visitor(server.port), Visitor(server.port)
    first.enter(used)
    assert second.enter(used).status == 403
    assert second.ask("/index.html").status == 403
    assert third.enter(server.next_token()).status == 303
    assert third.ask("/index.html").status == 200
    assert first.cookie != third.cookie
    assert first.ask(f"/?token={used}").status == 303  # who is in already may use an old address again


def test_looking_whether_the_address_exists_does_not_spend_the_key(server: Server):
    assert Visitor(server.port).ask(f"/?token={server.token}", "HEAD").status == 403
    assert Visitor(server.port).enter(server.token).status == 303


@pytest.mark.parametrize(
    "path", ["/", "/index.html", "/assets/rodedraad.js", "/decisions", "/weg.html", "/?token=", "/?token=fout", "/?token=é%00&token=x"]
)
def test_without_a_cookie_there_is_nothing(shared_server: Server, path: str):
    answer = Visitor(shared_server.port).ask(path.replace("é", "%C3%A9"))
    assert answer.status == 403
    assert "niet geldig" in answer.text
    assert "Verantwoording" not in answer.text


@pytest.mark.parametrize(
    "cookie", ["rodedraad-{port}=", "rodedraad-{port}=fout", "rodedraad-1={value}", "{value}", "rodedraad-{port}=é", "; ; =;="]
)
def test_another_cookie_is_no_cookie(shared_server: Server, visitor: Visitor, cookie: str):
    value = visitor.cookie.partition("=")[2]
    given = cookie.format(port=shared_server.port, value=value)
    assert Visitor(shared_server.port, cookie=given).ask("/index.html").status == 403


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example:{port}", "[::1]:{port}", None]
)
def test_a_name_that_points_here_is_not_us(visitor: Visitor, host: str | None):
    """DNS rebinding: the page of another site asks its own name, which has come to point to 127.0.0.1."""
    answer = visitor.ask("/index.html", Host=host.format(port=visitor.port) if host else None)
    assert answer.status in (400, 421)  # without any name HTTP itself refuses
    assert "Overzicht" not in answer.text


def test_localhost_is_us(visitor: Visitor):
    assert visitor.ask("/index.html", Host=f"LOCALHOST:{visitor.port}").status == 200


@pytest.mark.parametrize(
    "origin",
    [None, "null", "http://evil.example", "https://127.0.0.1:{port}", "http://127.0.0.1", "http://127.0.0.1:1", "http://localhost:{port}"],
)
def test_sending_in_takes_our_own_page(shared_server: Server, visitor: Visitor, origin: str | None):
    answer = visitor.send(decision(shared_server.run), Origin=origin.format(port=visitor.port) if origin else None)
    assert answer.status == 403
    assert answer.json["code"] == "origin"
    assert not (shared_server.run / "decisions").exists()


@pytest.mark.parametrize("secret", [None, "fout", "é"])
def test_sending_and_reading_takes_the_secret_of_the_page_too(shared_server: Server, visitor: Visitor, secret: str | None):
    """A form of another program on this computer brings the cookie along, but cannot read the page."""
    assert visitor.send(decision(shared_server.run), X_Rode_Draad=secret).status == 403
    assert visitor.ask("/decisions", X_Rode_Draad=secret).status == 403


def test_the_secret_of_another_browser_does_not_do(shared_server: Server, visitor: Visitor):
    other = shared_server.visitor()
    assert other.secret != visitor.secret
    assert visitor.ask("/decisions", X_Rode_Draad=other.secret).status == 403


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_site_cannot_take_our_files_as_its_own_scripts(visitor: Visitor, site: str):
    assert visitor.ask("/assets/rodedraad.js", Sec_Fetch_Site=site, Sec_Fetch_Mode="no-cors", Sec_Fetch_Dest="script").status == 403
    assert visitor.ask("/index.html", Sec_Fetch_Site=site, Sec_Fetch_Mode="navigate", Sec_Fetch_Dest="iframe").status == 403
    assert visitor.ask("/index.html", Sec_Fetch_Site=site, Sec_Fetch_Mode="navigate", Sec_Fetch_Dest="document").status == 200


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT", "BREW"])
def test_other_methods_are_refused(visitor: Visitor, method: str):
    assert visitor.ask("/index.html", method).status in (400, 405)


def test_pages_take_no_post(visitor: Visitor):
    assert visitor.ask("/index.html", "POST", b"x").status == 405


@pytest.mark.parametrize("path", ["/index.html", "/assets/rodedraad.css", "/weg.html", "/decisions", "/../private/namen.html"])
def test_every_answer_carries_the_headers(visitor: Visitor, path: str):
    headers = visitor.ask(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-store"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert headers["content-security-policy"]
    assert "server" not in headers
    assert "access-control-allow-origin" not in headers


def test_no_other_address_of_this_computer_answers(shared_server: Server):
    for address in (
        "127.0.0.2",
        *{found[4][0] for found in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)} - {"127.0.0.1"},
    ):
        with socket.socket() as tried:
            tried.settimeout(5)
            assert tried.connect_ex((address, shared_server.port)) != 0, address


def test_a_browser_that_talks_nonsense_stops_nothing(shared_server: Server, visitor: Visitor):
    for nonsense in (
        b"\x16\x03\x01\x02\x00",
        b"GET / HTTP/1.1\r\n" + b"X: " + b"x" * 100_000,
        b"GET /\r\n\r\n",
        b"POST /decisions HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
    ):
        with socket.create_connection(("127.0.0.1", shared_server.port), timeout=10) as line:
            line.sendall(nonsense)
            line.settimeout(0.3)
            with contextlib.suppress(TimeoutError, ConnectionError):
                line.recv(4096)
    assert visitor.ask("/index.html").status == 200
