"""Is a model what it was when it was registered? SHA-256 of every file that shapes its results.

In: an entry or a folder. Out: hashes, faults, or an error that says which file and what to do. Always hashed, never remembered by date and
size: 40 MB cost about as much as one line of a report, and a changed weight file must not go unseen.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from rodedraad.errors import ConfigError, MissingError
from rodedraad.ids import digest

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from rodedraad.registry.entries import Entry

SHORT = 12  # hexadecimal digits of a hash in a message
_LENGTH_BYTES = 8  # safetensors: length of the header, little endian
_LARGEST_HEADER = 100_000_000  # the limit of the safetensors library itself


class Trouble(StrEnum):
    """What can be wrong with a file of a model."""

    ABSENT = "absent"
    INCOMPLETE = "incomplete"
    CHANGED = "changed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Fault:
    """One file that is not as registered; hashes in hexadecimal, empty where there is no file."""

    file: str
    trouble: Trouble
    expected: str = ""
    found: str = ""


def hash_files(folder: Path) -> dict[str, str]:
    """Return relative name → SHA-256 (hex) of the files in ``folder``, sorted; Markdown and hidden files do not shape results.

    Raises:
        OSError: a file cannot be read.
    """
    hashes: dict[str, str] = {}
    for path in sorted(folder.rglob("*"), key=lambda p: p.relative_to(folder).as_posix()):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and path.suffix != ".md" and not any(part.startswith(".") for part in name.split("/")):
            with path.open("rb") as file:
                hashes[name] = hashlib.file_digest(file, "sha256").hexdigest()
    return hashes


def combined(hashes: Mapping[str, str]) -> str:
    """Return one hash (hex) of names and contents."""
    return digest(*(part for name, sha256 in sorted(hashes.items()) for part in (name, sha256)))


def verify(entry: Entry) -> list[Fault]:
    """Return every file of a registered model that is absent, incomplete, changed or was never registered.

    Raises:
        ConfigError: a file cannot be read.
    """
    return compare(entry, read_hashes(entry.folder))


def compare(entry: Entry, found: Mapping[str, str]) -> list[Fault]:
    """Return the differences between the registered hashes and those ``found``, by file name."""
    faults = []
    for name in sorted({*entry.files, *found}):
        expected, actual = entry.files.get(name, ""), found.get(name, "")
        if expected == actual:
            continue
        if not actual:
            trouble = Trouble.ABSENT
        elif not expected:
            trouble = Trouble.ADDED
        else:
            trouble = Trouble.CHANGED if is_whole(entry.folder / name) else Trouble.INCOMPLETE
        faults.append(Fault(name, trouble, expected, actual))
    return faults


def require_good(entry: Entry, found: Mapping[str, str]) -> None:
    """Raise for the first fault of a registered model, the gravest first.

    Raises:
        MissingError: a file is not there.
        ConfigError: a file is incomplete, changed, or was added.
    """
    faults = {fault.trouble: fault for fault in reversed(compare(entry, found))}
    again = f"{entry.name}@{entry.revision}" if entry.revision else entry.id
    for trouble in Trouble:
        if fault := faults.get(trouble):
            values = {"model": entry.id, "again": again, "file": fault.file}
            if trouble is Trouble.ABSENT:
                raise MissingError("model_file_absent", str(entry.folder), **values)
            if trouble is Trouble.INCOMPLETE:
                raise ConfigError("model_file_incomplete", str(entry.folder), **values)
            if trouble is Trouble.ADDED:
                raise ConfigError("model_file_added", str(entry.folder), **values)
            raise ConfigError("model_changed", str(entry.folder), **values, expected=fault.expected[:SHORT], found=fault.found[:SHORT])


def require_whole(folder: Path) -> None:
    """Raise for a weight file of an unregistered folder that was cut off.

    Raises:
        ConfigError: a safetensors file is shorter or longer than its header says.
    """
    for path in sorted(folder.rglob("*.safetensors")):
        if not is_whole(path):
            raise ConfigError("model_weights_incomplete", str(folder), file=path.relative_to(folder).as_posix())


def read_hashes(folder: Path) -> dict[str, str]:
    """Return ``hash_files(folder)``.

    Raises:
        ConfigError: a file cannot be read.
    """
    try:
        return hash_files(folder)
    except OSError as error:
        raise ConfigError("embed_unreadable", str(folder), reason=type(error).__name__) from None


def is_whole(path: Path) -> bool:
    """Return whether a safetensors file is as long as its header says; any other file is taken to be.

    A pointer that git-lfs left in place of the file is not whole. Source: https://github.com/huggingface/safetensors#format.
    """
    if path.suffix != ".safetensors":
        return True
    try:
        start, header = read_header(path)
        ends = [int(tensor["data_offsets"][1]) for name, tensor in header.items() if name != "__metadata__"]
        return path.stat().st_size == start + max(ends, default=0)
    except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError):
        return False


def read_header(path: Path) -> tuple[int, dict[str, dict[str, list[int]]]]:
    """Return where the tensors of a safetensors file begin and the header: tensor name → dtype, shape, data_offsets.

    Raises:
        OSError: the file cannot be read.
        ValueError: it is no safetensors file.
    """
    with path.open("rb") as file:
        length = int.from_bytes(file.read(_LENGTH_BYTES), "little")
        if length > _LARGEST_HEADER:
            raise ValueError(length)
        return _LENGTH_BYTES + length, json.loads(file.read(length))
