"""Vectors for tokens that the parallel text hardly holds, from the company they keep in Dutch text.

In: token ids of Dutch texts, token vectors, and how much evidence each vector rests on. Out: vectors in which a rare token (*jeugdzorg*,
*mantelzorger*) leans on its distributional neighbours. Without it a word of the field that no translated manual uses would start as noise.
Sources: Dobler & de Melo (2023), FOCUS, arXiv:2305.14481 (new tokens as a mean of similar ones); Levy, Goldberg & Dagan (2015), TACL 3
(positive PMI with smoothed contexts, truncated SVD).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

WINDOW = 5  # tokens to each side; a token at distance k counts 1/k
SMOOTHING = 0.75  # of context counts
DIMENSIONS = 200
NEIGHBOURS = 10
SHARPNESS = 20.0  # of the weights over neighbours: exp(SHARPNESS x cosine)
BLOCK = 2000  # rows of the similarity matrix at a time


def lean_on_neighbours(
    vectors: NDArray[np.float32], evidence: NDArray[np.float64], texts: Sequence[Sequence[int]], prior: float, seed: int
) -> NDArray[np.float32]:
    """Return ``vectors`` (v, d) as the mean of each vector and of its neighbours', weighed ``evidence`` (v,) to ``prior``.

    Neighbours are tokens with more evidence than ``prior``; a token that the texts do not hold keeps its vector.
    """
    contexts = context_vectors(texts, len(vectors), seed)
    seen = np.linalg.norm(contexts, axis=1) > 0
    anchors = np.flatnonzero(seen & (evidence > prior))
    wanting = np.flatnonzero(seen & (evidence <= 10 * prior))
    if len(anchors) == 0:
        return vectors
    result = vectors.copy()
    lengths = np.linalg.norm(vectors, axis=1)
    typical = float(np.median(lengths[anchors]))
    for start in range(0, len(wanting), BLOCK):
        rows = wanting[start : start + BLOCK]
        likeness = contexts[rows] @ contexts[anchors].T
        likeness[rows[:, None] == anchors[None, :]] = -1.0
        nearest = np.argpartition(-likeness, min(NEIGHBOURS, len(anchors) - 1), axis=1)[:, :NEIGHBOURS]
        weight = np.exp(SHARPNESS * np.take_along_axis(likeness, nearest, axis=1))
        weight /= weight.sum(axis=1, keepdims=True)
        mean = np.einsum("rk,rkd->rd", weight, vectors[anchors[nearest]])
        mean *= typical / np.maximum(np.linalg.norm(mean, axis=1, keepdims=True), 1e-9)  # a mean of many is too short
        share = (prior / (prior + evidence[rows]))[:, None]
        result[rows] = (1 - share) * vectors[rows] + share * mean
    return result


def context_vectors(texts: Sequence[Sequence[int]], size: int, seed: int) -> NDArray[np.float32]:
    """Return unit vectors (size, at most DIMENSIONS) of the tokens' contexts; zeros for a token without any."""
    from sklearn.utils.extmath import randomized_svd

    matrix = _positive_pmi(_co_occurrence(texts, size))
    if matrix.nnz == 0:
        return np.zeros((size, 1), dtype=np.float32)
    left, weights, _ = randomized_svd(matrix, n_components=min(DIMENSIONS, size - 1), n_iter=3, random_state=seed)
    rows = left * np.sqrt(weights)
    rows[np.diff(matrix.indptr) == 0] = 0  # with fewer directions than asked for, rounding would give these one too
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.where(lengths > 1e-9, rows / np.maximum(lengths, 1e-9), 0.0).astype(np.float32)  # noqa: PLR2004 - below this a direction is rounding


def _co_occurrence(texts: Sequence[Sequence[int]], size: int) -> Any:  # noqa: ANN401 - scipy has no types
    from scipy.sparse import coo_matrix, csr_matrix

    gap = [-1] * WINDOW
    stream = np.array([token for text in texts for token in (*text, *gap)], dtype=np.int64)
    total = csr_matrix((size, size), dtype=np.float64)
    for distance in range(1, WINDOW + 1):
        left, right = stream[:-distance], stream[distance:]
        both = (left >= 0) & (right >= 0)
        total = total + coo_matrix((np.full(both.sum(), 1 / distance), (left[both], right[both])), shape=(size, size)).tocsr()
    return total + total.T


def _positive_pmi(counts: Any) -> Any:  # noqa: ANN401
    from scipy.sparse import csr_matrix

    cells = counts.tocoo()
    rows = np.asarray(counts.sum(axis=1)).ravel()
    contexts = rows**SMOOTHING
    gain = np.log(cells.data * contexts.sum() / (rows[cells.row] * contexts[cells.col]))
    kept = gain > 0
    return csr_matrix((gain[kept], (cells.row[kept], cells.col[kept])), shape=counts.shape)
