"""Stage `actors`: passages go in, the organisations, professionals and relatives they name come out, as gazetteer types.

The report can then say which parties a pattern touches without naming one. Passages are pseudonymised already, so a surface form is a
generic word ("het wijkteam") or a surrogate ("[JEUGDHULPAANBIEDER-1]"), never a name.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import zip_longest
from typing import TYPE_CHECKING, TypedDict

from rodedraad.schema import TABLES, Tables
from rodedraad.text import gazetteer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic import BaseModel

    from rodedraad.run.stage import Context

_NETWORK_TYPE = "netwerk_informeel"
_SURROGATE = re.compile(r"\[([A-Z_]+)-\d+\]")
_EMPLOYED = re.compile(r"\s+(?:van|uit|vanuit|binnen)\s+(?:(?:de|het|een|deze|dit|onze|haar|zijn|hun)\s+)?")


class _Row(TypedDict):
    """A row of table `actors`."""

    passage_id: str
    start: int
    end: int
    actor_type: str
    surface: str
    role: str


def run(tables: Tables, config: BaseModel, context: Context) -> Tables:  # noqa: ARG001 - the signature of every stage
    """Return table `actors` for the `passages`: one row per organisation, role or relative mentioned."""
    passages = tables["passages"].sort("passage_id")
    rows = [dict(row) for passage_id, text in passages.select("passage_id", "text").iter_rows() for row in _rows(passage_id, text)]
    return {"actors": TABLES["actors"].frame(rows)}


def _rows(passage_id: str, text: str) -> Iterator[_Row]:
    named = {m.start(): (m.group(), kind) for m in _SURROGATE.finditer(text) if (kind := _types_by_surrogate().get(m.group(1)))}
    rows = [_row(passage_id, start, surface, kind, is_role=False) for start, (surface, kind) in named.items()]
    rows += [
        _row(passage_id, found.start, found.surface, found.type, is_role=found.is_role)
        for found in gazetteer.match(text)
        if not any(start <= found.start < start + len(surface) for start, (surface, _) in named.items())
    ]
    rows.sort(key=lambda row: row["start"])
    for row, following in zip_longest(rows, rows[1:]):
        yield {**row, "actor_type": following["actor_type"]} if following and _works_for(row, following, text) else row


def _works_for(row: _Row, following: _Row, text: str) -> bool:
    """Return whether a professional is said to be of the organisation named next: "de psycholoog van de school" is the school's."""
    is_pair = row["role"] == "professional" and following["role"] == "organisation"
    return is_pair and _EMPLOYED.fullmatch(text, row["end"], following["start"]) is not None


def _row(passage_id: str, start: int, surface: str, kind: str, *, is_role: bool) -> _Row:
    role = "network" if kind == _NETWORK_TYPE else "professional" if is_role else "organisation"
    return {"passage_id": passage_id, "start": start, "end": start + len(surface), "actor_type": kind, "surface": surface, "role": role}


@cache
def _types_by_surrogate() -> dict[str, str]:
    """Return the word in an organisation's surrogate → gazetteer type."""
    return {kind.upper(): kind for kind in gazetteer.load().kinds}
