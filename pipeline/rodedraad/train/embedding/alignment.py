"""Which English token a Dutch token stands for: IBM model 1 over sentence pairs.

In: token ids of both sides. Out: a sparse matrix of expected translations. Enough to carry token vectors from one vocabulary to another, at
the cost of half a minute. Source: Brown et al. (1993), The mathematics of statistical machine translation, Computational Linguistics 19(2).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


def align(dutch: Sequence[Sequence[int]], english: Sequence[Sequence[int]], shape: tuple[int, int], rounds: int) -> Any:  # noqa: ANN401 - scipy has no types
    """Return how often each Dutch token is expected to stand for each English token: a CSR matrix of ``shape`` (Dutch, English).

    A row divided by its sum is p(English | Dutch); the sum itself is the evidence for it, 0 for a Dutch token that was in no pair.
    ``rounds`` of expectation-maximisation start from uniform translation tables; every sentence has an empty Dutch word, which takes the
    English tokens that nothing in the Dutch accounts for. A pair of which one side is empty says nothing.

    The direction estimated is t(e | d): each English token chooses which Dutch token of its pair produced it.
    """
    from scipy.sparse import csr_matrix

    dutch_ids, english_ids, slots, n_slots = _cells(dutch, english, null=shape[0])
    cells, cell_of = np.unique(dutch_ids.astype(np.int64) * shape[1] + english_ids, return_inverse=True)
    row = cells // shape[1]
    chance = np.ones(len(cells))
    counts: NDArray[Any] = np.zeros(len(cells))
    for _ in range(rounds):
        weight = chance[cell_of]
        weight /= np.bincount(slots, weight, minlength=n_slots)[slots]
        counts = np.bincount(cell_of, weight, minlength=len(cells))
        chance = counts / np.bincount(row, counts, minlength=shape[0] + 1)[row]
    real = row < shape[0]
    return csr_matrix((counts[real], (row[real], (cells % shape[1])[real])), shape=shape)


def _cells(
    dutch: Sequence[Sequence[int]], english: Sequence[Sequence[int]], null: int
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int64], int]:
    """Return every (Dutch, English) token pairing of every sentence pair, and the English position that each belongs to."""
    left, right, slot = [], [], []
    position = 0
    for nl, en in zip(dutch, english, strict=True):
        if not nl or not en:
            continue
        source = np.array([*nl, null], dtype=np.int32)
        target = np.array(en, dtype=np.int32)
        left.append(np.tile(source, len(target)))
        right.append(np.repeat(target, len(source)))
        slot.append(np.repeat(np.arange(position, position + len(target), dtype=np.int64), len(source)))
        position += len(target)
    if not left:
        empty = np.empty(0, dtype=np.int32)
        return empty, empty, np.empty(0, dtype=np.int64), 0
    return np.concatenate(left), np.concatenate(right), np.concatenate(slot), position
