"""Modality: what a passage does. The figures are those of `python benchmarks/segment.py`."""

from __future__ import annotations

import pytest

from rodedraad.schema import Modality, Role
from rodedraad.segment.modality import classify, score

KNOWN_FAILURES = {"m019", "m138", "m150", "m151"}  # of modality_dev.jsonl
FLOORS = {"dev": 0.96, "test": 0.85}  # macro-F1; measured 0.978 and 0.874


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("Op 3 juni werd de cliënt opgenomen op de gesloten afdeling.", Modality.FACT),
        ("De behandelaar dient de huisarts binnen een week te informeren.", Modality.NORM),
        ("De overdracht tussen kliniek en wijkteam schoot tekort.", Modality.JUDGEMENT),
        ("Leg bij elk gezin vast wie de regie heeft.", Modality.RECOMMENDATION),
        ("Sinds het incident wordt elke vermissing direct gemeld.", Modality.MEASURE),
        ("De inspectie adviseerde in 2019 al om de bezetting te verhogen.", Modality.FACT),  # an advice that happened
        ("De begeleider vond dat moeder overdreef.", Modality.FACT),  # a judgement that is told
        ("Onderzoek van de locatie is verricht op 3 mei.", Modality.FACT),  # a noun that looks like an order
        ("Is dat onderzocht?", Modality.FACT),
        ("", Modality.FACT),
    ],
)
def test_what_a_passage_does(text, modality):
    assert classify(text, None) is modality


def test_the_section_decides_what_the_words_leave_open():
    text = "Een vaste contactpersoon voor ieder gezin"
    assert classify(text, Role.RECOMMENDATION.value) is Modality.RECOMMENDATION
    assert classify(text, Role.FACTS.value) is Modality.FACT


def test_a_lead_in_says_what_its_items_are_for():
    item = "een vaste contactpersoon voor ieder gezin"
    assert classify(item, None) is Modality.FACT
    assert classify(item, None, "De commissie beveelt het bestuur aan:") is Modality.RECOMMENDATION


def test_every_role_is_known_to_the_data_or_neutral():
    for role in Role:
        assert set(score("Tekst.", role.value)) == set(Modality)


@pytest.mark.parametrize("name", ["dev", "test"])
def test_macro_f1_on_the_labelled_sets(benchmark, name):
    figures, _, _ = benchmark["modality_figures"](benchmark["read"]("modality", name))
    assert benchmark["macro"](figures) >= FLOORS[name]


def test_exactly_the_known_failures_fail(benchmark):
    _, _, failing = benchmark["modality_figures"](benchmark["read"]("modality", "dev"))
    assert set(failing) == KNOWN_FAILURES


@pytest.mark.parametrize("text", ["is " * 5000, "de commissie " * 3000, "a" * 1_000_000, "met " * 3000 + "moet", "\n" * 10_000])
def test_hostile_text_is_judged_in_no_time(text):
    assert classify(text, None) in Modality
