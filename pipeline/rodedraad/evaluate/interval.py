"""Intervals by resampling: from the scores of items to a figure with its 95 % percentile interval.

Items (pairs, texts, sentences) are drawn with replacement; the same seed and data set give the same draws for every model, so that models
in one table differ by the model alone. Source: Efron & Tibshirani (1993), An Introduction to the
Bootstrap, chapter 13; scipy.stats.bootstrap.
"""

from __future__ import annotations

import math
import warnings
from typing import TYPE_CHECKING, Any

import numpy as np

from rodedraad.evaluate.record import Figure, Sampling
from rodedraad.ids import digest

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

MOST_UNDEFINED = 0.05  # of the resamples; beyond this no interval is given


def figure(
    name: str, statistic: Callable[..., float], arrays: Sequence[NDArray[Any]], sampling: Sampling, data: str, *, centred: bool = False
) -> Figure:
    """Return ``statistic(*arrays)`` with its interval; the arrays are parallel, item by item on their first axis.

    ``centred`` is for a statistic that drawing the same item twice raises by itself, such as the agreement of two groupings: the draws
    then lie beside the measured value, and are shifted so that it is their mean; their spread is kept.

    A statistic that is NaN (a constant has no rank correlation) makes a figure without a value; one item makes one without an interval.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # constant input is what NaN says
        value = float(statistic(*arrays))
    if not math.isfinite(value):
        return Figure(name, None)
    drawn = _draws(statistic, arrays, sampling, data) if len(arrays[0]) > 1 else np.zeros(0)
    good = drawn[np.isfinite(drawn)]
    if not good.size or good.size < (1 - MOST_UNDEFINED) * drawn.size:
        return Figure(name, value)
    tail = (1 - sampling.confidence) / 2
    low, high = np.quantile(good, [tail, 1 - tail]) + (value - good.mean() if centred else 0.0)
    return Figure(name, value, float(low), float(high))


def mean(name: str, scores: NDArray[Any], sampling: Sampling, data: str) -> Figure:
    """Return the mean of the items' ``scores`` with its interval."""
    return figure(name, lambda s: float(np.mean(s)), [np.asarray(scores, dtype=np.float64)], sampling, data)


def _draws(statistic: Callable[..., float], arrays: Sequence[NDArray[Any]], sampling: Sampling, data: str) -> NDArray[np.float64]:
    """Return the statistic of each resample, NaN where it is not defined."""
    from scipy.stats import bootstrap

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = bootstrap(
            (np.arange(len(arrays[0])),),
            lambda chosen: statistic(*(array[chosen] for array in arrays)),
            vectorized=False,
            n_resamples=sampling.resamples,
            method="percentile",
            rng=np.random.default_rng([sampling.seed, int(digest(data)[:12], 16)]),
        )
    return np.asarray(found.bootstrap_distribution, dtype=np.float64)
