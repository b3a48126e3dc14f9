"""Batches of texts of like length, so that little is padded: short sentences then cost what short sentences should.

In: the length of every text. Out: batches in an order that the seed and the epoch settle.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
from sentence_transformers.base.sampler import DefaultBatchSampler

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

POOL = 100  # batches whose texts are sorted together


class LengthBatches(DefaultBatchSampler):  # type: ignore[misc]  # sentence-transformers has no types
    """Shuffles, sorts each pool of ``POOL`` batches by length, and shuffles the batches.

    Every text comes once an epoch; the last batch may be smaller, ``drop_last`` or not. ``lengths`` has one entry a text of the dataset.
    """

    def __init__(self, dataset: Any, batch_size: int, drop_last: bool, *, lengths: Sequence[int], seed: int = 0, **rest: Any) -> None:  # noqa: ANN401
        super().__init__(dataset, batch_size, drop_last, seed=seed, **rest)
        self.lengths: NDArray[np.int64] = np.asarray(lengths)
        self.sampler = _EpochTeller(self)

    def __iter__(self) -> Iterator[list[int]]:
        random = np.random.default_rng((self.seed, self.epoch))
        order = random.permutation(len(self.lengths))
        pool = self.batch_size * POOL
        batches = []
        for start in range(0, len(order), pool):
            part = order[start : start + pool]
            part = part[np.argsort(self.lengths[part], kind="stable")]
            batches += [part[i : i + self.batch_size] for i in range(0, len(part), self.batch_size)]
        for number in random.permutation(len(batches)):
            yield [int(i) for i in batches[number]]

    def __len__(self) -> int:
        return math.ceil(len(self.lengths) / int(self.batch_size))


class _EpochTeller:
    """Passes the epoch on: in a training resumed within an epoch, accelerate wraps the batches and tells ``batches.sampler`` only."""

    def __init__(self, batches: LengthBatches) -> None:
        self._batches = batches

    def set_epoch(self, epoch: int) -> None:
        self._batches.set_epoch(epoch)
