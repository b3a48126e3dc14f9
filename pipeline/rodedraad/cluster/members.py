"""The `members` table: for every passage its archetype, or why it has none.

In: the searched passages with their groups. Out: the frame. Folded duplicates follow the passage that stands for them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from rodedraad.cluster.density import NOISE
from rodedraad.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from rodedraad.cluster.density import Groups

EXCLUDED, NOISE_REASON, FEW_DOCUMENTS = "excluded", "noise", "few_documents"


def frame(
    passages: pl.DataFrame,
    searched: Sequence[str],
    groups: Groups,
    lost: NDArray[np.bool_],
    places: NDArray[np.float64],
    archetype_ids: Sequence[str],
) -> pl.DataFrame:
    """Return ``members``, a row for each of ``passages``.

    ``searched`` names the n passages that ``groups``, ``lost`` (those of a group in too few documents) and ``places`` (n, 2) are about;
    ``archetype_ids`` the groups. A passage that was not searched has no place on the map (x, y null).
    """
    own = pl.DataFrame(
        {
            "passage_id": searched,
            "archetype_id": [None if g == NOISE else archetype_ids[g] for g in groups.labels],
            "strength": np.round(groups.strengths, 4),
            "x": places[:, 0],
            "y": places[:, 1],
            "reason": [None if g != NOISE else FEW_DOCUMENTS if few else NOISE_REASON for g, few in zip(groups.labels, lost, strict=True)],
        },
        schema_overrides={"passage_id": pl.String, "archetype_id": pl.String, "reason": pl.String},
    ).with_columns(searched=pl.lit(value=True))
    follows = passages.select("passage_id", leader=pl.coalesce("duplicate_of", "passage_id"))
    rows = follows.join(own, left_on="leader", right_on="passage_id", how="left").drop("leader")
    reason = pl.when(pl.col("searched").is_null()).then(pl.lit(EXCLUDED)).otherwise(pl.col("reason"))
    rows = rows.with_columns(
        reason=reason, strength=pl.col("strength").fill_null(0.0), decided=pl.lit(value=False), proposed_id=pl.col("archetype_id")
    )
    return TABLES["members"].conform(rows.drop("searched"))
