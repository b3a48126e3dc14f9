"""What the teacher makes of the English texts: one vector each, computed once and kept in the work folder.

In: the teacher's name and English texts. Out: unit vectors. Blocks are written as they are done, so that a kill costs at most one block.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from rodedraad import registry
from rodedraad.errors import MissingError
from rodedraad.ids import digest
from rodedraad.train.embedding.precision import autocast

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from rodedraad.train.embedding.settings import Teacher
    from rodedraad.train.steplog import StepLog

BLOCK = 2048


def folder(model: str) -> Path:
    """Return where a teacher lies: a Python package that carries it, a folder, or a model of the registry.

    Raises:
        MissingError: it is nowhere on this machine.
    """
    name = model.replace("-", "_")
    package = find_spec(name) if name.isidentifier() else None
    if package is not None and package.submodule_search_locations:
        for place in (Path(root) / "model" for root in package.submodule_search_locations):
            if (place / "modules.json").is_file():
                return place
    try:
        return registry.find(model).folder
    except MissingError:
        raise MissingError("train_teacher_missing", model) from None


def load(settings: Teacher) -> Any:  # noqa: ANN401 - sentence-transformers has no types
    """Return the teacher as a SentenceTransformer, from disk alone."""
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(folder(settings.model)), device="cpu", local_files_only=True, trust_remote_code=False)
    model.max_seq_length = settings.max_tokens
    return model


def vectors(model: Any, texts: Sequence[str], settings: Teacher, work: Path, log: StepLog, precision: str) -> NDArray[np.float16]:  # noqa: ANN401
    """Return the teacher's unit vectors, shape (len(texts), d). Equal texts are encoded once."""
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
