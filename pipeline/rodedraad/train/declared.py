"""What is declared of each training file: where it lies, where it comes from, its licence, and what its columns are.

In: a manifest (``corpora/training.toml``, or a researcher's own). Out: its sources, checked, so that a fault in it is found before any
file is opened.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple

from pydantic import Field, ValidationError

from rodedraad import config as configuration
from rodedraad import messages
from rodedraad.config import Section
from rodedraad.errors import ConfigError
from rodedraad.train.readers import IGNORED, REST, Shape

if TYPE_CHECKING:
    from pathlib import Path

Sha256 = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
Format = Literal["pairs", "sentences", "scored-pairs", "synonyms", "frequencies", "conllu", "alpino-xml", "labelled"]


class Layout(NamedTuple):
    """How a format's file is read unless the source says otherwise, and the roles its columns must and may have."""

    columns: tuple[str, ...]
    delimiter: str
    needed: tuple[str, ...]


_LAYOUTS: dict[str, Layout] = {
    "pairs": Layout(("english", "dutch"), "\t", ("english", "dutch")),
    "sentences": Layout(("text",), "", ("text",)),
    "scored-pairs": Layout(("first", "second", "score"), "\t", ("first", "second", "score")),
    "synonyms": Layout(("term", "synonyms*"), "\t", ("term", "synonyms")),
    "frequencies": Layout(("word", "count"), " ", ("word", "count")),
    "labelled": Layout(("text", "label"), "\t", ("text", "label")),
}


class Source(Section):
    """One file and what is known of it. Only ``path`` and ``format`` must be given."""

    path: str  # relative to the data folder, or absolute
    format: Format
    use: Literal["train", "dev", "test"] = "train"
    title: str = ""
    origin: str = ""  # the repository it was taken from
    commit: str = ""
    licence: str = "not stated"
    restricted: bool = False  # its licence does not allow a model trained on it to be given away
    machine_translated: bool = False
    notes: str = ""
    sha256: Sha256 | None = None
    beside: str | None = None  # pairs only: a file with the same rows in Dutch; both have columns `text`
    sha256_beside: Sha256 | None = None
    columns: tuple[str, ...] = ()
    delimiter: Literal["\t", ",", ";", " "] | None = None
    header: bool = False
    scale: tuple[float, float] = (0.0, 5.0)  # scored-pairs: the lowest and the highest score
    separator: str | None = None  # synonyms: what stands between them inside one cell
    guard: Literal["sentences", "whole"] = "sentences"  # dev and test: is each sentence of a text guarded, or only the whole text?

    @property
    def shape(self) -> Shape:
        """How its rows are read."""
        layout = _LAYOUTS[self.format]
        return Shape(self.columns or layout.columns, layout.delimiter if self.delimiter is None else self.delimiter, self.header)

    @property
    def needed(self) -> tuple[str, ...]:
        """The column names without which it cannot be read."""
        if self.format not in _LAYOUTS:
            return ()
        return ("text",) if self.beside else _LAYOUTS[self.format].needed


def load(manifest: Path) -> dict[str, Source]:
    """Return the sources of a manifest by id; ``extends`` works as in any configuration.

    Raises:
        ConfigError: the manifest cannot be read or has faults; all of them in one message.
    """
    tables = configuration.read(manifest).get("sources")
    if not isinstance(tables, dict) or not tables:
        raise ConfigError("train_manifest_empty", str(manifest))
    sources, faults = {}, []
    for source_id, values in tables.items():
        try:
            sources[source_id] = Source.model_validate(values)
            faults += [f"{source_id}: {fault}" for fault in _shape_faults(sources[source_id])]
        except ValidationError as error:
            faults += [f"{source_id}: {configuration.fault_line(e, Source)}" for e in error.errors()]
    if faults:
        raise ConfigError("train_manifest", str(manifest), n=len(faults), faults="\n".join(f"  - {fault}" for fault in faults))
    return sources


def _shape_faults(source: Source) -> list[str]:
    faults = []
    columns = [column.rstrip(REST) for column in source.columns]
    missing = [role for role in source.needed if source.columns and role not in columns]
    if missing:
        faults.append(messages.text("train.manifest.columns", names=", ".join(missing)))
    strange = sorted(set(columns) - {*source.needed, "text", IGNORED})
    if strange:
        faults.append(messages.text("train.manifest.strange", names=", ".join(strange)))
    if source.beside is not None and (source.format != "pairs" or not source.columns):
        faults.append(messages.text("train.manifest.beside"))
    if source.scale[0] >= source.scale[1]:
        faults.append(messages.text("train.manifest.scale"))
    return faults
