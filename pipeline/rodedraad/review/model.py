"""One line of a decision file: what a reviewer said once. Published as docs/decisions.schema.json.

In: a JSON object. Out: a frozen ``Decision`` that no hostile value can turn into a path, a control code or a page of text. Characters that
cannot be seen are taken out of what a reviewer typed rather than refused: a memo pasted from a PDF must not be lost for them.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

FORMAT = 1
MAX_VALUE = 100_000  # characters of a memo
MAX_NAME = 200  # characters of a new name
NAME = r"^[A-Za-z0-9\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff][A-Za-z0-9\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff_-]{0,29}$"
_RESERVED = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)$", re.IGNORECASE)  # names that Windows keeps for devices
UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")

Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,79}$")]
Kind = Literal["passage", "archetype", "mapping"]
ACTIONS: dict[str, tuple[str, ...]] = {
    "passage": ("fits", "fits_not", "move", "polarity", "pseudonym_wrong", "memo"),
    "archetype": ("accept", "rename", "merge", "split", "reject", "memo"),
    "mapping": ("accept", "reject", "other"),
}
UNDO = "undo"
_MUST_NAME = {"move", "polarity", "rename", "merge", "split", "other", "memo", UNDO}  # actions that mean nothing without a value


class Anchor(BaseModel):
    """Where a passage stood: offsets in the document's text (code points), and a hash of its own text, to find it again."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    document: Id
    start: Annotated[int, Field(ge=0, lt=2**31)]
    end: Annotated[int, Field(ge=0, lt=2**31)]
    text_hash: Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]


class Split(BaseModel):
    """The value of ``split``, as JSON: which passages of the archetype are a pattern of their own, and its name."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    label: Annotated[str, Field(max_length=MAX_NAME)] = ""
    passages: Annotated[tuple[Id, ...], Field(min_length=1, max_length=20_000)]


class Decision(BaseModel):
    """A decision. ``id`` is ``<reviewer>-<n>``, unique within a report and a reviewer; ``proposal`` is what the machine said."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: Annotated[int, Field(ge=1, le=FORMAT)]
    id: Annotated[str, Field(max_length=60)]
    report: Annotated[str, Field(pattern=r"^[0-9a-f]{12}$")]
    program: Annotated[str, Field(max_length=40, pattern=r"^[0-9A-Za-z.+-]*$")]
    reviewer: Annotated[str, Field(pattern=NAME)]
    time: datetime
    kind: Kind
    action: Literal[
        "fits", "fits_not", "move", "polarity", "pseudonym_wrong", "accept", "rename", "merge", "split", "reject", "other", "memo", "undo"
    ]
    value: str | None = None
    passage: Id | None = None
    archetype: Id | None = None
    lens: Id | None = None
    item: Id | None = None
    anchor: Anchor | None = None
    proposal: Annotated[str, Field(max_length=300)] | None = None
    blind: bool = False
    queue: Literal["uncertain", "disagreement", "changed", "thin", "control", ""] = ""

    @field_validator("value", "proposal")
    @classmethod
    def _seen(cls, value: str | None) -> str | None:
        return value if value is None else UNSEEN.sub("", value)

    @field_validator("reviewer")
    @classmethod
    def _no_device(cls, value: str) -> str:
        if _RESERVED.match(value):
            raise PydanticCustomError("review_name", "reserved name")
        return value

    @field_validator("time")
    @classmethod
    def _utc(cls, value: datetime) -> datetime:
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)

    @model_validator(mode="after")
    def _whole(self) -> Decision:
        if not re.fullmatch(re.escape(self.reviewer) + r"-\d{1,16}", self.id):
            raise PydanticCustomError("review_id", "id is not <reviewer>-<n>")
        if self.action == UNDO:
            _require(bool(self.value), "value")
            return self
        if self.action not in ACTIONS[self.kind]:
            raise PydanticCustomError("review_action", "action does not belong to this kind")
        _require(self.value is not None or self.action not in _MUST_NAME, "value")
        _require(self.kind == "archetype" or self.passage is not None, "passage")
        _require(self.kind != "archetype" or self.archetype is not None, "archetype")
        _require(self.action not in ("fits", "fits_not") or self.archetype is not None, "archetype")
        _require((self.kind != "mapping" and self.action != "polarity") or bool(self.lens and self.item), "item")
        _fit_value(self.action, self.value or "")
        return self

    @property
    def number(self) -> int:
        """The number in the id."""
        return int(self.id.rpartition("-")[2])

    @property
    def moment(self) -> str:
        """The time as ISO 8601 in UTC, in whole milliseconds."""
        return self.time.isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def line(self) -> str:
        """Return the decision as a line of JSON, always the same for the same decision."""
        return json.dumps(self.model_dump(mode="json") | {"time": self.moment}, ensure_ascii=False, sort_keys=True)


def split_of(value: str | None) -> Split:
    """Return what the value of a ``split`` says. Raises ValueError (pydantic's ValidationError is one) where it says nothing of use."""
    return Split.model_validate_json(value or "")


def json_schema() -> dict[str, Any]:
    """Return the JSON schema of one line of a decision file (JSON Schema 2020-12)."""
    told = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Rode Draad decision, one line of a .jsonl file"}
    return told | {k: v for k, v in Decision.model_json_schema().items() if k != "title"}


def _fit_value(action: str, value: str) -> None:
    """Raise where a value is not what its action needs."""
    if action == "polarity":
        _require(value in ("-1", "0", "1"), "value")
    elif action == "rename":
        _require(0 < len(value.strip()) <= MAX_NAME, "value")
    elif action in ("merge", "other") or (action == "move" and value):
        _require(re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,79}", value) is not None, "value")
    elif action == "memo":
        _require(len(value) <= MAX_VALUE, "value")
    elif action == "split":
        try:
            split_of(value)
        except ValueError:
            raise PydanticCustomError("review_field", "value", {"field": "value"}) from None


def _require(fine: bool, field: str) -> None:
    if not fine:
        raise PydanticCustomError("review_field", field, {"field": field})
