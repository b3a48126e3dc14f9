"""Ids carried over between runs."""

from __future__ import annotations

from rodedraad.cluster.match import carried_ids
from rodedraad.ids import archetype_id


def _passages(first, last):
    return [f"p{i:02}" for i in range(first, last)]


def test_the_same_members_keep_the_id_and_a_new_group_gets_its_own():
    previous = dict.fromkeys(_passages(0, 10), "a-overdracht") | dict.fromkeys(_passages(10, 20))
    result = carried_ids([_passages(0, 9), _passages(10, 16)], previous, _passages(0, 20))
    assert result == [("a-overdracht", "a-overdracht"), (archetype_id(_passages(10, 16)), None)]


def test_added_and_removed_reports_do_not_cost_an_archetype_its_id():
    previous = dict.fromkeys(_passages(0, 10), "a1")
    assert carried_ids([_passages(0, 60)], previous, _passages(0, 60))[0] == ("a1", "a1")
    assert carried_ids([_passages(0, 3)], previous, _passages(0, 3))[0] == ("a1", "a1")


def test_of_two_halves_the_larger_keeps_the_id_and_an_id_is_given_once():
    previous = dict.fromkeys(_passages(0, 20), "a1")
    result = carried_ids([_passages(0, 8), _passages(8, 20)], previous, _passages(0, 20))
    assert result[1] == ("a1", "a1")
    assert result[0][1] is None


def test_the_best_choice_is_made_for_all_together():
    previous = dict.fromkeys(_passages(0, 10), "a1") | dict.fromkeys(_passages(10, 20), "a2")
    groups = [[*_passages(0, 6), *_passages(10, 15)], _passages(6, 10)]
    assert carried_ids(groups, previous, _passages(0, 20)) == [("a2", "a2"), ("a1", "a1")]


def test_too_little_overlap_is_another_archetype():
    previous = dict.fromkeys(_passages(0, 20), "a1") | dict.fromkeys(_passages(20, 40))
    assert carried_ids([_passages(15, 40)], previous, _passages(0, 40))[0][1] is None


def test_no_groups_and_no_previous_run():
    assert carried_ids([], {"p1": "a1"}, ["p1"]) == []
    assert carried_ids([["p1"]], {}, ["p1"]) == [(archetype_id(["p1"]), None)]
