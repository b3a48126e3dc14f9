"""Proposed names: the field's own words when enough members touch the item, else the keywords."""

from rodedraad.report.model import LensItem, LensView
from rodedraad.report.naming import proposed_names

LENS = LensView("l", "Lens", "", "", "", False, (), (LensItem("overdracht", "1", "Koude overdracht", "Overdracht", "", ""),))


def row(archetype, item, score, label="bellen, horen"):
    return {"archetype_id": archetype, "nearest_lens": "l" if item else None, "nearest_item": item, "nearest_score": score, "label": label}


def test_named_after_the_item():
    assert proposed_names([row("a", "overdracht", 0.4)], {"l": LENS}) == {"a": "Koude overdracht"}


def test_two_of_a_kind_also_get_their_keywords():
    names = proposed_names([row("a", "overdracht", 0.4), row("b", "overdracht", 0.3, "nacht, dienst")], {"l": LENS})
    assert names == {"a": "Koude overdracht (bellen, horen)", "b": "Koude overdracht (nacht, dienst)"}


def test_too_little_evidence_or_no_item():
    assert proposed_names([row("a", "overdracht", 0.1), row("b", None, None)], {"l": LENS}) == {"a": "bellen, horen", "b": "bellen, horen"}
    assert proposed_names([row("a", "overdracht", 0.9, None)], {}) == {"a": ""}
