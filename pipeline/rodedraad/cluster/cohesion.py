"""Groups that hold together, apart from gatherings of leftovers.

In: neighbour lists and a grouping. Out: the grouping without the groups whose members find most of their neighbours elsewhere. Density
clustering also finds the spot where all passages that belong nowhere end up; those are near each other on the map, and not in what they
say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rodedraad.cluster.density import NOISE, Groups
from rodedraad.cluster.neighbours import ABSENT

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rodedraad.cluster.neighbours import Near

HELD_SHARE = 0.5  # of the neighbours that a member could have within its group


def holding(near: Near, groups: Groups) -> Groups:
    """Return the groups of which members have at least ``HELD_SHARE`` of their neighbours in the group, numbered anew."""
    return keep(groups, np.flatnonzero(held(near, groups) >= HELD_SHARE))


def held(near: Near, groups: Groups) -> NDArray[np.float64]:
    """Return for each group (k,) the share of its members' neighbours that are in it, of those that could be in a group of its size."""
    found = near.index != ABSENT
    same = found & (groups.labels[near.index] == groups.labels[:, None])
    result = np.zeros(groups.count)
    for group in range(groups.count):
        members = groups.labels == group
        possible = np.minimum(found[members].sum(axis=1), members.sum() - 1)
        result[group] = same[members].sum() / max(1, possible.sum())
    return result


def keep(groups: Groups, which: NDArray[np.int64]) -> Groups:
    """Return the groups numbered ``which`` alone, numbered 0.. in that order; the rest becomes noise."""
    number = np.full(groups.count + 1, NOISE, dtype=np.int64)  # the last entry serves NOISE, which is -1
    number[which] = np.arange(len(which))
    labels = number[groups.labels]
    return Groups(labels, np.where(labels == NOISE, 0.0, groups.strengths))
