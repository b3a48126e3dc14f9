"""Where the files of a teacher lie: in a Python package that carries it, in a folder, or in a registry.

In: the name in the settings. Out: a folder. Apart from `teacher`, because the settings hash those files before anything is loaded.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from rodedraad import registry
from rodedraad.errors import MissingError


def folder(model: str) -> Path:
    """Return where a teacher lies: a Python package that carries it, a folder, or a model of the registry.

    Raises:
        MissingError: it is nowhere on this machine, or a file of it is gone.
        ConfigError: a file of it was changed or cut off.
    """
    name = model.replace("-", "_")
    package = find_spec(name) if name.isidentifier() else None
    if package is not None and package.submodule_search_locations:
        for place in (Path(root) / "model" for root in package.submodule_search_locations):
            if (place / "modules.json").is_file():
                return place
    try:
        return registry.find(model).folder
    except MissingError as error:
        if error.code != "model_missing":
            raise
        raise MissingError("train_teacher_missing", model) from None
