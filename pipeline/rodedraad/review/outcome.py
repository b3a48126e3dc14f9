"""Whether what was decided still holds in the run as it is: decided, or changed since.

In: the tables of a finished run, and what the machine calls its archetypes. Out: a state for each valid decision. Changed means: it could
not be applied, or the machine by now says something else than it said when the decision was made, so that the reviewer may want to look
again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from rodedraad.review.model import UNSEEN

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from rodedraad.schema import Tables

DECIDED, CHANGED = "decided", "changed"
NOT_APPLIED, OTHER_NOW = "not_applied", "other_now"
_LONGEST = 200  # characters of a name that a page writes down as what the machine said


@dataclass(frozen=True, slots=True)
class Outcome:
    """A valid decision and how it stands; ``reason`` is empty while it holds."""

    decision: dict[str, Any]
    state: str
    reason: str = ""


def outcomes(tables: Tables, names: Mapping[str, Collection[str]]) -> list[Outcome]:
    """Return how every valid decision stands, in the order of their ids.

    ``names`` are what the machine calls each archetype in this run, in any language, whatever reviewers named it.
    """
    members = {row["passage_id"]: row for row in tables["members"].iter_rows(named=True)}
    mappings = {(row["passage_id"], row["lens_id"], row["item_id"]): row for row in tables["mappings"].iter_rows(named=True)}
    archetypes = {row["archetype_id"]: row for row in tables["archetypes"].iter_rows(named=True)}
    gone = {row["archetype_id"] for row in tables["decisions"].iter_rows(named=True) if row["action"] in ("merge", "reject")}
    rows = tables["decisions"].filter(pl.col("state") == "valid").sort("decision_id")
    result = []
    for row in rows.iter_rows(named=True):
        if row["kind"] == "archetype":
            reason = _of_archetype(row, archetypes, gone) or _of_name(row, names)
        elif row["kind"] == "mapping" or row["action"] == "polarity":
            reason = _of_mapping(row, mappings.get((row["passage_id"], row["lens_id"], row["item_id"])))
        else:
            reason = _of_member(row, members[row["passage_id"]])
        result.append(Outcome(row, CHANGED if reason else DECIDED, reason))
    return result


def _of_archetype(row: dict[str, Any], archetypes: dict[str, dict[str, Any]], gone: set[str]) -> str:
    here = archetypes.get(row["archetype_id"])
    if row["action"] in ("merge", "reject"):
        return NOT_APPLIED if here else ""
    if here is None:
        return "" if row["archetype_id"] in gone else NOT_APPLIED
    return NOT_APPLIED if row["action"] == "rename" and here["label"] != row["value"].strip() else ""


def _of_name(row: dict[str, Any], names: Mapping[str, Collection[str]]) -> str:
    """Who agreed with a name or gave one judged what the machine said then."""
    told, now = row["proposal"], names.get(row["archetype_id"])
    if row["action"] not in ("accept", "rename") or not told or now is None:
        return ""
    return OTHER_NOW if _plain(told) not in map(_plain, now) else ""


def _plain(name: str) -> str:
    return UNSEEN.sub("", name).replace("\ufffd", "")[:_LONGEST]


def _of_mapping(row: dict[str, Any], here: dict[str, Any] | None) -> str:
    """A mapping that is not there says nothing: fine where it was rejected."""
    if here is None:
        return "" if row["action"] in ("reject", "other") else NOT_APPLIED
    if here["method"] != "reviewer":
        return NOT_APPLIED
    machine = here["score"] >= here["threshold"]
    return OTHER_NOW if row["kind"] == "mapping" and row["proposal"] is not None and bool(row["proposal"]) != machine else ""


def _of_member(row: dict[str, Any], here: dict[str, Any]) -> str:
    if row["action"] not in ("fits", "fits_not", "move"):
        return ""
    now, told = here["proposed_id"] or "", row["proposal"]
    if row["action"] == "fits_not":
        return OTHER_NOW if now and told is not None and told != now else ""
    if not here["decided"]:
        return NOT_APPLIED
    wanted = row["archetype_id"] if row["action"] == "fits" else row["value"] or ""
    return OTHER_NOW if told is not None and now not in (told, wanted) else ""
