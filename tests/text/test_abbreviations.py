"""What a full stop after a Dutch word can mean."""

from __future__ import annotations

import pytest

from rodedraad.text.abbreviations import Stop, stop_after


@pytest.mark.parametrize(
    ("word", "stop"),
    [
        ("opgenomen", Stop.PLAIN),
        ("Mw", Stop.POINTS_ON),
        ("i.o.m", Stop.POINTS_ON),
        ("jan", Stop.MAY_END),
        ("e.a", Stop.MAY_END),
        ("B.V", Stop.INITIAL),
        ("A", Stop.INITIAL),
        ("J.P", Stop.INITIAL),
        ("Th", Stop.INITIAL),
        ("q.r.s", Stop.DOUBTFUL),  # listed nowhere, but dotted
        ("vgw", Stop.DOUBTFUL),  # no vowel: no word
        ("GGZ", Stop.PLAIN),  # capitals without stops are a name
        ("2019", Stop.PLAIN),
        ("", Stop.PLAIN),
    ],
)
def test_stop_after(word, stop):
    assert stop_after(word) is stop
