"""What reviewers decided about items of lenses, laid over what the machine proposes.

In: ``mappings`` as proposed, ``decisions``. Out: ``mappings`` in which the valid decisions hold. Scores and thresholds stay those of the
machine, so that anybody can see what it would have said.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from rodedraad.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping

METHOD = "reviewer"
Cell = tuple[str, str, str]  # passage, lens, item


@dataclass(slots=True)
class _Say:
    """What decisions say of one cell; None where they say nothing."""

    assigned: bool | None = None
    polarity: int | None = None
    instead_of: str | None = None  # the item that this one was chosen in the place of


def apply(
    mappings: pl.DataFrame, decisions: pl.DataFrame, passages: pl.DataFrame, thresholds: Mapping[tuple[str, str], float]
) -> pl.DataFrame:
    """Return ``mappings`` with the valid decisions applied.

    ``thresholds`` holds every (lens, item) that was read with; decisions about others are left alone. A folded duplicate follows the
    passage that stands for it, unless something was decided about itself.
    """
    said = _followed(_said(decisions, thresholds), passages)
    if not said:
        return mappings
    rows = {(row["passage_id"], row["lens_id"], row["item_id"]): row for row in mappings.iter_rows(named=True)}
    for cell, say in said.items():
        if cell not in rows:
            rows[cell] = _blank(cell, thresholds[cell[1:]], _inherited(cell, say, said, rows))
        row = rows[cell]
        row["assigned"] = row["assigned"] if say.assigned is None else say.assigned
        row["polarity"] = row["polarity"] if say.polarity is None else say.polarity
        row["method"] = METHOD
    return TABLES["mappings"].frame(list(rows.values()))


def _said(decisions: pl.DataFrame, thresholds: Mapping[tuple[str, str], float]) -> dict[Cell, _Say]:
    """Return what is decided by cell. An item chosen instead of another yields to a decision about that item itself."""
    found: dict[Cell, _Say] = {}
    implied: list[tuple[Cell, str]] = []
    valid = decisions.filter((pl.col("state") == "valid") & pl.col("item_id").is_not_null())
    for row in valid.sort("decision_id").iter_rows(named=True):
        cell = (row["passage_id"], row["lens_id"], row["item_id"])
        if cell[1:] not in thresholds:
            continue
        if row["action"] == "polarity":
            found.setdefault(cell, _Say()).polarity = int(row["value"])
        elif row["kind"] == "mapping":
            found.setdefault(cell, _Say()).assigned = row["action"] == "accept"
            if row["action"] == "other" and (row["lens_id"], row["value"]) in thresholds:
                implied.append(((row["passage_id"], row["lens_id"], row["value"]), row["item_id"]))
    for cell, replaced in implied:
        say = found.setdefault(cell, _Say())
        say.assigned = True if say.assigned is None else say.assigned
        say.instead_of = replaced
    return found


def _followed(said: dict[Cell, _Say], passages: pl.DataFrame) -> dict[Cell, _Say]:
    """Return ``said`` with what it means for folded duplicates."""
    copies: dict[str, list[str]] = {}
    for passage, leader in passages.select("passage_id", "duplicate_of").drop_nulls().iter_rows():
        copies.setdefault(leader, []).append(passage)
    followed = {(copy, lens, item): say for (passage, lens, item), say in said.items() for copy in copies.get(passage, ())}
    present = set(passages["passage_id"])
    return {cell: say for cell, say in (followed | said).items() if cell[0] in present}


def _inherited(cell: Cell, say: _Say, said: Mapping[Cell, _Say], rows: Mapping[Cell, dict[str, Any]]) -> int:
    """Return the sign of the item that this one was chosen in the place of: another item does not make what went well go wrong."""
    if say.instead_of is None:
        return 0
    replaced = (cell[0], cell[1], say.instead_of)
    decided = said[replaced].polarity if replaced in said else None
    return decided if decided is not None else int(rows.get(replaced, {}).get("polarity") or 0)


def _blank(cell: Cell, threshold: float, polarity: int) -> dict[str, Any]:
    """Return the row of a cell of which the machine made nothing."""
    passage, lens, item = cell
    return {
        "passage_id": passage,
        "lens_id": lens,
        "item_id": item,
        "score": 0.0,
        "threshold": threshold,
        "assigned": False,
        "polarity": polarity,
        "polarity_score": 0.0,
        "indicator": None,
        "method": METHOD,
        "model_id": METHOD,
    }
