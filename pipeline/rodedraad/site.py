"""The tables of a run → its report site: gathers what the report needs (lenses as plain data, facts) and skips what did not change."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from rodedraad import __version__, messages
from rodedraad.ids import digest
from rodedraad.run.fingerprint import folder_hash
from rodedraad.run.journal import Journal
from rodedraad.run.plan import Reason, StagePlan
from rodedraad.run.store import published

if TYPE_CHECKING:
    from rodedraad.config import Config
    from rodedraad.run.progress import Progress

INPUTS = ("sources", "documents", "paragraphs", "passages", "actors", "mappings", "members", "archetypes")
_PACKAGE = Path(__file__).parent


def build(out: Path, config: Config, facts: dict[str, Any], progress: Progress, *, force: bool = False) -> Path:
    """Make ``out/report`` if anything it shows has changed and return its index.html."""
    from rodedraad.run.engine import now

    index = out / "report" / "index.html"
    journal = Journal(out / "journal.jsonl")
    fingerprint = _fingerprint(config, facts)
    done = journal.last("report")
    fresh = done is not None and done["fingerprint"] == fingerprint and index.is_file() and not force
    reason = Reason.UNCHANGED if fresh else Reason.FIRST if done is None else Reason.CASCADE
    plan, began = StagePlan("report", reason, 0 if fresh else 1, 1), now()
    progress.begin(plan)
    if not fresh:
        _make(out, config, facts)
        journal.append("report", fingerprint=fingerprint)
    progress.end(plan, now() - began)
    return index


def _fingerprint(config: Config, facts: dict[str, Any]) -> str:
    shown = [facts["tables"][name] for name in INPUTS]
    looks = [folder_hash(_PACKAGE / name) for name in ("report", "locale")]
    return digest(__version__, messages.language(), config.model_dump_json(), repr(sorted(facts["corpus"].items())), *shown, *looks)


def _make(out: Path, config: Config, facts: dict[str, Any]) -> None:
    from rodedraad.lens.load import load_lenses
    from rodedraad.report.build import build as build_site
    from rodedraad.report.model import LensView, ReportInput, RunFacts

    tables = {name: pl.read_parquet(published(out, name)) for name in INPUTS}
    shown = set(tables["mappings"]["lens_id"].unique())
    lenses = [LensView.of(lens) for lens in load_lenses(config.lens) if lens.id in shown]
    run_facts = RunFacts.of(config, facts)
    build_site(ReportInput(tables=tables, config=config.report, facts=run_facts, lenses=lenses), out / "report")
