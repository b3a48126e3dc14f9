"""Which models there are: the entries of two `registry.toml` files, the shipped one and the user's own.

In: nothing but those files. Out: `Entry` records. A model is used only as it was registered, so an entry holds the SHA-256 of every file
that shapes its results.
"""

from __future__ import annotations

import os
import tomllib
from datetime import date  # noqa: TC003 - pydantic reads it
from pathlib import Path, PurePosixPath
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from rodedraad import resources
from rodedraad.errors import ConfigError, UsageError

FILE_NAME = "registry.toml"
FOLDER_VARIABLE = "RODEDRAAD_MODELS"  # environment variable with another folder for the user's own models
CARDS = ("card.md", "README.md")
Role = Literal["embedding", "syntax", "lens"]
Status = Literal["default", "quick", "experiment", "fetched"]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


def _relative(name: str) -> str:
    if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts or not name:
        raise ValueError(name)
    return name


class Entry(BaseModel):
    """One model, as registered."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"^[\w./@+-]+$")
    role: Role
    kind: str = Field(min_length=1)  # sentence-transformers, static, spacy, …
    path: str = Field(min_length=1)  # of its folder; relative to the registry's
    dimension: int = Field(ge=0)  # values in a vector; 0 for a model without vectors
    licence: str
    trained_from: str = ""  # training config
    status: Status = "experiment"
    revision: str = ""  # commit, of a fetched model
    made: date | None = None  # day on which it was trained; unknown of a fetched model
    asked: str = ""  # branch or tag that meant this commit when it was fetched
    size_bytes: int = Field(ge=0)
    files: dict[Annotated[str, AfterValidator(_relative)], Sha256] = Field(min_length=1)
    registry: Path = Field(exclude=True)  # the file this entry stands in

    @property
    def folder(self) -> Path:
        """Where the model lies."""
        return self.registry.parent / self.path

    @property
    def shipped(self) -> bool:
        """Whether the model came with Rode Draad."""
        return self.registry == shipped_file()

    @property
    def name(self) -> str:
        """The id without ``@revision``."""
        return self.id.partition("@")[0]

    @property
    def card(self) -> Path | None:
        """The model card, if there is one."""
        return next((self.folder / name for name in CARDS if (self.folder / name).is_file()), None)


def shipped_file() -> Path:
    """Return the registry of the models that came with Rode Draad."""
    return resources.models() / FILE_NAME


def own_file() -> Path:
    """Return the registry of the user's own models, fetched and trained; it need not be there yet."""
    if chosen := os.environ.get(FOLDER_VARIABLE):
        return Path(chosen).absolute() / FILE_NAME
    from platformdirs import user_data_path

    return user_data_path("rodedraad", appauthor=False) / "models" / FILE_NAME


def entries() -> list[Entry]:
    """Return every model, the shipped ones first.

    Raises:
        ConfigError: a registry cannot be read.
    """
    return [*read(shipped_file()), *read(own_file())]


def get(model: str) -> Entry:
    """Return the entry that ``model`` means: an id, or ``owner/name@`` with the start of a commit or the branch that was asked for.

    Raises:
        UsageError: there is none.
        ConfigError: a registry cannot be read.
    """
    known = entries()
    entry = match(model, known)
    if entry is None:
        raise UsageError("model_unknown", model, known=", ".join(e.id for e in known) or "–")
    return entry


def match(model: str, known: list[Entry]) -> Entry | None:
    """Return the entry that ``model`` means, if any; a fetched model may be called without its revision while there is one of it."""
    name, _, revision = model.partition("@")
    same = [entry for entry in known if entry.name == name]
    exact = [entry for entry in same if entry.id == model or (revision and _is_revision(entry, revision))]
    if exact:
        return exact[0]
    return same[0] if len(same) == 1 and not revision else None


def read(file: Path) -> list[Entry]:
    """Return the entries of one registry; none where there is no file.

    Raises:
        ConfigError: the file cannot be read.
    """
    try:
        data: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
        return [Entry(**values, registry=file) for values in data.get("model", [])]
    except (FileNotFoundError, NotADirectoryError):
        return []
    except ValidationError as error:
        fault = error.errors()[0]
        raise ConfigError("registry_unreadable", str(file), reason=".".join(map(str, fault["loc"]))) from None
    except (OSError, ValueError, TypeError) as error:
        raise ConfigError("registry_unreadable", str(file), reason=error) from None


_SHORTEST_COMMIT = 7  # hexadecimal digits that mean one commit, as git shortens them


def _is_revision(entry: Entry, revision: str) -> bool:
    return revision == entry.asked or (len(revision) >= _SHORTEST_COMMIT and entry.revision.startswith(revision))
