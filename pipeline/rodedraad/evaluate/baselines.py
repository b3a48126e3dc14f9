"""Models without training, to compare with: fitted on the very texts of a task, so at their best there.

Where classifiers learn from their vectors they are fitted on what is learned from alone (`Baseline.fitted_on`).
``tfidf``: character n-grams of 2 to 5 within words, sublinear counts. ``lsa``: the program's own embedder for a corpus (embed/lsa.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rodedraad.embed import lsa

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from rodedraad.config import Embed

    Vectors = Callable[[Sequence[str]], Any]  # texts → unit vectors (n, d), dense or sparse

CHARACTERS = (2, 5)


@dataclass(frozen=True, slots=True)
class Baseline:
    """A way to make vectors that is fitted anew on the texts of each data set. ``fit`` takes texts and gives what makes vectors."""

    name: str
    settings: Embed
    fit: Callable[[Sequence[str], Embed], Vectors]
    folder: Path | None = None
    fitted: bool = True

    @property
    def model_id(self) -> str:
        """The name alone: there is no file to hash."""
        return self.name

    def vectors(self, texts: Sequence[str]) -> Any:  # noqa: ANN401 - a numpy or a sparse matrix
        """Return unit vectors (n, d), dense or sparse; all zeros for a text without a known word."""
        return self.fitted_on(texts)(texts)

    def fitted_on(self, texts: Sequence[str]) -> Vectors:
        """Return what makes vectors of any texts, with the words and weights of these alone."""
        return self.fit(list(texts), self.settings)

    def encode(self, texts: Sequence[str]) -> Any:  # noqa: ANN401 - as above
        """Do the same: fitting is part of the work."""
        return self.vectors(texts)


def _tfidf(texts: Sequence[str], settings: Embed) -> Vectors:  # noqa: ARG001 - one signature for both
    from sklearn.feature_extraction.text import TfidfVectorizer

    encode: Vectors = TfidfVectorizer(analyzer="char_wb", ngram_range=CHARACTERS, sublinear_tf=True).fit(texts).transform
    return encode


def _lsa(texts: Sequence[str], settings: Embed) -> Vectors:
    return lsa.fit(texts, settings.dimensions).encode


BASELINES: dict[str, Callable[[Sequence[str], Embed], Vectors]] = {"tfidf": _tfidf, "lsa": _lsa}
