"""How firmly each group stands: does it come back when a fifth of the documents is left out?

In: a corpus, its candidates and the dense cores found in it (a graph is held against the resamples it was made of, see `communities`). Out:
a number 0..1 per group: the mean, over resamples, of the best Jaccard overlap with a group of the resample. Source: Hennig (2007),
Cluster-wise assessment of cluster stability, CSDA 52(1).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rodedraad.cluster.cores import cores
from rodedraad.cluster.neighbours import nearest, within
from rodedraad.cluster.overlap import best_overlap

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rodedraad.cluster.density import Groups
    from rodedraad.cluster.neighbours import Corpus, Near
    from rodedraad.config import Cluster

SHARE = 0.8  # of the documents in a resample
PASSAGES_BUDGET = 60_000  # passages searched over all resamples together; a large corpus gets fewer resamples, but FEWEST
FEWEST = 3


def stability(corpus: Corpus, candidates: Near, groups: Groups, config: Cluster, random: np.random.Generator) -> NDArray[np.float64] | None:
    """Return the stability of each of ``groups``, shape (k,); None without resamples or with one document."""
    names = np.unique(corpus.documents)
    n, total = len(corpus.documents), np.zeros(groups.count)
    rounds = min(config.resamples, max(FEWEST, PASSAGES_BUDGET // max(1, n)))
    if not groups.count or len(names) < 2 or not rounds:  # noqa: PLR2004 - nothing can be left out of one document
        return None
    for _ in range(rounds):
        chosen = random.permutation(names)[: max(1, round(SHARE * len(names)))]
        rows = np.flatnonzero(np.isin(corpus.documents, chosen))
        part = corpus.part(rows)
        again = cores(part, nearest(within(candidates, rows), part.documents, config.neighbours), config)
        total += best_overlap(groups.labels[rows], again.labels, groups.count)
    return total / rounds
