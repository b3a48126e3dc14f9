"""Encoding that survives too little memory: the batch is halved, and that is said."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from rodedraad import messages
from rodedraad.errors import EnvironmentFault

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from rodedraad.encoder.protocol import Embedder


def encode(embedder: Embedder, texts: Sequence[str], say: Callable[[str], None]) -> NDArray[np.float32]:
    """Return ``embedder.encode(texts)``, shape (n, d), in ever smaller batches when memory runs out.

    Raises:
        EnvironmentFault: a single text does not fit either.
    """
    at_once = len(texts)
    while True:
        try:
            parts = [embedder.encode(texts[start : start + at_once]) for start in range(0, len(texts), at_once)] if texts else []
            return np.concatenate(parts) if parts else embedder.encode([])
        except Exception as error:
            if not _ran_out(error):
                raise
            at_once = min(at_once, getattr(embedder, "batch_size", at_once)) // 2
            if at_once == 0:
                raise EnvironmentFault("evaluate_memory", embedder.model_id) from None
            embedder = _with_batch(embedder, at_once)
            say(messages.text("evaluate.smaller", n=at_once))


def _with_batch(embedder: Any, size: int) -> Any:  # noqa: ANN401 - any embedder
    batched = is_dataclass(embedder) and any(field.name == "batch_size" for field in fields(embedder))
    return replace(embedder, batch_size=size) if batched and not isinstance(embedder, type) else embedder


def _ran_out(error: Exception) -> bool:
    """Torch says so with an error of its own on a GPU and with a plain RuntimeError on the processor."""
    named = type(error).__name__ == "OutOfMemoryError"
    return isinstance(error, MemoryError) or named or (isinstance(error, RuntimeError) and "allocate memory" in str(error))
