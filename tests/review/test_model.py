"""The contract of a line: what is a decision, and what no reviewer can make of one."""

import json

import pytest
from pydantic import ValidationError

from review.said import decision, line
from rodedraad.review.model import Decision, json_schema, split_of


@pytest.mark.requirement(22, 23)
@pytest.mark.parametrize(
    "more",
    [
        {"kind": "passage", "action": "fits"},
        {"kind": "passage", "action": "move", "value": ""},
        {"kind": "passage", "action": "polarity", "value": "-1"},
        {"kind": "passage", "action": "memo", "value": "Zie ook het vorige rapport.\nEn dat daarvoor."},
        {"kind": "archetype", "action": "split", "value": '{"label": "Nazorg", "passages": ["p1", "p2"]}'},
        {"kind": "archetype", "action": "rename", "value": "Koude overdracht"},
        {"kind": "mapping", "action": "other", "value": "i2"},
        {"kind": "mapping", "action": "undo", "value": "mk-1", "passage": None, "lens": None, "item": None},
    ],
)
def test_what_the_page_writes_is_read_and_written_again_the_same(more):
    one = decision(**more)
    assert Decision.model_validate_json(one.line()) == one
    assert json.loads(one.line())["time"].endswith("Z")


@pytest.mark.parametrize(
    "more",
    [
        {"reviewer": "../../etc", "id": "../../etc-1"},
        {"reviewer": "con", "id": "con-1"},
        {"reviewer": "mk\u202e", "id": "mk\u202e-1"},
        {"id": "iemand-1"},
        {"id": "mk-een"},
        {"report": "x"},
        {"passage": None},
        {"passage": "p1\x00"},
        {"archetype": None},
        {"action": "accept"},
        {"action": "polarity", "value": "2", "lens": "l", "item": "i"},
        {"action": "polarity", "value": "1", "lens": None, "item": None},
        {"action": "memo", "value": None},
        {"action": "memo", "value": "x" * 100_001},
        {"kind": "archetype", "action": "rename", "value": "  "},
        {"kind": "archetype", "action": "split", "value": '{"passages": []}'},
        {"kind": "archetype", "action": "split", "value": "{"},
        {"kind": "archetype", "action": "merge", "value": "../b"},
        {"extra": 1},
        {"time": "gisteren"},
        {"queue": "iets"},
        {"anchor": {"document": "d", "start": -1, "end": 2, "text_hash": "0" * 16}},
    ],
)
def test_what_is_no_decision_is_refused(more):
    with pytest.raises(ValidationError):
        decision(**{"kind": "passage", "action": "fits"} | more)


def test_what_cannot_be_seen_is_taken_out_of_what_was_typed():
    assert decision(action="memo", value="a\x00b\u202ec\ud800").value == "abc"


def test_a_split_says_which_passages():
    assert split_of('{"label": "x", "passages": ["p1"]}').passages == ("p1",)


def test_the_schema_names_every_field():
    assert set(json_schema()["properties"]) == set(line())
