"""Which embedder the configuration means, and where its model lies.

In: the embed settings and the corpus's texts (LSA is fitted on them). Out: an Embedder. `registry.find` says where a model lies and refuses
one that was changed; nothing is fetched.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from rodedraad import registry
from rodedraad.embed import lsa, neural, static
from rodedraad.encoder import onnx
from rodedraad.errors import ConfigError, MissingError
from rodedraad.ids import digest
from rodedraad.registry import contents

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rodedraad.config import Embed
    from rodedraad.encoder.protocol import Embedder

Kind = Literal["lsa", "sentence-transformers", "static", "onnx"]
LSA = "lsa"
BESIDE_VECTORS = {"model", "dimensions", "batch_size"}  # settings that do not shape the vectors of a model on disk
LIBRARIES: dict[Kind, tuple[str, ...]] = {
    "lsa": ("sklearn.feature_extraction.text", "sklearn.utils.extmath", "sklearn.pipeline"),
    "sentence-transformers": ("torch", "sentence_transformers"),
    "static": ("model2vec",),
    "onnx": ("onnxruntime", "tokenizers"),
}


def check(config: Embed) -> None:
    """Say at once, before any report is read, that the configured model is not there or cannot be used.

    Raises:
        MissingError: the model is not on this machine, or what it computes with.
        ConfigError: its folder cannot be used.
    """
    if not _is_lsa(config) and kind_of(_find(config).folder, config) == "onnx":
        onnx.runtime()


def identity(config: Embed) -> str:
    """Return a hash of the configured model's files; nothing for LSA, which has none, or for a model that is not there."""
    try:
        return "" if _is_lsa(config) else _find(config).sha256
    except (MissingError, ConfigError):
        return "absent"


def import_libraries(config: Embed) -> None:
    """Import what the configured embedder computes with, so that a limit on threads set afterwards reaches it."""
    neural.go_offline()
    kind: Kind = "lsa" if _is_lsa(config) else kind_of(registry.locate(config.model)[0], config)
    for name in LIBRARIES[kind]:
        import_module(name)


def embedder(config: Embed, texts: Sequence[str], threads: int = 1) -> Embedder:
    """Return the configured embedder; LSA is fitted on ``texts``. ``threads`` are for those whose vectors they do not change.

    Raises:
        MissingError: the model is not on this machine.
        ConfigError: its folder cannot be used.
    """
    if _is_lsa(config):
        return lsa.fit(texts, config.dimensions)
    found = _find(config)
    name = Path(found.entry.id if found.entry else config.model).name.partition("@")[0]
    model_id = f"{name}@{digest(found.sha256, config.model_dump_json(exclude=BESIDE_VECTORS))[:16]}"
    kind = kind_of(found.folder, config)
    if kind == "static":
        return static.open_folder(found.folder, model_id, config)
    if kind == "onnx":
        return onnx.open_folder(found.folder, model_id, config, threads)
    return neural.open_folder(found.folder, model_id, config)


def kind_of(folder: Path, config: Embed) -> Kind:
    """Return what computes the vectors of a folder: ``config.kind`` unless it is auto, and onnx for one prepared for that.

    Raises:
        ConfigError: the folder is no model of a known kind.
    """
    kind: Kind = config.kind if config.kind in ("sentence-transformers", "static") else contents.kind(folder)
    return "onnx" if kind != "static" and onnx.chosen(folder, config) else kind


def _find(config: Embed) -> registry.Found:
    neural.go_offline()
    return registry.find(config.model)


def _is_lsa(config: Embed) -> bool:
    return config.kind == LSA or (config.kind == "auto" and config.model == LSA)
