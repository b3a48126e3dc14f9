"""Which passages belong to archetypes that are known already.

In: the searched passages of this run and a known run. Out: a known archetype for each passage, or none, and which groups found in this run
are new. A passage joins the archetype that enough of its neighbours in the known run are in (`assign.join`), provided it is as near to them
as that archetype's own members are to each other: among known archetypes some are always nearest, also to what is wholly new. Source:
novelty by the distance to the nearest neighbours, with the level set on what is known (Laxhammar & Falkman 2010, Conformal prediction for
distribution-independent anomaly detection).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from rodedraad.cluster import assign, guide, neighbours
from rodedraad.cluster.damp import damp
from rodedraad.cluster.density import NOISE, Groups
from rodedraad.cluster.neighbours import ABSENT, Corpus

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rodedraad.cluster.known import Known
    from rodedraad.cluster.neighbours import Near
    from rodedraad.cluster.select import Searched
    from rodedraad.config import Cluster

STRANGE_SHARE = 0.05  # of an archetype's own members that are less near to it than a passage must be to join
NEW_SHARE = 0.5  # of a group's passages that no known archetype took, from which the group is new


def recognised(searched: Searched, mappings: pl.DataFrame, known: Known, config: Cluster) -> Groups:
    """Return the known archetype of each of the n ``searched`` passages, numbered as in ``known.archetypes``.

    A passage that was searched in the known run, too, has the archetype it had there, or none.
    """
    theirs, ours = _corpora(searched, mappings, known, config)
    joined = _joined(ours, theirs, known.groups, config)
    row = {passage: i for i, passage in enumerate(known.ids)}
    for i, passage in enumerate(searched.ids):
        if passage in row:
            joined.labels[i], joined.strengths[i] = known.groups.labels[row[passage]], known.groups.strengths[row[passage]]
    return joined


def unrecognised(groups: Groups, told: Groups, fewest: int) -> Groups:
    """Return the ``groups`` (of n passages) of which most were not recognised, without those that were; numbers stay, some occur no more.

    ``told`` (n,) is what passages were recognised as; at least ``fewest`` of a group must be left. Groups are searched among all passages
    and not among the rest alone: there a pattern has little to stand out against, and falls apart (measured on the demo corpus).
    """
    free, inside = told.labels == NOISE, groups.labels != NOISE
    size = np.bincount(groups.labels[inside], minlength=groups.count)
    left = np.bincount(groups.labels[inside & free], minlength=groups.count)
    fresh = np.append((left >= NEW_SHARE * size) & (left >= fewest), False)  # the last entry serves NOISE, which is -1
    stays = free & fresh[groups.labels]
    return Groups(np.where(stays, groups.labels, NOISE), np.where(stays, groups.strengths, 0.0))


def _corpora(searched: Searched, mappings: pl.DataFrame, known: Known, config: Cluster) -> tuple[Corpus, Corpus]:
    """Return the passages of the known run and of this one in one space: damped and guided together."""
    documents = np.unique(np.array([*known.doc_ids, *searched.doc_ids], dtype=str), return_inverse=True)[1].astype(np.int64)
    vectors = damp(np.vstack([known.vectors, searched.vectors]), documents, config.damping)
    scores = pl.concat([known.mappings, mappings])
    profile = np.vstack([guide.profiles(scores, known.ids, config), guide.profiles(scores, searched.ids, config)])
    whole = Corpus(guide.guided(vectors, profile, config.guidance), documents)
    n = len(known.ids)
    return whole.part(np.arange(n)), whole.part(np.arange(n, len(documents)))


def _joined(ours: Corpus, theirs: Corpus, groups: Groups, config: Cluster) -> Groups:
    """Return which of the known ``groups`` (of the passages ``theirs``) each of ``ours`` (n,) joins."""
    n = len(ours.documents)
    nowhere = Groups(np.full(n, NOISE, dtype=np.int64), np.zeros(n))
    if not n or not groups.count:
        return nowhere
    near = _near(ours, theirs, config)
    joined = assign.join(nowhere, near, groups)
    level = _levels(_nearness(_near(theirs, theirs, config), groups, groups.labels), groups)
    fits = (joined.labels != NOISE) & (_nearness(near, groups, joined.labels) >= level[joined.labels])
    return Groups(np.where(fits, joined.labels, NOISE), np.where(fits, joined.strengths, 0.0))


def _near(passages: Corpus, among: Corpus, config: Cluster) -> Near:
    return neighbours.nearest(neighbours.candidates(passages, among, config.neighbours), among.documents, config.neighbours)


def _nearness(near: Near, groups: Groups, labels: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the mean likeness of each passage (n,) to those of its neighbours that are in its own group ``labels`` (n,); 0 without any."""
    same = (near.index != ABSENT) & (groups.labels[near.index] == labels[:, None]) & (labels[:, None] != NOISE)
    total = np.where(same, near.likeness, 0.0).sum(axis=1, dtype=np.float64)
    return np.asarray((total / np.maximum(same.sum(axis=1), 1)).round(6), dtype=np.float64)


def _levels(nearness: NDArray[np.float64], groups: Groups) -> NDArray[np.float64]:
    """Return for each group (k,) the nearness that all but ``STRANGE_SHARE`` of its members have, but at most the median of all members.

    Standard phrases of a register are nearly equal; the next one, worded a little differently, belongs to them all the same.
    """
    usual = np.median(nearness[groups.labels != NOISE])
    found = (nearness[groups.labels == g] for g in range(groups.count))
    own = np.array([np.quantile(values, STRANGE_SHARE) if len(values) else usual for values in found])
    return np.asarray(np.minimum(own, usual).round(6), dtype=np.float64)
