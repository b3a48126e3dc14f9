"""The shared-neighbour graph.

In: neighbour lists. Out: a sparse symmetric matrix of weights. Two passages are bound by how many neighbours they share, which evens out
dense and thin regions and weakens passages that are everybody's neighbour. Source: Jarvis & Patrick (1973), IEEE Trans. Computers
C-22(11); Jaccard weights as in PhenoGraph (Levine et al. 2015, Cell 162).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from rodedraad.cluster.neighbours import ABSENT

if TYPE_CHECKING:
    from rodedraad.cluster.neighbours import Near

BLOCK_ROWS = 4096


def shared_neighbours(near: Near) -> Any:  # noqa: ANN401 - scipy has no types
    """Return the weights, CSR (n, n), symmetric, 0 on the diagonal: cosine times the overlap of the two neighbour lists.

    The overlap is that of Jaccard, each passage being in its own list. Only pairs of which one is in the other's list have a weight.
    """
    from scipy import sparse

    n = len(near.index)
    row, column = np.nonzero(near.index != ABSENT)
    if not len(row):
        return sparse.csr_array((n, n))
    target = near.index[row, column]
    likeness = sparse.csr_array((near.likeness[row, column].astype(np.float64), (row, target)), shape=(n, n))
    lists = sparse.csr_array((np.ones(len(row)), (row, target)), shape=(n, n)) + sparse.eye_array(n, format="csr")
    pairs = likeness.maximum(likeness.T).tocsr()
    sizes = np.diff(lists.tocsr().indptr).astype(np.float64)
    blocks = []
    for start in range(0, n, BLOCK_ROWS):
        part = pairs[start : start + BLOCK_ROWS].tocoo()
        shared = (lists[start : start + BLOCK_ROWS] @ lists.T).tocsr()
        overlap = np.asarray(shared[part.row, part.col]).ravel()
        union = sizes[part.row + start] + sizes[part.col] - overlap
        blocks.append(sparse.csr_array((part.data * overlap / union, (part.row, part.col)), shape=part.shape))
    weights = sparse.vstack(blocks, format="csr")
    weights.eliminate_zeros()
    weights.sort_indices()
    return weights
