"""Sentence-transformers models: any folder, from disk alone.

In: a folder and the embed settings. Out: an Embedder. Nothing is fetched, no code of the model runs, no pickle is read: only safetensors
weights and the modules of sentence-transformers itself.
"""

from __future__ import annotations

import json
import os
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

OFFLINE = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "HF_HUB_DISABLE_TELEMETRY": "1", "TOKENIZERS_PARALLELISM": "false"}
PICKLED = (".bin", ".pt", ".pth", ".pkl", ".ckpt")
OWN_MODULES = "sentence_transformers."


def go_offline() -> None:
    """Tell the Hugging Face libraries not to use the network; call it before they are first imported."""
    os.environ.update(OFFLINE)


@dataclass(frozen=True, slots=True)
class NeuralEmbedder:
    """A loaded SentenceTransformer with what is put before each text and how many values are kept."""

    model_id: str
    model: Any
    prefix: str
    truncate: int | None
    batch_size: int
    cacheable: bool = True

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return unit vectors (n, d), on one thread.

        In a batch a vector's last bits depend on the texts beside it (padding, matrix shapes). On the processor texts therefore go one by
        one, which costs about a third more and makes the vector a function of the text alone; on a GPU ``batch_size`` go together.
        """
        import torch

        threads = torch.get_num_threads()
        torch.set_num_threads(1)
        try:
            raw = self.model.encode(
                list(texts),
                prompt=self.prefix,
                batch_size=self.batch_size if self.model.device.type != "cpu" else 1,
                truncate_dim=self.truncate,
                show_progress_bar=False,
                convert_to_numpy=True,
            )
        finally:
            torch.set_num_threads(threads)
        return normalise(np.asarray(raw))


def open_folder(folder: Path, model_id: str, config: Embed) -> NeuralEmbedder:
    """Return the embedder of a sentence-transformers (or plain transformers) folder.

    Raises:
        ConfigError: the folder holds weights only as pickle, asks for code of its own, or cannot be read.
    """
    _check(folder)
    go_offline()
    import torch
    from sentence_transformers import SentenceTransformer

    if config.device != "cpu" and not (config.device.partition(":")[0] == "cuda" and torch.cuda.is_available()):
        raise ConfigError("embed_device", config.device)
    try:
        model = SentenceTransformer(
            str(folder),
            device=config.device,
            local_files_only=True,
            trust_remote_code=False,
            model_kwargs={"use_safetensors": True, "dtype": torch.float32},  # weights kept in 16 bits are slow on a processor
        )
    except Exception as error:  # safetensors and tokenizers raise bare Exceptions of their own
        raise ConfigError("embed_unreadable", str(folder), reason=type(error).__name__) from error
    model.eval()
    if config.max_tokens:
        model.max_seq_length = textsettings.max_tokens(folder, config)
    return NeuralEmbedder(model_id, model, textsettings.prefix(folder, config), config.truncate or None, config.batch_size)


def module_types(folder: Path) -> list[str]:
    """Return the class names in ``modules.json`` of a sentence-transformers folder, empty for a plain transformers folder.

    Raises:
        ConfigError: the file is there and cannot be read.
    """
    path = folder / "modules.json"
    if not path.is_file():
        return []
    try:
        return [str(module["type"]) for module in json.loads(path.read_text(encoding="utf-8"))]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ConfigError("embed_unreadable", str(folder), reason=type(error).__name__) from error


def _check(folder: Path) -> None:
    if foreign := [name for name in module_types(folder) if not name.startswith(OWN_MODULES)]:
        raise ConfigError("embed_own_code", str(folder), module=foreign[0])
    for path in sorted(folder.rglob("*")):
        if path.suffix in PICKLED and not any(path.parent.glob("*.safetensors")):
            raise ConfigError("embed_pickle", str(folder), file=path.relative_to(folder).as_posix())
