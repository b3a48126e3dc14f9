"""What a reading model decides with, beside its encoder: weights on vectors and n-grams, how the two are weighed, where a yes begins.

In: a model folder. Out: calibrated figures for passages. Two judges that err in other places are better than either: a fine-tuned
sentence encoder knows paraphrase, n-grams know the exact word. Kept as safetensors and JSON; nothing in it is code.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from rodedraad.errors import ConfigError
from rodedraad.reading.ngrams import Features
from rodedraad.schema import Modality

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

TABLE, WEIGHTS = "heads.json", "heads.safetensors"
FORMAT = 1
ARRAYS = ("vector_weights", "vector_bias", "ngram_weights", "ngram_bias", "mix", "columns", "idf")


@dataclass(frozen=True, slots=True)
class Outputs:
    """What the columns of every array stand for: ``items`` (lens, item), then those of them with a polarity, then modalities."""

    items: tuple[tuple[str, str], ...]
    signed: tuple[tuple[str, str], ...]
    modalities: tuple[str, ...] = tuple(m.value for m in Modality)

    @property
    def width(self) -> int:
        """How many columns there are."""
        return len(self.items) + len(self.signed) + len(self.modalities)


@dataclass(frozen=True, slots=True)
class Read:
    """Of n passages: probability of each item (n, items), leaning of each signed item (n, signed) in −1..1, of each modality (n, 5)."""

    items: NDArray[np.float32]
    leaning: NDArray[np.float32]
    modalities: NDArray[np.float32]


@dataclass(frozen=True)
class Heads:
    """Arrays over the ``outputs``; ``mix`` (3, width) weighs the logit of vectors, the logit of n-grams, and 1."""

    outputs: Outputs
    thresholds: tuple[float, ...]  # of the items
    vector_weights: NDArray[np.float32]
    vector_bias: NDArray[np.float32]
    ngram_weights: NDArray[np.float32]
    ngram_bias: NDArray[np.float32]
    mix: NDArray[np.float32]
    features: Features

    def read(self, vectors: NDArray[np.float32], texts: Sequence[str], headings: Sequence[str]) -> Read:
        """Return what the model makes of n passages with their unit vectors (n, d)."""
        by_vector = vectors @ self.vector_weights + self.vector_bias
        by_ngram = np.asarray(self.features.rows(texts, headings) @ self.ngram_weights) + self.ngram_bias
        return split(by_vector * self.mix[0] + by_ngram * self.mix[1] + self.mix[2], self.outputs)


def replace_thresholds(heads: Heads, thresholds: tuple[float, ...]) -> Heads:
    """Return the same heads with other thresholds."""
    return replace(heads, thresholds=thresholds)


def split(logits: NDArray[np.float32], outputs: Outputs) -> Read:
    """Return the figures that logits (n, width) stand for."""
    a, b = len(outputs.items), len(outputs.items) + len(outputs.signed)
    shifted = np.exp(logits[:, b:] - logits[:, b:].max(axis=1, keepdims=True, initial=-np.inf))
    shares = shifted / shifted.sum(axis=1, keepdims=True)
    return Read(sigmoid(logits[:, :a]), np.tanh(logits[:, a:b] / 2).astype(np.float32), shares.astype(np.float32))


def sigmoid(logits: NDArray[Any]) -> NDArray[np.float32]:
    """Return the probabilities that logits stand for."""
    return np.asarray(1 / (1 + np.exp(-np.clip(logits, -30, 30))), dtype=np.float32)


def save(heads: Heads, folder: Path) -> None:
    """Write ``heads`` into a model folder."""
    from safetensors.numpy import save_file

    arrays = {name: getattr(heads, name) for name in ARRAYS[:5]} | {"columns": heads.features.columns, "idf": heads.features.idf}
    arrays["ngram_weights"] = arrays["ngram_weights"].astype(np.float16)  # thousands of rows: half the size, no figure changed
    save_file({name: np.ascontiguousarray(array) for name, array in arrays.items()}, str(folder / WEIGHTS))
    told = {"format": FORMAT, "outputs": asdict(heads.outputs), "thresholds": [round(t, 4) for t in heads.thresholds]}
    (folder / TABLE).write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def load(folder: Path) -> Heads:
    """Return the heads of a model folder.

    Raises:
        ConfigError: they are not there, damaged, or of another version.
    """
    from safetensors.numpy import load_file

    try:
        told = json.loads((folder / TABLE).read_text(encoding="utf-8"))
        arrays = load_file(str(folder / WEIGHTS))
        outputs = Outputs(
            tuple((str(a), str(b)) for a, b in told["outputs"]["items"]),
            tuple((str(a), str(b)) for a, b in told["outputs"]["signed"]),
            tuple(map(str, told["outputs"]["modalities"])),
        )
        features = Features(arrays.pop("columns"), arrays.pop("idf"))
        weights = {name: array.astype(np.float32) for name, array in arrays.items()}
        heads = Heads(outputs, tuple(map(float, told["thresholds"])), features=features, **weights)
        _require_fit(heads, told["format"])
    except Exception as error:  # noqa: BLE001 - safetensors raises an exception of its own; a damaged table any
        raise ConfigError("reading_unreadable", str(folder), reason=type(error).__name__) from None
    return heads


def _require_fit(heads: Heads, version: int) -> None:
    """Raise ValueError for another version of the format, or where shapes do not belong together."""
    width, k = heads.outputs.width, len(heads.features.columns)
    shapes = {heads.vector_bias.shape, heads.ngram_bias.shape}
    fits = (
        version == FORMAT
        and shapes == {(width,)}
        and heads.vector_weights.shape[1:] == (width,)
        and heads.ngram_weights.shape == (k, width)
        and heads.mix.shape == (3, width)
        and heads.features.idf.shape == (k,)
        and len(heads.thresholds) == len(heads.outputs.items)
        and set(heads.outputs.signed) <= set(heads.outputs.items)
        and set(heads.outputs.modalities) == {m.value for m in Modality}
    )
    if not fits:
        raise ValueError("shape")
