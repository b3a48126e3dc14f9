"""What many partitions agree on.

In: the shared-neighbour graph and the document of each passage. Out: partitions of resamples of the documents, and the graph in which a
bond weighs as often as its two ends came out together. One partition of a graph is one of many nearly as good; what comes back whichever
documents are left out is the pattern. Which ones are left out is a fixed, balanced design: ten resamples leave every document out once (of
fewer documents, as many resamples as there are), so no seed decides what is found and no resample leaves nobody out.
Source: Lancichinetti & Fortunato (2012), Consensus clustering in complex networks, Scientific Reports 2:336; evidence on the edges alone as
in Poulin & Theberge (2018), Ensemble clustering for graphs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from rodedraad.cluster.density import NOISE
from rodedraad.cluster.partition import partition

if TYPE_CHECKING:
    from numpy.typing import NDArray

TENTHS = 10  # of the documents, one of which is left out in turn
PASSAGES_BUDGET = 200_000  # passages partitioned over all resamples together; a large corpus gets fewer resamples, but FEWEST
FEWEST = 10


def partitions(
    weights: Any,  # noqa: ANN401 - scipy has no types
    documents: NDArray[np.int64],
    resolution: float,
    rounds: int,
) -> NDArray[np.int64]:
    """Return the community of each passage in each resample, shape (r, n), r ≤ ``rounds``; ``NOISE`` for those left out.

    There is none of a single document: nothing can be left out of it.
    """
    names = np.unique(documents)
    rounds = min(rounds, max(FEWEST, PASSAGES_BUDGET // max(1, len(documents)))) if len(names) > 1 else 0
    turns = min(TENTHS, len(names))
    result = np.full((rounds, len(documents)), NOISE, dtype=np.int64)
    dealt = np.random.default_rng(0)  # the same for every run: a design, no chance
    order = dealt.permutation(len(names))
    for number, row in enumerate(result):
        if number and number % turns == 0:
            order = dealt.permutation(len(names))
        left_out = names[order[number % turns :: turns]]
        rows = np.flatnonzero(~np.isin(documents, left_out))
        row[rows] = partition(weights[rows][:, rows], resolution, number)
    return result


def agreed(weights: Any, found: NDArray[np.int64]) -> Any:  # noqa: ANN401
    """Return ``weights`` times the share of partitions in which the two ends were together, of those that had both."""
    from scipy import sparse

    pairs = weights.tocoo()
    together, both = np.zeros(len(pairs.data)), np.zeros(len(pairs.data))
    for labels in found:
        first, second = labels[pairs.row], labels[pairs.col]
        present = (first != NOISE) & (second != NOISE)
        both += present
        together += present & (first == second)
    result = sparse.csr_array((pairs.data * together / np.maximum(both, 1), (pairs.row, pairs.col)), shape=weights.shape)
    result.eliminate_zeros()
    result.sort_indices()
    return result


def inside(weights: Any, evidence: Any, labels: NDArray[np.int64]) -> NDArray[np.float64]:  # noqa: ANN401
    """Return for each passage (n,) how much of the weight of its bonds lies, by ``evidence``, within its own community, 0..1."""
    pairs = evidence.tocoo()
    same = labels[pairs.row] == labels[pairs.col]
    own = np.bincount(pairs.row[same], weights=pairs.data[same], minlength=len(labels))
    whole = np.asarray(weights.sum(axis=1)).ravel()
    share: NDArray[np.float64] = np.divide(own, whole, out=np.zeros(len(labels)), where=whole > 0)
    return share.round(6)
