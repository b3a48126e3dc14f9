"""The way back from pseudonymised text to the source."""

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from rodedraad.schema import TABLES
from rodedraad.text.offsets import Box, Replaced, locate, to_new, to_raw

REPLACED = (Replaced(6, 11, 6, 17), Replaced(20, 25, 26, 29))  # 5 characters became 11, 5 became 3


def test_outside_replacements_a_stretch_moves_with_what_came_before():
    assert to_raw(0, 5, REPLACED) == (0, 5)
    assert to_raw(18, 25, REPLACED) == (12, 19)
    assert to_raw(30, 35, REPLACED) == (26, 31)


def test_a_stretch_through_a_surrogate_takes_all_it_stands_for():
    assert to_raw(8, 12, REPLACED) == (6, 11)
    assert to_raw(0, 7, REPLACED) == (0, 11)
    assert to_raw(10, 28, REPLACED) == (6, 25)


@st.composite
def replacements(draw):
    raw = new = 0
    result = []
    for gap, old, length in draw(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 9), st.integers(1, 15)), max_size=6)):
        raw, new = raw + gap, new + gap
        result.append(Replaced(raw, raw + old, new, new + length))
        raw, new = raw + old, new + length
    return tuple(result), raw + draw(st.integers(1, 9))


@given(replacements(), st.data())
def test_there_and_back_covers_the_stretch(case, data):
    """A raw stretch to new and back is the same, or wider by the replacements that it cuts through."""
    replaced, length = case
    start = data.draw(st.integers(0, length - 1))
    end = data.draw(st.integers(start + 1, length))
    back = to_raw(*to_new(start, end, replaced), replaced)
    assert back[0] <= start < end <= back[1]
    cut = [r for r in replaced if r.start < end and start < r.end]
    assert back == (min([start, *(r.start for r in cut)]), max([end, *(r.end for r in cut)]))


def test_locate_gives_page_and_boxes_over_two_blocks():
    line = {"x0": 1.0, "y0": 2.0, "x1": 3.0, "y1": 4.0}
    blocks = TABLES["blocks"].frame(
        [
            {
                "doc_id": "d",
                "block": 0,
                "text": "Kevin belde. Daarna niet.",
                "page": 1,
                "lines": [{"start": 0, "page": 1, **line}, {"start": 13, "page": 2, **line}],
            },
            {"doc_id": "d", "block": 1, "text": "Slot.", "page": None, "lines": []},
        ]
    )
    paragraphs = TABLES["paragraphs"].frame(
        [
            {"doc_id": "d", "block": 0, "text": "[PERSOON-1] belde. Daarna niet.", "start": 0, "end": 31},
            {"doc_id": "d", "block": 1, "text": "Slot.", "start": 33, "end": 38},
        ]
    )
    mentions = TABLES["mentions"].frame([{"doc_id": "d", "block": 0, "start": 0, "end": 5, "new_start": 0, "new_end": 11}])
    first, second = locate(19, 38, paragraphs, mentions, blocks)
    assert (first.block, first.start, first.end, first.page) == (0, 13, 25, 2)
    assert first.boxes == (Box(2, 1.0, 2.0, 3.0, 4.0),)
    assert (second.block, second.start, second.end, second.page, second.boxes) == (1, 0, 5, None, ())
    assert [place.start for place in locate(3, 5, paragraphs, mentions, blocks)] == [0]
    assert locate(31, 33, paragraphs, mentions, blocks) == []  # the blank line between paragraphs
    assert locate(0, 5, paragraphs.clear(), mentions, blocks) == []
    assert isinstance(paragraphs, pl.DataFrame)
