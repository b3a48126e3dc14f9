"""What the report is made of and what making it gives: plain frozen data, so that no stage package is needed here.

The caller turns the lenses and the facts of the run into these classes. Nothing holds a clock time: the same input gives the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    import polars as pl

    from rodedraad import config
    from rodedraad.schema import Tables

Asked = tuple[str, str | None, str | None, str]  # a question to a reviewer: passage, lens and item (None: its archetype), why
NEEDED = (
    "sources",
    "documents",
    "paragraphs",
    "passages",
    "actors",
    "mappings",
    "relations",
    "members",
    "archetypes",
    "lineage",
    "embeddings",
    "decisions",
)


@dataclass(frozen=True, slots=True)
class LensItem:
    """One item of a lens, such as a principle. ``group`` is the id of its phase, or empty."""

    id: str
    number: str
    short: str
    name: str
    wording: str
    explanation: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class LensView:
    """One lens as the report shows it. ``phases`` are pairs of id and name, in order."""

    id: str
    title: str
    short: str
    source: str
    question: str
    has_polarity: bool
    phases: tuple[tuple[str, str], ...]
    items: tuple[LensItem, ...]

    @property
    def name(self) -> str:
        """Return the shortest name there is."""
        return self.short or self.title

    def item(self, item_id: str) -> LensItem:
        """Return the item with this id.

        Raises:
            ValueError: the lens has no such item.
        """
        for item in self.items:
            if item.id == item_id:
                return item
        raise ValueError(f"lens {self.id} has no item {item_id}")


@dataclass(frozen=True, slots=True)
class StageFact:
    """A stage that made a table of this report: its version and the fingerprint of everything that shaped its result."""

    name: str
    version: int
    fingerprint: str


@dataclass(frozen=True, slots=True)
class RunFacts:
    """What the report tells about the run. No clock times."""

    title: str
    about: str
    version: str
    config: Mapping[str, object]  # as ``Config.model_dump(mode="json")`` gives it
    stages: tuple[StageFact, ...] = ()
    models: tuple[str, ...] = ()
    libraries: Mapping[str, str] = field(default_factory=dict)  # distribution → version
    made: Mapping[str, date] = field(default_factory=dict)  # model → the day on which it was made, where that is known


@dataclass(frozen=True, slots=True)
class Earlier:
    """Another run that this one is compared with: how its archetypes relate to those of this one, and what they held there."""

    title: str
    lineage: pl.DataFrame  # as the table of that name
    names: Mapping[str, str]  # archetype of that run → its name there
    passages: Mapping[str, int]
    documents: Mapping[str, int]
    n_documents: int
    new_documents: int  # in this run and not in that one
    gone_documents: int


@dataclass(frozen=True, slots=True)
class ReportInput:
    """Everything a report is made from."""

    tables: Tables
    config: config.Report
    facts: RunFacts
    lenses: tuple[LensView, ...]
    earlier: Earlier | None = None
    queue: tuple[Asked, ...] = ()  # what to ask reviewers, in order; empty: the report makes an order of its own
    changed: Mapping[str, str] = field(default_factory=dict)  # decision that holds → why it asks for another look (review.toml [reason])


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What was built."""

    index: Path
    pages: int
    changed: int  # pages that differ from the report that was there
    n_bytes: int
