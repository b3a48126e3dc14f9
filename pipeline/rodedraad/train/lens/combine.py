"""How two judges are weighed, made into probabilities, and from where an item is assigned: learned on the part validation alone.

In: logits of both judges and the answers. Out: the mix and the thresholds of `reading.heads`. One weighing for all items, then a slope and
a bias for each (Platt 1999): a part with forty yeses an item is too small for more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rodedraad.reading.heads import Outputs
    from rodedraad.train.lens.examples import Examples

FEW = 5  # yeses; with fewer an item gets the slope and bias of all
STRENGTH = 1.0  # of the logistic regressions here
STEPS = np.linspace(0.05, 0.95, 91)  # thresholds that are tried
SHARES = np.linspace(0, 1, 21)
SCALES = (0.5, 0.75, 1.0, 1.5, 2.0, 3.0)


def mix(by_vector: NDArray[np.float32], by_ngram: NDArray[np.float32], answers: Examples, outputs: Outputs) -> NDArray[np.float32]:
    """Return what weighs the two logits (n, width) and 1, shape (3, width)."""
    a, b = len(outputs.items), len(outputs.items) + len(outputs.signed)
    result = np.zeros((3, outputs.width), np.float32)
    both = np.stack([by_vector, by_ngram], axis=-1)
    shared = _logistic(both[:, :a].reshape(-1, 2), answers.items.ravel() > 0)
    for column in range(a):
        slope, bias = 1.0, 0.0
        yes = answers.items[:, column] > 0
        if yes.sum() >= FEW:
            one = (both[:, column] @ shared[:2] + shared[2])[:, None]
            slope, bias = map(float, _logistic(one, yes))
        result[:, column] = (slope * shared[0], slope * shared[1], slope * shared[2] + bias)
    told = answers.signs != 0
    result[:, a:b] = _logistic(both[:, a:b][told], answers.signs[told] > 0)[:, None] if told.any() else np.array([[1.0], [1.0], [0.0]])
    result[:, b:] = _of_modality(both[:, b:], answers.modality)[:, None]
    return result


def thresholds(probabilities: NDArray[np.float32], items: NDArray[np.float32]) -> tuple[float, ...]:
    """Return for each item the probability from which assigning it gives the best F1; the mean over near-best ones, which varies less."""
    return tuple(_threshold(p, y > 0) for p, y in zip(probabilities.T, items.T, strict=True))


def _threshold(probability: NDArray[np.float32], yes: NDArray[np.bool_]) -> float:
    if yes.sum() < FEW:
        return 0.5
    scores = np.array([_f1(probability >= step, yes) for step in STEPS])
    return float(STEPS[scores >= scores.max() - 0.01].mean())


def _f1(said: NDArray[np.bool_], yes: NDArray[np.bool_]) -> float:
    return float(2 * (said & yes).sum() / max(1, said.sum() + yes.sum()))


def _logistic(rows: NDArray[np.float32], yes: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return the weights of the columns and the bias."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=STRENGTH, max_iter=500).fit(rows, yes)
    return np.append(model.coef_[0], model.intercept_[0])


def _of_modality(both: NDArray[np.float32], wanted: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the weights of the two judges with the least cross-entropy on a grid, and no bias."""

    def loss(weights: NDArray[np.float64]) -> float:
        logits = both @ weights
        shares = logits - logits.max(axis=1, keepdims=True)
        return float((np.log(np.exp(shares).sum(axis=1)) - shares[np.arange(len(wanted)), wanted]).mean())

    tried = [scale * np.array([share, 1 - share]) for scale in SCALES for share in SHARES]
    return np.append(min(tried, key=loss), 0.0)
