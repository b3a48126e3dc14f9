"""The known run: archetypes of a finished run, to which the passages of this one are assigned (``cluster.known``).

In: the folder of that run. Out: its searched passages with vectors and archetypes, or a plain refusal before any report is read. Only its
shared tables and its manifest are used; where it lies is told to nobody, its folder may be named after somebody.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from rodedraad import manifest
from rodedraad.cluster.density import NOISE, Groups
from rodedraad.cluster.members import EXCLUDED
from rodedraad.errors import EnvironmentFault, UsageError
from rodedraad.ids import digest
from rodedraad.run.store import file_hash, published

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rodedraad.config import Cluster, Config

USED = ("archetypes", "embeddings", "mappings", "members", "passages")
SHAPING = ("kind", "backend", "truncate", "max_tokens", "prompt", "prefix")  # settings of `embed` that shape vectors, beside the model
STAYS = ("parent_id", "label", "proposed_label", "decided", "keywords", "stability", "nearest_lens", "nearest_item", "nearest_score")
"""Columns of a known archetype that stay what they were."""
LSA = "lsa"
_DIGITS = 16


@dataclass(frozen=True, slots=True)
class Known:
    """What is used of a known run: its n searched passages in the order of their ids, in k archetypes."""

    run: str  # names it without saying where it lies
    ids: list[str]
    doc_ids: list[str]
    vectors: NDArray[np.float32]  # (n, d)
    groups: Groups  # (n,) numbers count in ``archetypes``
    archetypes: pl.DataFrame  # k rows, sorted by id
    members: dict[str, str | None]  # all passages, also those that were not searched → archetype_id
    mappings: pl.DataFrame

    @property
    def names(self) -> list[str]:
        """Return the k archetype ids."""
        return self.archetypes["archetype_id"].to_list()


def check(config: Cluster) -> None:
    """Say before any report is read that the known run cannot be used.

    Raises:
        UsageError: no finished run lies there, it has another format, or one of its tables was taken away or changed.
    """
    if config.known is None:
        return
    told = _manifest(config.known)
    for name in USED:
        place = published(config.known, name)
        if not place.is_file() or file_hash(place) != told["tables"].get(name):
            raise UsageError("known_changed", str(config.known), table=name)


def identity(config: Cluster) -> str:
    """Return a hash of what is used of the known run; nothing where none is configured, 'absent' where none is there."""
    if config.known is None:
        return ""
    try:
        return _identity(_manifest(config.known))
    except UsageError:
        return "absent"


def check_vectors(config: Config, out: Path) -> None:
    """Say before any report is read that vectors of this run and of the known one could not be compared.

    A model of the same name may still be another one; ``load`` compares what the tables say.

    Raises:
        UsageError: no finished run lies there, it is the run folder ``out`` itself, its vectors were made with another model or other
            settings, or with LSA, which is fitted on each run's own texts.
    """
    folder = config.cluster.known
    if folder is None:
        return
    if folder.resolve() == out.resolve():
        raise UsageError("known_is_out", str(folder))
    theirs = dict(_manifest(folder)["config"]["embed"])
    if LSA in (theirs["kind"], theirs["model"], config.embed.kind, config.embed.model):
        raise UsageError("known_lsa", str(folder))
    ours = config.embed.model_dump(mode="json")
    if _model(theirs["model"]) != _model(ours["model"]):
        raise UsageError("known_other_model", str(folder), found=_model(theirs["model"]), wanted=_model(ours["model"]))
    differing = [f"embed.{name}" for name in SHAPING if theirs.get(name) != ours[name]]
    if differing:
        raise UsageError("known_other_settings", str(folder), settings=", ".join(differing))


def load(folder: Path, embeddings: pl.DataFrame) -> Known:
    """Return the known run; ``embeddings`` are this run's.

    Raises:
        UsageError: no finished run lies there, or another model made its vectors.
    """
    told = _manifest(folder)
    tables = {name: pl.read_parquet(published(folder, name)) for name in USED}
    _same_model(folder, tables["embeddings"], embeddings)
    archetypes = tables["archetypes"].sort("archetype_id")
    rows = (
        tables["members"]
        .filter(pl.col("reason").is_null() | (pl.col("reason") != EXCLUDED))
        .join(tables["passages"].filter(pl.col("duplicate_of").is_null()).select("passage_id", "doc_id"), on="passage_id")
        .join(tables["embeddings"].select("passage_id", "vector"), on="passage_id")
        .sort("passage_id")
    )
    number = {archetype: i for i, archetype in enumerate(archetypes["archetype_id"])}
    labels = np.array([number.get(archetype, NOISE) for archetype in rows["archetype_id"]], dtype=np.int64)
    width = len(rows["vector"][0]) if len(rows) else 1
    vectors = rows["vector"].list.to_array(width).to_numpy() if len(rows) else np.zeros((0, width))
    return Known(
        run=_identity(told)[:_DIGITS],
        ids=rows["passage_id"].to_list(),
        doc_ids=rows["doc_id"].to_list(),
        vectors=np.ascontiguousarray(vectors, dtype=np.float32),
        groups=Groups(labels, rows["strength"].to_numpy().astype(np.float64)),
        archetypes=archetypes,
        members=dict(tables["members"].select("passage_id", "archetype_id").iter_rows()),
        mappings=tables["mappings"],
    )


def keep_described(described: pl.DataFrame, known: Known) -> pl.DataFrame:
    """Return ``archetypes`` in which the known ones have the name, family, stability and lens item that the known run gave them."""
    theirs = known.archetypes.select("archetype_id", *STAYS)
    kept = described.drop(STAYS).join(theirs, on="archetype_id", how="inner")
    born = described.join(theirs, on="archetype_id", how="anti")
    return pl.concat([kept.select(described.columns), born]).sort("archetype_id")


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        return manifest.read(folder)
    except EnvironmentFault as fault:  # its remedy is about the run folder, not about a known one
        raise UsageError("known_other_format", str(folder), **fault.values) from None


def _identity(told: dict[str, Any]) -> str:
    return digest(*(str(told["tables"].get(name)) for name in USED))


def _same_model(folder: Path, theirs: pl.DataFrame, ours: pl.DataFrame) -> None:
    if theirs.is_empty() or ours.is_empty():
        return
    found, wanted = theirs["model_id"][0], ours["model_id"][0]
    if found != wanted or len(theirs["vector"][0]) != len(ours["vector"][0]):
        raise UsageError("known_other_model", str(folder), found=found, wanted=wanted)


def _model(name: str) -> str:
    """Return the name of a model that was given by name, by folder or with its revision."""
    return Path(name).name.partition("@")[0]
