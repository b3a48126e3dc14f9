"""The command itself: starts, says where, stops on Ctrl-C, and refuses in words."""

from __future__ import annotations

import os
import signal
import socket
from typing import TYPE_CHECKING

import pytest

from scenario import cli
from serve.conftest import decision

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from serve.conftest import Server


def test_ctrl_c_stops_cleanly_and_says_where_the_decisions_are(server: Server):
    server.visitor().send(decision(server.run))
    out, err = server.stop()
    assert server.process.returncode == 0
    assert str(server.run / "decisions") in out
    assert err == ""
    with socket.socket() as tried:
        assert tried.connect_ex(("127.0.0.1", server.port)) != 0


def test_ctrl_c_does_not_wait_for_a_browser_that_says_nothing(server: Server):
    with socket.create_connection(("127.0.0.1", server.port)) as line:
        line.sendall(b"POST /decisions HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\n")
        server.stop()
    assert server.process.returncode == 0


@pytest.mark.skipif(not hasattr(signal, "SIGTERM"), reason="needs POSIX signals")
def test_being_ended_otherwise_says_nothing_strange(server: Server):
    server.process.terminate()
    assert "Traceback" not in server.process.communicate(timeout=30)[1]


def test_a_folder_keeps_its_port_so_that_a_browser_finds_again_what_it_kept(serving: Callable[..., Server]):
    first = serving()
    first.stop()
    second = serving()
    assert second.port == first.port
    assert serving().port != first.port  # which is taken now


def test_an_old_session_ends_with_its_server(serving: Callable[..., Server]):
    first = serving()
    visitor = first.visitor()
    first.stop()
    serving()
    assert visitor.ask("/index.html").status == 403


def test_a_port_of_ones_own(serving: Callable[..., Server], run: Path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert serving("--port", str(port)).port == port
    done = cli("serve", run, "--port", port, cwd=run.parent)
    assert done.returncode == 2
    assert "gebruikt deze poort" in done.stderr


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http"])
def test_a_port_that_cannot_be(run: Path, port: str):
    done = cli("serve", run, "--port", port, cwd=run.parent)
    assert done.returncode == 2
    assert "--port" in done.stderr


def test_there_is_no_way_to_listen_elsewhere(run: Path):
    assert cli("serve", run, "--host", "0.0.0.0", cwd=run.parent).returncode == 2  # noqa: S104 - refused


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may use every port")
def test_a_port_that_one_may_not_use(run: Path):
    done = cli("serve", run, "--port", "80", cwd=run.parent)
    assert "mag u niet gebruiken" in done.stderr


def test_no_run_no_report(run: Path, tmp_path: Path):
    done = cli("serve", "weg", cwd=tmp_path)
    assert (done.returncode, "geen afgeronde run" in done.stderr) == (2, True)
    (run / "report" / "index.html").unlink()
    done = cli("serve", run, cwd=tmp_path)
    assert (done.returncode, "rodedraad report" in done.stderr) == (2, True)


@pytest.mark.parametrize("library", ["starlette", "uvicorn"])
def test_without_the_extra_it_says_how_to_get_it(run: Path, tmp_path: Path, library: str):
    (tmp_path / "zonder").mkdir()
    (tmp_path / "zonder" / f"{library}.py").write_text(
        f"raise ModuleNotFoundError('No module named {library}', name={library!r})", encoding="utf-8"
    )
    done = cli("serve", run, cwd=tmp_path, env={"PYTHONPATH": str(tmp_path / "zonder")})
    assert done.returncode == 4
    assert 'pip install "rodedraad[serve]"' in done.stderr
    assert library in done.stderr
    assert "Traceback" not in done.stderr
