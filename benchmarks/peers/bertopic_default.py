"""BERTopic with its defaults, on vectors that are given.

In: texts and their vectors. Out: a topic per text (-1 for none) and the CPU seconds of its two steps, reducing (UMAP) and clustering
(HDBSCAN). Needs the package bertopic, a benchmark extra. Source: Grootendorst (2022), arXiv:2203.05794.
"""

from __future__ import annotations

import time
import warnings
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

WARM_UP = (600, 5_000)  # rows: below 4,096 UMAP compares all pairs, above it compiles another search
DIMENSIONS = 384


def present() -> bool:
    """Return whether BERTopic can be imported."""
    return find_spec("bertopic") is not None


def warm_up() -> float:
    """Return the CPU seconds that numba compiles for, which every fresh process pays and the figures of `topics` leave out."""
    random, started = np.random.default_rng(0), time.process_time()
    for rows in WARM_UP:
        topics([f"word{i % 50} text" for i in range(rows)], random.normal(size=(rows, DIMENSIONS)).astype(np.float32), 1)
    return time.process_time() - started


def topics(texts: list[str], vectors: NDArray[np.float32], seed: int) -> tuple[NDArray[np.int64], float]:
    """Return the topic of each text and the CPU seconds of reduce and cluster."""
    from bertopic import BERTopic

    model = BERTopic(calculate_probabilities=False)
    model.umap_model.random_state = seed  # without one no two runs are alike
    spent: list[float] = []
    model.umap_model.fit = _timed(model.umap_model.fit, spent)
    model.hdbscan_model.fit = _timed(model.hdbscan_model.fit, spent)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found, _ = model.fit_transform(texts, embeddings=vectors)
    return np.asarray(found, dtype=np.int64), sum(spent)


def _timed(work: Callable[..., Any], spent: list[float]) -> Callable[..., Any]:
    def run(*given: Any, **named: Any) -> Any:  # noqa: ANN401 - passes on what it gets
        started = time.process_time()
        result = work(*given, **named)
        spent.append(time.process_time() - started)
        return result

    return run
