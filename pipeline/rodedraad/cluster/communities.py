"""Groups as communities of the shared-neighbour graph, agreed upon by resamples.

In: the neighbour lists, the document of each passage and the settings. Out: a grouping, how firmly each group stands, and its family.
Passages whose bonds lead everywhere have no pattern: most of a report is its own story.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from rodedraad.cluster import consensus, families, graph
from rodedraad.cluster.density import NOISE, Groups, smallest_group
from rodedraad.cluster.overlap import best_overlap
from rodedraad.cluster.partition import partition

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rodedraad.cluster.neighbours import Near
    from rodedraad.config import Cluster

FINAL_ROUNDS = 5  # the last partition is gone through until it hardly changes
MANY = 1000  # passages
FINAL_SEED = 0  # of the last partition: nothing here depends on the seed of the run


@dataclass(frozen=True, slots=True)
class Communities:
    """A grouping of n passages in k groups, largest first."""

    groups: Groups
    firm: NDArray[np.float64] | None  # (k,) see `communities`; None where nothing could be left out
    family: NDArray[np.int64]  # (k,)


def communities(near: Near, documents: NDArray[np.int64], config: Cluster) -> Communities:
    """Return the communities at ``config.resolution``, with families at ``config.broad_resolution``.

    A passage of which less than ``config.belonging`` of the bonds lies firmly in its group is in none, nor is one in a group that is too
    small. How firm a group stands is the mean best Jaccard overlap of its community with the partitions of the resamples. The measure is
    that of Hennig (2007), the resamples are not: they are the ones that the consensus was made of, so it runs high and orders groups
    rather than testing them.
    """
    weights = graph.shared_neighbours(near)
    fine = fitting(config.resolution, len(documents))
    found = consensus.partitions(weights, documents, fine, config.resamples)
    labels, evidence = _agreed(weights, found, fine)
    strengths = consensus.inside(weights, evidence, labels)
    kept, number = _large_enough(labels, strengths >= config.belonging, smallest_group(len(documents), config))
    groups = Groups(kept, np.where(kept == NOISE, 0.0, strengths))
    wide = consensus.partitions(weights, documents, config.broad_resolution, config.resamples)
    broad, _ = _agreed(weights, wide, config.broad_resolution)
    family = families.by_members(groups, broad)
    if not len(found):
        return Communities(groups, None, family)
    whole = number[labels]
    overlap = [best_overlap(np.where(part == NOISE, NOISE, whole), part, groups.count) for part in found]
    return Communities(groups, np.mean(overlap, axis=0), family)


def fitting(resolution: float, n: int) -> float:
    """Return the resolution for ``n`` passages: as set from ``MANY`` on, nearer to 1 for fewer, which would fall apart into crumbs."""
    return 1 + (resolution - 1) * min(1.0, float(np.sqrt(n / MANY))) if resolution > 1 else resolution


def _agreed(
    weights: Any,  # noqa: ANN401 - scipy has no types
    found: NDArray[np.int64],
    resolution: float,
) -> tuple[NDArray[np.int64], Any]:
    """Return the community of each passage that the partitions ``found`` agree on, and the graph weighted by their agreement."""
    evidence = consensus.agreed(weights, found) if len(found) else weights
    return partition(evidence, resolution, FINAL_SEED, FINAL_ROUNDS), evidence


def _large_enough(labels: NDArray[np.int64], firm: NDArray[np.bool_], smallest: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the communities with ``smallest`` firm members or more, numbered 0.. from the largest, and the new number of each old one.

    Passages that are not ``firm`` become noise. Equally large communities go by their first member.
    """
    names, first = np.unique(labels, return_index=True)
    sizes = np.bincount(labels[firm], minlength=len(names))
    order = np.lexsort((first, -sizes))
    order = order[sizes[order] >= smallest]
    number = np.full(len(names), NOISE, dtype=np.int64)
    number[order] = np.arange(len(order))
    return np.where(firm, number[labels], NOISE), number
