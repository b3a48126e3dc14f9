"""Token vectors for a new vocabulary, out of those of an old one ("trans-tokenisation").

In: the teacher's token vectors and an alignment. Out: a vector for every Dutch token, in the same space, so that the teacher's body
understands Dutch before a single training step. Source: Remy et al. (2024), Trans-Tokenization and Cross-lingual Vocabulary Transfers,
arXiv:2408.04303.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray


def transplant(
    vectors: NDArray[np.float32],
    alignment: Any,  # noqa: ANN401 - a scipy matrix, which has no types
    dutch: Mapping[str, int],
    english: Mapping[str, int],
    floor: float,
) -> NDArray[np.float32]:
    """Return vectors (Dutch vocabulary, d) as the alignment-weighted mean of ``vectors`` (English vocabulary, d).

    Translations less likely than ``floor`` are left out, unless they are all there is. Special tokens, digits and punctuation, and strings
    that stand in both vocabularies and have no evidence of their own, are copied; what has no evidence at all gets the mean vector.
    """
    from scipy.sparse import diags

    chances = rows_to_one(alignment)
    kept = chances.copy()
    kept.data[kept.data < floor] = 0
    kept.eliminate_zeros()
    bare = np.asarray(kept.sum(axis=1)).ravel() == 0
    kept = rows_to_one(kept + diags(bare.astype(float)) @ chances)
    known = np.asarray(kept.sum(axis=1)).ravel() > 0
    result = np.asarray(kept @ vectors, dtype=np.float32)
    result[~known] = vectors.mean(axis=0)
    for token, row in dutch.items():
        if token in english and (not known[row] or not any(c.isalpha() for c in token) or token.startswith("[")):
            result[row] = vectors[english[token]]
    return result


def rows_to_one(matrix: Any) -> Any:  # noqa: ANN401
    """Return a sparse matrix with every row divided by its sum; an empty row stays empty."""
    from scipy.sparse import diags

    mass = np.asarray(matrix.sum(axis=1)).ravel()
    return (diags(np.divide(1.0, mass, out=np.zeros_like(mass), where=mass > 0)) @ matrix).tocsr()
