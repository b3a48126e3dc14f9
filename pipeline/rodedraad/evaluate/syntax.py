"""A language pipeline measured on a treebank, from raw text.

In: a loaded spaCy pipeline and a CoNLL-U file. Out: UPOS, lemma, UAS, LAS, tokens and sentences as F1, and words per CPU second, with the
counts per text that a bootstrap draws from.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from rodedraad.syntax import conllu, scoring

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

SPEED = "words_per_cpu_second"


@dataclass(frozen=True, slots=True)
class Measured:
    """A metric: its value and how many gold items it is over, and the counts per text (parallel arrays) that it is made of.

    The value is ``100 * f1(correct, gold, predicted)``; for the speed, words per CPU second, and there are no counts.
    """

    value: float
    n: int
    correct: NDArray[np.int64]
    gold: NDArray[np.int64]
    predicted: NDArray[np.int64]


def f1(correct: NDArray[np.int64], gold: NDArray[np.int64], predicted: NDArray[np.int64]) -> float:
    """Return the F1 (0..1) of counts per text; the statistic to hand to a bootstrap over texts."""
    both = int(gold.sum() + predicted.sum())
    return 2 * int(correct.sum()) / both if both else float("nan")


def score(nlp: Any, path: Path) -> dict[str, Measured]:  # noqa: ANN401 - a spaCy Language, whose import is heavy
    """Return the metrics of ``scoring.METRICS`` and ``SPEED`` over the sentences of a CoNLL-U file (plain or gzipped).

    Raises:
        ConfigError: the file cannot be read or holds no usable sentence.
    """
    counts = scoring.count(nlp, conllu.read([path]).sentences)
    found = {}
    for column, name in enumerate(scoring.METRICS):
        parts = (counts.correct[:, column], counts.gold[:, column], counts.predicted[:, column])
        found[name] = Measured(100 * f1(*parts), int(parts[1].sum()), *parts)
    none = np.zeros(0, dtype=np.int64)
    found[SPEED] = Measured(counts.words_per_cpu_second, found["token"].n, none, none, none)
    return found
