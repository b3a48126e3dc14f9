"""The stage `decisions`: everything reviewers said and this run's passages in; what holds, what is disputed and what is lost out.

One row a question and an answer. `lens` and `cluster` apply the valid ones; nothing is applied of a conflict.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from rodedraad.ids import digest
from rodedraad.review.fit import Passages, Place
from rodedraad.review.model import UNDO
from rodedraad.review.settle import CONFLICT, LOST, VALID, answer, in_force, settle
from rodedraad.schema import TABLES

if TYPE_CHECKING:
    from rodedraad.config import Segment
    from rodedraad.review.settle import Row, Settled
    from rodedraad.run.stage import Context
    from rodedraad.schema import Tables

DIFFER = "reviewers_differ"
OUTVOTED = "outvoted"


def run(tables: Tables, config: Segment, context: Context) -> Tables:  # noqa: ARG001 - the signature of every stage
    """Return ``decisions``. A passage that was cut otherwise is found by its place and its text, see `review.fit`."""
    found = Passages(tables["passages"], tables["paragraphs"])
    quotes = _quotes(context.previous.get("decisions"))
    fitting, lost = placed(tables["reviews"], found, quotes)
    rows = [row for one in settle(fitting) for row in _answered(one, found)]
    rows += [_row([row], LOST, row["lost"], quotes.get(row["review_id"])) for row in in_force(lost) if row["action"] != UNDO]
    unique: dict[Any, dict[str, object]] = {}
    for row in rows:
        kept = unique.setdefault(row["decision_id"], row)
        if kept is not row:  # two reviewers who said the same of a passage that is gone
            kept["reviewers"] = sorted({*kept["reviewers"], *row["reviewers"]})  # type: ignore[misc]
            kept["reviews"] = sorted({*kept["reviews"], *row["reviews"]})  # type: ignore[misc]
    return {"decisions": TABLES["decisions"].frame(list(unique.values()))}


def placed(reviews: pl.DataFrame, found: Passages, quotes: dict[str, str]) -> tuple[list[Row], list[Row]]:
    """Return the rows of ``reviews`` with the passage of today, and those whose passage is lost, with the reason in ``lost``.

    Undoings go with both, since what they undo may be in either.
    """
    fitting: list[Row] = []
    lost: list[Row] = []
    for row in reviews.iter_rows(named=True):
        if row["action"] == UNDO:
            fitting.append(row)
            lost.append(row)
            continue
        if row["kind"] == "archetype":
            fitting.append(row)
            continue
        fit = found.find(row["passage_id"], place_of(row, quotes.get(row["review_id"])))
        if fit.passage_id is None:
            lost.append(row | {"lost": fit.reason})
        else:
            fitting.append(row | {"passage_id": fit.passage_id})
    return fitting, lost


def place_of(row: Row, quote: str | None) -> Place | None:
    """Return where the passage of a row of ``reviews`` stood, or None where it has no anchor."""
    if row["anchor_document"] is None:
        return None
    return Place(row["anchor_document"], row["anchor_start"], row["anchor_end"], row["anchor_hash"], quote)


def _quotes(previous: pl.DataFrame | None) -> dict[str, str]:
    """Return review_id → text of its passage as the previous run found it."""
    if previous is None or previous.is_empty():
        return {}
    rows = previous.filter(pl.col("quote").is_not_null()).select("reviews", "quote").explode("reviews")
    return dict(rows.iter_rows())


def _answered(one: Settled, found: Passages) -> list[dict[str, object]]:
    """Return the row of the answer that holds, or a row for each where none does."""
    if one.winner is None:
        return [_row([one.said[name] for name in names], CONFLICT, DIFFER, _quote(one, found)) for names in one.answers.values()]
    winners = one.answers[one.winner]
    others = sorted(set(one.said) - set(winners))
    reason = f"{OUTVOTED}:{','.join(others)}" if others else None
    return [_row([one.said[name] for name in winners], VALID, reason, _quote(one, found))]


def _quote(one: Settled, found: Passages) -> str | None:
    first = next(iter(one.said.values()))
    return found.texts.get(first["passage_id"] or "")


def _row(said: list[Row], state: str, reason: str | None, quote: str | None) -> dict[str, object]:
    """Return the row for reviewers who gave the same answer; how it was put is taken from the last of them."""
    last = max(said, key=lambda row: (row["time"], row["review_id"]))
    parts = [str(last[name] or "") for name in ("kind", "passage_id", "archetype_id", "lens_id", "item_id")]
    owner = last["reviewer"] if last["action"] == "memo" else ""
    return {
        "decision_id": "b" + digest("decision", *parts, last["action"], answer(last), owner)[:16],
        "reviewers": sorted(row["reviewer"] for row in said),
        **{name: last[name] for name in ("kind", "action", "value", "passage_id", "archetype_id", "lens_id", "item_id", "proposal")},
        "state": state,
        "reason": reason,
        "quote": quote,
        "reviews": sorted(row["review_id"] for row in said),
    }
