"""Lens evidence as a guide for the search: passages that touch the same item lie nearer to each other.

In: unit vectors and the scores of the mappings. Out: longer unit vectors, of which the last values are the passage's profile over the
items of the guiding lenses. Word vectors alone find topics (medicines, telephone calls); a pattern is said in many words, and the lenses
know some of them. A passage without evidence keeps its own vector, so groups that no lens foresaw can still form. ``guidance`` 0 switches
it off.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rodedraad.config import Cluster


def profiles(mappings: pl.DataFrame, passage_ids: list[str], config: Cluster) -> NDArray[np.float32]:
    """Return the score of each passage (n) on each item (m) of the guiding lenses; scores under ``evidence`` count as none."""
    found = mappings.filter(pl.col("lens_id").is_in(config.guides) & (pl.col("score") >= config.evidence))
    items = sorted(set(found.select("lens_id", "item_id").iter_rows()))
    column = {item: i for i, item in enumerate(items)}
    row = {passage_id: i for i, passage_id in enumerate(passage_ids)}
    result = np.zeros((len(passage_ids), len(items)), dtype=np.float32)
    for passage_id, lens_id, item_id, score in found.select("passage_id", "lens_id", "item_id", "score").iter_rows():
        if passage_id in row:
            result[row[passage_id], column[lens_id, item_id]] = score
    return result


def guided(vectors: NDArray[np.float32], profile: NDArray[np.float32], guidance: float) -> NDArray[np.float32]:
    """Return unit vectors (n, d + m) in which the profile has the share ``guidance`` × the passage's highest score.

    The cosine of two passages is then a weighted mean of that of their words and that of their profiles.
    """
    if not profile.size or not guidance:
        return vectors
    strongest = profile.max(axis=1, keepdims=True)
    length = np.linalg.norm(profile, axis=1, keepdims=True)
    direction = np.divide(profile, length, out=np.zeros_like(profile), where=length > 0)
    share = guidance * strongest
    return np.hstack([np.sqrt(1 - share) * vectors, np.sqrt(share) * direction]).astype(np.float32)
