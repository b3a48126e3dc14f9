"""The script as it is handed out: a classic script without faults, modest in size, that writes text and nothing else."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

import rodedraad
from rodedraad.report.build import script, style

ASSETS = Path(rodedraad.__file__).parent / "report/assets"
SOURCES = sorted(ASSETS.rglob("*.js"))
FORBIDDEN = (
    r"\.innerHTML|\.outerHTML|insertAdjacentHTML|document\.write|\beval\s*\(|new Function|setAttribute\(\"(?:on|style)|\bimport\s|"
    r"\bexport\s|\.style\.cssText|javascript:"
)


def bare(text: str) -> str:
    """Return a script without its comments."""
    return re.sub(r"/\*.*?\*/|(?<![:\"'])//[^\n]*", "", text, flags=re.DOTALL)


@pytest.mark.requirement(31, 35)
@pytest.mark.skipif(not shutil.which("node"), reason="needs node")
def test_the_scripts_that_pages_load_have_no_faults(site: Path):
    for path in sorted(site.rglob("*.js")):
        told = subprocess.run(["node", "--check", str(path)], capture_output=True, text=True, timeout=60, check=False)
        assert told.returncode == 0, f"{path.name}: {told.stderr}"


@pytest.mark.requirement(32, 31)
@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ASSETS).as_posix())
def test_a_script_writes_text_only(path: Path):
    assert re.findall(FORBIDDEN, bare(path.read_text(encoding="utf-8"))) == []


@pytest.mark.requirement(35)
@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ASSETS).as_posix())
def test_a_script_is_strict_and_stands_by_itself(path: Path):
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) < 300
    assert re.match(r"^\(function \((?:\w+(?:, \w+)*)?\) \{\s*\"use strict\";", bare(text).strip()), "one function, called at once"
    assert bare(text).strip().endswith("();") or bare(text).strip().endswith(");")


@pytest.mark.requirement(30)
@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ASSETS).as_posix())
def test_a_script_asks_no_network(path: Path):
    """Only the script of a served report may speak to its own server."""
    asks = re.findall(r"\bfetch\s*\(|XMLHttpRequest|WebSocket|EventSource|sendBeacon|https?://", bare(path.read_text(encoding="utf-8")))
    assert asks == [] or "serve" in path.name


@pytest.mark.requirement(35)
def test_style_and_scripts_stay_within_their_budget(site: Path):
    """What every page loads; the search and map pages load parts of their own besides, which together stay below half of it."""
    assert len((style() + script()).encode()) <= 150_000
    assert sum(path.stat().st_size for path in (site / "assets").rglob("*") if path.is_file()) <= 225_000
    assert len(script().splitlines()) < 2_000
    assert "@import" not in style()
    assert "url(" not in style().replace("url(data:", "")
