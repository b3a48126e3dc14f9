"""What reviewers decided about items, over what the machine proposes."""

from __future__ import annotations

import polars as pl

from rodedraad.lens.decided import apply
from rodedraad.schema import TABLES

THRESHOLDS = {("l", "a"): 0.5, ("l", "b"): 0.6, ("l", "c"): 0.5}


def mapping(passage, item, score, polarity=0):
    return {
        "passage_id": passage, "lens_id": "l", "item_id": item, "score": score, "threshold": THRESHOLDS["l", item],
        "assigned": score >= THRESHOLDS["l", item], "polarity": polarity, "method": "model", "model_id": "m",
    }  # fmt: skip


def decision(number, action, passage="p1", item="a", value=None, state="valid", kind="mapping"):
    return {
        "decision_id": f"b{number}", "kind": kind, "action": action, "value": value, "passage_id": passage, "lens_id": "l", "item_id": item,
        "state": state,
    }  # fmt: skip


MAPPINGS = TABLES["mappings"].frame([mapping("p1", "a", 0.9, -1), mapping("p1", "b", 0.2), mapping("p2", "a", 0.9, -1)])
PASSAGES = TABLES["passages"].frame([{"passage_id": "p1"}, {"passage_id": "p2", "duplicate_of": "p1"}, {"passage_id": "p3"}])


def after(*decisions):
    found = apply(MAPPINGS, TABLES["decisions"].frame(list(decisions)), PASSAGES, THRESHOLDS)
    assert found.schema == TABLES["mappings"].schema
    return {(r["passage_id"], r["item_id"]): r for r in found.iter_rows(named=True)}


def test_a_rejected_item_is_taken_away_and_the_score_of_the_machine_stays():
    row = after(decision(1, "reject"))["p1", "a"]
    assert (row["assigned"], row["method"], round(row["score"], 2), row["model_id"]) == (False, "reviewer", 0.9, "m")


def test_an_accepted_item_is_assigned_also_where_the_machine_made_nothing_of_it():
    found = after(decision(1, "accept", item="b"), decision(2, "accept", passage="p3", item="c"))
    assert found["p1", "b"]["assigned"]
    assert (found["p3", "c"]["assigned"], found["p3", "c"]["score"], found["p3", "c"]["method"]) == (True, 0.0, "reviewer")
    assert found["p1", "a"]["method"] == "model"


def test_another_item_takes_the_place_unless_that_was_decided_about_itself():
    found = after(decision(1, "other", value="b"))
    assert (found["p1", "a"]["assigned"], found["p1", "b"]["assigned"]) == (False, True)
    assert not after(decision(1, "other", value="b"), decision(2, "reject", item="b"))["p1", "b"]["assigned"]


def test_another_item_of_which_the_machine_made_nothing_has_the_sign_of_the_one_it_replaces():
    found = after(decision(1, "other", value="c"))
    assert (found["p1", "c"]["assigned"], found["p1", "c"]["polarity"]) == (True, -1)
    assert found["p2", "c"]["polarity"] == -1, "also in a folded duplicate"
    assert found["p1", "a"]["polarity"] == -1
    turned = decision(2, "polarity", value="1", kind="passage")
    assert after(decision(1, "other", value="c"), turned)["p1", "c"]["polarity"] == 1, "what a reviewer said of the replaced one counts"
    own = decision(2, "polarity", item="c", value="0", kind="passage")
    assert after(decision(1, "other", value="c"), own)["p1", "c"]["polarity"] == 0
    assert after(decision(1, "other", value="b"))["p1", "b"]["polarity"] == 0, "the machine's own sign stays"
    assert after(decision(1, "accept", item="c"))["p1", "c"]["polarity"] == 0


def test_polarity_is_what_the_reviewer_says():
    row = after(decision(1, "polarity", value="1", kind="passage"))["p1", "a"]
    assert (row["polarity"], row["assigned"], row["method"]) == (1, True, "reviewer")


def test_a_folded_duplicate_follows_unless_it_was_decided_about_itself():
    assert not after(decision(1, "reject"))["p2", "a"]["assigned"]
    found = after(decision(1, "reject"), decision(2, "accept", passage="p2"))
    assert (found["p1", "a"]["assigned"], found["p2", "a"]["assigned"]) == (False, True)


def test_what_does_not_hold_or_is_of_another_lens_changes_nothing():
    foreign = decision(3, "accept") | {"lens_id": "weg"}
    unknown = decision(4, "reject", passage="p9")
    same = apply(
        MAPPINGS,
        TABLES["decisions"].frame([decision(1, "reject", state="conflict"), decision(2, "reject", state="lost"), foreign, unknown]),
        PASSAGES, THRESHOLDS,
    )  # fmt: skip
    assert same.equals(MAPPINGS)
    assert isinstance(same, pl.DataFrame)
