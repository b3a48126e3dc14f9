"""The `lineage` table: what became of the archetypes of an earlier run, and where those of this run come from.

In: the archetypes of this run and an earlier one, as passages. Out: kept, born, split, merged and ended, with the passages that say so, so
that a reader who knew the earlier report can follow. Source: Spiliopoulou et al. (2006), MONIC: modeling and monitoring cluster
transitions, KDD. There a survival needs half of the earlier cluster and a split parts of a tenth or more; here one share serves both, of
the earlier or of the present archetype, so that a part that broke off a large archetype is traced too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from rodedraad.cluster.match import shared
from rodedraad.schema import TABLES, Descent

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from numpy.typing import NDArray

    from rodedraad.cluster.match import Shared

SUBSTANTIAL = 0.4
"""Share of the earlier or the present archetype from which one comes from the other. An overlap that lets an archetype keep its id
(match.MINIMUM_OVERLAP, a Jaccard of 0.3) is at least 0.46 of the smaller of the two, so whatever keeps its id has a line here."""

FEWEST = 3  # passages in both: fewer say nothing of where an archetype comes from
DECIMALS = 4
CALLED = ("label", "proposed_label", "keywords", "nearest_lens", "nearest_item", "nearest_score")
"""Columns of ``archetypes`` of which a report makes a name; kept of earlier ones, so that one that ended is still called as it was."""


def frame(
    groups: Mapping[str, Collection[str]], earlier: Mapping[str, str | None] | None, present: Collection[str], known_run: str | None = None
) -> pl.DataFrame:
    """Return ``lineage`` for the archetypes ``groups`` (archetype_id → passage ids, folded duplicates included).

    ``earlier`` gives for every passage of the earlier run its archetype or None; None for no earlier run, of which comes no row.
    ``present`` holds all passages of this run. ``known_run`` names the known run that was compared with: what it held and this run does
    not meet did not end, and gets no row.
    """
    if earlier is None:
        return TABLES["lineage"].empty()
    ids = sorted(groups)
    found = shared([groups[archetype] for archetype in ids], earlier, present)
    linked, absorbed = _linked(ids, found)
    rows = [_row(found, i, j, ids[i], _kind(linked, absorbed, i, j)) for i, j in np.argwhere(linked)]
    rows += [{"archetype_id": ids[i], "kind": Descent.BORN, "shared": 0} for i in np.flatnonzero(~linked.any(axis=1))]
    if known_run is None:
        rows += [{"earlier_id": found.earlier[j], "kind": Descent.ENDED, "shared": 0} for j in np.flatnonzero(~linked.any(axis=0))]
    return TABLES["lineage"].frame([row | {"known_run": known_run} for row in rows])


def called(lines: pl.DataFrame, earlier: pl.DataFrame | None) -> pl.DataFrame:
    """Return ``lines`` (lineage) with what the earlier archetypes were called in ``earlier``, the table ``archetypes`` of that run."""
    own = [f"earlier_{name}" for name in CALLED]
    if earlier is None or not {"archetype_id", *CALLED} <= set(earlier.columns):
        return lines
    told = earlier.select(pl.col("archetype_id").alias("earlier_id"), *(pl.col(name).alias(f"earlier_{name}") for name in CALLED))
    return TABLES["lineage"].conform(lines.drop(own).join(told, on="earlier_id", how="left"))


def _linked(ids: list[str], found: Shared) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return which archetype (k) comes from which earlier one (m), and where a substantial share of the earlier one went into it.

    One comes from the other if it kept its id, or if a substantial share of either is in both.
    """
    same = np.array([[archetype == other for other in found.earlier] for archetype in ids], dtype=bool).reshape(found.counts.shape)
    enough = found.counts >= FEWEST
    absorbed = same | (enough & (found.of_earlier >= SUBSTANTIAL))
    return absorbed | (enough & (found.of_present >= SUBSTANTIAL)), absorbed


def _kind(linked: NDArray[np.bool_], absorbed: NDArray[np.bool_], i: np.intp, j: np.intp) -> Descent:
    """Return what kind of line goes from earlier ``j`` to present ``i``; of a merger and a split at once, the merger tells more."""
    if absorbed[i, j] and absorbed[i].sum() > 1:
        return Descent.MERGED
    return Descent.SPLIT if linked[:, j].sum() > 1 else Descent.KEPT


def _row(found: Shared, i: np.intp, j: np.intp, archetype: str, kind: Descent) -> dict[str, object]:
    return {
        "archetype_id": archetype,
        "earlier_id": found.earlier[j],
        "kind": kind,
        "shared": int(found.counts[i, j]),
        "share_of_earlier": round(float(found.of_earlier[i, j]), DECIMALS) if found.held[j] else None,
        "share_of_present": round(float(found.of_present[i, j]), DECIMALS) if found.known[i] else None,
    }
