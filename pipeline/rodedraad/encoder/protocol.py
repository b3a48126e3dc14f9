"""What an embedder is: texts in, unit vectors out. One method, so that any model fits and tests can pass a tiny one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


class Embedder(Protocol):
    """Turns texts into vectors whose inner product is their likeness."""

    @property
    def model_id(self) -> str:
        """Name of the model, ``@`` and a hash of everything that shapes its vectors."""
        ...

    @property
    def cacheable(self) -> bool:
        """Whether a text's vector depends on the text and ``model_id`` alone, and costs enough to be kept."""
        ...

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one row a text, shape (n, d), in the order given: unit length, or all zeros for a text the model knows nothing of.

        A row does not depend on the other texts.
        """
        ...


def normalise(vectors: NDArray[np.floating]) -> NDArray[np.float32]:
    """Return the rows of ``vectors`` (n, d) at unit length as float32; a row of zeros (or of no finite length) becomes zeros."""
    wide = np.asarray(vectors, dtype=np.float64)
    lengths = np.linalg.norm(wide, axis=1, keepdims=True)
    good = np.isfinite(lengths) & (lengths > 1e-9)  # noqa: PLR2004 - below this a direction is rounding
    return np.where(good, wide / np.where(good, lengths, 1.0), 0.0).astype(np.float32)
