"""Few dimensions in which groups are dense.

In: the shared-neighbour graph (spectral) or the vectors (svd). Out: coordinates (n, components). The spectral coordinates are the leading
eigenvectors of the symmetric normalised graph: what hangs together in the graph lies together. Source: Ng, Jordan & Weiss (2001); a small
constant weight between all pairs keeps loose bits from taking a dimension each (Zhang & Rohe 2018, Understanding regularized spectral
clustering).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

REGULARISATION = 0.1  # of the mean degree, spread over all pairs
SMALLEST_SPARSE = 64  # nodes; below this the whole matrix is decomposed


def spectral(weights: Any, components: int) -> NDArray[np.float64]:  # noqa: ANN401 - scipy has no types
    """Return coordinates (n, min(components, n - 1)): eigenvectors 2.. of the normalised graph, times their eigenvalues.

    Rows have unit length. A passage without neighbours has a row of zeros.
    """
    n = weights.shape[0]
    size = min(components, n - 1)
    if size < 1 or weights.nnz == 0:
        return np.zeros((n, max(size, 0)))
    degree = np.asarray(weights.sum(axis=1)).ravel().astype(np.float64)
    extra = REGULARISATION * degree.mean() / n
    scale = 1.0 / np.sqrt(degree + extra * n)
    values, vectors = _leading(weights, scale, extra, size + 1)
    order = np.argsort(-values, kind="stable")[1:]
    rows = _fixed_signs(vectors[:, order] * np.maximum(values[order], 0.0))
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.where((degree[:, None] > 0) & (length > 0), rows / np.where(length > 0, length, 1.0), 0.0)


def svd(vectors: NDArray[np.float32], components: int) -> NDArray[np.float64]:
    """Return the coordinates (n, min(components, d)) of the vectors on their leading right singular directions."""
    wide = vectors.astype(np.float64)
    _, directions = np.linalg.eigh(wide.T @ wide)
    return _fixed_signs(np.asarray(wide @ directions[:, ::-1][:, :components], dtype=np.float64))


def _leading(weights: Any, scale: NDArray[np.float64], extra: float, count: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:  # noqa: ANN401
    from scipy.sparse.linalg import LinearOperator, eigsh

    n = len(scale)

    def times(x: NDArray[np.float64]) -> NDArray[np.float64]:
        y = scale * x.ravel()
        return np.asarray(scale * (weights @ y + extra * y.sum()), dtype=np.float64)

    if n <= max(SMALLEST_SPARSE, 2 * count):
        values, vectors = np.linalg.eigh(scale[:, None] * (weights.toarray() + extra) * scale[None, :])
        return values[-count:], vectors[:, -count:]
    start = 1.0 / scale + np.linspace(0.0, 1e-3, n)  # near the first eigenvector, and not orthogonal to any
    operator = LinearOperator((n, n), matvec=times, dtype=np.float64)
    values, vectors = eigsh(operator, k=count, which="LA", v0=start / np.linalg.norm(start), ncv=min(n, max(4 * count, 40)), tol=1e-8)
    return values, vectors


def _fixed_signs(coordinates: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the coordinates with the largest value of each column positive (the first of equals)."""
    top = np.argmax(np.abs(np.round(coordinates, 9)), axis=0)
    signs = np.sign(coordinates[top, np.arange(coordinates.shape[1])])
    return coordinates * np.where(signs == 0, 1.0, signs)
