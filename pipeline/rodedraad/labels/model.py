"""What a labelled corpus holds: narratives of passages, and labellings of those passages.

In: lines of JSON. Out: frozen records. The format is described in docs/goudcorpus.md; a researcher adds narratives by adding a file.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from rodedraad.schema import Modality  # noqa: TC001 - pydantic reads the annotation

MAX_CHARACTERS = 4_000  # of one passage

Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,79}$")]
Text = Annotated[str, Field(min_length=1, max_length=MAX_CHARACTERS)]
Polarity = Annotated[int, Field(ge=-1, le=1)]


class Split(StrEnum):
    """The part of the corpus that a narrative belongs to."""

    TRAIN = "train"
    VALIDATION = "validation"
    TEST = "test"


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Narrative(_Row):
    """A whole text. ``style`` is the kind of writing (calamiteitenrapport, leerverhaal …)."""

    narrative: Id
    title: Text
    sector: Id
    style: Id
    year: Annotated[int, Field(ge=1900, le=2100)]
    split: Split


class Passage(_Row):
    """A passage of the narrative above it in the file; passages stand in the order of reading."""

    passage: Id
    section: str = ""
    text: Text


class Label(_Row):
    """What one labelling says of a passage: items by lens, with their polarity in a lens that has one (else null)."""

    passage: Id
    modality: Modality
    labels: dict[Id, dict[Id, Polarity | None]] = {}
    note: str = ""

    def items(self, lens: str) -> dict[str, int | None]:
        """Return the items of a lens with their polarity."""
        return dict(self.labels.get(lens, {}))
