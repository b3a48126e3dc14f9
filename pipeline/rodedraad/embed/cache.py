"""Vectors by text and model, in one SQLite file: the same passage is encoded once, in whichever run it appears.

In: an embedder and texts. Out: their vectors. The file holds hashes and numbers, no text. A file that is broken is made anew; a vector
whose check sum is wrong counts as absent, and so do all that are not as long as the model's or as each other. Only for embedders whose
vectors depend on the text and the model alone.
"""

from __future__ import annotations

import sqlite3
import zlib
from contextlib import closing
from typing import TYPE_CHECKING

import numpy as np

from rodedraad.errors import EnvironmentFault
from rodedraad.ids import digest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from rodedraad.encoder.protocol import Embedder

FILE_NAME = "vectors-1.sqlite"  # the number is that of the layout
WAIT_SECONDS = 60  # for another run that is writing
BATCH = 512  # texts encoded between two commits: what a power cut can lose
QUESTION = 500  # keys asked for at once: below SQLite's limit on parameters
_TABLE = "CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, crc INTEGER NOT NULL, vector BLOB NOT NULL) WITHOUT ROWID"


def encode_cached(embedder: Embedder, texts: Sequence[str], folder: Path | None) -> NDArray[np.float32]:
    """Return ``embedder.encode(texts)``, shape (n, d), taking from and adding to the cache in ``folder``.

    Without ``folder``, or for an embedder that is not cacheable, nothing is kept.

    Raises:
        EnvironmentFault: the cache cannot be written (no rights, disk full).
    """
    if folder is None or not embedder.cacheable or not texts:
        return embedder.encode(texts)
    keys = [bytes.fromhex(digest(embedder.model_id, text)) for text in texts]
    by_key = dict(zip(keys, texts, strict=True))
    try:
        with closing(VectorStore(folder)) as store:
            found = _alike(store.read(keys))
            _add_missing(embedder, by_key, found, store)
            if not _alike(found):  # what was kept is not as long as what this model gives
                found.clear()
                _add_missing(embedder, by_key, found, store)
    except (sqlite3.OperationalError, OSError) as error:
        raise EnvironmentFault("embed_cache", str(folder), reason=error) from None
    return np.stack([found[key] for key in keys])


def _add_missing(embedder: Embedder, texts: dict[bytes, str], found: dict[bytes, NDArray[np.float32]], store: VectorStore) -> None:
    missing = [key for key in texts if key not in found]
    for start in range(0, len(missing), BATCH):
        rows = missing[start : start + BATCH]
        new = dict(zip(rows, embedder.encode([texts[key] for key in rows]), strict=True))
        store.write(new)
        found.update(new)


def _alike(vectors: dict[bytes, NDArray[np.float32]]) -> dict[bytes, NDArray[np.float32]]:
    """Return the vectors if all are of one length, else none: there is no telling which of them are right."""
    return vectors if len({vector.size for vector in vectors.values()}) <= 1 else {}


class VectorStore:
    """The file: keys (32 bytes) to vectors (float32). Opening or reading a broken file makes a new, empty one."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._path = folder / FILE_NAME
        try:
            self._db = self._open()
        except sqlite3.DatabaseError as error:
            self._start_anew(error)

    def read(self, keys: Sequence[bytes]) -> dict[bytes, NDArray[np.float32]]:
        """Return the vectors that are there and whole."""
        try:
            rows = [row for start in range(0, len(keys), QUESTION) for row in self._select(keys[start : start + QUESTION])]
        except sqlite3.DatabaseError as error:  # torn pages show only when they are read
            self._start_anew(error)
            rows = []
        return {key: np.frombuffer(data, dtype="<f4") for key, crc, data in rows if zlib.crc32(data) == crc and len(data) % 4 == 0}

    def write(self, vectors: dict[bytes, NDArray[np.float32]]) -> None:
        """Keep ``vectors``, in one transaction."""
        rows = [(key, zlib.crc32(data), data) for key, data in ((k, v.astype("<f4").tobytes()) for k, v in vectors.items())]
        with self._db:
            self._db.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)", rows)

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def _open(self) -> sqlite3.Connection:
        db = sqlite3.connect(self._path, timeout=WAIT_SECONDS)
        try:
            db.execute(_TABLE)
        except sqlite3.Error:
            db.close()
            raise
        return db

    def _select(self, keys: Sequence[bytes]) -> list[tuple[bytes, int, bytes]]:
        marks = ",".join("?" * len(keys))
        return self._db.execute(f"SELECT key, crc, vector FROM vectors WHERE key IN ({marks})", keys).fetchall()  # noqa: S608 - only question marks

    def _start_anew(self, error: sqlite3.DatabaseError) -> None:
        if isinstance(error, sqlite3.OperationalError) and "no such column" not in str(error):
            raise error  # locked, disk full, no rights: the file may be good
        if hasattr(self, "_db"):
            self._db.close()
        for path in (self._path, self._path.with_name(FILE_NAME + "-journal")):
            path.unlink(missing_ok=True)
        self._db = self._open()
