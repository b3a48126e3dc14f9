"""The run folder: made with the right modes, locked while in use, written atomically."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import sqlite3
from typing import TYPE_CHECKING, Any

from rodedraad.errors import EnvironmentFault

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_PRIVATE_MODE = 0o700
_DISK_FULL = ("no space left", "disk is full", "disk full", "quota", "os error 28")


@contextlib.contextmanager
def opened(folder: Path) -> Iterator[Path]:
    """Make the folder if need be, lock it, and turn what the disk may do to us into one clear error.

    Raises:
        EnvironmentFault: in use by another run, no right to write, a file is in the way, or the disk is full.
    """
    from filelock import FileLock, Timeout

    with disk_faults(folder):
        if folder.exists() and not folder.is_dir():
            raise EnvironmentFault("run_not_a_folder", str(folder))
        _refuse_foreign(folder)
        private = folder / "private"
        private.mkdir(parents=True, exist_ok=True)
        private.chmod(_PRIVATE_MODE)
        lock = FileLock(private / "lock")
        try:
            lock.acquire(timeout=0)
        except Timeout:
            raise EnvironmentFault("run_in_use", str(folder)) from None
        try:
            yield folder
        finally:
            lock.release()


@contextlib.contextmanager
def disk_faults(place: Path) -> Iterator[None]:
    """Turn a full disk or refused rights, in whatever library's words, into an EnvironmentFault."""
    try:
        yield
    except (OSError, sqlite3.OperationalError) as error:
        raise _translated(error, place) from None
    except Exception as error:
        if type(error).__module__.startswith("polars") and any(words in str(error).lower() for words in _DISK_FULL):
            raise EnvironmentFault("disk_full", str(place)) from None
        raise


def write_json(path: Path, value: Any) -> None:  # noqa: ANN401
    """Write JSON aside, sync, rename."""
    write_text(path, json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n")


def write_text(path: Path, text: str) -> None:
    """Write text (UTF-8, LF) aside, sync, rename."""
    aside = path.with_name(path.name + ".part")
    with aside.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)


def _refuse_foreign(folder: Path) -> None:
    """Never mix our files with somebody's own: a folder with other things in it is not a run folder."""
    ours = any((folder / name).exists() for name in ("private", "journal.jsonl", "manifest.json"))
    if folder.is_dir() and any(folder.iterdir()) and not ours:
        raise EnvironmentFault("run_folder_not_empty", str(folder))


def _translated(error: OSError | sqlite3.OperationalError, place: Path) -> Exception:
    text = str(error).lower()
    if any(words in text for words in _DISK_FULL) or getattr(error, "errno", None) in (errno.ENOSPC, errno.EDQUOT):
        return EnvironmentFault("disk_full", str(place))
    if (
        isinstance(error, PermissionError)
        or getattr(error, "errno", None) in (errno.EACCES, errno.EPERM, errno.EROFS)
        or "readonly" in text
    ):
        return EnvironmentFault("no_rights", str(getattr(error, "filename", None) or place))
    if getattr(error, "errno", None) == errno.ENAMETOOLONG:
        return EnvironmentFault("name_too_long", str(place))
    return error
