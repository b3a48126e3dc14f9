"""How firmly each group stands: does it come back when a fifth of the documents is left out?

In: a finished search. Out: a number 0..1 per group: the mean, over resamples, of the best Jaccard overlap with a group of the resample.
Source: Hennig (2007), Cluster-wise assessment of cluster stability, CSDA 52(1).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rodedraad.cluster.density import NOISE
from rodedraad.cluster.neighbours import nearest, within
from rodedraad.cluster.search import group

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rodedraad.cluster.search import Found
    from rodedraad.config import Cluster

SHARE = 0.8  # of the documents in a resample
PASSAGES_BUDGET = 60_000  # passages searched over all resamples together; a large corpus gets fewer resamples, but FEWEST
FEWEST = 3


def stability(found: Found, config: Cluster, random: np.random.Generator) -> NDArray[np.float64] | None:
    """Return the stability of each group of ``found``, shape (k,); None without resamples or with one document."""
    names = np.unique(found.corpus.documents)
    n, total = len(found.corpus.documents), np.zeros(found.groups.count)
    rounds = min(config.resamples, max(FEWEST, PASSAGES_BUDGET // max(1, n)))
    if not found.groups.count or len(names) < 2 or not rounds:  # noqa: PLR2004 - nothing can be left out of one document
        return None
    for _ in range(rounds):
        chosen = random.permutation(names)[: max(1, round(SHARE * len(names)))]
        rows = np.flatnonzero(np.isin(found.corpus.documents, chosen))
        part = found.corpus.part(rows)
        again = group(part, nearest(within(found.candidates, rows), part.documents, config.neighbours), config)
        total += best_overlap(found.groups.labels[rows], again.labels, found.groups.count)
    return total / rounds


def best_overlap(first: NDArray[np.int64], second: NDArray[np.int64], count: int) -> NDArray[np.float64]:
    """Return for each of the ``count`` groups of ``first`` its best Jaccard overlap with a group of ``second`` over the same passages."""
    other = int(second.max(initial=NOISE)) + 1
    table = np.zeros((count, other))
    both = (first != NOISE) & (second != NOISE)
    np.add.at(table, (first[both], second[both]), 1.0)
    sizes = np.bincount(first[first != NOISE], minlength=count)[:, None] + np.bincount(second[second != NOISE], minlength=other)[None, :]
    overlap = np.divide(table, sizes - table, out=np.zeros_like(table), where=sizes > table)
    overlap[(sizes == table) & (table > 0)] = 1.0
    return np.asarray(overlap.max(axis=1, initial=0.0))
