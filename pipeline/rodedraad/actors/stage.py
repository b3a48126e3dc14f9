"""Stage `actors`: passages go in, the organisations, professionals and relatives they name come out, as gazetteer types.

The report can then say which parties a pattern touches without naming one. Passages are pseudonymised already, so a surface form is a
generic word ("het wijkteam") or a surrogate ("[JEUGDHULPAANBIEDER-1]"), never a name.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from rodedraad.schema import TABLES, Tables
from rodedraad.text import gazetteer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic import BaseModel

    from rodedraad.run.stage import Context

_NETWORK_TYPE = "netwerk_informeel"
_SURROGATE = re.compile(r"\[([A-Z_]+)-\d+\]")


def run(tables: Tables, config: BaseModel, context: Context) -> Tables:  # noqa: ARG001 - the signature of every stage
    """Return table `actors` for the `passages`: one row per organisation, role or relative mentioned."""
    passages = tables["passages"].sort("passage_id")
    rows = [row for passage_id, text in passages.select("passage_id", "text").iter_rows() for row in _rows(passage_id, text)]
    return {"actors": TABLES["actors"].frame(rows)}


def _rows(passage_id: str, text: str) -> Iterator[dict[str, object]]:
    surrogates = [(m.start(), m.end(), kind) for m in _SURROGATE.finditer(text) if (kind := _types_by_surrogate().get(m.group(1)))]
    for start, end, kind in surrogates:
        yield _row(passage_id, start, text[start:end], kind, is_role=False)
    for found in gazetteer.match(text):
        if not any(start <= found.start < end for start, end, _ in surrogates):
            yield _row(passage_id, found.start, found.surface, found.type, is_role=found.is_role)


def _row(passage_id: str, start: int, surface: str, kind: str, *, is_role: bool) -> dict[str, object]:
    role = "network" if kind == _NETWORK_TYPE else "professional" if is_role else "organisation"
    return {"passage_id": passage_id, "start": start, "end": start + len(surface), "actor_type": kind, "surface": surface, "role": role}


@cache
def _types_by_surrogate() -> dict[str, str]:
    """Return the word in an organisation's surrogate → gazetteer type."""
    return {kind.upper(): kind for kind in gazetteer.load().kinds}
