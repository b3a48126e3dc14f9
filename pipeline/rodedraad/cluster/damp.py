"""Damping of what is one document's own.

In: passage vectors and the document of each. Out: unit vectors in which the document's mean, its subject and its author's way of writing,
weighs less, so that passages come near each other for what happened and not for where. Works for any embedder.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

SHRINKAGE_PASSAGES = 8.0  # so many passages at the mean of all documents are added to each document's own mean
SMALLEST_LENGTH = 1e-6


def damp(vectors: NDArray[np.float32], documents: NDArray[np.int64], damping: float) -> NDArray[np.float32]:
    """Return ``vectors`` (n, d) less the mean of all and ``damping`` times what their document's mean differs from it, at unit length.

    Rows without direction are zeros. ``documents`` (n,) holds 0..D-1. The mean of a document with few passages is shrunk to the mean of
    all, so one row of a register is not emptied. Encoders put all texts in a narrow cone (Mu & Viswanath 2018, All-but-the-Top): without
    its middle, the cosine of any two passages is near 0.
    """
    if not len(vectors):
        return vectors
    wide = vectors.astype(np.float64)
    overall = wide.mean(axis=0)
    counts = np.bincount(documents).astype(np.float64)
    sums = np.zeros((len(counts), wide.shape[1]))
    np.add.at(sums, documents, wide)
    means = (sums + SHRINKAGE_PASSAGES * overall) / (counts + SHRINKAGE_PASSAGES)[:, None]
    return unit(wide - overall - damping * (means[documents] - overall), np.linalg.norm(wide, axis=1) > SMALLEST_LENGTH)


def unit(vectors: NDArray[np.floating], keep: NDArray[np.bool_] | None = None) -> NDArray[np.float32]:
    """Return the rows of ``vectors`` at unit length; rows that are (nearly) zero or not in ``keep`` become zeros."""
    wide = np.asarray(vectors, dtype=np.float64)
    lengths = np.linalg.norm(wide, axis=1)
    good = lengths > SMALLEST_LENGTH
    if keep is not None:
        good &= keep
    return np.where(good[:, None], wide / np.where(good, lengths, 1.0)[:, None], 0.0).astype(np.float32)
