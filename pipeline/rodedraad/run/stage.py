"""What a stage is: a frozen record around a pure function from tables to tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import numpy as np
    from pydantic import BaseModel

    from rodedraad.errors import RodeDraadError
    from rodedraad.schema import Tables


class Grain(StrEnum):
    """What a stage is done anew for when something changes."""

    SOURCE = "source"  # once a file: gets one row of `sources`
    DOCUMENT = "document"  # once a document: gets that document's rows of its inputs
    CORPUS = "corpus"  # once, over everything


@dataclass(frozen=True, slots=True)
class Context:
    """The little that a stage may know of the world outside its tables."""

    source_root: Path | None  # where INPUT's files lie; only for stages of grain SOURCE
    seed: int
    previous: Tables = field(default_factory=dict)  # the stage's own outputs of the previous run (grain CORPUS)
    cache_dir: Path | None = None  # for models that need a prepared form on disk; never for results

    def random(self, name: str) -> np.random.Generator:
        """Return a generator that depends on the seed and ``name`` alone."""
        import numpy as np

        from rodedraad.ids import digest

        return np.random.default_rng([self.seed, int(digest(name)[:12], 16)])


class StageFunction(Protocol):
    """What a stage does: tables in, tables out; no clock, environment or global."""

    def __call__(self, tables: Tables, config: BaseModel, context: Context) -> Tables:
        """Return every output table of the stage, conforming to the schema."""
        ...


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage. ``function`` is 'module:name', so that heavy libraries load only where the stage runs."""

    name: str
    version: int  # raise it when the same input would give another result
    grain: Grain
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    config: str  # section of the configuration
    function: str
    set_aside: str | None = None  # 'module:name' of (tables, error) -> tables, for an item that fails
    ready: str | None = None  # 'module:name' of config -> None, which raises MissingError while nothing has been done yet
    depends: str | None = None  # 'module:name' of config -> str, a hash of what the settings only name (a model's files)
    libraries: tuple[str, ...] = ()  # distributions whose version changes results
    resources: tuple[str, ...] = ()  # shipped files or folders (relative to resources.root() or the package) that change results
    limited: bool = False  # run under the time and memory limits for hostile input

    def load(self) -> StageFunction:
        """Import and return the function."""
        function: StageFunction = _load(self.function)
        return function

    def identity(self, config: BaseModel) -> str:
        """Return a hash of the files that the settings name, or nothing."""
        return str(_load(self.depends)(config)) if self.depends else ""

    def check_ready(self, config: BaseModel) -> None:
        """Raise MissingError or ConfigError when something the stage needs is not there."""
        if self.ready:
            _load(self.ready)(config)

    def load_set_aside(self) -> Callable[[Tables, RodeDraadError], Tables] | None:
        """Import and return the hook for a failing item."""
        return _load(self.set_aside) if self.set_aside else None


def _load(target: str) -> Any:  # noqa: ANN401 - the two callers know what they ask for
    module, _, name = target.partition(":")
    return getattr(import_module(module), name)
