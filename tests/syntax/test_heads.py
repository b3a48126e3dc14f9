"""Heads and dependencies in table `words`: always a word of the same passage, whatever punctuation, surrogates and white space do."""

from __future__ import annotations

import pytest

from rodedraad import resources
from rodedraad.syntax import stage
from rodedraad.syntax.rules import Rules
from rodedraad.syntax.spacy_reader import open_pipeline
from syntax.pipelines import small_pipeline

TEXTS = [
    "De huisarts belde [PERSOON-1] van [JEUGDHULPAANBIEDER-1].",
    "Geen contact:\n\n\nde school (zie bijlage) zweeg …",
    "[DATUM 2023]",
    "«– 'Ja.' –»",
    "  ",
]


@pytest.fixture(scope="module")
def words():
    reader = open_pipeline(resources.models() / "nl-syntax", "nl-syntax", 8)
    return stage.words([(f"p{n}", text) for n, text in enumerate(TEXTS)], reader)


def test_a_head_is_the_start_of_a_word_in_the_same_passage(words):
    starts = set(words.select("passage_id", "start").rows())
    assert words["head"].null_count() == words["dep"].null_count() == 0
    assert set(words.select("passage_id", "head").rows()) <= starts


def test_who_depends_on_what(words):
    told = {TEXTS[0][row["start"] : row["end"]]: row for row in words.iter_rows(named=True) if row["passage_id"] == "p0"}
    verb = told["belde"]
    assert verb["head"] == verb["start"]
    assert (told["huisarts"]["head"], told["huisarts"]["dep"]) == (verb["start"], "nsubj")
    assert told["[PERSOON-1]"]["head"] == verb["start"]
    assert told["De"]["head"] == told["huisarts"]["start"]


def test_without_a_parser_there_is_no_head(tmp_path):
    small_pipeline().to_disk(tmp_path / "klein")
    for reader in (Rules(), open_pipeline(tmp_path / "klein", "klein", 8)):
        found = stage.words([("p0", TEXTS[0])], reader)
        assert found["head"].null_count() == found["dep"].null_count() == len(found) > 0
