"""How well each group of one grouping is found again in another.

In: two groupings of the same passages. Out: a number 0..1 per group of the first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rodedraad.cluster.density import NOISE

if TYPE_CHECKING:
    from numpy.typing import NDArray


def best_overlap(first: NDArray[np.int64], second: NDArray[np.int64], count: int) -> NDArray[np.float64]:
    """Return for each of the ``count`` groups of ``first`` its best Jaccard overlap with a group of ``second`` over the same passages."""
    other = int(second.max(initial=NOISE)) + 1
    table = np.zeros((count, other))
    both = (first != NOISE) & (second != NOISE)
    np.add.at(table, (first[both], second[both]), 1.0)
    sizes = np.bincount(first[first != NOISE], minlength=count)[:, None] + np.bincount(second[second != NOISE], minlength=other)[None, :]
    overlap = np.divide(table, sizes - table, out=np.zeros_like(table), where=sizes > table)
    overlap[(sizes == table) & (table > 0)] = 1.0
    return np.asarray(overlap.max(axis=1, initial=0.0))
