"""`rodedraad compare`: two run folders, what became of the archetypes, in the terminal and on the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest

from report.world import LABELS, given
from rodedraad import config, manifest
from rodedraad.run.store import published
from rodedraad.schema import TABLES
from rodedraad.stages import STAGES
from scenario import cli

if TYPE_CHECKING:
    from pathlib import Path


def run_folder(place: Path, drop: str = "") -> Path:
    """Write a finished run of the invented corpus, without the archetype called ``drop``."""
    tables = {name: frame for name, frame in given().tables.items() if name in TABLES}
    gone = tables["archetypes"].filter(pl.col("label") == drop)["archetype_id"].to_list()
    tables["archetypes"] = tables["archetypes"].filter(~pl.col("archetype_id").is_in(gone))
    owner = pl.when(pl.col("archetype_id").is_in(gone)).then(None).otherwise(pl.col("archetype_id")).alias("archetype_id")
    tables["members"] = tables["members"].with_columns(owner)
    tables["mappings"] = tables["mappings"].filter(pl.col("lens_id") == "puddingprincipes").clear()
    for name, table in TABLES.items():
        path = published(place, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        tables.get(name, table.empty()).write_parquet(path)
    corpus = {"title": place.name, "about": "", "confidential": None}
    hashes = dict.fromkeys(TABLES, "0" * 64)
    stages = {stage.name: "0" * 64 for stage in STAGES}
    settings = config.Config().model_dump(mode="json")
    manifest.write(place, manifest.make(config=settings, corpus=corpus, stages=stages, models=[], tables=hashes))
    return place


@pytest.mark.requirement(15)
def test_what_came_and_what_went_is_said_and_shown(tmp_path: Path):
    before, now = run_folder(tmp_path / "vorig jaar", drop=LABELS[3]), run_folder(tmp_path / "nu", drop=LABELS[1])
    done = cli("compare", before, now, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    told = done.stdout
    assert "Vergeleken met ‘vorig jaar’" in told
    lines = told.splitlines()
    assert any(line.startswith("＋ nieuw") and LABELS[3] in line for line in lines)
    assert any(line.startswith("✕ verdwenen") and LABELS[1] in line for line in lines)
    assert sum(line.startswith("= gebleven") for line in lines) == 2
    page = (now / "report" / "vergelijken.html").read_text(encoding="utf-8")
    assert "vorig jaar" in page
    assert LABELS[1] in page


def test_a_folder_without_a_run_is_refused(tmp_path: Path):
    now = run_folder(tmp_path / "nu")
    done = cli("compare", tmp_path / "niets", now, cwd=tmp_path)
    assert done.returncode != 0
    assert "niets" in done.stderr
    assert not (now / "report").exists()
