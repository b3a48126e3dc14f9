"""The reading model's evidence in the place of indicators, for the items that it knows.

In: scores by indicators, the tables ``evidence`` and ``readings``. Out: the scores that count, with the threshold of each item. Where the
model read a passage and found no sign of an item the score is 0: its silence is an answer. Polarity is told of findings only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rodedraad.lens import polarity
from rodedraad.lens.score import Scores

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray

    from rodedraad.config import Lens
    from rodedraad.lens.indicators import Framework


@dataclass(frozen=True, slots=True)
class Told:
    """What a model said of n passages: arrays (n, items); ``known`` (items,), ``thresholds`` (items,), ``read`` (n,): which it read."""

    model_id: str
    known: NDArray[np.bool_]
    thresholds: NDArray[np.float32]
    read: NDArray[np.bool_]
    score: NDArray[np.float32]
    leaning: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Judged:
    """The scores that count; ``thresholds`` and ``by_model`` (items,)."""

    scores: Scores
    thresholds: NDArray[np.float32]
    by_model: NDArray[np.bool_]
    model_id: str


def told(evidence: pl.DataFrame, readings: pl.DataFrame, framework: Framework, passages: pl.DataFrame) -> Told:
    """Return what the tables say of ``passages`` and the items of ``framework``."""
    names = [(framework.lenses[lens].id, item.id) for lens, item in framework.items]
    column, row = {name: n for n, name in enumerate(names)}, {each: n for n, each in enumerate(passages["passage_id"].to_list())}
    shape = (len(row), len(names))
    found = Told(
        model_id=readings["model_id"].max() if readings.height else "",  # type: ignore[arg-type]  # a column of one value
        known=np.zeros(len(names), bool),
        thresholds=np.zeros(len(names), np.float32),
        read=passages["passage_id"].is_in(readings["passage_id"].implode()).to_numpy(),
        score=np.zeros(shape, np.float32),
        leaning=np.zeros(shape, np.float32),
    )
    columns = ("passage_id", "lens_id", "item_id", "score", "threshold", "polarity_score")
    for passage, lens, item, score, threshold, leaning in evidence.select(columns).iter_rows():
        n = column.get((lens, item))
        if n is None:
            continue
        found.known[n], found.thresholds[n] = True, threshold
        if passage in row:
            found.score[row[passage], n], found.leaning[row[passage], n] = score, leaning
    findings = np.array([polarity.is_finding(m) for m in passages["modality"].to_list()], dtype=bool)
    faults = np.array([framework.lenses[lens].lens.faults for lens, _ in framework.items], dtype=bool)
    found.leaning[~findings] = 0.0
    found.score[np.outer(~findings, faults)] = 0.0  # what should be, or will be, is no instance of what went wrong
    return found


def over_indicators(scores: Scores, told: Told, config: Lens) -> Judged:
    """Return ``scores`` with those of the model for the items and passages that it read.

    The threshold of an item is the model's, ``config.least`` at the least; of one that the model does not know ``config.threshold``.
    """
    cells = np.outer(told.read, told.known)
    own = np.maximum(told.thresholds, np.float32(config.least))
    thresholds = np.where(told.known, own, np.float32(config.threshold)).astype(np.float32)
    judged = Scores(
        np.where(cells, told.score, scores.score).astype(np.float32),
        np.where(cells, told.leaning, scores.polarity).astype(np.float32),
        scores.indicator,
    )
    return Judged(judged, thresholds, told.known, told.model_id)
