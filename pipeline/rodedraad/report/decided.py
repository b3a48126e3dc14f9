"""What reviewers decided, as the tables have it: the state of passages and archetypes, and who said what about which.

Tables and the decisions that ask for another look in, one frozen lookup out. Words for it are made in ``views/decided.py``.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from rodedraad.report.model import ReportInput
    from rodedraad.schema import Tables

PROPOSAL, DECIDED, CHANGED = "proposal", "decided", "changed"  # said by the machine, settled by people, settled but no longer fitting
VALID, CONFLICT, LOST = "valid", "conflict", "lost"  # as in the table `decisions`
_REMARKS = ("memo", "pseudonym_wrong")  # say nothing about where a passage belongs or what an archetype is


@dataclass(frozen=True, slots=True)
class Said:
    """A decision, with who took it. ``reason`` says why it asks for another look, and is empty while it holds."""

    id: str
    kind: str
    action: str
    value: str
    who: tuple[str, ...]
    passage_id: str
    archetype_id: str
    lens_id: str
    item_id: str
    proposal: str  # what the machine said then
    quote: str
    state: str  # VALID, CONFLICT or LOST
    reason: str

    @property
    def settles(self) -> bool:
        """Return whether it says where a passage belongs, what it is about, or what an archetype is."""
        return self.action not in _REMARKS


@dataclass(frozen=True, slots=True)
class Decisions:
    """Everything that was decided, in the order of the decisions' ids, and the states that follow from it."""

    all: tuple[Said, ...]
    passages: Mapping[str, tuple[Said, ...]]  # passage → what was said of it
    archetypes: Mapping[str, tuple[Said, ...]]  # archetype → what was said of it as a whole, also of one that is no more
    passage_states: Mapping[str, str]  # of passages about which something was decided
    archetype_states: Mapping[str, str]
    merged: Mapping[str, Said]  # archetype → the valid decision that merges it into another

    def asking(self) -> tuple[Said, ...]:
        """Return the decisions that ask for another look: applied, but changed since; disputed; or lost."""
        return tuple(said for said in self.all if said.reason and said.settles)


def read(given: ReportInput) -> Decisions:
    """Return what was decided in the run of this report."""
    rows = given.tables["decisions"].sort("decision_id").to_dicts()
    told = tuple(_said(row, given.changed) for row in rows)
    about = [said for said in told if said.kind != "archetype" and said.passage_id]
    whole = [said for said in told if said.kind == "archetype" and said.archetype_id]
    states = _applied_to_archetypes(given.tables)
    for said in sorted(whole, key=lambda said: bool(said.reason)):
        if said.settles:
            states[said.archetype_id] = CHANGED if said.reason else DECIDED
    return Decisions(
        all=told,
        passages=_grouped((said.passage_id, said) for said in about),
        archetypes=_grouped((said.archetype_id, said) for said in whole),
        passage_states=_applied_to_passages(given.tables) | {said.passage_id: CHANGED for said in about if said.reason and said.settles},
        archetype_states=states,
        merged={said.archetype_id: said for said in whole if said.action == "merge" and said.state == VALID},
    )


def _said(row: Mapping[str, Any], changed: Mapping[str, str]) -> Said:
    texts = {name: row[name] or "" for name in ("kind", "action", "value", "passage_id", "archetype_id", "lens_id", "item_id")}
    return Said(
        id=row["decision_id"],
        **texts,
        who=tuple(row["reviewers"] or ()),
        proposal=row["proposal"] or "",
        quote=row["quote"] or "",
        state=row["state"],
        reason=changed.get(row["decision_id"], "") if row["state"] == VALID else row["reason"] or row["state"],
    )


def _grouped(pairs: Iterable[tuple[str, Said]]) -> dict[str, tuple[Said, ...]]:
    found: dict[str, list[Said]] = defaultdict(list)
    for key, said in pairs:
        found[key].append(said)
    return {key: tuple(each) for key, each in found.items()}


def _applied_to_passages(tables: Tables) -> dict[str, str]:
    mappings, members = tables["mappings"], tables["members"]
    found = dict.fromkeys(mappings.filter(mappings["method"] == "reviewer")["passage_id"].to_list(), DECIDED)
    return found | dict.fromkeys(members.filter(members["decided"].fill_null(value=False))["passage_id"].to_list(), DECIDED)


def _applied_to_archetypes(tables: Tables) -> dict[str, str]:
    return dict.fromkeys(tables["archetypes"].drop_nulls("decided")["archetype_id"].to_list(), DECIDED)
