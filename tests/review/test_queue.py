"""The order of the work queue."""

from collections import Counter

import polars as pl
import pytest

from review.said import document, tables
from rodedraad.review.queue import work_queue
from rodedraad.schema import TABLES

REPORT = "0123456789ab"


@pytest.fixture
def run():
    made = tables(*(document(f"d{n}", *(f"Zin {k} van {n}." for k in range(10))) for n in range(6)))
    ids = made["passages"]["passage_id"].to_list()
    members = [
        {"passage_id": p, "archetype_id": ("a1", "a2", None)[i % 3], "strength": 0.1 + i / 100 if i % 3 < 2 else 0.0, "decided": False}
        for i, p in enumerate(ids)
    ]
    mappings = [
        {
            "passage_id": p,
            "lens_id": "l",
            "item_id": f"i{i % 2}",
            "score": (i + 1) / 61,
            "threshold": 0.5,
            "assigned": i >= 30,
            "polarity": 0,
        }
        for i, p in enumerate(ids)
    ]
    archetypes = [{"archetype_id": "a1", "n_documents": 9}, {"archetype_id": "a2", "n_documents": 3}]
    return {
        "passages": made["passages"],
        "members": TABLES["members"].frame(members),
        "archetypes": TABLES["archetypes"].frame(archetypes),
        "mappings": TABLES["mappings"].frame(mappings),
        "decisions": TABLES["decisions"].empty(),
    }


@pytest.mark.requirement(20)
def test_doubt_first_and_every_fifth_of_the_random_sample(run):
    found = work_queue(**run, report_id=REPORT, length=40)
    assert len({one.what for one in found}) == len(found) == 40
    assert [n for n, one in enumerate(found, 1) if one.reason == "control"] == [5, 10, 15, 20, 25, 30, 35, 40]
    scores = {(r["passage_id"], r["item_id"]): abs(r["score"] - 0.5) for r in run["mappings"].iter_rows(named=True)}
    doubted = [scores[one.passage_id, one.item_id] for one in found if one.reason == "uncertain" and one.item_id]
    assert max(doubted) < 0.3
    assert Counter(one.item_id for one in found if one.item_id and one.reason == "uncertain")["i0"] >= len(doubted) // 2 - 1
    assert any(one.reason == "thin" for one in found)
    weak = [one.passage_id for one in found if one.reason == "uncertain" and one.item_id is None]
    strengths = dict(run["members"].select("passage_id", "strength").iter_rows())
    assert strengths[weak[0]] == pytest.approx(0.1)


def test_the_same_report_gives_the_same_queue_and_another_another_sample(run):
    def control(report):
        return [one.what for one in work_queue(**run, report_id=report) if one.reason == "control"]

    assert control(REPORT) == control(REPORT)
    assert control(REPORT) != control("ba9876543210")


@pytest.mark.requirement(20)
def test_what_reviewers_differ_on_is_asked_first_and_what_is_settled_not_at_all(run):
    rows = [
        {"decision_id": "b1", "kind": "mapping", "action": "accept", "state": "conflict", "passage_id": "d1-1", "lens_id": "l",
         "item_id": "i1"},
        {"decision_id": "b2", "kind": "passage", "action": "fits", "state": "valid", "passage_id": "d0-0", "archetype_id": "a1"},
    ]  # fmt: skip
    found = work_queue(**run | {"decisions": TABLES["decisions"].frame(rows)}, report_id=REPORT, length=400)
    assert (found[0].passage_id, found[0].reason) == ("d1-1", "disagreement")
    assert ("d0-0", None, None) not in {one.what for one in found}


@pytest.mark.requirement(12, 20)
def test_what_changed_since_it_was_decided_is_asked_again_before_all_else(run):
    rows = [
        {"decision_id": "b1", "kind": "passage", "action": "fits", "state": "conflict", "passage_id": "d0-1", "archetype_id": "a2"},
        {"decision_id": "b2", "kind": "passage", "action": "fits", "state": "valid", "passage_id": "d0-0", "archetype_id": "a1"},
        {"decision_id": "b3", "kind": "passage", "action": "fits", "state": "valid", "passage_id": "d0-3", "archetype_id": "a1"},
    ]
    found = work_queue(**run | {"decisions": TABLES["decisions"].frame(rows)}, report_id=REPORT, changed={"b2": "other_now"}, length=400)
    assert [(one.passage_id, one.reason) for one in found[:2]] == [("d0-0", "changed"), ("d0-1", "disagreement")]
    assert ("d0-3", None, None) not in {one.what for one in found}


def test_an_empty_run_has_an_empty_queue(run):
    assert work_queue(**{name: table.clear() for name, table in run.items()}, report_id=REPORT) == []
    folded = run["passages"].with_columns(duplicate_of=pl.lit("d0-0"))
    assert work_queue(**run | {"passages": folded}, report_id=REPORT) == []
