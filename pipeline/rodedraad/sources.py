"""INPUT on disk → the `sources` table: which files there are, which are read, and why others are not.

Reads no content beyond a hash and the first bytes. A symbolic link that leaves the folder is never followed.
"""

from __future__ import annotations

import os
import stat
import tomllib
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, ValidationError

from rodedraad import resources
from rodedraad.config import fault_line
from rodedraad.errors import ConfigError, DocumentError, UsageError
from rodedraad.ingest.detect import media_type
from rodedraad.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    import polars as pl

_HEAD_BYTES = 8192
_MEGABYTE = 1_000_000
_IGNORED = {"thumbs.db", "desktop.ini", "corpus.toml"}
_IGNORED_STARTS = (".", "~$", "._")  # hidden files and the lock files of office programs


class Corpus(BaseModel):
    """The corpus.toml that may lie beside the documents."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str = ""
    about: str = ""
    sources: str = ""
    licence: str = ""
    confidential: bool | None = None
    documents: str = "."


@dataclass(frozen=True, slots=True)
class Scan:
    """What INPUT holds. ``table`` conforms to `sources`."""

    root: Path
    corpus: Corpus
    table: pl.DataFrame

    @property
    def readable(self) -> pl.DataFrame:
        """Return the rows that are to be read."""
        return self.table.filter(self.table["reason"].is_null() & self.table["duplicate_of"].is_null())

    @property
    def faults(self) -> list[DocumentError]:
        """Return why each other file is not read."""
        rows = self.table.iter_rows(named=True)
        return [_fault(row["source_path"], row["reason"], row["duplicate_of"]) for row in rows if row["reason"] or row["duplicate_of"]]


def scan(given: str | Path, *, skip: Path | None = None, max_mb: int = 200) -> Scan:
    """Look at a folder, one file, or the name of a shipped corpus (``demo``).

    Args:
        given: what the user named.
        skip: a folder inside it to leave out (the run folder).
        max_mb: larger files (MB) are not read.

    Raises:
        UsageError: it is not there, or holds no file at all.
        ConfigError: its corpus.toml has faults.
    """
    path = _resolve(given)
    if path.is_file():
        return Scan(path.parent, Corpus(), _table(path.parent, [path], max_mb))
    corpus = _corpus(path)
    root = (path / corpus.documents).resolve()
    if not root.is_dir():
        raise UsageError("input_not_found", str(root), known=_shipped())
    files = [f for f in _walk(root) if skip is None or not f.is_relative_to(skip.resolve())]
    if not files:
        raise UsageError("input_empty", str(given))
    return Scan(root, corpus, _table(root, files, max_mb))


def _resolve(given: str | Path) -> Path:
    path = Path(given)
    if path.exists():
        return path.resolve()
    shipped = resources.corpora() / str(given)
    if path.parent == Path() and shipped.is_dir():
        return shipped.resolve()
    raise UsageError("input_not_found", str(given), known=_shipped())


def _shipped() -> str:
    return ", ".join(sorted(p.name for p in resources.corpora().glob("*") if p.is_dir()))


def _corpus(folder: Path) -> Corpus:
    path = folder / "corpus.toml"
    if not path.is_file():
        return Corpus()
    try:
        return Corpus.model_validate(tomllib.loads(path.read_text(encoding="utf-8-sig")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError("config_unreadable", str(path), reason=error) from None
    except ValidationError as error:
        faults = "\n".join(f"  - {fault_line(e, Corpus)}" for e in error.errors())
        raise ConfigError("corpus_invalid", str(path), n=error.error_count(), faults=faults) from None


def _walk(root: Path) -> Iterator[Path]:
    """Yield every file, and every linked folder as itself, in a fixed order."""
    shut: list[OSError] = []
    for folder, folders, files in os.walk(root, onerror=shut.append):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        here = Path(folder)
        yield from (here / f for f in folders if (here / f).is_symlink())
        for name in sorted(files):
            if not name.startswith(_IGNORED_STARTS) and name.lower() not in _IGNORED:
                yield here / name
    yield from (Path(error.filename) for error in shut)  # a folder that may not be opened gets a row, and a reason, of its own


def _table(root: Path, files: list[Path], max_mb: int) -> pl.DataFrame:
    rows: list[dict[str, object]] = []
    first_with: dict[str, str] = {}
    for path in sorted(files):
        row = _row(root, path, max_mb)
        if row["reason"] is None:
            same = first_with.setdefault(str(row["sha256"]), str(row["source_path"]))
            row["duplicate_of"] = same if same != row["source_path"] else None
        rows.append(row)
    return TABLES["sources"].frame(rows)


def _row(root: Path, path: Path, max_mb: int) -> dict[str, object]:
    relative = path.relative_to(root).as_posix()
    name = os.fsencode(relative).decode("utf-8", "backslashreplace")
    row: dict[str, object] = {"source_path": name, "sha256": "", "n_bytes": 0, "media_type": None, "reason": None, "duplicate_of": None}
    if name != relative:
        return row | {"reason": "bad_file_name"}
    try:
        if not path.resolve().is_relative_to(root):
            return row | {"reason": "symlink_outside"}
        facts = path.stat()
        if not stat.S_ISREG(facts.st_mode):
            return row | {"reason": "not_a_file"}
        row["n_bytes"] = facts.st_size
        if facts.st_size > max_mb * _MEGABYTE:
            return row | {"reason": DocumentError("too_big", mb=facts.st_size // _MEGABYTE, most=max_mb).reason}
        row["sha256"], head = _hash(path)
    except (OSError, RuntimeError):  # RuntimeError: a link that leads to itself
        return row | {"reason": "unreadable"}
    row["media_type"] = media_type(head, path.name)
    return row if row["media_type"] else row | {"reason": "unknown_type"}


def _hash(path: Path) -> tuple[str, bytes]:
    sha = sha256()
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
        sha.update(head)
        while chunk := file.read(1 << 20):
            sha.update(chunk)
    return sha.hexdigest(), head


def _fault(path: str, reason: str | None, duplicate_of: str | None) -> DocumentError:
    if duplicate_of:
        return DocumentError("duplicate_file", path, other=duplicate_of)
    return DocumentError.from_reason(str(reason), path)
