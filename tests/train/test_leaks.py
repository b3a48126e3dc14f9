"""The leak check: what counts as the same sentence, and what is counted."""

from pathlib import Path

import pytest

from rodedraad import resources
from rodedraad.train import corpora, leaks
from rodedraad.train.corpora import Pair, Scored, Sentence
from rodedraad.train.leaks import Leaks, normalise

SHARED = Path(__file__).parents[2].parent / "shared" / "data"


@pytest.mark.parametrize(
    "same",
    [
        "De kat zit op de mat.",
        "de kat zit op de mat",
        "  De kat, zit   op de mat?! ",
        "„De kat zit op de mat”",
        "De\u00a0kat zit op de mat",
        "Ｄe kat zit op de mat",
        "DE KAT ZIT OP DE MAT",
        "- De kat zit op de mat…",
    ],
)
def test_the_same_sentence_however_it_is_written(same):
    assert Leaks({"exam": ["De kat zit op de mat."]}).keep([Sentence(same, "s")]) == []


@pytest.mark.parametrize("other", ["De kat zat op de mat.", "De kat zit op de mat in huis.", "De katten", "...", "", "—"])
def test_other_sentences_stay(other):
    item = Sentence(other, "s")
    assert Leaks({"exam": ["De kat zit op de mat.", "?!", ""]}).keep([item]) == [item]


def test_accents_in_either_form_are_the_same_and_without_them_not():
    assert normalise("ca\u0301fe") == normalise("cáfe") != normalise("cafe")


def test_both_languages_and_both_sides_count():
    check = Leaks({"exam": ["The cat sat.", "De hond blaft hard."]})
    pairs = [Pair("The cat sat!", "Iets anders.", "p"), Pair("Other.", "de hond blaft hard", "p"), Pair("Other.", "Anders.", "p")]
    assert check.keep(pairs) == pairs[2:]
    assert check.keep([Scored("Niets.", "The cat sat.", 0.5, "q")]) == []


def test_a_sentence_inside_a_paragraph_counts():
    check = Leaks({"exam": ["Het plan lag op de plank."]})
    assert check.keep([Sentence("Eerst dit. Het plan lag op de plank! En toen dat.", "s")]) == []
    assert check.keep([Sentence("Eerst dit.\nHet plan lag op de plank", "s")]) == []
    kept = Sentence("Het plan lag op de plank van de kast.", "s")
    assert check.keep([kept]) == [kept]


def test_a_sentence_of_a_longer_test_text_counts_unless_only_the_whole_is_guarded():
    text = "Een kok kookt in de keuken. Hij wast ook af. Nee."
    item, short = Sentence("Een kok kookt in de keuken.", "s"), Sentence("Nee.", "s")
    assert Leaks({"exam": [text]}).keep([item, short]) == [short]
    whole = Leaks({"exam": [text]}, whole=frozenset({"exam"}))
    assert whole.keep([item, Sentence(text, "s")]) == [item]


def test_a_short_test_sentence_is_guarded_as_a_whole():
    assert Leaks({"exam": ["Nee!"]}).keep([Pair("No.", "Nee.", "p")]) == []


def test_the_report_counts_by_source_and_test_set():
    check = Leaks({"a": ["Een gewone zin hier.", "Nog een andere zin."], "b": ["Een gewone zin hier."]})
    items = [Sentence("Een gewone zin hier.", "s"), Sentence("Nog een andere zin.", "s"), Sentence("Blijft.", "s"), Sentence("Ook.", "t")]
    check.keep(items)
    report = check.report()
    assert report["tests"] == {"a": 2, "b": 1}
    assert report["sources"] == {
        "s/sentence": {"read": 3, "kept": 1, "dropped": {"a": 2, "b": 1}},
        "t/sentence": {"read": 1, "kept": 1, "dropped": {}},
    }
    check.keep(items)
    assert check.report() == report, "a step that is done again counts once"


def test_the_counts_outlive_the_process(tmp_path):
    ledger = tmp_path / "leaks.json"
    Leaks({"a": ["Een gewone zin hier."]}, ledger=ledger).keep([Sentence("Een gewone zin hier.", "s")])
    again = Leaks({"a": ["Een gewone zin hier."]}, ledger=ledger)
    assert again.report()["sources"]["s/sentence"]["dropped"] == {"a": 1}


def test_nothing_guarded_keeps_everything():
    items = [Sentence("x", "s")]
    assert Leaks({}).keep(items) == items


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared data folder is not beside this checkout")
def test_the_known_leaks_of_the_shared_data_are_found():
    data = corpora.load(resources.corpora() / "training.toml", SHARED)
    check = leaks.of(data)
    kept = check.keep(data.pairs(["tatoeba-manythings", "stsb-train-parallel"]))
    check.keep(data.sentences(["ud-composite-train", "government-docs"]))
    dropped = {name: count["dropped"] for name, count in check.report()["sources"].items()}
    assert dropped["tatoeba-manythings/pair"]["laser-tatoeba"] >= 410  # the README of the data counts these Dutch sentences
    assert dropped["stsb-train-parallel/pair"]["sick-nl"] > 0
    assert dropped["ud-composite-train/sentence"]["ud-alpino-test"] > 0, "sentences whose quotation marks alone differ"
    assert dropped["government-docs/sentence"]["esco-occupations"] > 3000
    exam = {normalise(text) for test in ("stsb-nl-test", "sick-nl", "laser-tatoeba", "ntrex128") for text in data.texts(test)}
    assert not exam & {normalise(text) for pair in kept for text in pair.texts}
