"""Passages that are like no other.

In: unit vectors and their neighbour lists. Out: the lists without passages whose nearest neighbours are hardly more like them than any two
passages are like each other. Such passages still find each other in a graph, as what is left over, and would pass for a pattern.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rodedraad.cluster.neighbours import ABSENT, Near

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rodedraad.cluster.neighbours import Corpus

NEARER = 1.0  # standard deviations above the mean cosine of all pairs; of four labelled sets 99 % of the texts are above 1.5


def lonely(corpus: Corpus, near: Near) -> NDArray[np.bool_]:
    """Return which passages (n,) are on average less than ``NEARER`` above the mean of all pairs like their neighbours."""
    n = len(corpus.vectors)
    if n < 2:  # noqa: PLR2004 - no pair
        return np.ones(n, dtype=bool)
    wide = corpus.vectors.astype(np.float64)
    pairs, own = n * (n - 1), (wide**2).sum(axis=1)
    mean = ((wide.sum(axis=0) ** 2).sum() - own.sum()) / pairs
    square = (((wide.T @ wide) ** 2).sum() - (own**2).sum()) / pairs
    spread = float(np.sqrt(max(0.0, square - mean**2)))
    count = (near.index != ABSENT).sum(axis=1)
    average = near.likeness.sum(axis=1, dtype=np.float64) / np.maximum(count, 1)
    return np.asarray((count == 0) | (average.round(6) < round(mean + NEARER * spread, 6)))


def without(near: Near, left_out: NDArray[np.bool_]) -> Near:
    """Return the lists in which those ``left_out`` (n,) have no neighbour and are nobody's."""
    gone = left_out[:, None] | left_out[near.index]
    return Near(np.where(gone, ABSENT, near.index), np.where(gone, np.float32(0), near.likeness))
