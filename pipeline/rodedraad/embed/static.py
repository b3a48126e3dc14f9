"""Static models: one vector a token, averaged. model2vec folders and sentence-transformers folders with a StaticEmbedding.

In: a folder. Out: an Embedder. A hundred times faster than a transformer and without torch; both formats are safetensors +
tokenizer.json. Source: model2vec (Tulkens & van Dongen, 2024), https://github.com/MinishLab/model2vec.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from rodedraad.encoder import textsettings
from rodedraad.encoder.protocol import normalise
from rodedraad.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from rodedraad.config import Embed

STATIC_MODULE = "StaticEmbedding"


@dataclass(frozen=True, slots=True)
class StaticEmbedder:
    """A loaded model2vec StaticModel."""

    model_id: str
    model: Any
    prefix: str
    truncate: int
    max_tokens: int | None = None  # of a text that count; None: all
    cacheable: bool = True

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return unit vectors (n, d); zeros for a text of which no token is known."""
        if not texts:
            return np.zeros((0, self.truncate or self.model.dim), dtype=np.float32)
        given = [self.prefix + text for text in texts]
        raw = np.asarray(self.model.encode(given, max_length=self.max_tokens, show_progress_bar=False, use_multiprocessing=False))
        return normalise(raw[:, : self.truncate or None])


def open_folder(folder: Path, model_id: str, config: Embed) -> StaticEmbedder:
    """Return the embedder of a static model's folder, of either format (model2vec reads both).

    Raises:
        ConfigError: the folder cannot be read.
    """
    from model2vec import StaticModel

    try:
        model = StaticModel.from_pretrained(folder)
    except Exception as error:  # safetensors and tokenizers raise bare Exceptions of their own
        raise ConfigError("embed_unreadable", str(folder), reason=type(error).__name__) from error
    return StaticEmbedder(model_id, model, textsettings.prefix(folder, config), config.truncate, config.max_tokens or None)
