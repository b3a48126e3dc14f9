"""A model under test: what tasks ask of it, whether it was trained or is fitted on the spot."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from rodedraad.evaluate import memory
from rodedraad.ids import digest

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from rodedraad.config import Embed
    from rodedraad.encoder.protocol import Embedder


class Candidate(Protocol):
    """A model under test."""

    @property
    def name(self) -> str:
        """What the table calls it."""
        ...

    @property
    def model_id(self) -> str:
        """Name, ``@`` and a hash of everything that shapes its vectors."""
        ...

    @property
    def settings(self) -> Embed:
        """The embed settings it was opened with; ``model`` is its folder."""
        ...

    @property
    def folder(self) -> Path | None:
        """Where its files are; None for a baseline."""
        ...

    @property
    def fitted(self) -> bool:
        """Whether it is fitted on the texts it is given, so that vectors of two calls are not comparable."""
        ...

    def vectors(self, texts: Sequence[str]) -> Any:  # noqa: ANN401 - a numpy or a sparse matrix
        """Return unit vectors (n, d), or zeros for a text the model knows nothing of."""
        ...

    def encode(self, texts: Sequence[str]) -> Any:  # noqa: ANN401 - as above
        """Do the work of ``vectors`` whether or not it was done before."""
        ...


@dataclass(slots=True)
class Loaded:
    """A model from disk. Vectors of a list of texts are kept: the English side of a bitext serves every Dutch model."""

    name: str
    settings: Embed
    folder: Path
    embedder: Embedder
    say: Callable[[str], None]
    fitted: bool = False
    _kept: dict[str, NDArray[np.float32]] = field(default_factory=dict)

    @property
    def model_id(self) -> str:
        """The name used here with the embedder's own hash."""
        return f"{self.name}@{self.embedder.model_id.rpartition('@')[2]}"

    def vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return unit vectors (n, d); equal texts are encoded once."""
        key = digest(*texts)
        if key not in self._kept:
            distinct = list(dict.fromkeys(texts))
            row = {text: i for i, text in enumerate(distinct)}
            self._kept[key] = memory.encode(self.embedder, distinct, self.say)[[row[text] for text in texts]]
        return self._kept[key]

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return unit vectors (n, d), every text encoded."""
        return memory.encode(self.embedder, texts, self.say)


@dataclass(frozen=True, slots=True)
class Parser:
    """A spaCy pipeline."""

    name: str
    model_id: str
    folder: Path
    nlp: Any
