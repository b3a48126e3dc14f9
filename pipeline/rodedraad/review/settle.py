"""From everything that was said to what holds: the last word of each reviewer on each question, and what most of them say.

In: rows of ``reviews`` whose passages were found again. Out: answers by question. What is undone does not count, undoing an undo brings a
decision back, and a reviewer's own clock orders what that reviewer said. Where reviewers differ, more than half of them decide; without
such a majority nobody does.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rodedraad.ids import digest
from rodedraad.review.model import UNDO, split_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Row = dict[str, Any]
Question = tuple[str, str, str, str, str]  # kind, passage or archetype, lens, item, family
FAMILIES = {
    ("passage", "fits"): "belongs",
    ("passage", "fits_not"): "belongs",
    ("passage", "move"): "belongs",
    ("archetype", "accept"): "holds",
    ("archetype", "reject"): "holds",
    ("mapping", "accept"): "holds",
    ("mapping", "reject"): "holds",
    ("mapping", "other"): "holds",
}
MEMO, SPLIT = "memo", "split"
VALID, CONFLICT, LOST = "valid", "conflict", "lost"
NONE_HERE = "-"  # the answer "no pattern", or "this item not"


@dataclass(frozen=True, slots=True)
class Settled:
    """The answers to one question. ``said`` maps reviewer → row; ``winner`` is what more than half say, or None."""

    question: Question
    said: Mapping[str, Row]
    answers: Mapping[str, tuple[str, ...]]  # answer → reviewers, sorted
    winner: str | None


def question(row: Row) -> Question:
    """Return what a row answers. Each reviewer's memo is a question of its own, and so is each part that is split off."""
    subject = row["archetype_id"] if row["kind"] == "archetype" else row["passage_id"]
    family = str(FAMILIES.get((row["kind"], row["action"]), row["action"]))
    if row["action"] == MEMO:
        family = f"{MEMO} {row['reviewer']}"
    if row["action"] == SPLIT:
        family = f"{SPLIT} {digest(*sorted(split_of(row['value']).passages))[:16]}"
    return str(row["kind"]), str(subject or ""), str(row["lens_id"] or ""), str(row["item_id"] or ""), family


def answer(row: Row) -> str:
    """Return what a row says, so that the same answer in other words is the same: to move a passage where it is said to fit, say."""
    action, value = row["action"], row["value"] or ""
    if row["kind"] == "passage" and action in ("fits", "move"):
        return (row["archetype_id"] if action == "fits" else value) or NONE_HERE
    if row["kind"] == "passage" and action == "fits_not":
        return f"not {row['archetype_id']}"
    if action in ("rename", MEMO):
        return str(value).strip()
    return f"{action} {value}" if action in ("other", "merge", "split", "polarity") else str(action)


def in_force(rows: Iterable[Row]) -> list[Row]:
    """Return the rows that their reviewer did not undo, in the order in which they were said, without the undoings themselves."""
    ordered = sorted(rows, key=_order)
    undone: set[str] = set()
    kept: list[Row] = []
    for number in range(len(ordered) - 1, -1, -1):
        row = ordered[number]
        if row["review_id"] in undone:
            continue
        if row["action"] == UNDO:
            target = _target(ordered[:number], row, undone)
            if target is not None:
                undone.add(target)
        else:
            kept.append(row)
    return kept[::-1]


def settle(rows: Iterable[Row]) -> list[Settled]:
    """Return the settled questions, in the order of the questions."""
    said: dict[Question, dict[str, Row]] = defaultdict(dict)
    for row in _without_old_splits(in_force(rows)):
        said[question(row)][row["reviewer"]] = row
    return [_settled(key, said[key]) for key in sorted(said)]


def _without_old_splits(rows: list[Row]) -> list[Row]:
    """Return ``rows`` without splits that their reviewer did again: parts may stand beside each other, but a passage is in one of them."""
    later: dict[tuple[str, str], set[str]] = defaultdict(set)
    kept: list[Row] = []
    for row in reversed(rows):
        if row["action"] == SPLIT:
            taken, passages = later[row["reviewer"], row["archetype_id"]], set(split_of(row["value"]).passages)
            if taken & passages:
                continue
            taken |= passages
        kept.append(row)
    return kept[::-1]


def _settled(key: Question, said: dict[str, Row]) -> Settled:
    answers: dict[str, list[str]] = defaultdict(list)
    for reviewer in sorted(said):
        answers[answer(said[reviewer])].append(reviewer)
    most = max(answers, key=lambda one: (len(answers[one]), one))
    winner = most if 2 * len(answers[most]) > len(said) else None
    return Settled(key, said, {one: tuple(names) for one, names in sorted(answers.items())}, winner)


def _target(earlier: list[Row], undo: Row, undone: set[str]) -> str | None:
    """Return the review_id of what ``undo`` undoes: the last row with that id of that reviewer in that report, if it still holds."""
    for row in reversed(earlier):
        same = row["id"] == undo["value"] and row["reviewer"] == undo["reviewer"] and row["report"] == undo["report"]
        if same and row["review_id"] not in undone:
            return str(row["review_id"])
    return None


def _order(row: Row) -> tuple[str, str, int, str]:
    return row["reviewer"], row["time"], int(row["id"].rpartition("-")[2]), row["review_id"]
