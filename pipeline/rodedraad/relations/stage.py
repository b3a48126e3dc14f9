"""Stage `relations`: passages, words, actors and mappings go in, pairs between which was handed over, tuned or reported come out.

"Afstemming tussen organisaties" is the commonest finding of all; the first thing every reader asks is: between which?
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import polars as pl

from rodedraad.relations import polarity
from rodedraad.relations.extract import relations
from rodedraad.relations.parties import Actor
from rodedraad.relations.words import COLUMNS, of_passage
from rodedraad.schema import TABLES, Tables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic import BaseModel

    from rodedraad.run.stage import Context


def run(tables: Tables, config: BaseModel, context: Context) -> Tables:  # noqa: ARG001 - the signature of every stage
    """Return table `relations` for the `passages`: a row per pair, none for a passage with fewer than two actors."""
    actors: dict[str, list[Actor]] = defaultdict(list)
    for passage_id, *values in tables["actors"].select("passage_id", *Actor._fields[:2], "actor_type", "surface", "role").iter_rows():
        actors[passage_id].append(Actor(*values))
    several = {passage_id for passage_id, found in actors.items() if len(found) > 1}
    words = _words(tables["words"], several)
    signs = polarity.by_passage(tables["mappings"])
    rows = [
        {**row, "passage_id": passage_id, "polarity": polarity.choose(signs.get(passage_id, {}), str(row["kind"]))}
        for passage_id, text in tables["passages"].select("passage_id", "text").iter_rows()
        if passage_id in several
        for row in _rows(text, words[passage_id], actors[passage_id])
    ]
    return {"relations": TABLES["relations"].frame(rows)}


def _words(table: pl.DataFrame, wanted: set[str]) -> dict[str, list[tuple[int, int, str | None, int | None, str | None]]]:
    found: dict[str, list[tuple[int, int, str | None, int | None, str | None]]] = defaultdict(list)
    for passage_id, *values in table.filter(pl.col("passage_id").is_in(list(wanted))).select("passage_id", *COLUMNS).iter_rows():
        found[passage_id].append(tuple(values))
    return found


def _rows(text: str, words: list[tuple[int, int, str | None, int | None, str | None]], actors: list[Actor]) -> Iterator[dict[str, object]]:
    for position, found in enumerate(relations(text, of_passage(text, words), actors)):
        yield {
            "position": position,
            "from_type": found.giver.type,
            "to_type": found.receiver.type,
            "from_surface": found.giver.surface,
            "to_surface": found.receiver.surface,
            "from_start": found.giver.start,
            "to_start": found.receiver.start,
            "directed": found.directed,
            "kind": found.kind,
            "method": found.method,
        }
