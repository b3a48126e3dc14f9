"""The tables of a run → its report site: gathers what the report needs (lenses as plain data, facts) and skips what did not change."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from rodedraad import __version__, messages
from rodedraad.ids import digest
from rodedraad.report.model import NEEDED
from rodedraad.run.fingerprint import folder_hash
from rodedraad.run.journal import Journal
from rodedraad.run.plan import Reason, StagePlan
from rodedraad.run.store import published
from rodedraad.stages import STAGES, library_versions

if TYPE_CHECKING:
    from rodedraad.config import Config
    from rodedraad.report.model import LensView, RunFacts
    from rodedraad.run.progress import Progress

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
    shown = [facts["tables"][name] for name in NEEDED]
    looks = [folder_hash(_PACKAGE / name) for name in ("report", "locale")]
    told = [f"{name}={value}" for made in (facts["stages"], facts["corpus"], library_versions()) for name, value in sorted(made.items())]
    return digest(__version__, messages.language(), config.model_dump_json(exclude={"run"}), *told, *facts["models"], *shown, *looks)


def _make(out: Path, config: Config, facts: dict[str, Any]) -> None:
    from rodedraad.report.build import build as build_site
    from rodedraad.report.model import ReportInput

    tables = {name: pl.read_parquet(published(out, name)) for name in NEEDED}
    told = facts["corpus"]["confidential"]
    shown = config.report if told is None else config.report.model_copy(update={"confidential": told})
    build_site(ReportInput(tables, shown, _facts(config, facts), _lenses(config, tables)), out / "report")


def _facts(config: Config, facts: dict[str, Any]) -> RunFacts:
    from rodedraad.report.model import RunFacts, StageFact

    return RunFacts(
        title=facts["corpus"]["title"],
        about=facts["corpus"]["about"],
        version=__version__,
        config=config.model_dump(mode="json", exclude={"run"}),  # how the work was done changes no result, and so no page
        stages=tuple(StageFact(stage.name, stage.version, facts["stages"][stage.name]) for stage in STAGES),
        models=tuple(facts["models"]),
        libraries=library_versions(),
    )


def _lenses(config: Config, tables: dict[str, pl.DataFrame]) -> tuple[LensView, ...]:
    """Return the lenses that the mappings name, as the report shows them: first those that say what goes well, then what goes wrong."""
    from rodedraad.lens.load import load_lenses
    from rodedraad.report.model import LensItem, LensView

    shown = set(tables["mappings"]["lens_id"].unique())
    return tuple(
        LensView(
            id=lens.id,
            title=lens.lens.title,
            short=lens.lens.short,
            source=lens.lens.source,
            question=lens.lens.question,
            has_polarity=lens.lens.has_polarity,
            phases=tuple((phase.id, phase.name) for phase in lens.lens.phases),
            items=tuple(LensItem(i.id, str(i.number), i.short, i.name, i.wording, i.explanation, i.phase or "") for i in lens.items),
        )
        for lens in sorted(load_lenses(config.lens), key=lambda lens: (not lens.lens.has_polarity, not lens.lens.faults, lens.id))
        if lens.id in shown
    )
