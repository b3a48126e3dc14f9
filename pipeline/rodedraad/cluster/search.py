"""The search for groups: from damped vectors to a grouping, in the order of the modules.

In: damped vectors of the searched passages with their documents, and the cluster settings. Out: a grouping, with the candidates it was
found with, so that a resample need not compare all passages again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rodedraad.cluster import graph, neighbours, reduce
from rodedraad.cluster.assign import join
from rodedraad.cluster.cohesion import holding
from rodedraad.cluster.density import NOISE, Groups, dense_groups, smallest_group

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rodedraad.cluster.neighbours import Corpus, Near
    from rodedraad.config import Cluster


@dataclass(frozen=True, slots=True)
class Found:
    """What the search gave for the n passages of ``corpus``."""

    corpus: Corpus
    candidates: Near
    near: Near
    groups: Groups


def search(corpus: Corpus, config: Cluster) -> Found:
    """Return the groups among the passages of ``corpus``."""
    candidates = neighbours.candidates(corpus, corpus, config.neighbours)
    near = neighbours.nearest(candidates, corpus.documents, config.neighbours)
    return Found(corpus, candidates, near, group(corpus, near, config))


def group(corpus: Corpus, near: Near, config: Cluster) -> Groups:
    """Return the groups among the passages of ``corpus``, whose neighbour lists are ``near``."""
    cores = dense_groups(_coordinates(corpus, near, config), smallest_group(len(corpus.documents), config))
    cores = holding(near, cores)
    return join(cores, near, cores)


def place(corpus: Corpus, found: Found, groups: Groups, config: Cluster) -> Groups:
    """Return which of ``groups``, those of the passages in ``found``, the passages of ``corpus`` join, which were not searched."""
    nowhere = Groups(np.full(len(corpus.documents), NOISE, dtype=np.int64), np.zeros(len(corpus.documents)))
    candidates = neighbours.candidates(corpus, found.corpus, config.neighbours)
    return join(nowhere, neighbours.nearest(candidates, found.corpus.documents, config.neighbours), groups)


def in_enough_documents(groups: Groups, documents: NDArray[np.int64], min_documents: int) -> NDArray[np.bool_]:
    """Return for each group (k,) whether it occurs in ``min_documents`` documents or more."""
    return np.array([len(np.unique(documents[groups.labels == g])) >= min_documents for g in range(groups.count)], dtype=bool)


def _coordinates(corpus: Corpus, near: Near, config: Cluster) -> NDArray[np.float64]:
    if config.reduction == "svd":
        return reduce.svd(corpus.vectors, config.components)
    if config.reduction == "none":
        return corpus.vectors.astype(np.float64)
    return reduce.spectral(graph.shared_neighbours(near), config.components)
