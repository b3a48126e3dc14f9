"""The broad level: archetypes that lie near each other form a family.

In: the centres of the archetypes and their sizes. Out: for each the index of its family's largest member. Average linkage over cosine
distance (Sokal & Michener 1958), so a family is of one kind and not a chain.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

SMALLEST = 4  # archetypes; fewer need no broad level
PER_FAMILY = 4  # archetypes in a family on average


def parents(centres: NDArray[np.float32], sizes: NDArray[np.int64]) -> list[int | None]:
    """Return for each archetype (k) the index of its family's largest member; None for that member itself and for one alone.

    ``centres`` (k, d) have unit length; of equally large members the first is the head.
    """
    count = len(centres)
    if count < SMALLEST:
        return [None] * count
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    wide = centres.astype(np.float64)
    distance: NDArray[np.float64] = np.clip(1.0 - wide @ wide.T, 0.0, 2.0)
    np.fill_diagonal(distance, 0.0)
    distance = ((distance + distance.T) / 2).round(6)
    family = fcluster(linkage(squareform(distance), method="average"), t=max(2, round(count / PER_FAMILY)), criterion="maxclust")
    heads = {f: int(max(np.flatnonzero(family == f), key=lambda i: (sizes[i], -i))) for f in np.unique(family)}
    return [None if heads[f] == i else heads[f] for i, f in enumerate(family)]
