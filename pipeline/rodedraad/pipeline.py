"""The main job as a function: a folder of files → a run folder with tables and a report. The command line only calls this."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

import polars as pl

from rodedraad import manifest, sources
from rodedraad.cluster.known import check_vectors
from rodedraad.config import without_names
from rodedraad.errors import DocumentError, ExitCode, RodeDraadError, UsageError
from rodedraad.review import store as reviewed
from rodedraad.run import folder as run_folder
from rodedraad.run.cache import ItemCache
from rodedraad.run.engine import Limits, LocalEngine
from rodedraad.run.journal import Journal
from rodedraad.run.progress import Silent
from rodedraad.run.runner import Runner
from rodedraad.run.stage import Context
from rodedraad.run.store import Store, file_hash, published
from rodedraad.schema import Descent, Status
from rodedraad.stages import STAGES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rodedraad.config import Config
    from rodedraad.review.model import Decision
    from rodedraad.run.engine import Engine
    from rodedraad.run.plan import StagePlan
    from rodedraad.run.progress import Progress


_INPUT = "input.txt"  # where the reports of a run lie on this machine


@dataclass(frozen=True, slots=True)
class RunResult:
    """What a run came to."""

    folder: Path
    report: Path
    counts: dict[str, int]
    faults: list[RodeDraadError] = field(default_factory=list)
    single: Path | None = None  # the report in one file, where it was asked for

    @property
    def exit_code(self) -> ExitCode:
        """Good, or finished with files set aside."""
        return ExitCode.SET_ASIDE if self.faults else ExitCode.GOOD


def default_folder(given: str | Path) -> Path:
    """Return where a run goes when the user names no folder: ``runs/<name of INPUT>`` in the current folder.

    Raises:
        UsageError: that folder holds a run over another INPUT of the same name.
    """
    path = Path(given).resolve()
    folder = Path("runs") / ((path.stem if path.is_file() else path.name) or "run")
    known = folder / "private" / _INPUT
    if known.is_file() and known.read_text(encoding="utf-8") != str(path):
        raise UsageError("run_other_input", str(folder), other=known.read_text(encoding="utf-8"))
    return folder


def run(given: str | Path, out: Path, config: Config, *, progress: Progress | None = None, engine: Engine | None = None) -> RunResult:
    """Do the whole pipeline over INPUT; what an earlier run in ``out`` already did is not done again.

    Args:
        given: folder, file or name of a shipped corpus.
        out: the run folder; made when absent.
        config: settings.
        progress: told what happens; silent by default.
        engine: who does the work on documents; processes on this machine by default.

    Raises:
        RodeDraadError: nothing usable, the known run does not fit, a corpus stage failed, a program is missing, the disk is full or
            refuses. A line of a decision file that cannot be read is only named among the faults of the result.
    """
    from rodedraad import site

    progress = progress or Silent()
    engine = engine or LocalEngine(config.run.workers, Limits(config.run.seconds_per_file, config.run.memory_mb))
    check_vectors(config, out)
    scan = _scan(given, out, config)
    if scan.readable.is_empty():
        raise _Nothing(scan.faults, scan.table.height)
    said, unread = reviewed.load(out)
    with run_folder.opened(out), _opened(out, scan, config, said) as runner:
        runner.execute(engine, progress)
        faults = [*scan.faults, *_document_faults(runner), *unread]
        result = _finish(out, scan, config, runner, faults, progress)
        run_folder.write_text(out / "private" / _INPUT, str(Path(given).resolve()))
        runner.store.keep_only({(name, fingerprint) for name, fingerprint, _ in runner.results()})
        runner.cache.keep_only(runner.used_keys())
        return replace(result, single=site.single(out, without_names(config), manifest.read(out)))


def explain(given: str | Path, out: Path, config: Config) -> list[StagePlan]:
    """Return what ``run`` would do and why, doing nothing (a run folder that is not there is not made)."""
    if not (out / "private").is_dir():
        from rodedraad.run.plan import Reason, StagePlan

        return [StagePlan(stage.name, Reason.FIRST, None, None) for stage in STAGES]
    with run_folder.opened(out), _opened(out, _scan(given, out, config), config, reviewed.load(out)[0]) as runner:
        return runner.plan()


class _Nothing(UsageError):
    """No file can be used; ``faults`` says why for each."""

    def __init__(self, faults: list[Any], n_files: int) -> None:
        super().__init__("nothing_usable", n=n_files)
        self.faults = faults


def _scan(given: str | Path, out: Path, config: Config) -> sources.Scan:
    scan = sources.scan(given, skip=out, max_mb=config.ingest.max_mb)
    if out.resolve() == scan.root:
        raise UsageError("input_is_run", str(out))
    return scan


@contextlib.contextmanager
def _opened(out: Path, scan: sources.Scan, config: Config, said: list[Decision]) -> Iterator[Runner]:
    private = out / "private"
    with ItemCache(private / "cache.sqlite") as cache:
        context = Context(source_root=scan.root, seed=config.seed, cache_dir=cache_folder())
        given = {"reviews": reviewed.table(said)}
        yield Runner(STAGES, config, scan.readable, cache, Store(out), Journal(out / "journal.jsonl"), context, given)


def cache_folder() -> Path:
    """Return the user's own cache folder, mode 0700: prepared models and vectors that any run may use again."""
    from platformdirs import user_cache_path

    path = user_cache_path("rodedraad", appauthor=False)
    path.mkdir(parents=True, exist_ok=True)
    path.chmod(0o700)
    return path


def _document_faults(runner: Runner) -> list[RodeDraadError]:
    """Return why documents were set aside: as their own table says, and what a later stage stumbled over."""
    documents = _table(runner, "documents")
    aside = documents.filter(pl.col("status") == Status.SET_ASIDE).sort("source_path")
    told = dict(_table(runner, "raw_documents").select("doc_id", "reason").iter_rows())  # with the values that a shared table leaves out
    faults: list[RodeDraadError] = [
        DocumentError.from_reason(str(told.get(row["doc_id"]) or row["reason"]), str(row["source_path"]))
        for row in aside.iter_rows(named=True)
    ]
    known = {*aside["doc_id"], *aside["source_path"]}
    names = dict(documents.select("doc_id", "source_path").iter_rows())
    for item, reason in sorted(runner.failures().items()):
        if item not in known:
            faults.append(DocumentError.from_reason(reason, names.get(item, item)))
    return faults


def _table(runner: Runner, name: str) -> pl.DataFrame:
    for stage, fingerprint, tables in runner.results():
        if name in tables:
            return runner.store.read(stage, fingerprint, name)
    raise KeyError(name)


def _finish(out: Path, scan: sources.Scan, config: Config, runner: Runner, faults: list[RodeDraadError], progress: Progress) -> RunResult:
    """Publish the tables, build the report when anything it shows changed, write the manifest last."""
    from rodedraad import site

    counts = _counts(runner) | (_recognised(runner) if config.cluster.known else {})
    if not counts["documents"]:
        raise _Nothing(faults, scan.table.height)
    hashes = _publish(out, scan, runner)
    facts = {
        "input": scan.root.name,
        "corpus": scan.corpus.model_dump(),
        "stages": {name: fingerprint for name, fingerprint, _ in runner.results()},
        "tables": hashes,
        "models": (models := _models(out)),
        "models_made": _made(models),
        "counts": counts,
        "set_aside": [{"where": fault.where, "reason": fault.reason} for fault in faults],
    }
    shared = without_names(config)
    run_folder.write_text(out / "config.toml", _toml(shared))
    index = site.build(out, shared, facts, progress)
    manifest.write(out, manifest.make(**facts, config=shared.model_dump(mode="json")))
    return RunResult(out, index, counts, faults)


def _publish(out: Path, scan: sources.Scan, runner: Runner) -> dict[str, str]:
    hashes: dict[str, str] = {}
    manifest.withdraw(out, {name: sha for _, _, tables in runner.results() for name, sha in tables.items()})
    for name, fingerprint, tables in runner.results():
        runner.store.publish(name, fingerprint, tables)
        hashes |= tables
    for name, frame in {"sources": scan.table, **runner.given}.items():
        place = published(out, name)
        aside = place.with_suffix(".part")
        frame.write_parquet(aside, compression="zstd")
        aside.replace(place)
        hashes[name] = file_hash(place)
    return dict(sorted(hashes.items()))


def _models(out: Path) -> list[str]:
    """Return what read the texts: the name and hash or version of each embedder, lens model and language pipeline in the tables."""
    columns = [pl.read_parquet(published(out, name), columns=["model_id"])["model_id"] for name in ("words", "readings", "embeddings")]
    return sorted({model for column in columns for model in column.drop_nulls()})


def _made(models: list[str]) -> dict[str, str]:
    """Return model → the day on which it was made (ISO 8601), of those of which the registry knows it."""
    from rodedraad.registry import entries

    days = {PurePosixPath(entry.name).name: entry.made.isoformat() for entry in entries() if entry.made}
    return {model: days[name] for model in models if (name := model.partition("@")[0]) in days}


def _counts(runner: Runner) -> dict[str, int]:
    documents, archetypes = _table(runner, "documents"), _table(runner, "archetypes")
    return {
        "documents": documents.filter(pl.col("status") == Status.OK).height,
        "set_aside": documents.filter(pl.col("status") == Status.SET_ASIDE).height,
        "passages": _table(runner, "passages").height,
        "archetypes": archetypes.height,
    }


def _recognised(runner: Runner) -> dict[str, int]:
    """Return how many passages joined archetypes of the known run, and how many archetypes are new."""
    lineage = _table(runner, "lineage")
    known = lineage.filter(pl.col("kind") == Descent.KEPT)["archetype_id"]
    joined = _table(runner, "members").filter(pl.col("archetype_id").is_in(known.implode())).height
    return {"joined": joined, "known": len(known), "born": lineage.filter(pl.col("kind") == Descent.BORN).height}


def _toml(config: Config) -> str:
    import tomli_w

    return tomli_w.dumps(config.model_dump(mode="json", exclude_none=True))
