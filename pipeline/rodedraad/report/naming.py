"""Rows of `archetypes` and the lenses → a name for each archetype, as a proposal: the words of the field before those of the passages.

Else a phrase from a typical passage, which is the label. Keywords alone are no name, and are said to be words.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rodedraad.report.words import t
from rodedraad.schema import NAMING_SHARE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rodedraad.report.model import LensView


@dataclass(frozen=True, slots=True)
class Name:
    """What an archetype is called; not ``is_name`` when it is only a list of its keywords."""

    text: str
    is_name: bool


def proposed_names(rows: Sequence[dict[str, Any]], lenses: Mapping[str, LensView]) -> dict[str, Name]:
    """Return archetype id → name: the one that a reviewer gave, else of the lens item that enough members touch, else the label.

    The label is a phrase, or keywords where there is none. Two archetypes near one item also get theirs, so that no two names are alike.
    """
    items = {row["archetype_id"]: _item_name(row, lenses) for row in rows}
    often = Counter(items.values())
    return {row["archetype_id"]: _name(items[row["archetype_id"]], row, often) for row in rows}


def machine_names(rows: Sequence[dict[str, Any]], lenses: Mapping[str, LensView]) -> dict[str, str]:
    """Return archetype id → what the machine calls it, also where a reviewer gave it another name."""
    own = [row | {"label": row["proposed_label"] or row["label"]} for row in rows]
    return {archetype: name.text for archetype, name in proposed_names(own, lenses).items()}


def _name(item: str, row: dict[str, Any], often: Counter[str]) -> Name:
    label = row["label"] or ""
    if label and row["proposed_label"] and label != row["proposed_label"]:
        return Name(label, is_name=True)
    if item:
        return Name(f"{item} ({label})" if often[item] > 1 and label else item, is_name=True)
    if label and set(label.split(", ")) <= set(row["keywords"] or ()):
        return Name(t("archetype.words", words=label), is_name=False)
    return Name(label[:1].upper() + label[1:], is_name=True)


def _item_name(row: dict[str, Any], lenses: Mapping[str, LensView]) -> str:
    lens = lenses.get(row["nearest_lens"] or "")
    if lens is None or (row["nearest_score"] or 0.0) < NAMING_SHARE:
        return ""
    return next((item.short for item in lens.items if item.id == row["nearest_item"]), "")  # a lens may have lost an item since
