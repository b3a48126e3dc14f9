"""Whole tables on disk: results per stage under ``private/results``, and the published set under ``tables/``.

A result is written aside, synced and renamed; only then does the journal name it. Publishing copies the files of all stages into
their contract places, so a reader of ``tables/`` never meets a half-written file.
"""

from __future__ import annotations

import os
import shutil
from hashlib import sha256
from typing import TYPE_CHECKING

import polars as pl

from rodedraad.schema import TABLES
from rodedraad.table import Privacy

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from rodedraad.schema import Tables

_KEY_DIGITS = 20


class Store:
    """The tables of one run folder."""

    def __init__(self, run_folder: Path) -> None:
        self.run_folder = run_folder
        self._results = run_folder / "private" / "results"
        self._results.mkdir(parents=True, exist_ok=True)

    def write(self, stage: str, fingerprint: str, tables: Tables) -> dict[str, str]:
        """Write a stage's outputs and return table name → SHA-256 of the file."""
        target = self._folder(stage, fingerprint)
        aside = target.with_name(target.name + ".part")
        for old in (aside, target):
            shutil.rmtree(old, ignore_errors=True)
        aside.mkdir(parents=True)
        hashes = {}
        for name, frame in tables.items():
            path = aside / f"{name}.parquet"
            TABLES[name].conform(frame).write_parquet(path, compression="zstd", statistics=True)
            _sync(path)
            hashes[name] = file_hash(path)
        aside.rename(target)
        _sync(target.parent)
        return hashes

    def has(self, stage: str, fingerprint: str, names: Iterable[str]) -> bool:
        """Tell whether every one of these tables is there."""
        return all((self._folder(stage, fingerprint) / f"{name}.parquet").is_file() for name in names)

    def read(self, stage: str, fingerprint: str, name: str) -> pl.DataFrame:
        """Return one table of a stage's result."""
        return pl.read_parquet(self._folder(stage, fingerprint) / f"{name}.parquet")

    def publish(self, stage: str, fingerprint: str, hashes: dict[str, str]) -> None:
        """Put a stage's tables in their contract places: ``tables/``, or ``private/`` for raw text."""
        for name, wanted in hashes.items():
            place = published(self.run_folder, name)
            if place.is_file() and file_hash(place) == wanted:
                continue
            place.parent.mkdir(parents=True, exist_ok=True)
            aside = place.with_suffix(".part")
            aside.unlink(missing_ok=True)
            source = self._folder(stage, fingerprint) / f"{name}.parquet"
            shutil.copyfile(source, aside)  # no link: who changes a published table must not change what the next run builds on
            _sync(aside)
            aside.replace(place)

    def keep_only(self, used: set[tuple[str, str]]) -> None:
        """Delete results that are neither of this run nor needed by the next."""
        wanted = {self._folder(stage, fingerprint) for stage, fingerprint in used}
        for folder in self._results.iterdir():
            if folder not in wanted:
                shutil.rmtree(folder, ignore_errors=True)

    def _folder(self, stage: str, fingerprint: str) -> Path:
        return self._results / f"{stage}-{fingerprint[:_KEY_DIGITS]}"


def published(run_folder: Path, name: str) -> Path:
    """Return where a table of a run is to be found."""
    folder = "private" if TABLES[name].privacy is Privacy.PRIVATE else "tables"
    return run_folder / folder / f"{name}.parquet"


def file_hash(path: Path) -> str:
    """Return the SHA-256 (hex) of a file."""
    with path.open("rb") as file:
        sha = sha256()
        while chunk := file.read(1 << 20):
            sha.update(chunk)
    return sha.hexdigest()


def _sync(path: Path) -> None:
    if os.name == "nt" and path.is_dir():
        return  # Windows cannot open a folder for syncing
    descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)  # Windows syncs only what is open for writing
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
