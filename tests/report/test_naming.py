"""Proposed names: the field's own words when enough members touch the item, else the keywords."""

from rodedraad.report.model import LensItem, LensView
from rodedraad.report.naming import Name, proposed_names

LENS = LensView("l", "Lens", "", "", "", False, (), (LensItem("overdracht", "1", "Koude overdracht", "Overdracht", "", ""),))


def row(archetype, item, score, label="bellen, horen", proposed=None):
    return {
        "archetype_id": archetype,
        "nearest_lens": "l" if item else None,
        "nearest_item": item,
        "nearest_score": score,
        "label": label,
        "proposed_label": proposed or label,
        "keywords": ["bellen", "horen", "nacht", "dienst"],
    }


def test_named_after_the_item():
    assert proposed_names([row("a", "overdracht", 0.4)], {"l": LENS}) == {"a": Name("Koude overdracht", is_name=True)}


def test_the_name_that_a_reviewer_gave_goes_before_every_proposal():
    found = proposed_names([row("a", "overdracht", 0.4, "Losgelaten", "bellen, horen")], {"l": LENS})
    assert found == {"a": Name("Losgelaten", is_name=True)}


def test_two_of_a_kind_also_get_their_keywords():
    names = proposed_names([row("a", "overdracht", 0.4), row("b", "overdracht", 0.3, "nacht, dienst")], {"l": LENS})
    assert [n.text for n in names.values()] == ["Koude overdracht (bellen, horen)", "Koude overdracht (nacht, dienst)"]
    assert all(n.is_name for n in names.values())


def test_too_little_evidence_or_no_item():
    words = Name("Woorden: bellen, horen", is_name=False)
    assert proposed_names([row("a", "overdracht", 0.1), row("b", None, None)], {"l": LENS}) == {"a": words, "b": words}
    assert proposed_names([row("a", "overdracht", 0.9, None)], {}) == {"a": Name("", is_name=True)}


def test_a_name_with_a_comma_that_holds_other_words_than_the_keywords_stays_a_name():
    named = proposed_names([row("a", None, None, "Doorverwezen, niet overgedragen")], {})["a"]
    assert named == Name("Doorverwezen, niet overgedragen", is_name=True)
