"""How the decisions of a run stand, and how far reviewers agree: for the command line.

In: a run folder. Out: counts by reviewer, what fits no longer, figures of agreement. Looked at are the files as they are now, so that what
was imported a minute ago counts before it is applied.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rodedraad.review import agreement, store
from rodedraad.review.importing import Finished
from rodedraad.review.outcome import CHANGED, outcomes
from rodedraad.review.settle import in_force, settle
from rodedraad.review.stage import placed

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

    from rodedraad.errors import DocumentError
    from rodedraad.review.agreement import Difference, Figures
    from rodedraad.review.settle import Row


@dataclass(frozen=True, slots=True)
class Reviewer:
    """A reviewer's decisions that were not undone; ``valid`` and ``conflict`` count those that are the last word on a question."""

    reviewer: str
    said: int
    valid: int
    conflict: int
    lost: int


@dataclass(frozen=True, slots=True)
class Stale:
    """A decision that fits no longer: its own id and why (locale review.toml [reason])."""

    id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How all decisions stand; ``waiting`` are in a file but not yet in the tables of the run."""

    reviewers: Sequence[Reviewer]
    stale: Sequence[Stale]
    waiting: int
    faults: Sequence[DocumentError]


@dataclass(frozen=True, slots=True)
class Compared:
    """Agreement of everything and of what was judged blind, and the differences."""

    figures: Sequence[Figures]
    blind: Sequence[Figures]
    differences: Sequence[Difference]
    faults: Sequence[DocumentError]


def look(run_folder: Path, names: Mapping[str, Collection[str]]) -> Standing:
    """Return how the decisions of a run stand. ``names`` as in `outcome.outcomes`. Raises as `importing.Finished` and `store.load`."""
    run = Finished(run_folder)
    fitting, lost, faults, waiting = _placed(run_folder, run)
    settled = settle(fitting)
    gone = [row for row in in_force(lost) if row["action"] != "undo"]
    said = in_force(fitting)
    who = sorted({row["reviewer"] for row in [*said, *gone]})
    reviewers = [
        Reviewer(
            name,
            sum(row["reviewer"] == name for row in [*said, *gone]),
            sum(one.winner is not None and name in one.answers[one.winner] for one in settled),
            sum(one.winner is None and name in one.said for one in settled),
            sum(row["reviewer"] == name for row in gone),
        )
        for name in who
    ]
    stale = [Stale(row["id"], row["lost"]) for row in gone]
    ids = dict(run.tables["reviews"].select("review_id", "id").iter_rows())
    for one in outcomes(run.tables, names):
        if one.state == CHANGED:
            stale += [Stale(ids[review], one.reason) for review in one.decision["reviews"] if review in ids]
    return Standing(reviewers, stale, waiting, faults)


def compare(run_folder: Path) -> Compared:
    """Return how far the reviewers of a run agree. Raises as `importing.Finished` and `store.load`."""
    fitting, _, faults, _ = _placed(run_folder, Finished(run_folder))
    found = agreement.figures(fitting)
    return Compared(found, agreement.figures(fitting, blind=True), agreement.differences(fitting), faults)


def _placed(run_folder: Path, run: Finished) -> tuple[list[Row], list[Row], list[DocumentError], int]:
    """Return the decisions on file with the passages of this run, those whose passage is lost, faults, and how many wait for a run."""
    said, faults = store.load(run_folder)
    table = store.table(said)
    quotes = dict(run.tables["decisions"].drop_nulls("quote").select("reviews", "quote").explode("reviews").iter_rows())
    fitting, lost = placed(table, run.passages, quotes)
    waiting = len(set(table["review_id"]) ^ set(run.tables["reviews"]["review_id"]))
    return fitting, lost, faults, waiting
