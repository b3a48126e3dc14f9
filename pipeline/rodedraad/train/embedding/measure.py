"""How a model does on the way: rank correlation with human judgements on a dev set.

In: scored pairs. Out: a function from a model to figures. Source: Spearman's correlation of cosine and judgement, as in MTEB.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rodedraad.train.corpora import Scored

Measure = Callable[[Any], dict[str, float]]


def on(scored: list[Scored]) -> Measure:
    """Return a function that gives the Spearman correlation per source of ``scored``."""

    def measure(model: Any) -> dict[str, float]:  # noqa: ANN401 - sentence-transformers has no types
        return {f"spearman_{source}": _spearman(model, [pair for pair in scored if pair.source == source]) for source in sources}

    sources = sorted({pair.source for pair in scored})
    return measure


def _spearman(model: Any, pairs: list[Scored]) -> float:  # noqa: ANN401
    import numpy as np
    from scipy.stats import spearmanr

    texts = sorted({text for pair in pairs for text in pair.texts})
    row = {text: i for i, text in enumerate(texts)}
    vectors = np.asarray(model.encode(texts, batch_size=64, show_progress_bar=False, normalize_embeddings=True), dtype=np.float32)
    first, second = vectors[[row[pair.first] for pair in pairs]], vectors[[row[pair.second] for pair in pairs]]
    return float(spearmanr((first * second).sum(axis=1), [pair.score for pair in pairs]).statistic)
