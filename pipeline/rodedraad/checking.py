"""Reads every file of INPUT and writes nothing: what is there, in which language, what is wrong."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from rodedraad import messages, sources
from rodedraad.errors import DocumentError, RodeDraadError
from rodedraad.ingest import detect
from rodedraad.run.cache import pack, unpack
from rodedraad.run.engine import Limits, LocalEngine, Task
from rodedraad.run.stage import Context, Grain
from rodedraad.schema import Status
from rodedraad.stages import STAGES

if TYPE_CHECKING:
    from pathlib import Path

    from rodedraad.config import Config
    from rodedraad.schema import Tables


_KINDS = {getattr(detect, name): name.lower() for name in ("PDF", "DOCX", "ODT", "HTML", "PLAIN", "MARKDOWN", "CSV", "XLSX", "XLS", "ODS")}


@dataclass(frozen=True, slots=True)
class Row:
    """One file that can be read (a register counts as one, with its number of reports)."""

    path: str
    media_type: str
    documents: int
    language: str
    pages: int | None
    words: int
    warnings: tuple[str, ...]

    @property
    def cells(self) -> tuple[str, ...]:
        """Return the row as it is printed."""
        pages = str(self.pages) if self.pages is not None else "-"
        notes = "; ".join(_note(warning) for warning in self.warnings)
        kind = messages.text(f"cli.check.kinds.{_KINDS[self.media_type]}")
        return self.path, kind, str(self.documents), self.language, pages, str(self.words), notes


def _note(warning: str) -> str:
    """Return a warning (``code?name=value``, as RodeDraadError.reason) in the user's words."""
    told = RodeDraadError.from_reason(warning)
    return messages.text(f"warnings.{told.code}", **told.values)


@dataclass(slots=True)
class Checked:
    """What was found."""

    rows: list[Row] = field(default_factory=list)
    faults: list[RodeDraadError] = field(default_factory=list)


def check(given: str | Path, config: Config) -> Checked:
    """Read every file of INPUT with the limits of a real run and say what it is; nothing is written anywhere.

    Raises:
        UsageError: INPUT is not there or holds no file.
    """
    scan = sources.scan(given, max_mb=config.ingest.max_mb)
    stage = next(s for s in STAGES if s.grain is Grain.SOURCE)
    engine = LocalEngine(config.run.workers, Limits(config.run.seconds_per_file, config.run.memory_mb))
    context = Context(source_root=scan.root, seed=config.seed)
    tasks = [_task(scan.readable, path) for path in scan.readable["source_path"]]
    found: dict[str, Tables] = {}
    checked = Checked(faults=list(scan.faults))
    if tasks:
        for outcome in engine.map(stage, getattr(config, stage.config), context, tasks):
            found[outcome.task.label] = unpack(outcome.tables)
    for path in sorted(found):
        _add(checked, path, found[path])
    return checked


def _task(rows: pl.DataFrame, path: str) -> Task:
    return Task(path, path, lambda: pack({"sources": rows.filter(pl.col("source_path") == path)}))


def _add(checked: Checked, path: str, tables: Tables) -> None:
    documents, blocks = tables["raw_documents"], tables["blocks"]
    aside = documents.filter(pl.col("status") == Status.SET_ASIDE)
    checked.faults.extend(DocumentError.from_reason(str(r["reason"]), str(r["source_path"])) for r in aside.iter_rows(named=True))
    good = documents.filter(pl.col("status") == Status.OK)
    if good.is_empty():
        return
    words = int(blocks["text"].str.split(" ").list.len().sum()) if blocks.height else 0
    language = Counter(str(v) for v in good["language"] if v).most_common(1)
    warnings = tuple(sorted({w for row in good["warnings"] for w in (row if row is not None else [])}))
    pages = good["n_pages"].max()
    checked.rows.append(
        Row(path, str(good["media_type"][0]), good.height, language[0][0] if language else "-", pages, words, warnings)  # type: ignore[arg-type]
    )
