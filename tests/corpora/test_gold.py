"""The shipped gold corpus: large enough for what is said of it, and no part says nearly what another part says."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from rodedraad.config import Lens
from rodedraad.labels.check import LOOSE, SIMILAR
from rodedraad.labels.model import Split
from rodedraad.labels.read import read
from rodedraad.lens.load import load_lenses

GOLD = Path(__file__).parents[2] / "corpora" / "gold"
NARRATIVES, PASSAGES = 160, 4000
PER_SIGN = 60  # passages of narratives by principle and sign
PER_ARCHETYPE = 12  # narratives
FEWEST_WORDS = 8  # shorter passages are near only when they are the same


@pytest.fixture(scope="module")
def gold():
    return read(GOLD)


def test_it_is_as_large_as_is_said_loose_passages_apart(gold):
    stories = gold.without([LOOSE])
    assert len(stories.stories) >= NARRATIVES
    labelled = stories.labelled()
    assert len(labelled) >= PASSAGES
    signs, documents = Counter(), {}
    for each in labelled:
        signs.update(each.label.items("puddingprincipes").items())
        for item in each.label.items("calamiteit_archetypen"):
            documents.setdefault(item, set()).add(each.narrative.narrative)
    lenses = {lens.id: lens for lens in load_lenses(Lens())}
    few = {(item.id, sign) for item in lenses["puddingprincipes"].items for sign in (1, -1) if signs[item.id, sign] < PER_SIGN}
    rare = {item.id for item in lenses["calamiteit_archetypen"].items if len(documents.get(item.id, ())) < PER_ARCHETYPE}
    assert (few, rare) == (set(), set())


def test_loose_passages_are_learned_from_and_never_measured(gold):
    assert {story.narrative.split for story in gold.only([LOOSE]).stories} == {Split.TRAIN}


def test_no_part_says_nearly_what_another_part_says(gold):
    """Every pair across parts is compared, where `corpus check` looks among proposed pairs."""
    rows = [(narrative.split, passage.passage, _shingles(passage.text)) for narrative, passage in gold.passages()]
    held = [row for row in rows if row[0] is not Split.TRAIN]
    index: dict[str, list[int]] = {}
    for number, (_, _, shingles) in enumerate(held):
        for shingle in shingles:
            index.setdefault(shingle, []).append(number)
    near = []
    for split, passage, shingles in rows:
        shared = Counter(number for shingle in shingles for number in index.get(shingle, ()))
        for number, n in shared.items():
            other_split, other, theirs = held[number]
            if other_split is not split and n >= SIMILAR * (len(shingles) + len(theirs) - n):
                near.append((passage, other))
    assert near == []


def _shingles(text):
    words = re.findall(r"\[[^\]\n]*\]|\w+", text.lower())
    return {" ".join(words[i : i + 3]) for i in range(len(words) - 2)} if len(words) >= FEWEST_WORDS else {" ".join(words)}
