"""Adding a model to a registry and taking one out.

In: a folder with a finished model. Out: its entry, every file hashed, in the registry that the folder belongs to. Called by the train
commands and by `rodedraad model fetch`.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
from typing import TYPE_CHECKING

import tomli_w
from filelock import FileLock

from rodedraad.errors import ConfigError, EnvironmentFault, UsageError
from rodedraad.registry.entries import Entry, Role, Status, get, own_file, read, shipped_file
from rodedraad.registry.integrity import read_hashes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date
    from pathlib import Path

HEAD = "# The models in this folder, with the SHA-256 of every file. Written by `rodedraad train` and `rodedraad model`.\n\n"
_FULL = (errno.ENOSPC, errno.EDQUOT)


def registry_of(folder: Path) -> Path:
    """Return the registry that a model in ``folder`` belongs to: the shipped one for a folder beside it, else the user's own."""
    shipped = shipped_file()
    return shipped if shipped.parent.resolve() in folder.resolve().parents else own_file()


def check_free(model_id: str, folder: Path) -> None:
    """Say before long work that ``folder`` cannot be registered under ``model_id``.

    Raises:
        UsageError: the other registry has a model of that name.
    """
    registry = registry_of(folder)
    for other in {shipped_file(), own_file()} - {registry}:
        if any(entry.id == model_id for entry in read(other)):
            raise UsageError("model_id_taken", model_id, other=other)


def register(
    folder: Path,
    *,
    id: str,  # noqa: A002 - named as in registry.toml
    role: Role,
    kind: str,
    dimension: int,
    licence: str,
    trained_from: str = "",
    status: Status = "experiment",
    revision: str = "",
    asked: str = "",
    made: date | None = None,
) -> Entry:
    """Hash the model in ``folder`` and write its entry; one with the same id or the same folder is replaced.

    Without a day on which it was ``made``, that of the entry stays while the files are the same.

    Raises:
        ConfigError: the folder has no files, or a registry cannot be read.
        UsageError: the other registry has a model of that name.
        EnvironmentFault: the registry cannot be written.
    """
    check_free(id, folder)
    registry = registry_of(folder)
    hashes = read_hashes(folder)
    if not hashes:
        raise ConfigError("model_empty", str(folder))
    entry = Entry(
        id=id, role=role, kind=kind, path=_path(folder, registry), dimension=dimension, licence=licence, trained_from=trained_from,
        status=status, revision=revision, asked=asked, size_bytes=sum((folder / name).stat().st_size for name in hashes), files=hashes,
        registry=registry,
    )  # fmt: skip
    with writing(registry.parent):
        same = [e.made for e in read(registry) if e.id == id and e.files == hashes and e.made]
        entry = entry.model_copy(update={"made": made or next(iter(same), None)})
        others = [e for e in read(registry) if e.id != id and e.path != entry.path]
        _write(registry, [entry, *(_not_asked(e, entry) for e in others)])
    return entry


def remove(model: str) -> Entry:
    """Take one of the user's own models out of the registry, and its folder off the disk if it lies beside that registry.

    Raises:
        UsageError: there is no such model, or it came with Rode Draad.
        EnvironmentFault: registry or folder cannot be written.
    """
    entry = get(model)
    if entry.shipped:
        raise UsageError("model_shipped", entry.id)
    with writing(entry.registry.parent):
        _write(entry.registry, [e for e in read(entry.registry) if e.id != entry.id])
        if lies_beside_registry(entry) and entry.folder.exists():
            shutil.rmtree(entry.folder)
    return entry


def lies_beside_registry(entry: Entry) -> bool:
    """Return whether the model's folder is below that of its registry, and so ours to delete."""
    return entry.registry.parent.resolve() in entry.folder.resolve().parents


@contextlib.contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Hold the folder of a registry for oneself, made if needed; what the machine refuses becomes an error in words.

    Raises:
        EnvironmentFault: disk full, no rights.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / ".registry.lock"):
            yield
    except OSError as error:
        code = "disk_full" if error.errno in _FULL else "models_not_writable"
        raise EnvironmentFault(code, str(folder), reason=error.strerror or type(error).__name__) from None


def _path(folder: Path, registry: Path) -> str:
    place, base = folder.resolve(), registry.parent.resolve()
    return place.relative_to(base).as_posix() if base in place.parents else str(place)


def _not_asked(entry: Entry, newer: Entry) -> Entry:
    """A branch means the commit that was fetched last."""
    same = entry.asked and (entry.name, entry.asked) == (newer.name, newer.asked)
    return entry.model_copy(update={"asked": ""}) if same else entry


def _write(registry: Path, entries: Iterable[Entry]) -> None:
    rows = [entry.model_dump(exclude_defaults=True) | {"status": entry.status} for entry in sorted(entries, key=lambda e: e.id)]
    aside = registry.with_name(f".{registry.name}.new")
    with aside.open("w", encoding="utf-8", newline="\n") as file:
        file.write(HEAD + (tomli_w.dumps({"model": rows}) if rows else ""))
        file.flush()
        os.fsync(file.fileno())
    aside.replace(registry)
