"""Words, word pairs and pieces of words of a passage as numbers: what a sentence vector blurs, such as who did "niet" do what.

In: texts and the headings above them. Out: sparse rows. Features are hashed (Weinberger et al. 2009, arXiv:0902.2206), so no list of words
lies in the model.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

WORDS = r"\b\w+\b|[?!:“\"]"  # marks that ask, warn, list or quote count as words
WORD_FEATURES, PIECE_FEATURES, HEADING_FEATURES = 2**18, 2**18, 2**14
BLOCKS = (WORD_FEATURES, PIECE_FEATURES, HEADING_FEATURES)


@dataclass(frozen=True, slots=True)
class Features:
    """The features that a model knows: their ``columns`` (k,) among all hashed ones, ascending, and their weight ``idf`` (k,)."""

    columns: NDArray[np.int64]
    idf: NDArray[np.float32]

    def rows(self, texts: Sequence[str], headings: Sequence[str]) -> Any:  # noqa: ANN401 - scipy has no types
        """Return CSR (n, k): the three kinds of feature side by side, each kind of unit length in a row that has any."""
        from scipy.sparse import hstack
        from sklearn.preprocessing import normalize

        hashed, parts, start = counts(texts, headings)[:, self.columns].multiply(self.idf[None, :]).tocsc(), [], 0
        for size in BLOCKS:
            first, last = np.searchsorted(self.columns, [start, start + size])
            if last > first:
                parts.append(normalize(hashed[:, first:last].tocsr()))
            start += size
        return hstack(parts, format="csr")


def counts(texts: Sequence[str], headings: Sequence[str]) -> Any:  # noqa: ANN401 - scipy has no types
    """Return which features each text has, CSR (n, sum of BLOCKS), 0 or 1."""
    from scipy.sparse import hstack

    words, pieces, parts = _hashers()
    return hstack([words.transform(texts), pieces.transform(texts), parts.transform(headings)], format="csr")


def fit(texts: Sequence[str], headings: Sequence[str], least: int) -> Features:
    """Return the features that occur in ``least`` texts or more, rarer ones weighing more (inverse document frequency)."""
    found = np.asarray(counts(texts, headings).sum(axis=0)).ravel()
    columns = np.flatnonzero(found >= least)
    idf = np.log((1 + len(texts)) / (1 + found[columns])) + 1
    return Features(columns.astype(np.int64), idf.astype(np.float32))


@cache
def _hashers() -> tuple[Any, Any, Any]:
    from sklearn.feature_extraction.text import HashingVectorizer

    same = {"alternate_sign": False, "norm": None, "binary": True, "dtype": np.float32}
    return (
        HashingVectorizer(analyzer="word", ngram_range=(1, 2), token_pattern=WORDS, n_features=WORD_FEATURES, **same),
        HashingVectorizer(analyzer="char_wb", ngram_range=(3, 5), n_features=PIECE_FEATURES, **same),
        HashingVectorizer(analyzer="char_wb", ngram_range=(3, 5), n_features=HEADING_FEATURES, **same),
    )
