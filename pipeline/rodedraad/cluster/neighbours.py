"""Exact nearest neighbours in *other* documents.

In: unit vectors and the document of each. Out: candidates sorted by likeness, and from them the neighbour lists of any part of the
corpus. A passage is never its own document's neighbour, and one other document gives at most a few, so a group hangs together across
documents or not at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

BLOCK_ROWS = 512  # rows compared with all others at once: 512 x 20,000 float32 is 40 MB
SPARE = 3  # candidates per neighbour wanted: some fall out by the cap per document or in a resample
PER_DOCUMENT = 3  # neighbours that one document may give a passage
ABSENT = -1


@dataclass(frozen=True, slots=True)
class Near:
    """For each of n passages others that are alike, most alike first; ``ABSENT`` with likeness 0 where there are fewer than c."""

    index: NDArray[np.int64]  # (n, c)
    likeness: NDArray[np.float32]  # (n, c), cosine


@dataclass(frozen=True, slots=True)
class Corpus:
    """Unit vectors (n, d) and the document of each (n,), by number."""

    vectors: NDArray[np.float32]
    documents: NDArray[np.int64]

    def part(self, rows: NDArray[np.int64]) -> Corpus:
        """Return the passages ``rows`` alone."""
        return Corpus(self.vectors[rows], self.documents[rows])


def candidates(passages: Corpus, among: Corpus, neighbours: int) -> Near:
    """Return for each of ``passages`` the ``SPARE`` x ``neighbours`` most alike ``among`` (indices in it), by exact cosine.

    Passages of the same document are left out, the passage itself with them. Equal likeness goes by position. A zero vector has no
    neighbour.
    """
    n, count = len(passages.vectors), min(SPARE * neighbours, len(among.vectors))
    index = np.full((n, count), ABSENT, dtype=np.int64)
    likeness = np.zeros((n, count), dtype=np.float32)
    for start in range(0, n if count else 0, BLOCK_ROWS):
        rows = slice(start, min(start + BLOCK_ROWS, n))
        block = passages.vectors[rows] @ among.vectors.T
        block[passages.documents[rows, None] == among.documents[None, :]] = 0.0
        near = np.argpartition(-block, count - 1, axis=1)[:, :count]
        values = np.round(np.take_along_axis(block, near, axis=1), 6)
        order = np.lexsort((near, -values), axis=1)
        near, values = np.take_along_axis(near, order, axis=1), np.take_along_axis(values, order, axis=1)
        index[rows], likeness[rows] = np.where(values > 0, near, ABSENT), np.maximum(values, 0.0)
    return Near(index, likeness)


def nearest(found: Near, documents: NDArray[np.int64], neighbours: int) -> Near:
    """Return at most ``neighbours`` of each list of candidates, at most ``PER_DOCUMENT`` from one document.

    ``documents`` gives the document of each passage that the indices in ``found`` point to.
    """
    if not found.index.shape[1]:
        return found
    owner = np.where(found.index == ABSENT, ABSENT, documents[found.index])
    keep = (found.index != ABSENT) & (_earlier_of_same(owner) < PER_DOCUMENT)
    keep &= np.cumsum(keep, axis=1) <= neighbours
    front = np.argsort(~keep, axis=1, kind="stable")[:, :neighbours]
    kept = np.take_along_axis(keep, front, axis=1)
    return Near(
        np.where(kept, np.take_along_axis(found.index, front, axis=1), ABSENT),
        np.where(kept, np.take_along_axis(found.likeness, front, axis=1), np.float32(0)),
    )


def within(found: Near, rows: NDArray[np.int64]) -> Near:
    """Return the candidates of the passages ``rows`` among themselves; indices count within ``rows``."""
    place = np.full(len(found.index) + 1, ABSENT, dtype=np.int64)  # the last entry serves ABSENT, which is -1
    place[rows] = np.arange(len(rows))
    return Near(place[found.index[rows]], found.likeness[rows])


def _earlier_of_same(owner: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return for each cell how many cells before it in its row hold the same value."""
    result = np.zeros(owner.shape, dtype=np.int64)
    for column in range(1, owner.shape[1]):
        result[:, column] = (owner[:, :column] == owner[:, column : column + 1]).sum(axis=1)
    return result
