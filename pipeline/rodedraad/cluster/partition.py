"""The one place where a graph is cut into communities.

In: a symmetric sparse matrix of weights. Out: a community per node. Source: Traag, Waltman & van Eck (2019), From Louvain to Leiden,
Scientific Reports 9:5233, maximising modularity with a resolution (Reichardt & Bornholdt 2006).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def partition(weights: Any, resolution: float, seed: int, rounds: int = 1) -> NDArray[np.int64]:  # noqa: ANN401 - scipy has no types
    """Return the community of each node of ``weights`` (CSR, n x n, symmetric), numbered 0.. by no rule; a node without edge is alone.

    A higher ``resolution`` gives more and smaller ones. ``rounds`` is how often the whole is gone through. Equal input gives equal output.
    """
    n = weights.shape[0]
    if not n or not weights.nnz:
        return np.arange(n)
    from graspologic_native import leiden_csr

    _, found = leiden_csr(
        weights.indptr.astype(np.int64),
        weights.indices.astype(np.int32),
        weights.data.astype(np.float64),
        n,
        resolution=resolution,
        seed=seed,
        iterations=rounds,
    )
    return _numbered(np.array([found.get(i, n + i) for i in range(n)], dtype=np.int64))


def _numbered(labels: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.asarray(np.unique(labels, return_inverse=True)[1], dtype=np.int64)
