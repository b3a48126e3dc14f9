"""Which language pipeline the configuration means: the first of its list that is there.

In: the syntax settings. Out: a reader, or what it would be. A name is ``rules``, an installed package, or a model that `registry.find`
knows (and refuses when a file of it was changed). Nothing here imports spaCy before a pipeline is opened.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import metadata, util
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rodedraad import registry
from rodedraad.errors import ConfigError, MissingError
from rodedraad.ids import digest
from rodedraad.syntax import rules, spacy_reader

if TYPE_CHECKING:
    from rodedraad.config import Syntax
    from rodedraad.syntax.protocol import Reader

_TAGGERS = {"morphologizer", "tagger", "attribute_ruler"}
_LEMMATIZERS = {"lemmatizer", "trainable_lemmatizer", "rodedraad_lemmas"}
_DIGITS = 16


@dataclass(frozen=True, slots=True)
class Choice:
    """The pipeline that is used: its id for tables and manifest, its folder (None for rules) and a hash of what shapes its results."""

    model_id: str
    folder: Path | None
    sha256: str


def check(config: Syntax) -> None:
    """Raise what `choose` raises, before any work is done."""
    choose(config)


def identity(config: Syntax) -> str:
    """Return a hash of the pipeline that the settings come to on this machine; installing a preferred one changes it."""
    try:
        return choose(config).sha256
    except (MissingError, ConfigError):
        return "absent"


def choose(config: Syntax) -> Choice:
    """Return the first pipeline of ``config.models`` that is on this machine.

    Raises:
        MissingError: none is.
        ConfigError: it is no Dutch pipeline that tags and lemmatises, or a file of it was changed.
    """
    for name in config.models:
        if name == rules.NAME:
            return Choice(rules.NAME, None, rules.NAME)
        if found := _package(name):
            return found
        with_registry = _registered(name)
        if with_registry:
            return with_registry
    raise MissingError("syntax_model_missing", ", ".join(config.models))


def reader(config: Syntax) -> Reader:
    """Return the reader that the settings mean, opened once per process.

    Raises:
        MissingError: as `choose`.
        ConfigError: as `choose`, or spaCy cannot read it.
    """
    return _opened(choose(config), config.batch_size)


@cache
def _opened(choice: Choice, batch_size: int) -> Reader:
    return rules.Rules() if choice.folder is None else spacy_reader.open_pipeline(choice.folder, choice.model_id, batch_size)


def _package(name: str) -> Choice | None:
    """Return an installed package of this name, if there is one."""
    try:
        version = metadata.version(name)
        spec = util.find_spec(name) if name.isidentifier() else None
    except (metadata.PackageNotFoundError, ValueError):
        return None
    if spec is None or not spec.submodule_search_locations:
        return None
    inside = Path(spec.submodule_search_locations[0]) / f"{name}-{version}"
    told = _meta(inside, name)
    # The files of a package are pip's to guard; its version and settings tell which one it is.
    return Choice(f"{name}@{version}", inside, digest(name, version, json.dumps(told, sort_keys=True)))


def _registered(name: str) -> Choice | None:
    try:
        found = registry.find(name)
    except MissingError as error:
        if error.code != "model_missing":  # a file of it is gone
            raise
        return None
    _meta(found.folder, name)
    return Choice(f"{Path(found.entry.id if found.entry else name).name}@{found.sha256[:_DIGITS]}", found.folder, found.sha256)


def _meta(folder: Path, name: str) -> dict[str, Any]:
    """Return meta.json of a pipeline that tags and lemmatises Dutch. Raises ConfigError for any other."""
    try:
        told: dict[str, Any] = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
        parts = set(told["components"])
        fits = told["lang"] == "nl" and parts & _TAGGERS and parts & _LEMMATIZERS
    except (OSError, ValueError, KeyError, TypeError):
        raise ConfigError("syntax_unreadable", name, reason="meta.json") from None
    if not fits:
        raise ConfigError("syntax_unfit", name, parts=", ".join(sorted(parts)), lang=told["lang"])
    return told
