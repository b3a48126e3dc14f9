"""What is in the folder of an embedding model, read from its JSON files and the headers of its weights; nothing is loaded.

In: a folder. Out: which kind of model it is, how many values its vectors have, and whether it asks for code of its own.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Literal

from rodedraad.errors import ConfigError
from rodedraad.registry.integrity import read_header

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FolderKind = Literal["sentence-transformers", "static"]
STATIC_MODULE = "StaticEmbedding"
OWN_MODULES = "sentence_transformers."
CONFIG_FILES = ("*config*.json", "modules.json")  # name patterns: what these say decides whether a model may be used
CODE_KEYS = ("auto_map", "trust_remote_code", "custom_code")
_WIDTHS = ("out_features", "embedding_dimension", "word_embedding_dimension")  # of Dense, Pooling, Pooling before version 5


def kind(folder: Path) -> FolderKind:
    """Return what kind of embedding model ``folder`` holds.

    Raises:
        ConfigError: none of a known kind.
    """
    if modules := module_types(folder):
        return "static" if modules[0].endswith(STATIC_MODULE) else "sentence-transformers"
    model_type = _table(folder / "config.json").get("model_type")
    return "static" if model_type in (None, "model2vec") else "sentence-transformers"


def module_types(folder: Path) -> list[str]:
    """Return the class names in ``modules.json`` of a sentence-transformers folder, empty for a plain transformers or model2vec folder.

    Raises:
        ConfigError: the file is there and cannot be read.
    """
    return [module["type"] for module in _modules(folder)]


def own_code(folder: Path) -> str:
    """Return what in ``folder`` asks for program code that came with the model; empty if nothing does.

    Raises:
        ConfigError: a configuration file cannot be read.
    """
    for name in module_types(folder):
        if not name.startswith(OWN_MODULES):
            return name
    for path in sorted(folder.rglob(CONFIG_FILES[0])):
        if key := next((key for key, value in _pairs(_json(path)) if key in CODE_KEYS and value), ""):
            return f"{path.relative_to(folder).as_posix()}: {key}"
    return ""


def dimension(folder: Path) -> int:
    """Return the number of values in a vector of the model; 0 if its files do not say.

    Raises:
        ConfigError: a configuration file cannot be read.
    """
    for module in reversed(_modules(folder)):
        config = folder / module.get("path", "") / "config.json"
        values = _table(config) if module.get("path") and config.is_file() else {}
        for width in (values.get(name) for name in _WIDTHS):
            if isinstance(width, int):
                return width * max(1, sum(v is True for k, v in values.items() if k.startswith("pooling_mode_")))
    config = folder / "config.json"
    hidden = _table(config).get("hidden_size") if config.is_file() else None
    return hidden if isinstance(hidden, int) else _table_width(folder / "model.safetensors")


def _table_width(path: Path) -> int:
    """Width of the largest matrix: the token vectors of a static model."""
    try:
        shapes = [tensor["shape"] for name, tensor in read_header(path)[1].items() if name != "__metadata__"]
    except (OSError, ValueError, KeyError, TypeError):
        return 0
    return max(((shape[0] * shape[1], shape[1]) for shape in shapes if len(shape) == 2), default=(0, 0))[1]  # noqa: PLR2004 - rows, columns


def _modules(folder: Path) -> list[dict[str, str]]:
    path = folder / "modules.json"
    modules = _json(path) if path.is_file() else []
    if not isinstance(modules, list) or not all(isinstance(m, dict) and isinstance(m.get("type"), str) for m in modules):
        raise ConfigError("embed_unreadable", str(folder), reason=path.name)
    return modules


def _table(path: Path) -> dict[str, Any]:
    values = _json(path)
    if not isinstance(values, dict):
        raise ConfigError("embed_unreadable", str(path.parent), reason=path.name)
    return values


def _json(path: Path) -> Any:  # noqa: ANN401 - whatever the file holds
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise ConfigError("embed_unreadable", str(path.parent), reason=f"{path.name}: {type(error).__name__}") from None


def _pairs(value: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - likewise
    if isinstance(value, dict):
        yield from value.items()
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _pairs(inner)
