"""What became of earlier archetypes: kept, born, split, merged, ended, on small groupings made by hand."""

from __future__ import annotations

import pytest

from rodedraad.cluster.lineage import called, frame
from rodedraad.cluster.match import MINIMUM_OVERLAP, carried_ids
from rodedraad.schema import TABLES


def _passages(first, last):
    return [f"p{i:03}" for i in range(first, last)]


def _earlier(**ranges):
    return {passage: name for name, span in ranges.items() for passage in _passages(*span)} | dict.fromkeys(_passages(900, 910))


def _lines(groups, earlier, present=None, known_run=None):
    """Return {(archetype, earlier): kind} and the whole frame."""
    found = frame(groups, earlier, present or [p for passages in groups.values() for p in passages] + list(earlier or {}), known_run)
    return {(a, e): kind for a, e, kind in found.select("archetype_id", "earlier_id", "kind").iter_rows()}, found


def test_the_first_run_has_no_earlier_one():
    lines, found = _lines({"a1": _passages(0, 5)}, None)
    assert lines == {}
    assert found.schema == TABLES["lineage"].schema


def test_kept_with_the_shares_that_say_so():
    lines, found = _lines({"a1": [*_passages(0, 8), *_passages(900, 902), *_passages(500, 520)]}, _earlier(a1=(0, 10)))
    assert lines == {("a1", "a1"): "kept"}
    row = found.row(0, named=True)
    assert row["shared"] == 8
    assert row["share_of_earlier"] == pytest.approx(0.8)
    assert row["share_of_present"] == pytest.approx(0.8), "passages that only this run has do not count"
    assert row["known_run"] is None


def test_born_of_new_passages_or_of_passages_without_a_pattern():
    lines, _ = _lines({"a1": _passages(0, 10), "n1": _passages(600, 610), "n2": _passages(900, 908)}, _earlier(a1=(0, 10)))
    assert lines == {("a1", "a1"): "kept", ("n1", None): "born", ("n2", None): "born"}


def test_two_passages_in_common_are_no_descent():
    lines, _ = _lines({"a1": _passages(2, 20), "n1": [*_passages(0, 2), *_passages(600, 610)]}, _earlier(a1=(0, 20)))
    assert lines == {("a1", "a1"): "kept", ("n1", None): "born"}


def test_split_also_when_a_small_part_broke_off():
    halves, _ = _lines({"a1": _passages(0, 10), "n1": _passages(10, 20)}, _earlier(a1=(0, 20)))
    assert halves == {("a1", "a1"): "split", ("n1", "a1"): "split"}
    small, _ = _lines({"a1": _passages(0, 90), "n1": _passages(90, 100)}, _earlier(a1=(0, 100)))
    assert small == {("a1", "a1"): "split", ("n1", "a1"): "split"}


def test_merged_also_when_the_other_was_small():
    lines, _ = _lines({"a1": _passages(0, 110)}, _earlier(a1=(0, 100), a2=(100, 110)))
    assert lines == {("a1", "a1"): "merged", ("a1", "a2"): "merged"}


def test_a_part_taken_from_an_archetype_that_lives_on_is_no_merger():
    groups = {"a1": [*_passages(0, 10), *_passages(100, 110)], "a2": _passages(110, 160)}
    lines, _ = _lines(groups, _earlier(a1=(0, 10), a2=(100, 160)))
    assert lines == {("a1", "a1"): "kept", ("a1", "a2"): "split", ("a2", "a2"): "split"}


def test_a_merger_and_a_split_at_once():
    lines, _ = _lines({"a1": [*_passages(0, 8), *_passages(20, 30)], "n1": _passages(8, 12)}, _earlier(a1=(0, 12), a2=(20, 30)))
    assert lines == {("a1", "a1"): "merged", ("a1", "a2"): "merged", ("n1", "a1"): "split"}


def test_ended_when_its_passages_scatter_or_are_gone():
    scattered, found = _lines({"a1": _passages(0, 10)}, _earlier(a1=(0, 10), a2=(20, 30)))
    assert scattered == {("a1", "a1"): "kept", (None, "a2"): "ended"}
    assert found.filter(kind="ended").row(0, named=True)["shared"] == 0
    gone, _ = _lines({"a1": _passages(0, 10)}, _earlier(a1=(0, 10), a2=(20, 30)), present=_passages(0, 10))
    assert gone == scattered


def test_of_a_known_run_nothing_ends():
    lines, found = _lines({"a1": _passages(600, 605), "n1": _passages(700, 710)}, _earlier(a1=(0, 10), a2=(20, 30)), known_run="r7")
    assert lines == {("a1", "a1"): "kept", ("n1", None): "born"}
    kept = found.filter(kind="kept").row(0, named=True)
    assert (kept["shared"], kept["share_of_present"], kept["known_run"]) == (0, None, "r7")
    assert kept["share_of_earlier"] == pytest.approx(0.0)


@pytest.mark.parametrize("common", [6, 7, 8, 10, 15])
def test_what_keeps_its_id_has_a_line(common):
    earlier = _earlier(a1=(0, 15)) | dict.fromkeys(_passages(100, 130))
    group = [*_passages(0, common), *_passages(100, 100 + 15 - common)]
    ((archetype, previous),) = carried_ids([group], earlier, list(earlier))
    assert (previous == "a1") == (common / (30 - common) >= MINIMUM_OVERLAP)
    lines, _ = _lines({archetype: group}, earlier)
    assert (archetype, "a1") in lines


def test_earlier_runs_without_archetypes_make_all_new():
    assert _lines({"n1": _passages(0, 5)}, dict.fromkeys(_passages(0, 5)))[0] == {("n1", None): "born"}
    assert _lines({}, {})[0] == {}


def test_what_an_earlier_archetype_was_called_is_kept_with_its_line():
    _, found = _lines({"a1": _passages(0, 8)}, _earlier(a1=(0, 8), aweg=(20, 28)))
    row = {"archetype_id": "aweg", "label": "Wachten op hulp", "proposed_label": "wachttijd, wachtlijst", "keywords": ["wachttijd"]}
    earlier = TABLES["archetypes"].frame([row | {"nearest_lens": "lens", "nearest_item": "i1", "nearest_score": 0.4}])
    told = called(found, earlier)
    assert told.schema == TABLES["lineage"].schema
    by_id = {line["earlier_id"]: line for line in told.rows(named=True)}
    assert (by_id["aweg"]["kind"], by_id["aweg"]["earlier_label"]) == ("ended", "Wachten op hulp")
    assert by_id["aweg"]["earlier_keywords"] == ["wachttijd"]
    assert by_id["aweg"]["earlier_nearest_item"] == "i1"
    assert by_id["a1"]["earlier_label"] is None
    assert called(found, None).equals(found), "no earlier run, no names"
