"""Which item of a framework an archetype is nearest to.

In: the mappings and the members of each archetype. Out: lens, item and share, or nothing. The item is the one that stands out most among
the members against all passages that were searched, so that an item which is everywhere names nothing. An archetype of calamities goes
before a principle, unless only the principle is touched by enough members to give a name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from rodedraad.schema import NAMING_SHARE

if TYPE_CHECKING:
    from collections.abc import Sequence

LENSES = ("calamiteit_archetypen", "puddingprincipes")  # the first that has something to say
FEWEST_MEMBERS = 2  # to which the item is assigned
SMALLEST_LIFT = 1.5  # times its share among all passages


@dataclass(frozen=True, slots=True)
class Link:
    """The nearest item, and the share of members it is assigned to, weighted by score."""

    lens: str | None = None
    item: str | None = None
    score: float | None = None


def links(mappings: pl.DataFrame, searched: Sequence[str], groups: Sequence[Sequence[str]]) -> list[Link]:
    """Return the nearest item for each group of passage ids; ``searched`` are all passages that could have been members."""
    place = pl.DataFrame(
        {"passage_id": [p for group in groups for p in group], "group": [g for g, group in enumerate(groups) for _ in group]},
        schema={"passage_id": pl.String, "group": pl.Int64},
    )
    assigned = mappings.filter(pl.col("assigned") & pl.col("lens_id").is_in(list(LENSES)))
    everywhere = assigned.join(pl.DataFrame({"passage_id": searched}, schema={"passage_id": pl.String}), on="passage_id")
    base = everywhere.group_by("lens_id", "item_id").agg(base=pl.col("score").sum() / max(1, len(searched)))
    sizes = place.group_by("group").agg(size=pl.len())
    shares = (
        assigned.join(place, on="passage_id")
        .join(sizes, on="group")
        .group_by("group", "lens_id", "item_id")
        .agg(n=pl.len(), share=pl.col("score").sum() / pl.col("size").first())
        .join(base, on=["lens_id", "item_id"])
        .filter((pl.col("n") >= FEWEST_MEMBERS) & (pl.col("share") >= SMALLEST_LIFT * pl.col("base")))
        .with_columns(
            excess=(pl.col("share") - pl.col("base")).round(6),
            rank=pl.col("lens_id").replace_strict(list(LENSES), [0, 1]),
            names=pl.col("share") >= NAMING_SHARE,
        )
        .sort("group", "names", "rank", "excess", "item_id", descending=[False, True, False, True, False])
        .unique("group", keep="first", maintain_order=True)
    )
    found = {row["group"]: Link(row["lens_id"], row["item_id"], row["share"]) for row in shares.iter_rows(named=True)}
    return [found.get(g, Link()) for g in range(len(groups))]
