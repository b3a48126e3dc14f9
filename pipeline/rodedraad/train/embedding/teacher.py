"""What the teacher makes of the English texts: one vector each, computed once and kept in the work folder.

In: the teacher's name and English texts. Out: unit vectors. Blocks are written as they are done, so that a kill costs at most one block.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from rodedraad.errors import ConfigError
from rodedraad.ids import digest
from rodedraad.registry import contents
from rodedraad.train.embedding.places import folder
from rodedraad.train.embedding.precision import autocast

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from rodedraad.train.embedding.settings import Teacher
    from rodedraad.train.steplog import StepLog

BLOCK = 2048


def load(settings: Teacher) -> Any:  # noqa: ANN401 - sentence-transformers has no types
    """Return the teacher as a SentenceTransformer, from disk alone.

    Raises:
        MissingError: as ``places.folder``.
        ConfigError: it brings code of its own, keeps its weights as pickle, or cannot read ``max_tokens`` tokens.
    """
    import torch
    from sentence_transformers import SentenceTransformer

    place = folder(settings.model)
    if code := contents.own_code(place):
        raise ConfigError("embed_own_code", str(place), module=code)
    if not any(place.rglob("*.safetensors")):
        raise ConfigError("train_teacher_weights", str(place))
    kept = {"local_files_only": True, "trust_remote_code": False}
    # half-precision weights are for the disk: a processor is slow in them
    model = SentenceTransformer(str(place), device="cpu", model_kwargs={"dtype": torch.float32}, **kept)
    if not math.isfinite(model.max_seq_length):  # a static model reads all
        return model
    longest = getattr(model[0].auto_model.config, "max_position_embeddings", settings.max_tokens)
    if settings.max_tokens > longest:
        raise ConfigError("train_teacher_length", settings.model, n=longest, asked=settings.max_tokens)
    model.max_seq_length = settings.max_tokens
    return model


def vectors(model: Any, texts: Sequence[str], settings: Teacher, work: Path, log: StepLog, precision: str) -> NDArray[np.float16]:  # noqa: ANN401
    """Return the teacher's unit vectors, shape (len(texts), d), for at least one text. Equal texts are encoded once."""
    unique = sorted(set(texts))
    store = work / f"teacher-{digest(settings.model, str(settings.max_tokens), *unique)[:12]}"
    store.mkdir(parents=True, exist_ok=True)
    starts = range(0, len(unique), BLOCK)
    log.phase("teacher", len(starts))
    blocks = []
    for number, start in enumerate(starts, 1):
        path = store / f"{start}.npy"
        if not path.is_file():
            with autocast(precision):
                block = model.encode(
                    unique[start : start + BLOCK], batch_size=settings.batch_size, normalize_embeddings=True, show_progress_bar=False
                )
            part = path.with_suffix(".part")
            with part.open("wb") as file:
                np.save(file, block.astype(np.float16))
            part.replace(path)
        blocks.append(np.load(path, allow_pickle=False))
        log.step(number)
    row = {text: i for i, text in enumerate(unique)}
    rows: NDArray[np.float16] = np.concatenate(blocks)[[row[text] for text in texts]]
    return rows
