"""The search for groups: from damped vectors to a grouping, in the order of the modules.

In: damped vectors of the searched passages with their documents, and the cluster settings. Out: a grouping, how firmly each group stands,
its family, and the neighbours it was found with, so that passages beyond the sample can be given a place.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rodedraad.cluster import assign, cohesion, families, lonely, neighbours
from rodedraad.cluster.communities import communities
from rodedraad.cluster.cores import cores
from rodedraad.cluster.density import NOISE, Groups
from rodedraad.cluster.stability import stability

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rodedraad.cluster.neighbours import Corpus, Near
    from rodedraad.config import Cluster


@dataclass(frozen=True, slots=True)
class Found:
    """What the search gave for the n passages of ``corpus``."""

    corpus: Corpus
    near: Near
    groups: Groups
    firm: NDArray[np.float64] | None  # (k,) stability; None where nothing could be left out
    family: NDArray[np.int64]  # (k,) the broad level


def search(corpus: Corpus, config: Cluster, random: np.random.Generator) -> Found:
    """Return the groups among the passages of ``corpus`` that come back in resamples; see ``config.min_stability``."""
    candidates = neighbours.candidates(corpus, corpus, config.neighbours)
    alone = lonely.lonely(corpus, neighbours.nearest(candidates, corpus.documents, config.neighbours))
    candidates = lonely.without(candidates, alone)
    near = neighbours.nearest(candidates, corpus.documents, config.neighbours)
    if config.method == "graph":
        told = communities(near, corpus.documents, config)
        groups, firm, family = told.groups, told.firm, told.family
    else:
        groups = cores(corpus, near, config)
        firm = stability(corpus, candidates, groups, config, random)
        family = families.by_likeness(assign.centres(corpus.vectors, groups))
    kept = np.flatnonzero(np.ones(groups.count) if firm is None else firm >= config.min_stability)
    if len(kept) < groups.count:
        steady = cohesion.keep(groups, kept)
        groups = assign.join(steady, near, steady, (groups.labels != NOISE) & (steady.labels == NOISE))
    return Found(corpus, near, groups, None if firm is None else firm[kept], family[kept])


def place(corpus: Corpus, found: Found, config: Cluster) -> Groups:
    """Return which groups of ``found`` the passages of ``corpus`` join, which were not searched."""
    nowhere = Groups(np.full(len(corpus.documents), NOISE, dtype=np.int64), np.zeros(len(corpus.documents)))
    candidates = neighbours.candidates(corpus, found.corpus, config.neighbours)
    return assign.join(nowhere, neighbours.nearest(candidates, found.corpus.documents, config.neighbours), found.groups)


def in_enough_documents(groups: Groups, documents: NDArray[np.int64], min_documents: int) -> NDArray[np.bool_]:
    """Return for each group (k,) whether it occurs in ``min_documents`` documents or more."""
    return np.array([len(np.unique(documents[groups.labels == g])) >= min_documents for g in range(groups.count)], dtype=bool)
