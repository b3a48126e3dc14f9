"""The reading model that the configuration means: an encoder prepared for ONNX Runtime with heads beside it.

In: the read settings. Out: a model, opened once per process. `registry.find` says where it lies and refuses one that was changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from rodedraad import registry
from rodedraad.config import Embed
from rodedraad.encoder import onnx
from rodedraad.errors import ConfigError, MissingError
from rodedraad.reading import heads as heading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rodedraad.config import Read as Settings
    from rodedraad.reading.heads import Heads, Read

RULES = "rules"
_DIGITS = 16


@dataclass(frozen=True, slots=True)
class Reader:
    """An opened model."""

    model_id: str
    encoder: onnx.OnnxEmbedder
    heads: Heads

    def read(self, texts: Sequence[str], headings: Sequence[str]) -> Read:
        """Return what the model makes of each text under its heading; a row depends on its own text and heading alone."""
        return self.heads.read(self.encoder.encode(texts), texts, headings)


def check(config: Settings) -> None:
    """Say at once, before any report is read, that the configured model is not there or cannot be used.

    Raises:
        MissingError: the model, or what it computes with, is not on this machine.
        ConfigError: its folder cannot be used.
    """
    if config.model != RULES:
        onnx.runtime()
        folder = registry.find(config.model).folder
        if not (folder / heading.TABLE).is_file() or not (folder / onnx.FILE).is_file():
            raise ConfigError("reading_unfit", config.model)


def identity(config: Settings) -> str:
    """Return a hash of the configured model's files; nothing for rules, which have none."""
    try:
        return "" if config.model == RULES else registry.find(config.model).sha256
    except (MissingError, ConfigError):
        return "absent"


def reader(config: Settings) -> Reader | None:
    """Return the configured model, or None where rules read.

    Raises:
        MissingError: as `check`.
        ConfigError: as `check`, or its files are damaged.
    """
    if config.model == RULES:
        return None
    found = registry.find(config.model)
    name = Path(found.entry.id if found.entry else config.model).name
    return _opened(found.folder, f"{name}@{found.sha256[:_DIGITS]}")


@cache
def _opened(folder: Path, model_id: str) -> Reader:
    return Reader(model_id, onnx.open_folder(folder, model_id, Embed()), heading.load(folder))
