"""Decision files that were sent in: looked at, weighed against the run, kept.

In: a run folder and files. Out: what was new, what was there already and what fits no longer, file by file. Nothing is applied here: the
next run does that.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from rodedraad import manifest
from rodedraad.errors import DocumentError
from rodedraad.report.identity import report_id
from rodedraad.review import store
from rodedraad.review.fit import Passages, Place
from rodedraad.review.read import read
from rodedraad.run.store import published

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from rodedraad.review.model import Decision

FITS, FOUND_AGAIN, LOST = "fits", "found_again", "lost"


@dataclass(slots=True)
class Imported:
    """What became of one file. ``fit`` counts its decisions: fits, found_again (cut otherwise by now) or lost."""

    file: str
    reviewers: tuple[str, ...] = ()
    new: int = 0
    known: int = 0
    other_report: int = 0  # were made in another report
    fit: Counter[str] = field(default_factory=Counter)
    lost: list[tuple[str, str]] = field(default_factory=list)  # decision id, reason
    faults: list[DocumentError] = field(default_factory=list)
    more: int = 0


class Finished:
    """A finished run, as decisions are weighed against it."""

    def __init__(self, run_folder: Path) -> None:
        """Open the run in ``run_folder``. Raises UsageError or EnvironmentFault where no finished run of this version is."""
        manifest.read(run_folder)
        names = ("documents", "passages", "paragraphs", "members", "archetypes", "lineage", "mappings", "decisions", "reviews")
        self.tables = {name: pl.read_parquet(published(run_folder, name)) for name in names}
        self.report = report_id(self.tables["documents"]["doc_id"].to_list())
        self.passages = Passages(self.tables["passages"], self.tables["paragraphs"])
        self.archetypes = _known_archetypes(self.tables)

    def fit(self, one: Decision) -> tuple[str, str]:
        """Return whether a decision fits (one of the words above), and if not why."""
        if one.action == "undo":
            return FITS, ""
        if one.kind == "archetype":
            return (FITS, "") if one.archetype in self.archetypes else (LOST, "archetype_gone")
        anchor = one.anchor
        place = Place(anchor.document, anchor.start, anchor.end, anchor.text_hash) if anchor else None
        found = self.passages.find(one.passage, place)
        if found.passage_id is None:
            return LOST, found.reason or ""
        return (FITS, "") if found.passage_id == one.passage else (FOUND_AGAIN, "")


def bring_in(run_folder: Path, files: Iterable[Path]) -> list[Imported]:
    """Put the decisions of ``files`` with those of the run and return what became of each file.

    A file of which not one decision is about anything in this run is of another corpus: it is set aside with a fault.

    Raises:
        UsageError: no finished run is here, or a file is not there, cannot be opened or is far too large; then nothing was kept.
        EnvironmentFault: the disk is full or refuses, or what was kept before cannot be read any more.
    """
    run = Finished(run_folder)
    read_in = [(path, read(path, path.name)) for path in files]
    return [_keep(run_folder, run, path.name, lines.decisions, lines.faults, lines.more) for path, lines in read_in]


def _keep(run_folder: Path, run: Finished, name: str, said: Sequence[Decision], faults: list[DocumentError], more: int) -> Imported:
    result = Imported(name, tuple(sorted({one.reviewer for one in said})), faults=faults, more=more)
    result.other_report = sum(one.report != run.report for one in said)
    for one in said:
        how, reason = run.fit(one)
        result.fit[how] += 1
        if how == LOST:
            result.lost.append((one.id, reason))
    if said and result.other_report == len(said) and len(result.lost) == sum(one.action != "undo" for one in said):
        result.faults = [DocumentError("review_other_corpus", name), *faults]
        result.fit.clear()
        result.lost.clear()
        return result
    added = store.add(run_folder, said)
    result.new, result.known = len(added.new), added.known
    return result


def _known_archetypes(tables: dict[str, pl.DataFrame]) -> set[str]:
    """Return every archetype that a decision of this run may be about: of now, as the machine sees it, and of before."""
    columns = [
        tables["archetypes"]["archetype_id"],
        tables["archetypes"]["previous_id"],
        tables["members"]["proposed_id"],
        tables["lineage"]["earlier_id"],
        tables["decisions"]["archetype_id"],
    ]
    return {name for column in columns for name in column.drop_nulls().to_list()}
