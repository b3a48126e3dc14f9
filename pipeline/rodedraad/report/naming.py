"""Rows of `archetypes` and the lenses → a name for each archetype, as a proposal: two words of the field say more than three keywords."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rodedraad.report.model import LensView

NAMING_SHARE = 0.2  # of an archetype's members, weighted by score, that must touch the item; under it the keywords are the name


def proposed_names(rows: Sequence[dict[str, Any]], lenses: Mapping[str, LensView]) -> dict[str, str]:
    """Return archetype id → name: of the lens item that enough members touch, else the keywords.

    Two archetypes near the same item also get their keywords, so that no two names are alike.
    """
    items = {row["archetype_id"]: _item_name(row, lenses) for row in rows}
    often = Counter(items.values())
    return {row["archetype_id"]: _name(items[row["archetype_id"]], row["label"] or "", often) for row in rows}


def _name(item: str, keywords: str, often: Counter[str]) -> str:
    if not item:
        return keywords
    return f"{item} ({keywords})" if often[item] > 1 and keywords else item


def _item_name(row: dict[str, Any], lenses: Mapping[str, LensView]) -> str:
    lens = lenses.get(row["nearest_lens"] or "")
    return lens.item(row["nearest_item"]).short if lens and (row["nearest_score"] or 0.0) >= NAMING_SHARE else ""
