"""How near passages are to indicator sentences: the cosine of weighted stems and of character n-grams.

In: passages and indicators as words. Out: for each passage and indicator a likeness in 0..1. Stems meet inflection, character n-grams
meet compounds (overdracht ~ overdrachtsgesprek). Weights come from a fixed background and the vectors of the embed stage are left alone:
they know passages only, and a likeness must not move when another report is added.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from rodedraad.lens import background
from rodedraad.lens.words import DENIAL, NEGATOR, word_set

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from rodedraad.lens.words import Word

CHARACTERS = (4, 5)
CHARACTER_WEIGHT = 0.4  # of the character block, beside 1 for stems
CHARACTER_FEATURES = 2**18
FEW_STEMS = 6  # a text of fewer stems is like another too easily; its likeness is cut in proportion


class Space:
    """Vectors of passages and indicators, one row a text."""

    def __init__(self, passages: Sequence[Sequence[Word]], indicators: Sequence[Sequence[Word]]) -> None:
        texts = [_content(words) for words in (*indicators, *passages)]
        matrix = _vectors(texts)
        self._indicators = matrix[: len(indicators)].T.tocsr()
        self._passages = matrix[len(indicators) :]
        self._share = np.array([min(1.0, len(stems) / FEW_STEMS) for stems in texts[len(indicators) :]])

    def likeness(self, first: int, last: int) -> NDArray[np.float32]:
        """Return the likeness, 0..1, of passages ``first`` up to ``last`` with every indicator, shape (last - first, indicators)."""
        product = (self._passages[first:last] @ self._indicators).toarray()
        product *= self._share[first:last, None] / (1.0 + CHARACTER_WEIGHT**2)
        return np.asarray(np.clip(product, 0.0, 1.0), dtype=np.float32)


def _content(words: Sequence[Word]) -> list[str]:
    skip = word_set("function_words")
    return [word.stem for word in words if word.text not in skip and word.stem not in {NEGATOR, DENIAL}]


def _vectors(texts: list[list[str]]) -> Any:  # noqa: ANN401 - scipy has no types
    """Return unit rows of weighted stems beside unit rows of character n-grams, the latter times CHARACTER_WEIGHT."""
    from scipy.sparse import csr_matrix, hstack
    from sklearn.feature_extraction.text import HashingVectorizer
    from sklearn.preprocessing import normalize

    column = {stem: i for i, stem in enumerate(sorted({stem for text in texts for stem in text}))}
    rows = [sorted(set(text)) for text in texts]
    ends = np.cumsum([0, *(len(row) for row in rows)])
    weights = np.array([background.weight(stem) for row in rows for stem in row], dtype=np.float32)
    stems = csr_matrix((weights, [column[stem] for row in rows for stem in row], ends), shape=(len(texts), len(column)))
    characters = HashingVectorizer(
        analyzer="char_wb",
        ngram_range=CHARACTERS,
        n_features=CHARACTER_FEATURES,
        alternate_sign=False,
        binary=True,
        dtype=np.float32,
        lowercase=False,
    )
    return hstack([normalize(stems), characters.transform([" ".join(row) for row in rows]) * CHARACTER_WEIGHT], format="csr")
