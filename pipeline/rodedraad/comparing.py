"""Two finished runs → what the report of the later one says about the earlier one (`rodedraad compare`).

Archetypes are compared by the passages they share, as stage `cluster` does for a run and its own previous result; only the shared tables of
both runs are read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from rodedraad import config as configuration
from rodedraad import manifest, site
from rodedraad.run.store import published

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from rodedraad.report.model import Earlier
    from rodedraad.schema import Tables

_READ = ("documents", "passages", "members", "archetypes", "mappings")


def earlier(run_before: Path, run_now: Path) -> Earlier:
    """Return the earlier run as the report of the later one shows it.

    Raises:
        UsageError: no finished run is in one of the folders.
        EnvironmentFault: one of them was made by a version with another format.
    """
    from rodedraad.cluster import lineage
    from rodedraad.report.model import Earlier

    facts = manifest.read(run_before)
    manifest.read(run_now)
    before, now = (_tables(folder) for folder in (run_before, run_now))
    owners: dict[str, str | None] = dict(before["members"].select("passage_id", "archetype_id").iter_rows())
    groups = {archetype: set(found) for archetype, found in _members(now).select("archetype_id", "passage_id").iter_rows()}
    held = _members(before)
    documents, others = (_documents(tables) for tables in (before, now))
    return Earlier(
        title=facts["corpus"]["title"],
        lineage=lineage.frame(groups, owners, set(now["passages"]["passage_id"].to_list())),
        names=_names(before, run_before, facts),
        passages={archetype: len(found) for archetype, found in held.select("archetype_id", "passage_id").iter_rows()},
        documents=dict(held.select("archetype_id", "documents").iter_rows()),
        n_documents=len(documents),
        new_documents=len(others - documents),
        gone_documents=len(documents - others),
    )


def _tables(run_folder: Path) -> Tables:
    return {name: pl.read_parquet(published(run_folder, name)) for name in _READ}


def _members(tables: Tables) -> pl.DataFrame:
    """Return a row for each archetype: its passages and how many documents they are in."""
    inside = tables["members"].filter(pl.col("archetype_id").is_not_null()).select("passage_id", "archetype_id")
    joined = inside.join(tables["passages"].select("passage_id", "doc_id"), on="passage_id")
    return joined.group_by("archetype_id").agg("passage_id", documents=pl.col("doc_id").n_unique()).sort("archetype_id")


def _documents(tables: Tables) -> set[str]:
    return set(tables["passages"]["doc_id"].unique().to_list())


def _names(tables: Tables, run_folder: Path, facts: Mapping[str, object]) -> dict[str, str]:
    """Return what the archetypes were called in the report of that run."""
    from rodedraad.report.naming import proposed_names

    lenses = {lens.id: lens for lens in site.lenses(configuration.of_manifest(dict(facts), run_folder), tables)}
    return {archetype: name.text for archetype, name in proposed_names(tables["archetypes"].to_dicts(), lenses).items()}
