"""Passages outside the dense cores join the group that enough of their neighbours are in.

In: neighbour lists and a grouping of the neighbours. Out: the grouping with more passages in it. Density clustering leaves as noise what
lies between cores; most of it belongs somewhere. The same rule gives a place to passages beyond the sample that was searched.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rodedraad.cluster.damp import unit
from rodedraad.cluster.density import CORE_STRENGTH, NOISE, Groups
from rodedraad.cluster.neighbours import ABSENT

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rodedraad.cluster.neighbours import Near

ENOUGH_SHARE = 0.25
"""Of a passage's neighbours, weighted by likeness, that must be in the group it joins; measured with benchmarks/cluster_demo.py."""

CLEAR_MARGIN = 0.05  # by which that share must beat the second group's


def join(own: Groups, near: Near, groups: Groups, among: NDArray[np.bool_] | None = None) -> Groups:
    """Return ``own`` (n passages) in which noise joined a group of its neighbours; see ``ENOUGH_SHARE`` and ``CLEAR_MARGIN``.

    ``near`` lists for each of the n passages its neighbours, as indices in ``groups``; with ``among`` (n,) only these may join. One that
    joined has as strength its share of neighbours times ``CORE_STRENGTH``. That is below every passage of a dense core, not below every
    member of a community: those begin at ``cluster.belonging``.
    """
    noise = (own.labels == NOISE) if among is None else (own.labels == NOISE) & among
    if not groups.count or not noise.any():
        return own
    share = _shares(near, groups)
    best = share.argmax(axis=1)
    value = share[np.arange(len(share)), best]
    second = np.partition(share, -2, axis=1)[:, -2] if groups.count > 1 else np.zeros(len(share))
    joins = noise & (value >= ENOUGH_SHARE) & (value - second >= CLEAR_MARGIN)
    joined = np.minimum(CORE_STRENGTH * value, CORE_STRENGTH - 1e-3)  # below every passage of a dense core
    return Groups(np.where(joins, best, own.labels), np.where(joins, joined, own.strengths))


def centres(vectors: NDArray[np.float32], groups: Groups) -> NDArray[np.float32]:
    """Return the centre of each group among ``vectors`` (n, d), shape (k, d), unit length; each passage counts by its strength."""
    sums = np.zeros((groups.count, vectors.shape[1]))
    inside = groups.labels != NOISE
    np.add.at(sums, groups.labels[inside], vectors[inside].astype(np.float64) * groups.strengths[inside][:, None])
    return unit(sums)


def likeness(vectors: NDArray[np.float32], middle: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return the cosine of each passage (n) to each centre (k), rounded so that ties are ties."""
    cosines: NDArray[np.float64] = (vectors @ middle.T).astype(np.float64)
    return cosines.round(6)


def _shares(near: Near, groups: Groups) -> NDArray[np.float64]:
    """Return the share of each passage's neighbours, weighted by likeness, in each group, shape (n, k)."""
    n = len(near.index)
    labels = np.where(near.index == ABSENT, NOISE, groups.labels[near.index])
    sums = np.zeros((n, groups.count + 1))  # the last column takes the noise
    for column in range(labels.shape[1]):
        np.add.at(sums, (np.arange(n), labels[:, column]), near.likeness[:, column].astype(np.float64))
    shares: NDArray[np.float64] = sums[:, :-1] / np.maximum(sums.sum(axis=1, keepdims=True), 1e-9)
    return shares.round(6)
