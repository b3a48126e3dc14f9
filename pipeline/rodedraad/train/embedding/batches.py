"""Batches of texts of like length, so that little is padded: short sentences then cost what short sentences should.

In: the length of every text. Out: batches in an order that the seed and the epoch settle.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from sentence_transformers.base.sampler import DefaultBatchSampler

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

POOL = 100  # batches whose texts are sorted together


class LengthBatches(DefaultBatchSampler):  # type: ignore[misc] - sentence-transformers has no types
    """Shuffles, sorts each pool of ``POOL`` batches by length, and shuffles the batches."""

    def __init__(self, dataset: Any, batch_size: int, drop_last: bool, *, lengths: Sequence[int], seed: int = 0, **rest: Any) -> None:  # noqa: ANN401
        super().__init__(dataset, batch_size, drop_last, seed=seed, **rest)
        self.lengths = np.asarray(lengths)

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
        return -(-len(self.lengths) // self.batch_size)
