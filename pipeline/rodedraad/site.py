"""The tables of a run → its report site: gathers what the report needs (lenses as plain data, facts) and skips what did not change."""

from __future__ import annotations

from datetime import date
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
    from rodedraad.lens.model import Item
    from rodedraad.report.model import Earlier, LensView, ReportInput, RunFacts
    from rodedraad.run.progress import Progress

SINGLE = "report.html"
_PACKAGE = Path(__file__).parent


def build(
    out: Path, config: Config, facts: dict[str, Any], progress: Progress, *, force: bool = False, earlier: Earlier | None = None
) -> Path:
    """Make ``out/report`` if anything it shows has changed and return its index.html.

    ``earlier`` is a run to compare with; the next build without it shows what the run itself knows of its previous result again.
    """
    from rodedraad.report.build import build as build_site
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
        build_site(gathered(out, config, facts, earlier), out / "report")
        journal.append("report", fingerprint=digest(fingerprint, earlier.title) if earlier else fingerprint)
    progress.end(plan, now() - began)
    return index


def single(out: Path, config: Config, facts: dict[str, Any]) -> Path | None:
    """Make ``out/report.html``, the report that ``build`` made in one file, if the configuration asks for it; else take an older one away.

    Raises:
        EnvironmentFault: it would be too big to mail; the report in the folder is there.
    """
    from rodedraad.report import single as one

    place, journal, fingerprint = out / SINGLE, Journal(out / "journal.jsonl"), _fingerprint(config, facts)
    done = journal.last("single")
    if not config.report.single_file:
        place.unlink(missing_ok=True)
        return None
    if not place.is_file() or done is None or done["fingerprint"] != fingerprint:
        place.unlink(missing_ok=True)
        with messages.speaking(config.report.language):
            one.write(out / "report", place)
        journal.append("single", fingerprint=fingerprint)
    return place


def _fingerprint(config: Config, facts: dict[str, Any]) -> str:
    shown = [facts["tables"][name] for name in NEEDED]
    looks = [folder_hash(_PACKAGE / name) for name in ("report", "locale")]
    given = (facts["stages"], facts["corpus"], facts.get("models_made", {}), library_versions())
    told = [f"{name}={value}" for made in given for name, value in sorted(made.items())]
    return digest(__version__, messages.language(), config.model_dump_json(exclude={"run"}), *told, *facts["models"], *shown, *looks)


def gathered(out: Path, config: Config, facts: dict[str, Any], earlier: Earlier | None = None) -> ReportInput:
    """Return everything the report of a run is made from."""
    from rodedraad.report.identity import report_id
    from rodedraad.report.model import ReportInput
    from rodedraad.review.queue import work_queue

    tables = {name: pl.read_parquet(published(out, name)) for name in NEEDED}
    told = facts["corpus"]["confidential"]
    shown = config.report if told is None else config.report.model_copy(update={"confidential": told})
    changed = _changed(config, tables)
    asked = work_queue(
        tables["passages"],
        tables["members"],
        tables["archetypes"],
        tables["mappings"],
        tables["decisions"],
        report_id(tables["documents"]["doc_id"].to_list()),
        changed=changed,
    )
    queue = tuple((one.passage_id, one.lens_id, one.item_id, one.reason) for one in asked)
    return ReportInput(tables, shown, _facts(config, facts), lenses(config, tables), earlier, queue, changed)


def machine_names(out: Path) -> dict[str, frozenset[str]]:
    """Return what the machine calls each archetype of a finished run, in every language that a report may be in.

    Raises:
        UsageError: no finished run is here.
        EnvironmentFault: made by a version with another format.
    """
    from rodedraad import config as configuration
    from rodedraad import manifest

    loaded = configuration.of_manifest(manifest.read(out), out)
    return _machine_names(loaded, {name: pl.read_parquet(published(out, name)) for name in ("archetypes", "mappings")})


def _machine_names(config: Config, tables: dict[str, pl.DataFrame]) -> dict[str, frozenset[str]]:
    from rodedraad.report import naming

    rows = tables["archetypes"].to_dicts()
    found: dict[str, set[str]] = {row["archetype_id"]: set() for row in rows}
    for language in messages.LANGUAGES:
        report = config.report.model_copy(update={"language": language})
        with messages.speaking(language):
            known = {lens.id: lens for lens in lenses(config.model_copy(update={"report": report}), tables)}
            for archetype, name in naming.machine_names(rows, known).items():
                found[archetype].add(name)
    return {archetype: frozenset(names) for archetype, names in found.items()}


def _changed(config: Config, tables: dict[str, pl.DataFrame]) -> dict[str, str]:
    """Return decision id → why it asks for another look; without decisions nothing is looked up."""
    from rodedraad.review.outcome import CHANGED, outcomes

    if tables["decisions"].is_empty():
        return {}
    return {one.decision["decision_id"]: one.reason for one in outcomes(tables, _machine_names(config, tables)) if one.state == CHANGED}


def _facts(config: Config, facts: dict[str, Any]) -> RunFacts:
    from rodedraad.report.model import RunFacts, StageFact

    return RunFacts(
        title=facts["corpus"]["title"],
        about=facts["corpus"]["about"],
        version=__version__,
        config=config.model_dump(mode="json", exclude={"run"}),  # how the work was done changes no result, and so no page
        stages=tuple(StageFact(stage.name, stage.version, facts["stages"][stage.name]) for stage in STAGES),
        models=tuple(facts["models"]),
        made={model: date.fromisoformat(day) for model, day in facts.get("models_made", {}).items()},
        libraries=library_versions(),
    )


def lenses(config: Config, tables: dict[str, pl.DataFrame]) -> tuple[LensView, ...]:
    """Return the lenses that the mappings name, as the report shows them: first those that say what goes well, then what goes wrong."""
    from rodedraad.lens.load import load_lenses
    from rodedraad.report.model import LensItem, LensView

    english = config.report.language == "en"
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
            items=tuple(
                LensItem(i.id, str(i.number), *_names(i, english=english), i.wording, i.explanation, i.phase or "") for i in lens.items
            ),
        )
        for lens in sorted(load_lenses(config.lens), key=lambda lens: (not lens.lens.has_polarity, not lens.lens.faults, lens.id))
        if lens.id in shown
    )


def _names(item: Item, *, english: bool) -> tuple[str, str]:
    """Return the short and the full name of an item; a lens that gives one in English is shown with it in an English report."""
    return (item.name_en, item.name_en) if english and item.name_en else (item.short, item.name)
