"""Figures of other models as their makers or a public benchmark give them (published.toml), for a table's last rows."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Published:
    """One figure with its source."""

    model: str
    data: str
    figure: str
    value: float
    source: str


@cache
def published() -> tuple[Published, ...]:
    """Return every published figure, in the order of the file."""
    text = resources.files("rodedraad.evaluate").joinpath("published.toml").read_text(encoding="utf-8")
    return tuple(Published(**row) for row in tomllib.loads(text)["figure"])
