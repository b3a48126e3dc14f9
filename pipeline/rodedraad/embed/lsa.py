"""Latent semantic analysis: TF-IDF of words and of character n-grams, reduced by a truncated SVD that is fitted on the corpus itself.

In: the passages' texts. Out: an Embedder. Always available, needs no model on disk; the character n-grams see that *overdracht* and
*overdrachtsgesprek* are kin. Surrogate tags, numbers and stop words are left out, so that names and dates draw nothing together.
Source: Deerwester et al. (1990), Indexing by latent semantic analysis, JASIS 41(6).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from rodedraad.encoder.protocol import normalise
from rodedraad.ids import digest
from rodedraad.text.wordlists import content_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

WORD_FEATURES = 30_000
CHARACTER_FEATURES = 60_000
CHARACTERS = (3, 5)
CHARACTER_WEIGHT = 1.0  # of the character block beside 1 for words; measured with benchmarks/cluster_demo.py
MAX_SHARE = 0.25  # a word in more of the passages than this says nothing
RARE_FROM = 200  # passages; in larger corpora a word must occur twice
ITERATIONS = 6
SETTINGS = ("lsa-1", WORD_FEATURES, CHARACTER_FEATURES, CHARACTERS, CHARACTER_WEIGHT, MAX_SHARE, RARE_FROM, ITERATIONS)


@dataclass(frozen=True, slots=True)
class LsaEmbedder:
    """A fitted model: vocabulary with weights, and the directions they are projected on, shape (features, d)."""

    model_id: str
    vectorizer: Any  # a fitted sklearn FeatureUnion, or None for a corpus without words
    directions: NDArray[np.float32]
    cacheable: bool = False

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return unit vectors (n, d); zeros for a text without a known word."""
        if self.vectorizer is None or not texts:
            return np.zeros((len(texts), self.directions.shape[1]), dtype=np.float32)
        return normalise(self.vectorizer.transform([_prepared(t) for t in texts]) @ self.directions)


def fit(texts: Sequence[str], dimensions: int) -> LsaEmbedder:
    """Return an embedder fitted on ``texts``, with at most ``dimensions`` values a vector (fewer for a small corpus, at least 1).

    Call it inside ``threadpoolctl.threadpool_limits(1)``, with scikit-learn loaded, for the same bytes on every machine load.
    """
    model_id = f"lsa@{digest(str(SETTINGS), str(dimensions))[:16]}"
    prepared = [_prepared(text) for text in texts]
    known = [text for text in prepared if text]
    if not known:
        return LsaEmbedder(model_id, None, np.zeros((0, 1), dtype=np.float32))
    vectorizer = _vectorizer(len(known))
    matrix = vectorizer.fit_transform(known)
    return LsaEmbedder(model_id, vectorizer, _directions(matrix, dimensions))


def _prepared(text: str) -> str:
    return " ".join(content_words(text))


def _vectorizer(n_texts: int) -> Any:  # noqa: ANN401 - sklearn has no types
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import FeatureUnion

    rare = 2 if n_texts >= RARE_FROM else 1
    common: Any = max(1, int(MAX_SHARE * n_texts)) if n_texts >= RARE_FROM else n_texts
    shared = {"lowercase": False, "sublinear_tf": True, "dtype": np.float32, "min_df": rare}
    words = TfidfVectorizer(tokenizer=str.split, token_pattern=None, max_df=common, max_features=WORD_FEATURES, **shared)
    characters = TfidfVectorizer(analyzer="char_wb", ngram_range=CHARACTERS, max_features=CHARACTER_FEATURES, **shared)
    return FeatureUnion([("words", words), ("characters", characters)], transformer_weights={"characters": CHARACTER_WEIGHT})


def _directions(matrix: Any, dimensions: int) -> NDArray[np.float32]:  # noqa: ANN401 - scipy has no types
    from sklearn.utils.extmath import randomized_svd

    size = max(1, min(dimensions, matrix.shape[0], matrix.shape[1]))
    _, _, right = randomized_svd(matrix, n_components=size, n_iter=ITERATIONS, random_state=0, power_iteration_normalizer="QR")
    return np.ascontiguousarray(right.T, dtype=np.float32)
