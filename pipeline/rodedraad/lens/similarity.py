"""How near passages are to indicator sentences: the inner product of TF-IDF vectors over stems and over character n-grams.

In: passages and indicators as words. Out: for each passage and indicator a likeness in 0..1. The space is fitted on both together, because the
vectors of the embed stage know passages only; stems meet inflection, character n-grams meet compounds (overdracht ~ overdrachtsgesprek).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from rodedraad.lens.words import DENIAL, NEGATOR, word_set

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from rodedraad.lens.words import Word

CHARACTERS = (4, 5)
CHARACTER_WEIGHT = 0.5  # of the character block, beside 1 for stems
CHARACTER_FEATURES = 40_000
FEW_STEMS = 6  # a text of fewer stems is like another too easily; its likeness is cut in proportion


class Space:
    """TF-IDF space of passages and indicators."""

    def __init__(self, passages: Sequence[Sequence[Word]], indicators: Sequence[Sequence[Word]]) -> None:
        union = _vectorizer()
        matrix = union.fit_transform([_prepared(words) for words in (*indicators, *passages)])
        self._indicators = matrix[: len(indicators)].T.tocsr()
        self._passages = matrix[len(indicators) :]
        self._share = np.array([min(1.0, len(_prepared(words).split()) / FEW_STEMS) for words in passages])
        stems = union.transformer_list[0][1]
        self._weights = dict(zip(stems.get_feature_names_out().tolist(), stems.idf_.tolist(), strict=True))
        self._largest = max(self._weights.values())

    def weight(self, stem: str) -> float:
        """Return the inverse document frequency of a stem, ln((1 + n) / (1 + df)) + 1; the largest there is for an unknown one."""
        return float(self._weights.get(stem, self._largest))

    def likeness(self, first: int, last: int) -> NDArray[np.float32]:
        """Return the likeness, 0..1, of passages ``first`` up to ``last`` with every indicator, shape (last - first, indicators)."""
        product = (self._passages[first:last] @ self._indicators).toarray()
        product *= self._share[first:last, None] / (1.0 + CHARACTER_WEIGHT**2)
        return np.clip(product, 0.0, 1.0).astype(np.float32)


def _prepared(words: Sequence[Word]) -> str:
    skip = word_set("function_words")
    return " ".join(word.stem for word in words if word.text not in skip and word.stem not in {NEGATOR, DENIAL})


def _vectorizer() -> Any:  # noqa: ANN401 - sklearn has no types
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import FeatureUnion

    shared = {"lowercase": False, "sublinear_tf": True, "dtype": np.float32}
    stems = TfidfVectorizer(tokenizer=str.split, token_pattern=None, **shared)
    characters = TfidfVectorizer(analyzer="char_wb", ngram_range=CHARACTERS, max_features=CHARACTER_FEATURES, **shared)
    return FeatureUnion([("stems", stems), ("characters", characters)], transformer_weights={"characters": CHARACTER_WEIGHT})
