"""The two judges of a reading model weighed anew by a few hundred decisions, with nothing else trained.

In: logits of both judges, and cells (passage, item) with a yes or no. Out: probabilities, and thresholds from passages that nobody judged.
Weights stay near where they began as long as decisions are few: one weighing for all items and a bias for each, each drawn to its start by
a normal prior. Sources: Platt (1999) for the slope and bias; Lipton et al. (2014), arXiv:1402.1892, for thresholds by expected F1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rodedraad.reading.heads import sigmoid

if TYPE_CHECKING:
    from numpy.typing import NDArray

FIRM = 4.0  # how firmly the shared weights are held where they began, as the inverse variance of the prior
LOOSE = 1.0  # likewise of the bias of each item
GRID = np.linspace(0.05, 0.95, 91)  # thresholds that are tried


@dataclass(frozen=True)
class Weighing:
    """``shared``: weight of the vector logit, of the n-gram logit, and a bias; ``own`` (items,) the bias of each item."""

    shared: NDArray[np.float64]
    own: NDArray[np.float64]

    def probabilities(self, by_vector: NDArray[np.float32], by_ngram: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the probability of each item (n, items) from the logits of both judges (n, items)."""
        return sigmoid(by_vector * self.shared[0] + by_ngram * self.shared[1] + self.shared[2] + self.own[None, :])


def untaught(n_items: int) -> Weighing:
    """Return the weighing before any decision: both judges alike."""
    return Weighing(np.array([0.5, 0.5, 0.0]), np.zeros(n_items))


def taught(by_vector: NDArray[np.float32], by_ngram: NDArray[np.float32], cells: NDArray[np.int64], yes: NDArray[np.bool_]) -> Weighing:
    """Return the weighing that the decisions suggest: ``cells`` (m, 2) are rows and columns of the logits, ``yes`` (m,) the answers."""
    start = untaught(by_vector.shape[1])
    if not len(cells):
        return start
    from scipy.optimize import minimize

    rows, columns = cells.T
    inputs = np.column_stack([by_vector[rows, columns], by_ngram[rows, columns], np.ones(len(cells))]).astype(np.float64)
    sign = np.where(yes, 1.0, -1.0)

    def loss(values: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        shared, own = values[:3], values[3:]
        margin = sign * (inputs @ shared + own[columns])
        pull = -sign * sigmoid(-margin).astype(np.float64)
        slope = np.concatenate([inputs.T @ pull + FIRM * (shared - start.shared), np.bincount(columns, pull, len(own)) + LOOSE * own])
        prior = FIRM * ((shared - start.shared) ** 2).sum() / 2 + LOOSE * (own**2).sum() / 2
        return float(np.logaddexp(0, -margin).sum() + prior), slope

    found = minimize(loss, np.concatenate([start.shared, start.own]), jac=True, method="L-BFGS-B").x
    return Weighing(found[:3], found[3:])


def thresholds(probabilities: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return for each item (items,) the probability from which assigning it gives the best F1 to be expected on these passages."""
    return np.array([GRID[int(np.argmax([_expected(p, step) for step in GRID]))] for p in probabilities.T.astype(np.float64)])


def _expected(probability: NDArray[np.float64], step: float) -> float:
    said = probability >= step
    return float(2 * probability[said].sum() / max(1e-9, said.sum() + probability.sum()))
