"""The decisions of a run: RUN/decisions/<reviewer>.jsonl, one file a reviewer, to which lines are only ever added.

In: decisions. Out: files, and all of them as the table ``reviews``. A file is the union of what it held and what came, by what a line says:
nothing a reviewer ever said is lost, whatever order files come in, and nobody's file is written by another's.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rodedraad.errors import EnvironmentFault
from rodedraad.ids import digest
from rodedraad.review.read import read
from rodedraad.run.folder import disk_faults, write_text
from rodedraad.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    import polars as pl

    from rodedraad.errors import DocumentError
    from rodedraad.review.model import Decision

FOLDER = "decisions"
_LOCK = "decisions.lock"
_PATIENCE = 20  # seconds that another writer may take


@dataclass(frozen=True, slots=True)
class Added:
    """What became of decisions that came in."""

    new: tuple[Decision, ...]
    known: int  # were there already, word for word


def add(run_folder: Path, decisions: Iterable[Decision]) -> Added:
    """Put ``decisions`` in the files of their reviewers and return which were new.

    Raises:
        EnvironmentFault: the disk is full or refuses, another program keeps writing, or what lies there cannot be read any more: then
            nothing is written, lest a line be lost.
    """
    new: list[Decision] = []
    known = 0
    with _locked(run_folder):
        for path, mine in sorted(_by_file(run_folder, decisions).items()):
            before = read(path) if path.exists() else None
            if before is not None and (before.faults or before.more):
                raise EnvironmentFault("review_damaged", str(before.faults[0].where))
            held = {review_id(one): one for one in before.decisions} if before else {}
            fresh = {review_id(one): one for one in mine if review_id(one) not in held}
            known += len(mine) - len(fresh)
            if fresh:
                whole = sorted((held | fresh).values(), key=order)
                write_text(path, "".join(one.line() + "\n" for one in whole))
                new += fresh.values()
    return Added(tuple(sorted(new, key=order)), known)


def load(run_folder: Path) -> tuple[list[Decision], list[DocumentError]]:
    """Return every decision in the files of a run, and what could not be read.

    Raises:
        UsageError: a file cannot be opened or is far too large.
    """
    found: list[Decision] = []
    faults: list[DocumentError] = []
    folder = run_folder / FOLDER
    for path in sorted(folder.glob("*.jsonl")) if folder.is_dir() else ():
        lines = read(path, f"{FOLDER}/{path.name}")
        found += lines.decisions
        faults += lines.faults
    return sorted({review_id(one): one for one in found}.values(), key=order), faults


def order(one: Decision) -> tuple[str, str, int, str]:
    """Return by what decisions are put in order: reviewer, time, number; the line itself last, so that no order is left to chance."""
    return one.reviewer, one.moment, one.number, one.line()


def review_id(one: Decision) -> str:
    """Return the id of a decision among all of a run: of everything in its line."""
    return "r" + digest("review", one.line())[:16]


def file_name(reviewer: str) -> str:
    """Return the name of a reviewer's file. Capitals make no other file: some disks cannot tell them apart."""
    return f"{reviewer.lower()}.jsonl"


def table(decisions: Iterable[Decision]) -> pl.DataFrame:
    """Return ``decisions`` as the table ``reviews``."""
    rows: dict[str, dict[str, object]] = {}
    for one in decisions:
        anchor = one.anchor
        rows[review_id(one)] = {
            "review_id": review_id(one),
            **one.model_dump(include={"report", "id", "program", "reviewer", "kind", "action", "value", "proposal", "blind", "queue"}),
            "time": one.moment,
            "passage_id": one.passage,
            "archetype_id": one.archetype,
            "lens_id": one.lens,
            "item_id": one.item,
            "anchor_document": anchor.document if anchor else None,
            "anchor_start": anchor.start if anchor else None,
            "anchor_end": anchor.end if anchor else None,
            "anchor_hash": anchor.text_hash if anchor else None,
        }
    return TABLES["reviews"].frame(list(rows.values()))


def _by_file(run_folder: Path, decisions: Iterable[Decision]) -> dict[Path, list[Decision]]:
    folder = run_folder / FOLDER
    found: dict[Path, list[Decision]] = {}
    for one in decisions:
        path = folder / file_name(one.reviewer)
        if path.parent != folder:  # the model refuses such names; this is the second lock on the same door
            raise EnvironmentFault("review_damaged", FOLDER)
        found.setdefault(path, []).append(one)
    return found


@contextmanager
def _locked(run_folder: Path) -> Iterator[None]:
    from filelock import FileLock, Timeout

    with disk_faults(run_folder):
        folder = run_folder / FOLDER
        folder.mkdir(exist_ok=True)
        lock = FileLock(run_folder / "private" / _LOCK)
        try:
            lock.acquire(timeout=_PATIENCE)
        except Timeout:
            raise EnvironmentFault("run_in_use", str(run_folder)) from None
        try:
            yield
        finally:
            lock.release()
