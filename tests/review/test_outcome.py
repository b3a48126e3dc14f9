"""Whether what was decided still holds: applied, changed since, or not to be applied any more."""

import pytest

from rodedraad.review.outcome import CHANGED, DECIDED, outcomes
from rodedraad.schema import TABLES

NAMES = {"a1": {"Koud overgedragen", "Handed over cold"}, "a2": {"Wachten"}}


def decision(number, kind, action, **more):
    return {"decision_id": f"b{number}", "kind": kind, "action": action, "state": "valid", **more}


def stands(*decisions):
    """Return decision id → its state and reason, in a run with two archetypes, three passages and two mappings."""
    members = [
        {"passage_id": "p1", "archetype_id": "a1", "proposed_id": "a1", "decided": True},
        {"passage_id": "p2", "archetype_id": "a1", "proposed_id": "a2", "decided": True},
        {"passage_id": "p3", "archetype_id": "a2", "proposed_id": "a2", "decided": False},
    ]
    mapping = {"lens_id": "l", "score": 0.9, "threshold": 0.5, "assigned": True, "method": "reviewer"}
    mappings = [mapping | {"passage_id": "p1", "item_id": "i1"}, mapping | {"passage_id": "p2", "item_id": "i1", "score": 0.1}]
    archetypes = [{"archetype_id": "a1", "label": "Koude overdracht"}, {"archetype_id": "a2", "label": "wachten, wachtlijst"}]
    made = {"members": members, "mappings": mappings, "archetypes": archetypes, "decisions": list(decisions)}
    tables = {name: TABLES[name].frame(rows) for name, rows in made.items()}
    return {one.decision["decision_id"]: (one.state, one.reason) for one in outcomes(tables, NAMES)}


@pytest.mark.requirement(12, 23)
def test_a_decision_holds_until_the_machine_says_something_else():
    found = stands(
        decision(1, "passage", "fits", passage_id="p1", archetype_id="a1", proposal="a1"),
        decision(2, "passage", "fits", passage_id="p2", archetype_id="a1", proposal="a3"),
        decision(3, "passage", "fits", passage_id="p3", archetype_id="a1", proposal="a1"),
        decision(4, "mapping", "accept", passage_id="p1", lens_id="l", item_id="i1", proposal="i1 -1"),
        decision(5, "mapping", "accept", passage_id="p2", lens_id="l", item_id="i1", proposal="i1 -1"),
        decision(6, "mapping", "accept", passage_id="p3", lens_id="l", item_id="i1", proposal="i1 -1"),
    )
    assert found["b1"] == found["b4"] == (DECIDED, "")
    assert found["b2"] == found["b5"] == (CHANGED, "other_now")
    assert found["b3"] == found["b6"] == (CHANGED, "not_applied")


@pytest.mark.requirement(12)
def test_of_an_archetype_the_name_that_the_machine_gives_counts_in_any_language():
    found = stands(
        decision(1, "archetype", "rename", archetype_id="a1", value="Koude overdracht", proposal="Handed over cold"),
        decision(2, "archetype", "accept", archetype_id="a1", proposal="Koud\ufffd overgedragen"),
        decision(3, "archetype", "accept", archetype_id="a2", proposal="Zo heette het toen"),
        decision(4, "archetype", "accept", archetype_id="a2"),
        decision(5, "archetype", "reject", archetype_id="a3", proposal="Iets anders"),
        decision(6, "archetype", "reject", archetype_id="a2", proposal="Iets anders"),
    )
    assert {found[name] for name in ("b1", "b2", "b4", "b5")} == {(DECIDED, "")}
    assert found["b3"] == (CHANGED, "other_now")
    assert found["b6"] == (CHANGED, "not_applied")
