"""Every configuration key with its meaning and default, for `rodedraad config schema` and docs/configuratie.md."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rodedraad.config import Config, Section

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Key:
    """A setting: dotted name, default as TOML, meaning in the user's words."""

    name: str
    default: str
    meaning: str


def keys(model: type[Section] = Config, prefix: str = "") -> Iterator[Key]:
    """Yield every key, section by section, in the order of the models."""
    for name, field in model.model_fields.items():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, Section):
            yield from keys(kind, f"{prefix}{name}.")
        else:
            value = field.default
            yield Key(f"{prefix}{name}", "" if value is None else json.dumps(value, ensure_ascii=False), field.description or "")
