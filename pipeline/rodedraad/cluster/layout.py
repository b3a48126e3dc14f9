"""A place on the map for every searched passage.

In: vectors of the passages and the centres of the groups. Out: x and y, 0..1. The centres are laid out so that distances on the map
follow distances in meaning (metric multidimensional scaling, SMACOF: de Leeuw 1977); a passage lies between the centres it is like,
nearest to the likest. Cheap, and the same every time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rodedraad.cluster.reduce import svd

if TYPE_CHECKING:
    from numpy.typing import NDArray

SHARPNESS = 12.0  # how strongly the likest centre draws: weights are exp(SHARPNESS x cosine)
SPREAD = 0.35  # of the distance between centres, how far a passage's own direction moves it
STEPS = 100  # of the scaling, at most
FLAT = 1e-9  # an axis with less spread has none
ENOUGH_CENTRES = 3  # fewer cannot span a map: then the passages' own main directions do


def positions(vectors: NDArray[np.float32], centres: NDArray[np.float32], likeness: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return x and y, shape (n, 2), for ``vectors`` (n, d), ``centres`` (k, d) and ``likeness`` (n, k), the cosines between the two."""
    own = _two_columns(svd(vectors, 2) if len(vectors) else np.zeros((0, 2)))
    if len(centres) < ENOUGH_CENTRES:
        return _scaled(own)
    weights = np.exp(SHARPNESS * (likeness - likeness.max(axis=1, keepdims=True)))
    middle = _scaled(_scaling(1.0 - centres.astype(np.float64) @ centres.T.astype(np.float64)))
    drawn = (weights / weights.sum(axis=1, keepdims=True)) @ middle
    return _scaled(drawn + SPREAD / len(centres) ** 0.5 * (_scaled(own) - 0.5))


def _scaling(distance: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return points (k, 2) whose distances follow ``distance`` (k, k), from classical scaling by majorisation."""
    from sklearn.manifold import smacof

    distance = np.clip((distance + distance.T) / 2, 0.0, 2.0).round(6)
    np.fill_diagonal(distance, 0.0)
    k = len(distance)
    if distance.max() <= FLAT:
        return np.zeros((k, 2))
    centring = np.eye(k) - 1.0 / k
    start = svd((-0.5 * centring @ distance**2 @ centring).astype(np.float32), 2)
    points, _ = smacof(distance, n_components=2, init=_two_columns(start), n_init=1, max_iter=STEPS, normalized_stress=False)
    return np.asarray(points, dtype=np.float64)


def _two_columns(points: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.pad(points, ((0, 0), (0, 2 - points.shape[1])))


def _scaled(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the points moved and stretched to 0..1 per axis; an axis without spread becomes 0.5."""
    if not len(points):
        return points
    low, width = points.min(axis=0), np.ptp(points, axis=0)
    wide = width > FLAT
    scaled: NDArray[np.float64] = np.where(wide, (points - low) / np.where(wide, width, 1.0), 0.5)
    return scaled.round(6)
