"""Writes a result of the cluster stage as the finished run that another run may know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rodedraad import manifest
from rodedraad.cluster.known import USED
from rodedraad.cluster.stage import run
from rodedraad.config import Cluster, Config
from rodedraad.run.stage import Context
from rodedraad.run.store import file_hash, published

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl


def finished(folder: Path, tables: dict[str, pl.DataFrame], **settings: object) -> dict[str, pl.DataFrame]:
    """Cluster ``tables``, publish what a known run is read from in ``folder`` and return all tables."""
    whole = tables | run(tables, Cluster(**settings), Context(None, 13))  # type: ignore[arg-type]
    (folder / "tables").mkdir(parents=True)
    hashes = {}
    for name in USED:
        whole[name].write_parquet(published(folder, name))
        hashes[name] = file_hash(published(folder, name))
    manifest.write(folder, manifest.make(tables=hashes, config=Config().model_dump(mode="json")))
    return whole
