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
    groups: Groups


def search(corpus: Corpus, config: Cluster) -> Found:
    """Return the groups among the passages of ``corpus``."""
    candidates = neighbours.candidates(corpus, corpus, config.neighbours)
    return Found(corpus, candidates, group(corpus, candidates, config))


def group(corpus: Corpus, candidates: Near, config: Cluster) -> Groups:
    """Return the groups among the passages of ``corpus``, whose neighbours are taken from ``candidates``."""
    near = neighbours.nearest(candidates, corpus.documents, config.neighbours)
    cores = dense_groups(_coordinates(corpus, near, config), smallest_group(len(corpus.documents), config))
    return join(cores, near, cores)


def place(corpus: Corpus, found: Found, config: Cluster) -> Groups:
    """Return the groups of ``found`` that the passages of ``corpus``, which were not searched, join."""
    nowhere = Groups(np.full(len(corpus.documents), NOISE, dtype=np.int64), np.zeros(len(corpus.documents)))
    candidates = neighbours.candidates(corpus, found.corpus, config.neighbours)
    return join(nowhere, neighbours.nearest(candidates, found.corpus.documents, config.neighbours), found.groups)


def recurring(groups: Groups, documents: NDArray[np.int64], min_documents: int) -> tuple[Groups, NDArray[np.int64]]:
    """Return the groups that occur in ``min_documents`` documents or more, numbered anew, and the old number of each."""
    enough = [g for g in range(groups.count) if len(np.unique(documents[groups.labels == g])) >= min_documents]
    number = np.full(groups.count + 1, NOISE, dtype=np.int64)  # the last entry serves NOISE, which is -1
    number[enough] = np.arange(len(enough))
    labels = number[groups.labels]
    return Groups(labels, np.where(labels == NOISE, 0.0, groups.strengths)), np.array(enough, dtype=np.int64)


def _coordinates(corpus: Corpus, near: Near, config: Cluster) -> NDArray[np.float64]:
    if config.reduction == "svd":
        return reduce.svd(corpus.vectors, config.components)
    if config.reduction == "none":
        return corpus.vectors.astype(np.float64)
    return reduce.spectral(graph.shared_neighbours(near), config.components)
