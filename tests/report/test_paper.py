"""The running head: hostile titles stay text, and a long one does not run over the sheet."""

from __future__ import annotations

import dataclasses
import re

import pytest

from report.world import HOSTILE, given
from rodedraad.report.paper import running_head


def told(css: str, place: str) -> str:
    """Return what a margin box says, its escapes undone."""
    found = re.search(rf'@{place} {{ content: "([^"]*)"', css)
    assert found
    return re.sub(r"\\([0-9a-f]+) ", lambda m: chr(int(m.group(1), 16)), found.group(1))


def titled(title: str):
    world = given()
    return dataclasses.replace(world, facts=dataclasses.replace(world.facts, title=title))


@pytest.mark.requirement(29)
@pytest.mark.parametrize("title", HOSTILE)
def test_a_hostile_title_stays_a_string(title: str):
    css = running_head(titled(title))
    inside = re.findall(r'content: "([^"]*)"', css)
    assert len(inside) == 3
    assert all(re.fullmatch(r"(?:[A-Za-z0-9 ]|\\[0-9a-f]+ )*", text) for text in inside)
    assert "\u202e" not in told(css, "top-left")
    assert len(told(css, "top-left")) < 160


def test_the_head_says_collection_period_and_confidential():
    css = running_head(given())
    assert told(css, "top-left") == "Twaalf verzonnen rapporten · documenten van 12 januari 2019 – 12 oktober 2023"
    assert told(css, "top-right") == "vertrouwelijk"
    assert told(running_head(given(confidential=False)), "top-right") == ""
