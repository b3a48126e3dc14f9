"""The second judge: logistic regression on words, word pairs and pieces of words.

In: examples. Out: weights on hashed n-grams. Source: scikit-learn's LogisticRegression; n-grams with a linear model are what a sentence
encoder has to beat on abstract factors.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from rodedraad.reading import ngrams
from rodedraad.train.lens.examples import UNTOLD

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rodedraad.reading.heads import Outputs
    from rodedraad.reading.ngrams import Features
    from rodedraad.train.lens.examples import Examples
    from rodedraad.train.lens.settings import Ngrams

ITERATIONS = 300


@dataclass(frozen=True)
class Linear:
    """Weights (k, width) on the k ``features``, and a bias (width,)."""

    features: Features
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]

    def logits(self, examples: Examples) -> NDArray[np.float32]:
        """Return logits (n, width)."""
        rows = self.features.rows(examples.texts, examples.headings)
        return np.asarray(rows @ self.weights, dtype=np.float32) + self.bias


def fit(examples: Examples, outputs: Outputs, settings: Ngrams, seed: int) -> Linear:
    """Return the weights for every output."""
    features = ngrams.fit(examples.texts, examples.headings, settings.least)
    rows = features.rows(examples.texts, examples.headings)
    weights = np.zeros((len(features.columns), outputs.width), np.float32)
    bias = np.zeros(outputs.width, np.float32)
    column = 0
    for answers in examples.items.T:
        said = answers != UNTOLD
        weights[:, column], bias[column] = _two_way(rows if said.all() else rows[said], answers[said] > 0, settings, seed)
        column += 1
    for signs in examples.signs.T:
        told = np.flatnonzero(signs)
        weights[:, column], bias[column] = _two_way(rows[told], signs[told] > 0, settings, seed)
        column += 1
    many = _model(settings, seed).fit(rows, examples.modality)
    places = column + many.classes_
    weights[:, places], bias[places] = many.coef_.T, many.intercept_
    return Linear(features, weights, bias)


def _two_way(rows: Any, yes: NDArray[np.bool_], settings: Ngrams, seed: int) -> tuple[NDArray[np.float32], float]:  # noqa: ANN401 - scipy
    if yes.all() or not yes.any():
        return np.zeros(rows.shape[1], np.float32), 0.0
    model = _model(settings, seed).fit(rows, yes)
    return model.coef_[0].astype(np.float32), float(model.intercept_[0])


def _model(settings: Ngrams, seed: int) -> Any:  # noqa: ANN401 - scikit-learn has no types
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=settings.strength, class_weight="balanced", max_iter=ITERATIONS, random_state=seed)
