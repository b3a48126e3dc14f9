"""Older annotation brought to today's: what was renamed, what hangs the other way round, what is left alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rodedraad.syntax.conllu import Sentence, Token
from rodedraad.train.syntax import harmonise, punctuation


def _sentence(*rows: tuple[str, str, str, int, str]) -> Sentence:
    """Rows: form, lemma, tag, head (from 1, 0 for the root), relation."""
    tokens = [Token(f, lemma, upos, "", i if head == 0 else head - 1, rel, True) for i, (f, lemma, upos, head, rel) in enumerate(rows)]
    return Sentence(tuple(tokens), "doc", "id")


REFERENCE = [
    _sentence(("Hij", "hij", "PRON", 2, "nsubj"), ("verder", "ver", "ADJ", 0, "root"), ("oprichten", "op_richten", "VERB", 2, "xcomp")),
    _sentence(("komen", "komen", "VERB", 0, "root"), ("richten", "richten", "VERB", 1, "conj"), ("zeggen", "zeggen", "VERB", 1, "conj")),
] * 6
VOTES = harmonise.Votes.of(REFERENCE)


def _older(*rows):
    return harmonise.older(_sentence(*rows), VOTES).tokens


def test_a_possessive_is_a_pronoun():
    tokens = _older(("zijn", "zijn", "DET", 2, "det"), ("huis", "huis", "NOUN", 0, "root"))
    assert (tokens[0].upos, tokens[0].deprel) == ("PRON", "nmod:poss")


def test_names_and_ordinals_are_called_otherwise():
    tokens = _older(("Jan", "Jan", "PROPN", 0, "root"), ("Smit", "Smit", "PROPN", 1, "flat:name"), ("tweede", "twee", "NUM", 1, "nummod"))
    assert tokens[1].deprel == "flat"
    assert (tokens[2].upos, tokens[2].deprel) == ("ADJ", "amod")


def test_a_modal_hangs_from_the_verb_it_goes_with():
    tokens = _older(
        ("Hij", "hij", "PRON", 2, "nsubj"),
        ("moet", "moeten", "VERB", 0, "root"),
        ("komen", "komen", "VERB", 2, "xcomp"),
        (".", ".", "PUNCT", 2, "punct"),
    )
    assert [(t.head, t.deprel) for t in tokens] == [(2, "nsubj"), (2, "aux"), (2, "root"), (2, "punct")]
    assert tokens[1].upos == "AUX"


def test_only_to_be_is_a_copula():
    tokens = _older(("Hij", "hij", "PRON", 3, "nsubj"), ("werd", "worden", "AUX", 3, "cop"), ("ziek", "ziek", "ADJ", 0, "root"))
    assert [(t.head, t.deprel) for t in tokens] == [(1, "nsubj"), (1, "root"), (1, "xcomp")]
    assert tokens[1].upos == "VERB"
    tokens = _older(("Hij", "hij", "PRON", 3, "nsubj"), ("is", "zijn", "AUX", 3, "cop"), ("ziek", "ziek", "ADJ", 0, "root"))
    assert tokens[1].deprel == "cop"


def test_lemmas_of_verbs():
    tokens = _older(
        ("opgericht", "oprichten", "VERB", 0, "root"), ("zei", "zeg", "VERB", 1, "conj"), ("komt", "kom_terug", "VERB", 1, "conj")
    )  # fmt: skip
    assert [t.lemma for t in tokens] == ["op_richten", "zeggen", "terug_komen"]


def test_what_today_always_gives_one_tag_gets_it_and_a_name_stays_a_name():
    tokens = _older(("verder", "verder", "ADV", 0, "root"), ("Verder", "Verder", "PROPN", 1, "conj"))
    assert (tokens[0].upos, tokens[0].lemma) == ("ADJ", "ver")
    assert tokens[1].upos == "PROPN"


def test_a_conjunction_and_the_comma_hang_from_what_follows():
    tokens = _sentence(
        ("Jan", "Jan", "PROPN", 0, "root"),
        (",", ",", "PUNCT", 1, "punct"),
        ("Piet", "Piet", "PROPN", 1, "conj"),
        ("en", "en", "CCONJ", 1, "cc"),
        ("Els", "Els", "PROPN", 1, "conj"),
        (".", ".", "PUNCT", 1, "punct"),
    ).tokens
    hung = punctuation.punctuation(punctuation.conjunctions(tokens))
    assert [t.head for t in hung] == [0, 2, 0, 4, 0, 0]


def test_brackets_hang_from_what_they_enclose():
    tokens = _sentence(
        ("Jan", "Jan", "PROPN", 5, "nsubj"),
        ("(", "(", "PUNCT", 5, "punct"),
        ("vader", "vader", "NOUN", 1, "appos"),
        (")", ")", "PUNCT", 5, "punct"),
        ("belt", "bellen", "VERB", 0, "root"),
    ).tokens
    assert [t.head for t in punctuation.punctuation(tokens)] == [4, 2, 0, 2, 4]


@pytest.mark.parametrize("rows", [[(".", ".", "PUNCT", 0, "root")], [(".", ".", "PUNCT", 2, "punct"), (".", ".", "PUNCT", 0, "root")]])
def test_nothing_but_punctuation(rows):
    assert [t.head for t in _older(*rows)] == [t.head for t in _sentence(*rows).tokens]


def test_features_that_the_two_give_differently_are_left_out_of_both():
    told = "Aspect=Imp|Mood=Ind|Number=Sing|Tense=Pres|VerbForm=Fin"
    token = replace(_sentence(("ziet", "zien", "VERB", 0, "root")).tokens[0], feats=told)
    sentence = Sentence((token,), "d", "i")
    for changed in (harmonise.today(sentence), harmonise.older(sentence, VOTES)):
        assert changed.tokens[0].feats == "Number=Sing|Tense=Pres|VerbForm=Fin"
