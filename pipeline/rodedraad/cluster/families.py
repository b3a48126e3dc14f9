"""The broad level: archetypes that belong together form a family.

In: what the search knows of the broad level, or the centres of the archetypes. Out: a family per archetype, and of each the head. In a
graph families are communities at a lower resolution; dense cores are joined by average linkage over cosine distance (Sokal & Michener
1958), so that a family is of one kind and not a chain.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rodedraad.cluster.density import Groups

SMALLEST = 4  # archetypes; fewer need no broad level
PER_FAMILY = 4  # archetypes in a family on average


def parents(family: NDArray[np.int64], sizes: NDArray[np.int64]) -> list[int | None]:
    """Return for each archetype (k) the index of its family's largest member; None for that member itself and for one alone.

    ``family`` (k,) numbers the family of each; of equally large members the first is the head.
    """
    heads = {int(f): int(max(np.flatnonzero(family == f), key=lambda i: (sizes[i], -i))) for f in np.unique(family)}
    return [None if heads[int(f)] == i else heads[int(f)] for i, f in enumerate(family)]


def by_members(groups: Groups, broad: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return for each group (k,) the community of ``broad`` (n,) that most of its members are in; the first of equals."""
    return np.array([np.bincount(broad[groups.labels == g]).argmax() for g in range(groups.count)], dtype=np.int64)


def by_likeness(centres: NDArray[np.float32]) -> NDArray[np.int64]:
    """Return the family of each archetype (k,) from their ``centres`` (k, d), unit vectors."""
    count = len(centres)
    if count < SMALLEST:
        return np.arange(count)
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    wide = centres.astype(np.float64)
    distance: NDArray[np.float64] = np.clip(1.0 - wide @ wide.T, 0.0, 2.0)
    np.fill_diagonal(distance, 0.0)
    distance = ((distance + distance.T) / 2).round(6)
    found = fcluster(linkage(squareform(distance), method="average"), t=max(2, round(count / PER_FAMILY)), criterion="maxclust")
    return np.asarray(found, dtype=np.int64)
