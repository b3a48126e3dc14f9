"""What a lens file may hold: pydantic models of ``configs/lenses/*.toml``. A lens is data; unknown fields are refused.

In: the tables of one TOML file. Out: a frozen ``Lens``. Every text is plain text: whoever shows it escapes it.
"""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

MAX_ITEMS = 500
MAX_INDICATORS = 20_000  # cues and examples of one lens
MAX_CHARACTERS = 4_000  # of one text

Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_]{0,79}$")]
Text = Annotated[str, Field(min_length=1, max_length=MAX_CHARACTERS)]
Phrases = Annotated[tuple[Text, ...], Field(max_length=1_000)]
Extra = dict[str, str | list[str]]


_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")  # control characters and marks that turn the reading order


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    @field_validator("*")
    @classmethod
    def _readable(cls, value: Any) -> Any:  # noqa: ANN401 - any field
        texts = (value,) if isinstance(value, str) else value if isinstance(value, tuple) else ()
        if any(isinstance(text, str) and _UNSEEN.search(text) for text in texts):
            raise PydanticCustomError("lens_control_character", "control character")
        return value


class Phase(_Table):
    """A part of the lens that items belong to: a phase in time, or a kind (risk factors, N=1)."""

    id: Id
    name: Text
    explanation: str = ""


class Score(_Table):
    """A sign that people score an item with."""

    sign: Annotated[str, Field(min_length=1, max_length=3)]
    label: Text
    explanation: str = ""


class Item(_Table):
    """One principle, archetype, level or concept. Cues are short phrases; examples whole sentences, invented.

    ``cues_plus``/``examples_plus`` show it going well, ``…_minus`` going badly; plain ``cues``/``examples`` take no side. ``exclusions``
    are phrases that speak against the item; ``neighbours`` items of this lens it is easily taken for; ``principles`` the items of the
    puddingprincipes that it usually touches.
    """

    id: Id
    number: Annotated[int, Field(ge=1)]
    short: Annotated[str, Field(min_length=1, max_length=80)]
    name: Text
    phase: Id | None = None
    name_en: str = ""
    variants: Phrases = ()
    question: str = ""
    wording: str = ""
    wording_in_source: str = ""
    explanation: str = ""
    provenance: str = ""
    note: str = ""
    cues: Phrases = ()
    cues_plus: Phrases = ()
    cues_minus: Phrases = ()
    examples: Phrases = ()
    examples_plus: Phrases = ()
    examples_minus: Phrases = ()
    exclusions: Phrases = ()
    neighbours: tuple[Id, ...] = ()
    principles: tuple[Id, ...] = ()
    extra: Extra = {}


class Head(_Table):
    """The ``[lens]`` table: what the framework is and where it comes from.

    ``has_polarity``: passages are scored + or −. ``faults``: the items describe what went wrong, so a passage that says it went well, or
    that only prescribes or advises, is no instance of one.
    """

    id: Id
    version: Annotated[int, Field(ge=1)]
    title: Text
    short: Annotated[str, Field(min_length=1, max_length=40)]
    source: Text
    licence: Text
    question: Text
    has_polarity: bool
    faults: bool = False
    explanation: str = ""
    notes: Phrases = ()
    boundary_cases: Phrases = ()
    provenance_codes: dict[str, str] = {}
    phases: tuple[Phase, ...] = ()
    scores: tuple[Score, ...] = ()
    extra: Extra = {}


class Lens(_Table):
    """A whole lens file."""

    lens: Head
    items: Annotated[tuple[Item, ...], Field(max_length=MAX_ITEMS)]

    @property
    def id(self) -> str:
        """The lens's id."""
        return self.lens.id

    @field_validator("items")
    @classmethod
    def _unique(cls, items: tuple[Item, ...]) -> tuple[Item, ...]:
        if not items:  # not by min_length, which would also count items with faults of their own as absent
            raise PydanticCustomError("too_short", "no items", {"min_length": 1})
        seen: set[str] = set()
        twice = sorted({i.id for i in items if i.id in seen or seen.add(i.id)})  # type: ignore[func-returns-value]
        if twice:
            raise PydanticCustomError("lens_duplicate_item", "duplicate items", {"names": ", ".join(twice)})
        return items

    @model_validator(mode="after")
    def _consistent(self) -> Lens:
        phases = {phase.id for phase in self.lens.phases}
        ids = {item.id for item in self.items}
        unknown_phases = sorted({i.phase for i in self.items if i.phase is not None and i.phase not in phases})
        unknown_items = sorted({n for i in self.items for n in i.neighbours if n not in ids})
        if unknown_phases:
            raise PydanticCustomError("lens_unknown_phase", "unknown phases", {"names": ", ".join(unknown_phases)})
        if unknown_items:
            raise PydanticCustomError("lens_unknown_neighbour", "unknown neighbours", {"names": ", ".join(unknown_items)})
        total = sum(len(phrases) for item in self.items for phrases in indicators(item).values())
        if total > MAX_INDICATORS:
            raise PydanticCustomError("lens_too_many_indicators", "too many", {"n": total, "most": MAX_INDICATORS})
        return self


def indicators(item: Item) -> dict[str, Any]:
    """Return the fields of an item that hold phrases to match, by field name."""
    names = ("cues", "cues_plus", "cues_minus", "examples", "examples_plus", "examples_minus", "exclusions")
    return {name: getattr(item, name) for name in names}
