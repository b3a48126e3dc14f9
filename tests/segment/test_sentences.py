"""Sentences: plain Dutch first, then what general splitters get wrong, then what nobody should write."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rodedraad.segment.sentences import split

KNOWN_FAILURES: set[str] = set()  # ids of sentences_dev.jsonl
WANTED_F1 = 0.97


def sentences(text: str) -> list[str]:
    return [text[span.start : span.end] for span in split(text)]


def test_two_sentences():
    assert sentences("Moeder belde de huisarts. Er werd niet opgenomen.") == ["Moeder belde de huisarts.", "Er werd niet opgenomen."]


@pytest.mark.parametrize(
    "text",
    [
        "Mw. De Wit en dhr. A.B. van den Berg-Jansen spraken i.o.m. de arts.",
        "De melding van d.d. 3 jan. 2023 is z.s.m. besproken met prof. dr. H. Terpstra.",
        "Zij kreeg o.a. 2,5 mg i.m. om 14.30 uur (zie blz. 12 e.v. van het dossier).",
        "Dhr. [PERSOON-1] woont sinds [DATUM 2023] in [PLAATS-2].",
        "Het bedrijf (De Boer B.V. Zij bestaat sinds 1990. Meer is niet bekend.) leverde de pomp.",
        "Op art. 7.1.4 lid 2 sub b. van de wet is geen beroep gedaan.",
        "'s Middags was er niemand, aldus mr. De Groot.",
        "De behandelaar heeft de risicotaxatie niet\nbijgewerkt voor het ontslag.",
    ],
)
def test_one_sentence(text):
    assert sentences(text) == [text]


@pytest.mark.parametrize(
    ("text", "n"),
    [
        ("Dat gold voor cliënt A. Zij was niet gebeld.", 2),
        ("Aanwezig waren de huisarts e.a. De familie ontbrak.", 2),
        ("'Ik ben bang.' Daarna zweeg zij. 's Avonds liep zij weg.", 3),
        ('"Kom je nog?" vroeg hij. "Nee," zei zij.', 2),
        ("De zorg stopte in 2019. 2 jaar later begon alles opnieuw.", 2),
        ("Feitenrelaas\nOp 2 maart meldde de huisarts zijn zorgen.", 2),
        ("Er is afgesproken:\n- de huisarts belt;\n- de school schrijft.\nDit is niet gebeurd.", 4),
        ("[PERSOON-1] bleef thuis. [PERSOON-2] belde om [TIJD]. Niemand kwam.", 3),
        ("Wie had de regie? Niemand! Dat wisten we… Toch bleef het stil.", 4),
    ],
)
def test_number_of_sentences(text, n):
    assert len(sentences(text)) == n


@pytest.mark.parametrize("name", ["dev", "test"])
def test_f1_on_the_labelled_boundaries(benchmark, name):
    f1, _ = benchmark["boundary_figures"](benchmark["read"]("sentences", name))
    assert f1 >= WANTED_F1


def test_exactly_the_known_failures_fail(benchmark):
    _, failing = benchmark["boundary_figures"](benchmark["read"]("sentences", "dev"))
    assert set(failing) == KNOWN_FAILURES


@given(st.text(alphabet=st.sampled_from("Aa. \n?!\"'()[]-1é…•\t"), max_size=120))
def test_spans_cover_all_but_white_space(text):
    spans = split(text)
    assert all(one.end <= other.start for one, other in pairwise(spans))
    outside = set(range(len(text))) - {i for span in spans for i in range(span.start, span.end)}
    assert all(text[i].isspace() for i in outside)
    assert all(text[span.start : span.end].strip() == text[span.start : span.end] != "" for span in spans)


@pytest.mark.parametrize("text", ["", "   \n\n ", ".", "(" * 50_000, "A. " * 50_000, "1. " * 50_000, "x" * 1_000_000, "\n" * 100_000])
def test_hostile_text_is_split_in_no_time(text):
    assert sum(len(s) for s in sentences(text)) <= len(text)
