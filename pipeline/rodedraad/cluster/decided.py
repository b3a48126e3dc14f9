"""What reviewers decided about archetypes, laid over what the machine found.

In: the archetype that the machine proposes for each passage, ``decisions``, what was there before. Out: the archetype of each passage, the
names that people gave, and how the archetypes that are left came about. A decision about one passage goes before one about a whole
archetype. What the machine proposes is kept beside it (``members.proposed_id``), and it is by that that ids are carried over: an archetype
that was merged away is found again in the next run, and merged away again.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from rodedraad.ids import digest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

REJECTED, MOVED_OUT = "rejected", "moved_out"
MERGED, SPLIT, RENAMED, ACCEPTED = "merged", "split", "renamed", "accepted"
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Scene:
    """The passages of this run (``leaders`` maps every one to itself or to the one that stands for it) and the previous result.

    ``ids`` and ``vectors`` (n, d) are of the searched passages, ``before`` is the archetype of each passage in the previous result,
    ``known`` are the archetypes that occurred in it.
    """

    leaders: Mapping[str, str]
    ids: Sequence[str]
    vectors: NDArray[np.float32]
    before: Mapping[str, str | None]
    known: Collection[str]


@dataclass(slots=True)
class Decided:
    """What decisions come to, by passage and by archetype."""

    archetype: dict[str, str | None]  # passage → archetype
    pinned: set[str] = field(default_factory=set)  # passages that a decision put where they are, or keeps there
    reasons: dict[str, str] = field(default_factory=dict)  # passage → why it has no archetype
    names: dict[str, str] = field(default_factory=dict)
    states: dict[str, str] = field(default_factory=dict)
    merged: dict[str, str] = field(default_factory=dict)  # archetype that is no more → the one it went into
    parts: dict[str, str] = field(default_factory=dict)  # part that was split off → the archetype it was in


def decide(machine: Mapping[str, str | None], decisions: pl.DataFrame, scene: Scene) -> Decided:
    """Return what the valid ``decisions`` make of the ``machine``'s archetype of every passage of the run."""
    rows = decisions.filter(pl.col("state") == "valid").sort("decision_id").rows(named=True)
    whole = [row for row in rows if row["kind"] == "archetype"]
    single = [row for row in rows if row["kind"] == "passage" and row["action"] in ("fits", "fits_not", "move")]
    found = Decided(dict(machine))
    if not whole and not single:
        return found
    rejected = {row["archetype_id"] for row in whole if row["action"] == "reject"}
    splits = {split_id(row): row for row in whole if row["action"] == "split"}
    known = {*scene.known, *filter(None, machine.values()), *splits}
    found.merged = _merges(whole, known, rejected)
    _apart(found, machine, splits, scene)
    for passage, archetype in found.archetype.items():
        into = _into(archetype, found.merged)
        found.archetype[passage] = None if into in rejected else into
        if into in rejected:
            found.reasons[passage] = REJECTED
    _one_by_one(found, single, rejected, scene)
    _without_the_empty(found, scene)
    found.pinned |= {passage for passage, archetype in found.archetype.items() if archetype != machine[passage]}
    _named(found, whole, splits)
    return found


def split_id(row: Row) -> str:
    """Return the id of the part that a ``split`` decision sets apart: of the archetype and the passages named then."""
    return "a" + digest("split", row["archetype_id"], *sorted(_split(row)["passages"]))[:16]


def over_members(members: pl.DataFrame, machine: Mapping[str, str | None], found: Decided) -> pl.DataFrame:
    """Return ``members`` with the archetypes of ``found`` for every passage, and what the machine proposed beside them."""
    ids = members["passage_id"].to_list()
    said = pl.DataFrame(
        {
            "passage_id": ids,
            "final": [found.archetype[passage] for passage in ids],
            "proposed": [machine[passage] for passage in ids],
            "pinned": [passage in found.pinned for passage in ids],
            "why": [found.reasons.get(passage) for passage in ids],
        },
        schema={"passage_id": pl.String, "final": pl.String, "proposed": pl.String, "pinned": pl.Boolean, "why": pl.String},
    )
    none, same = pl.col("final").is_null(), pl.col("final").eq_missing(pl.col("archetype_id"))
    strength = pl.when(none).then(0.0).when(same).then(pl.col("strength")).otherwise(1.0)
    return (
        members.drop("decided", "proposed_id")
        .join(said, on="passage_id")
        .with_columns(
            strength=strength.cast(pl.Float32),
            reason=pl.when(none).then(pl.coalesce("why", "reason")).otherwise(None),
            archetype_id=pl.col("final"),
            decided=pl.col("pinned"),
            proposed_id=pl.col("proposed"),
        )
        .select(members.columns)
    )


def over_archetypes(archetypes: pl.DataFrame, found: Decided) -> pl.DataFrame:
    """Return ``archetypes`` with the names that reviewers gave, the proposals beside them, and what was decided."""
    ids = archetypes["archetype_id"].to_list()
    given = pl.Series([found.names.get(archetype) for archetype in ids], dtype=pl.String)
    state = pl.Series([found.states.get(archetype) for archetype in ids], dtype=pl.String)
    return archetypes.with_columns(
        label=pl.coalesce(given, "label"), proposed_label=pl.coalesce("proposed_label", "label"), decided=pl.coalesce(state, "decided")
    )


def lines(found: Decided, machine: Mapping[str, str | None], lineage: pl.DataFrame) -> list[Row]:
    """Return rows of ``lineage`` for what decisions merged or split, where the table has none: so that an id that is gone stays known."""
    there = set(lineage.select("archetype_id", "earlier_id").iter_rows())
    alive = set(found.archetype.values())
    pairs = [(_into(gone, found.merged), gone, MERGED) for gone in found.merged] + [
        (part, whole, SPLIT) for part, whole in found.parts.items()
    ]
    result = []
    for archetype, earlier, kind in sorted(pairs):
        if (archetype, earlier) not in there and archetype in alive:
            shared = sum(machine[passage] == earlier and now == archetype for passage, now in found.archetype.items())
            result.append({"archetype_id": archetype, "earlier_id": earlier, "kind": kind, "shared": shared})
    return result


def _split(row: Row) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(row["value"])
    return told


def _merges(rows: Iterable[Row], known: Collection[str], rejected: Collection[str]) -> dict[str, str]:
    """Return archetype → the one it goes into. One that is unknown takes nothing in; a merger that would close a circle is left out."""
    merges: dict[str, str] = {}
    for row in rows:
        one, other = row["archetype_id"], row["value"]
        if row["action"] == "merge" and one not in rejected and other in known and _into(other, merges) != one:
            merges[one] = other
    return merges


def _into(archetype: str | None, merges: Mapping[str, str]) -> str | None:
    while archetype is not None and archetype in merges:
        archetype = merges[archetype]
    return archetype


def _apart(found: Decided, machine: Mapping[str, str | None], splits: Mapping[str, Row], scene: Scene) -> None:
    """Set apart what was split off: the passages named, those that went with them before, and newcomers that are more like them."""
    taken: set[str] = set()
    for part, row in sorted(splits.items()):
        source = row["archetype_id"]
        listed = {passage for passage in _split(row)["passages"] if passage in machine} - taken
        if not listed:
            continue
        inside = {passage for passage, archetype in machine.items() if archetype == source and passage not in taken}
        stayed = {passage for passage in inside - listed if scene.before.get(passage) == part}
        fresh = {passage for passage in inside - listed if scene.before and passage not in scene.before}
        near = _nearer(fresh, listed | stayed, inside - listed - stayed - fresh, scene)
        mine = {passage for passage, leader in scene.leaders.items() if {passage, leader} & (listed | stayed | near)}
        taken |= mine
        found.archetype.update(dict.fromkeys(mine, part))
        found.parts[part] = source


def _nearer(fresh: Collection[str], part: Collection[str], rest: Collection[str], scene: Scene) -> set[str]:
    """Return which of the ``fresh`` passages are more like the mean of ``part`` than like that of ``rest``."""
    row = {passage: i for i, passage in enumerate(scene.ids)}
    sides = [[row[passage] for passage in sorted(side) if passage in row] for side in (part, rest)]
    if not all(sides):
        return set()
    means = np.stack([scene.vectors[side].mean(axis=0) for side in sides])
    likeness = {passage: means @ scene.vectors[row[passage]] for passage in fresh if passage in row}
    return {passage for passage, (of_part, of_rest) in likeness.items() if of_part > of_rest}


def _one_by_one(found: Decided, rows: Iterable[Row], rejected: Collection[str], scene: Scene) -> None:
    """Apply what was decided about single passages; what stands for others takes them along, unless they were decided about themselves."""
    followers: dict[str, list[str]] = defaultdict(list)
    for passage, leader in scene.leaders.items():
        followers[leader].append(passage)
    alive = {found.archetype[passage] for passage in scene.ids}
    of_passage = {row["passage_id"]: row for row in rows if row["passage_id"] in found.archetype}
    for passage, row in sorted(of_passage.items()):
        for each in {passage, *(other for other in followers[passage] if other not in of_passage)}:
            _put(found, each, row, rejected, alive)


def _put(found: Decided, passage: str, row: Row, rejected: Collection[str], alive: Collection[str | None]) -> None:
    named = row["value"] if row["action"] == "move" else row["archetype_id"]
    target = _into(named, found.merged)
    if row["action"] == "fits_not":
        if found.archetype[passage] != target:
            return
        target, named = None, ""
    if target in rejected:
        target = None
    elif named and target not in alive:
        return  # that archetype is no more: the report tells that this decision fits no longer
    found.archetype[passage] = target or None
    found.pinned.add(passage)
    if not target:
        found.reasons[passage] = REJECTED if named else MOVED_OUT
    else:
        found.reasons.pop(passage, None)


def _without_the_empty(found: Decided, scene: Scene) -> None:
    """Take passages out of archetypes that no searched passage is left in: there is nothing to describe them by."""
    alive = {found.archetype[passage] for passage in scene.ids}
    for passage, archetype in found.archetype.items():
        if archetype not in alive and archetype is not None:
            found.archetype[passage], found.reasons[passage] = None, MOVED_OUT


def _named(found: Decided, rows: Iterable[Row], splits: Mapping[str, Row]) -> None:
    """Fill in names and states; of several states the one that changed most."""
    found.names = {
        part: label for part, row in splits.items() if part in found.parts and (label := str(_split(row).get("label", "")).strip())
    }
    told = list(rows)
    found.names |= {row["archetype_id"]: row["value"].strip() for row in told if row["action"] == "rename"}
    found.states = {row["archetype_id"]: ACCEPTED for row in told if row["action"] == "accept"}
    found.states |= {row["archetype_id"]: RENAMED for row in told if row["action"] == "rename"}
    found.states |= dict.fromkeys([*found.parts, *found.parts.values()], SPLIT)
    found.states |= {into: MERGED for gone in found.merged if (into := _into(gone, found.merged))}
