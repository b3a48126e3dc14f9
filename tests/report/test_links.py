"""The check that all links of a report lead somewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rodedraad.report.links import Broken, broken

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "deel").mkdir()
    (tmp_path / "a.html").write_text('<h1 id="kop">A</h1><a href="#kop">x</a><a href="deel/b.html#plek">y</a>', encoding="utf-8")
    (tmp_path / "deel/b.html").write_text('<p id="plek">B</p><a href="../a.html">terug</a>', encoding="utf-8")
    return tmp_path


def test_links_that_resolve_are_not_reported(folder: Path):
    assert broken(folder) == []


@pytest.mark.requirement(5)
@pytest.mark.parametrize(
    "link",
    [
        "weg.html",
        "a.html#weg",
        "#weg",
        "../buiten.html",
        "https://example.org/",
        "//example.org/x",
        "javascript:alert(1)",
        "/etc/passwd",
        "file:///etc",
    ],
)
def test_links_that_do_not_resolve_are_reported(folder: Path, link: str):
    (folder / "c.html").write_text(f'<a href="{link}">z</a>', encoding="utf-8")
    assert broken(folder) == [Broken("c.html", link)]


def test_scripts_and_pictures_count_as_links(folder: Path):
    (folder / "c.html").write_text('<script src="weg.js"></script><img src="weg.png"><link rel="icon" href="data:,">', encoding="utf-8")
    assert [fault.link for fault in broken(folder)] == ["weg.js", "weg.png"]
