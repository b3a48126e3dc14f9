"""What holds: the last word, undone or not, and what most say. And the stage as a whole."""

import json

import pytest

from review.said import anchor, decision, document, tables
from rodedraad.config import Segment
from rodedraad.review import store
from rodedraad.review.settle import in_force, settle
from rodedraad.review.stage import run
from rodedraad.run.stage import Context
from rodedraad.schema import TABLES

TEXT = "De overdracht aan het wijkteam bleef steken, zodat daarna niemand in de keten nog wist wie het gezin zou bellen."


def rows(*decisions):
    return store.table(decisions).rows(named=True)


def said(number, reviewer="mk", action="fits", **more):
    return decision(number, reviewer=reviewer, action=action, **more)


def undo(number, target, reviewer="mk"):
    return decision(number, reviewer=reviewer, action="undo", value=target, passage=None)


def test_the_last_word_counts_and_what_is_undone_does_not():
    first, second = said(1), said(2, action="fits_not")
    (one,) = settle(rows(first, second))
    assert one.winner == "not a1"
    (one,) = settle(rows(first, second, undo(3, "mk-2")))
    assert one.winner == "a1"
    assert [r["id"] for r in in_force(rows(first, second, undo(3, "mk-2"), undo(4, "mk-3")))] == ["mk-1", "mk-2"]
    assert settle(rows(first, undo(2, "mk-1"))) == []
    assert len(settle(rows(first, undo(2, "mk-1", reviewer="pj")))) == 1, "nobody undoes another's decision"


def test_more_than_half_decides_and_without_that_nobody():
    two = [said(1), said(1, "pj", "fits_not")]
    assert settle(rows(*two))[0].winner is None
    three = [*two, said(1, "ab", "move", value="a1")]
    (one,) = settle(rows(*three))
    assert one.winner == "a1"
    assert one.answers["a1"] == ("ab", "mk")


def test_memos_and_separate_parts_stand_beside_each_other():
    def split(number, *passages):
        return decision(number, kind="archetype", action="split", value=json.dumps({"label": "x", "passages": passages}))

    memos = [decision(1, action="memo", value="a"), decision(1, reviewer="pj", action="memo", value="b")]
    assert len(settle(rows(*memos))) == 2
    assert len(settle(rows(split(1, "p1"), split(2, "p2")))) == 2
    (one,) = settle(rows(split(1, "p1", "p2"), split(2, "p2", "p3")))
    assert one.said["mk"]["id"] == "mk-2"


def stage(made, decisions, previous=None):
    given = made | {"reviews": store.table(decisions)}
    return run(given, Segment(), Context(None, 13, previous={"decisions": previous} if previous is not None else {}))["decisions"]


def test_the_stage_says_what_holds_what_is_disputed_and_what_is_lost():
    made = tables(document("d1", TEXT, "Niemand belde."), document("d2", "Later wel."))
    found = stage(
        made,
        [
            said(1, passage="d1-0"),
            said(1, "pj", passage="d1-0"),
            said(2, passage="d1-1"),
            said(2, "pj", "fits_not", passage="d1-1"),
            said(3, passage="weg", anchor=anchor("d9", "x", 0)),
            decision(4, kind="archetype", action="rename", value="Koud"),
        ],
    )
    assert found.schema == TABLES["decisions"].schema
    by_state = {state[0]: part for state, part in found.group_by("state")}
    assert by_state["valid"].filter(kind="passage")["reviewers"].to_list() == [["mk", "pj"]]
    assert sorted(by_state["conflict"]["action"]) == ["fits", "fits_not"]
    assert by_state["lost"]["reason"].to_list() == ["document_gone"]
    assert by_state["valid"].filter(kind="archetype")["value"].to_list() == ["Koud"]


@pytest.mark.requirement(23, 12)
def test_a_changed_segmentation_takes_decisions_along_and_a_quote_finds_changed_words():
    first = stage(tables(document("d1", TEXT)), [said(1, passage="d1-0", anchor=anchor("d1", TEXT, 0))])
    longer = tables(document("d1", f"{TEXT} Niemand belde."))
    renamed = longer["passages"].with_columns(passage_id=longer["passages"]["passage_id"] + "x")
    one = said(1, passage="d1-0", anchor=anchor("d1", TEXT, 0))
    assert stage(longer | {"passages": renamed}, [one], first)["passage_id"].to_list() == ["d1-0x"]
    worded = tables(document("d1", "Ervoor.", TEXT.replace("het wijkteam", "[WIJKTEAM]")))
    moved = worded["passages"].with_columns(passage_id=worded["passages"]["passage_id"] + "y")
    assert stage(worded | {"passages": moved}, [one])["state"].to_list() == ["lost"]
    assert stage(worded | {"passages": moved}, [one], first)["passage_id"].to_list() == ["d1-1y"]


def test_an_undone_decision_about_a_lost_passage_is_not_listed():
    made = tables(document("d1", TEXT))
    assert stage(made, [said(1, passage="weg"), undo(2, "mk-1")]).is_empty()


def test_the_same_said_twice_is_one_row():
    made = tables(document("d1", TEXT))
    lost = stage(made, [said(1, passage="weg"), said(1, "pj", passage="weg")])
    assert lost["reviewers"].to_list() == [["mk", "pj"]]
