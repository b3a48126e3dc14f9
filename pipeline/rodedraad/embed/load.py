"""Which embedder the configuration means, and where its model lies.

In: the embed settings and the corpus's texts (LSA is fitted on them). Out: an Embedder. A name is looked for as a folder, among the
shipped models, and in the local Hugging Face cache; nothing is fetched.
"""

from __future__ import annotations

import hashlib
import json
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from rodedraad import resources
from rodedraad.embed import lsa, neural, static
from rodedraad.errors import ConfigError, MissingError
from rodedraad.ids import digest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rodedraad.config import Embed
    from rodedraad.embed.protocol import Embedder

Kind = Literal["lsa", "sentence-transformers", "static"]
LSA = "lsa"
HUB_OWNER = "sentence-transformers"  # of names without an owner
LIBRARIES: dict[Kind, tuple[str, ...]] = {
    "lsa": ("sklearn.feature_extraction.text", "sklearn.utils.extmath", "sklearn.pipeline"),
    "sentence-transformers": ("torch", "sentence_transformers"),
    "static": ("model2vec",),
}
_READ_BYTES = 1 << 20


def check(config: Embed) -> None:
    """Say at once, before any report is read, that the configured model is not there or cannot be used.

    Raises:
        MissingError: the model is not on this machine.
        ConfigError: its folder cannot be used.
    """
    if not _is_lsa(config):
        kind_of(find(config.model), config)


def identity(config: Embed) -> str:
    """Return a hash of the configured model's files; nothing for LSA, which has none, or for a model that is not there."""
    try:
        return "" if _is_lsa(config) else folder_hash(find(config.model))
    except (MissingError, ConfigError):
        return "absent"


def import_libraries(config: Embed) -> None:
    """Import what the configured embedder computes with, so that a limit on threads set afterwards reaches it."""
    neural.go_offline()
    kind: Kind = "lsa" if _is_lsa(config) else kind_of(find(config.model), config)
    for name in LIBRARIES[kind]:
        import_module(name)


def embedder(config: Embed, texts: Sequence[str]) -> Embedder:
    """Return the configured embedder; LSA is fitted on ``texts``.

    Raises:
        MissingError: the model is not on this machine.
        ConfigError: its folder cannot be used.
    """
    if _is_lsa(config):
        return lsa.fit(texts, config.dimensions)
    folder = find(config.model)
    kind = kind_of(folder, config)
    model_id = f"{Path(config.model).name}@{digest(folder_hash(folder), config.prefix, str(config.truncate))[:16]}"
    if kind == "static":
        return static.open_folder(folder, model_id, config)
    return neural.open_folder(folder, model_id, config)


def find(model: str) -> Path:
    """Return the folder of a model: a path, a folder of the shipped models, or a hub name already on this machine.

    Raises:
        MissingError: none of these.
    """
    for folder in (Path(model), resources.models() / model):
        if _has_files(folder):
            return folder
    neural.go_offline()
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    try:
        return Path(snapshot_download(model if "/" in model else f"{HUB_OWNER}/{model}", local_files_only=True))
    except (LocalEntryNotFoundError, HFValidationError):
        raise MissingError("embed_model_missing", model) from None


def kind_of(folder: Path, config: Embed) -> Kind:
    """Return what kind of model a folder holds; ``config.kind`` wins unless it is auto.

    Raises:
        ConfigError: the folder is no model of a known kind.
    """
    if config.kind in ("sentence-transformers", "static"):
        return config.kind
    modules = neural.module_types(folder)
    if modules:
        return "static" if modules[0].endswith(static.STATIC_MODULE) else "sentence-transformers"
    try:
        model_type = json.loads((folder / "config.json").read_text(encoding="utf-8")).get("model_type")
    except (OSError, ValueError, AttributeError) as error:
        raise ConfigError("embed_unreadable", str(folder), reason=type(error).__name__) from error
    return "static" if model_type in (None, "model2vec") else "sentence-transformers"


def folder_hash(folder: Path) -> str:
    """Return the SHA-256 (hex) of the files in ``folder``, names and contents; Markdown and hidden files do not shape vectors."""
    parts: list[str] = []
    for path in sorted(folder.rglob("*"), key=lambda p: p.relative_to(folder).as_posix()):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and path.suffix != ".md" and not any(part.startswith(".") for part in name.split("/")):
            parts += [name, _file_hash(path)]
    return digest(*parts)


def _has_files(folder: Path) -> bool:
    try:
        return folder.is_dir() and any(folder.iterdir())
    except OSError:  # no rights, or a name that no file system takes
        return False


def _is_lsa(config: Embed) -> bool:
    return config.kind == LSA or (config.kind == "auto" and config.model == LSA)


def _file_hash(path: Path) -> str:
    sha = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_READ_BYTES):
            sha.update(block)
    return sha.hexdigest()
