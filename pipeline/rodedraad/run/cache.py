"""The item cache: what a stage made of one file or document, so that one added report costs one report.

One SQLite file (its transactions survive a kill) with Arrow IPC inside. It holds raw text and lives under ``RUN/private``; what a report
that was taken away left behind is overwritten, not just forgotten.
"""

from __future__ import annotations

import io
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import polars as pl

from rodedraad.ids import digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from rodedraad.schema import Tables

_SCHEMA = """
CREATE TABLE IF NOT EXISTS items (stage TEXT, key TEXT, documents TEXT, error TEXT, PRIMARY KEY (stage, key)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS tables (stage TEXT, key TEXT, name TEXT, data BLOB, PRIMARY KEY (stage, key, name));
"""
_PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"
_FORMAT = 2  # PRAGMA user_version


def pack(tables: Tables) -> dict[str, bytes]:
    """Return each table as Arrow IPC bytes, fit for the cache and for the trip between processes."""
    packed = {}
    for name, frame in tables.items():
        buffer = io.BytesIO()
        frame.write_ipc(buffer, compression="zstd")
        packed[name] = buffer.getvalue()
    return packed


def unpack(packed: dict[str, bytes]) -> Tables:
    """Return the tables of ``pack``."""
    return {name: pl.read_ipc(io.BytesIO(data)) for name, data in packed.items()}


@dataclass(frozen=True, slots=True)
class Item:
    """A cached result: the documents in it, each with a hash of its rows, and the reason (errors.reason) when it was set aside."""

    documents: dict[str, str]
    error: str


class ItemCache:
    """Results of a stage per item. Use as a context manager."""

    def __init__(self, path: Path) -> None:
        self._connection = _open(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def items(self, stage: str) -> dict[str, Item]:
        """Return item key → what is known of its result, for every cached item of the stage."""
        rows = self._connection.execute("SELECT key, documents, error FROM items WHERE stage = ?", (stage,))
        return {key: Item(dict(pair.split(":") for pair in documents.split()), error) for key, documents, error in rows}

    def put(self, stage: str, key: str, packed: dict[str, bytes], error: str = "") -> Item:
        """Store an item's result, and why it was set aside if it was, in one transaction."""
        contents = _contents(unpack(packed))
        with self._connection:
            rows = [(stage, key, name, data) for name, data in packed.items()]
            self._connection.executemany("INSERT OR REPLACE INTO tables VALUES (?, ?, ?, ?)", rows)
            self._connection.execute(
                "INSERT OR REPLACE INTO items VALUES (?, ?, ?, ?)",
                (stage, key, " ".join(f"{doc}:{sha}" for doc, sha in contents.items()), error),
            )
        return Item(contents, error)

    def get(self, stage: str, key: str, names: Iterable[str]) -> Tables:
        """Return these tables of one item."""
        marks = {name: self._blob(stage, key, name) for name in names}
        return unpack(marks)

    def frames(self, stage: str, keys: Iterable[str], name: str) -> Iterator[pl.DataFrame]:
        """Yield one table of many items."""
        for key in keys:
            yield pl.read_ipc(io.BytesIO(self._blob(stage, key, name)))

    def keep_only(self, used: dict[str, set[str]]) -> None:
        """Forget every item that the finished run did not use."""
        with self._connection:
            for stage in {row[0] for row in self._connection.execute("SELECT DISTINCT stage FROM items")}:
                stale = [(stage, key) for key in self.items(stage).keys() - used.get(stage, set())]
                for table in ("items", "tables"):
                    self._connection.executemany(f"DELETE FROM {table} WHERE stage = ? AND key = ?", stale)  # noqa: S608 - two constants

    def _blob(self, stage: str, key: str, name: str) -> bytes:
        query = "SELECT data FROM tables WHERE stage = ? AND key = ? AND name = ?"
        row = self._connection.execute(query, (stage, key, name)).fetchone()
        if row is None:
            raise KeyError((stage, key, name))
        return bytes(row[0])


def _contents(tables: Tables) -> dict[str, str]:
    """Return document → hash of its rows in every table, so that one changed row of a register does not touch the others."""
    found: dict[str, list[str]] = {}
    for name in sorted(tables):
        if "doc_id" not in tables[name].columns:
            continue
        for (doc,), rows in sorted(tables[name].partition_by("doc_id", as_dict=True).items()):
            found.setdefault(str(doc), []).append(digest(name, pack({name: rows})[name]))
    return {doc: digest(*hashes) for doc, hashes in sorted(found.items())}


def _open(path: Path) -> sqlite3.Connection:
    """Open the cache; one that is damaged or of another format holds nothing that cannot be made again, so it is replaced."""
    try:
        connection = sqlite3.connect(path)
        found = connection.execute("PRAGMA user_version").fetchone()[0]
        with closing(connection.execute("PRAGMA quick_check(1)")) as check:
            sound = check.fetchone()[0] == "ok"
        if sound and found in (0, _FORMAT):
            connection.executescript(f"{_PRAGMAS} {_SCHEMA} PRAGMA user_version={_FORMAT};")
            return connection
        connection.close()
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError) and "not a database" not in str(error) and "malformed" not in str(error):
            raise
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    return _open(path)
