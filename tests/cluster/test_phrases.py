"""Phrases that name an archetype: words of its own passages, telling and short."""

import polars as pl

from rodedraad.cluster import phrases
from rodedraad.schema import TABLES

SAID = {
    "p1": "Zij/zij/PRON wachtte/wachten/VERB op/op/ADP een/een/DET vaste/vast/ADJ plek/plek/NOUN op/op/ADP de/de/DET lijst/lijst/NOUN",
    "p2": "De/de/DET lijst/lijst/NOUN ,/,/PUNCT de/de/DET plek/plek/NOUN [PERSOON-1]/[persoon-1]/PROPN lijst/lijst/NOUN",
}


def read(said):
    """The tables `words` and `passages` of words with a space between them, and what `tokens` makes of them."""
    words, passages = [], []
    for passage, tokens in said.items():
        place = 0
        for token in tokens.split(" "):
            form, lemma, upos = token.split("/")
            words.append({"passage_id": passage, "start": place, "end": place + len(form), "lemma": lemma, "upos": upos or None})
            place += len(form) + 1
        passages.append({"passage_id": passage, "text": " ".join(token.split("/")[0] for token in tokens.split(" "))})
    return phrases.tokens(TABLES["words"].frame(words), pl.DataFrame(passages))


def test_the_phrase_holds_the_telling_words_and_reads_as_written():
    found = read(SAID)
    telling = {"plek": 1.0, "lijst": 1.0}
    assert phrases.phrase([found["p1"], found["p2"]], [1.0, 1.0], telling) == "plek op de lijst"
    assert phrases.phrase([found["p1"]], [1.0], telling | {"vast": 2.0}) in {"vaste plek", "vaste plek op de lijst"}


def test_no_phrase_goes_over_a_comma_or_a_name_or_starts_with_a_verb():
    found = read(SAID)
    assert phrases.phrase([found["p2"]], [1.0], {"plek": 1.0, "lijst": 1.0}) == ""
    assert not phrases.phrase([found["p1"]], [1.0], {"wachten": 9.0, "plek": 1.0}).startswith("wachtte")


def test_a_typical_passage_goes_before_one_at_the_edge():
    found = read({"p1": SAID["p1"], "p2": "plek/plek/NOUN in/in/ADP een/een/DET lijst/lijst/NOUN"})
    both = [found["p1"], found["p2"]]
    assert phrases.phrase(both, [0.5, 1.0], {"plek": 1.0, "lijst": 1.0}) == "plek in een lijst"
    assert phrases.phrase(both, [1.0, 0.5], {"plek": 1.0, "lijst": 1.0}) == "plek op de lijst"


def test_words_without_tags_give_no_phrase():
    rules = {"p1": "een/een/ vaste/vast/ plek/plek/ op/op/ de/de/ lijst/lijst/"}
    assert phrases.phrase([read(rules)["p1"]], [1.0], {"plek": 1.0, "lijst": 1.0}) == ""
