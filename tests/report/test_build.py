"""Building: the same bytes, never half, never over somebody's own folder."""

from __future__ import annotations

import dataclasses
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from report.world import given
from rodedraad.errors import EnvironmentFault, InternalError
from rodedraad.report.build import build, script, style
from rodedraad.report.places import Places

if TYPE_CHECKING:
    from rodedraad.report.model import ReportInput

HEAVY = ("torch", "spacy", "sklearn", "transformers", "sentence_transformers", "hdbscan", "scipy", "deduce", "model2vec", "trafilatura")


def content(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.requirement(2)
def test_a_report_is_a_folder_that_opens_from_disk(site: Path, report_input: ReportInput):
    expected = {
        "index.html",
        "archetypen.html",
        "lenzen.html",
        "tussen-wie.html",
        "documenten.html",
        "zonder-patroon.html",
        "verantwoording.html",
        "woordenlijst.html",
    }
    assert {path.name for path in site.iterdir() if path.is_file()} >= expected
    assert len(list((site / "document").iterdir())) == 10
    assert len(list((site / "archetype").iterdir())) == report_input.tables["archetypes"].height


@pytest.mark.requirement(38)
def test_the_same_input_gives_the_same_bytes(site: Path, tmp_path: Path):
    build(given(), tmp_path / "report")
    assert content(tmp_path / "report") == content(site)


@pytest.mark.requirement(38)
def test_another_process_with_another_hash_seed_gives_the_same_bytes(site: Path, tmp_path: Path):
    code = (
        "import sys; from pathlib import Path; from report.world import given; from rodedraad.report.build import build;"
        "build(given(), Path(sys.argv[1]))"
    )
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[1]), "PYTHONHASHSEED": "7"}
    subprocess.run([sys.executable, "-c", code, str(tmp_path / "report")], check=True, env=environment, timeout=120)
    assert content(tmp_path / "report") == content(site)


@pytest.mark.requirement(38)
def test_the_order_of_rows_does_not_matter(site: Path, tmp_path: Path, report_input: ReportInput):
    tables = {name: table.reverse() for name, table in report_input.tables.items()}
    build(dataclasses.replace(report_input, tables=tables), tmp_path / "report")
    assert content(tmp_path / "report") == content(site)


@pytest.mark.requirement(39)
def test_building_again_replaces_the_report_and_tells_what_changed(tmp_path: Path, report_input: ReportInput):
    first = build(report_input, tmp_path / "report")
    again = build(report_input, tmp_path / "report")
    other = build(given(title="Andere naam"), tmp_path / "report")
    assert (first.changed, again.changed, other.changed) == (first.pages, 0, first.pages)
    assert [path.name for path in tmp_path.iterdir()] == ["report"]


def test_pages_of_things_that_are_gone_disappear(tmp_path: Path, report_input: ReportInput):
    build(report_input, tmp_path / "report")
    tables = report_input.tables | {
        "archetypes": report_input.tables["archetypes"].clear(),
        "members": report_input.tables["members"].clear(),
    }
    build(dataclasses.replace(report_input, tables=tables), tmp_path / "report")
    assert not (tmp_path / "report" / "archetype").exists()


@pytest.mark.requirement(5, 39)
def test_a_broken_link_stops_the_build_and_keeps_the_old_report(tmp_path: Path, report_input: ReportInput, monkeypatch: pytest.MonkeyPatch):
    build(report_input, tmp_path / "report")
    before = content(tmp_path / "report")
    monkeypatch.setattr(Places, "passage", lambda _self, _passage: "document/weg.html")
    with pytest.raises(InternalError) as caught:
        build(report_input, tmp_path / "report")
    assert caught.value.code == "report_links_broken"
    assert content(tmp_path / "report") == before
    assert [path.name for path in tmp_path.iterdir()] == ["report"]


def test_a_folder_of_somebody_else_is_left_alone(tmp_path: Path, report_input: ReportInput):
    (tmp_path / "report").mkdir()
    (tmp_path / "report" / "scriptie.docx").write_text("van mij", encoding="utf-8")
    with pytest.raises(EnvironmentFault) as caught:
        build(report_input, tmp_path / "report")
    assert caught.value.code == "report_folder_foreign"
    assert content(tmp_path / "report") == {"scriptie.docx": b"van mij"}


@pytest.mark.requirement(39)
def test_a_machine_that_stopped_between_the_renames_is_mended(tmp_path: Path, report_input: ReportInput):
    build(report_input, tmp_path / "report")
    (tmp_path / "report").rename(tmp_path / ".report.old")
    (tmp_path / ".report.new").mkdir()
    assert build(report_input, tmp_path / "report").changed == 0
    assert [path.name for path in tmp_path.iterdir()] == ["report"]


def test_a_run_without_anything_still_gives_a_report(tmp_path: Path, report_input: ReportInput):
    empty = {name: table.clear() for name, table in report_input.tables.items()}
    result = build(dataclasses.replace(report_input, tables=empty, lenses=()), tmp_path / "report")
    assert "geen enkel document gebruikt" in result.index.read_text(encoding="utf-8")


def test_a_missing_table_is_named(tmp_path: Path, report_input: ReportInput):
    tables = {name: table for name, table in report_input.tables.items() if name != "members"}
    with pytest.raises(ValueError, match="members"):
        build(dataclasses.replace(report_input, tables=tables), tmp_path / "report")


@pytest.mark.requirement(35)
def test_style_and_script_stay_small():
    assert len(style().encode()) + len(script().encode()) <= 150_000


def test_the_report_needs_no_heavy_library():
    code = f"import sys, rodedraad.report.build; print([m for m in {HEAVY!r} if m in sys.modules])"
    told = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, timeout=120)
    assert told.stdout.strip() == "[]"
