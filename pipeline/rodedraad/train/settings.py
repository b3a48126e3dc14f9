"""What every training configuration holds, and the table of what can be trained.

In: a TOML file (``configs/train/*.toml`` or a researcher's own) and ``--set`` values. Out: the frozen settings of its task, every fault in
one message. The tasks are named, not imported: a language model needs no torch to say what it wants.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, Field, ValidationError

from rodedraad import config as configuration
from rodedraad import resources
from rodedraad.config import Section
from rodedraad.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@dataclass(frozen=True, slots=True)
class Role:
    """Marks a list of source ids in a task's settings: read to learn from, or only to measure with on the way."""

    learns: bool


SourceIds = Annotated[tuple[str, ...], Role(learns=True)]
"""Ids of sources to train on: checked before the training starts, named on the model card; restricted and test sources are refused."""
DevIds = Annotated[tuple[str, ...], Role(learns=False)]
"""Ids of sources to measure with on the way (choosing a checkpoint): checked likewise; test sources are refused."""


class Training(Section):
    """What every task has. A task's own settings subclass it; data fields are ``SourceIds`` or ``DevIds``, also inside sections."""

    task: str = Field(description="Wat er getraind wordt: embedding, static, language of lens.")
    id: str = Field(pattern="^[a-z0-9][a-z0-9._-]*$", description="Naam van het model en van zijn map.")
    title: str = Field(min_length=1, description="Titel op de modelkaart (Engels).")
    about: str = Field("", description="Wat het model is en waarvoor (Engels, voor de kaart).")
    limits: tuple[str, ...] = Field((), description="Wat het model niet kan (Engels, voor de kaart).")
    base_model: str = Field("", description="Het model waar dit uit voortkomt of van leert (voor de kaart).")
    licence: str = Field(min_length=1, description="Licentie van het model, als SPDX-code.")
    status: Literal["default", "quick", "experiment"] = Field(
        "experiment", description="Plaats in het register: default en quick horen bij de meegeleverde profielen."
    )
    seed: int = Field(13, ge=0, le=2**32 - 1, description="Startgetal van het toeval.")
    data: Path = Field(Path("../shared/data"), description="Map met trainingsbestanden (ook: --data).")
    manifest: Path = Field(Path("corpora/training.toml"), description="Lijst met trainingsbestanden.")
    guard: tuple[str, ...] | None = Field(
        None, description="Toetssets waarvan geen zin in de training mag komen; weglaten = elke bron met use dev of test."
    )
    allow_restricted: bool = Field(False, description="Ook bronnen gebruiken waarvan de licentie delen van het model verbiedt.")
    threads: int = Field(0, ge=0, le=1024, description="Rekenthreads; 0 = wat de bibliotheken zelf kiezen.")

    def sources(self) -> tuple[str, ...]:
        """Return the ids of every source that is learned from, once each, in the order of the settings."""
        return tuple(dict.fromkeys(_marked(self, learns=True)))

    def labelled(self) -> Path | None:
        """Return the folder of the labelled corpus that is learned from, as configured; a task that has one overrides this."""
        return None

    def model_hashes(self) -> dict[str, str]:
        """Return the hash of every model that is learned from, by its name; a task that has teachers overrides this.

        Raises:
            MissingError: one is not on this machine.
        """
        return {}

    def dev_sources(self) -> tuple[str, ...]:
        """Return the ids of every source that is only measured with."""
        return tuple(dict.fromkeys(_marked(self, learns=False)))


@dataclass(frozen=True, slots=True)
class Task:
    """A kind of training. Both places are ``module:name``, so that libraries load only where they are needed."""

    settings: str
    trainer: str
    library: str  # of the finished model, in the hub's words
    pipeline_tag: str
    role: Literal["embedding", "syntax", "lens"] = "embedding"  # in the registry
    torch: bool = False  # is torch to be seeded and given its threads?

    def settings_class(self) -> type[Training]:
        """Import and return the class of its settings."""
        kind: type[Training] = _load(self.settings)
        return kind

    def trainer_function(self) -> Any:  # noqa: ANN401 - runner.Trainer, which would be a circle
        """Import and return its trainer."""
        return _load(self.trainer)


TASKS: dict[str, Task] = {
    "embedding": Task(
        "rodedraad.train.embedding.settings:EmbeddingTraining",
        "rodedraad.train.embedding.trainer:train",
        "sentence-transformers",
        "sentence-similarity",
        torch=True,
    ),
    "static": Task(
        "rodedraad.train.embedding.settings:StaticTraining",
        "rodedraad.train.embedding.static:train",
        "sentence-transformers",
        "sentence-similarity",
        torch=True,
    ),
    "language": Task(
        "rodedraad.train.syntax.settings:LanguageTraining",
        "rodedraad.train.syntax.trainer:train",
        "spacy",
        "token-classification",
        role="syntax",
        torch=True,
    ),
    "lens": Task(
        "rodedraad.train.lens.settings:LensTraining",
        "rodedraad.train.lens.trainer:train",
        "sentence-transformers",
        "text-classification",
        role="lens",
        torch=True,
    ),
}


def load(path: Path | str, settings: list[str] | None = None, tasks: Mapping[str, Task] = TASKS) -> Training:
    """Return the settings of a training configuration: a file, or the name of one in ``configs/train``.

    Raises:
        ConfigError: the file is not there or unreadable, its task is unknown, or it has faults; all of them in one message.
    """
    file = find(path)
    values = configuration.read(file, settings)
    task = values.get("task")
    if not isinstance(task, str) or task not in tasks:
        raise ConfigError("train_task_unknown", str(path), task=task, known=", ".join(tasks))
    kind = tasks[task].settings_class()
    try:
        return kind.model_validate(values)
    except ValidationError as error:
        faults = [configuration.fault_line(e, kind) for e in error.errors()]
        raise ConfigError("train_config", str(path), n=len(faults), faults="\n".join(f"  - {f}" for f in faults)) from None


def find(name: Path | str) -> Path:
    """Return the file of a training configuration. Raises ConfigError when there is none."""
    shipped = resources.configs() / "train"
    for path in (Path(name), shipped / f"{name}.toml"):
        if path.is_file():
            return path
    known = ", ".join(sorted(path.stem for path in shipped.glob("*.toml")))
    raise ConfigError("train_config_not_found", str(name), known=known)


def resolve(path: Path) -> Path:
    """Return where a path of a configuration lies: as given from the working folder if it is there, else from the root of the checkout."""
    path = path.expanduser()
    return path if path.is_absolute() or path.exists() else resources.root() / path


def _marked(section: BaseModel, *, learns: bool) -> Iterator[str]:
    for name, field in type(section).model_fields.items():
        value = getattr(section, name)
        if any(isinstance(mark, Role) and mark.learns is learns for mark in field.metadata):
            yield from value
        for inner in value if isinstance(value, list | tuple) else [value]:
            if isinstance(inner, BaseModel):
                yield from _marked(inner, learns=learns)


def _load(target: str) -> Any:  # noqa: ANN401
    module, _, name = target.partition(":")
    return getattr(import_module(module), name)
