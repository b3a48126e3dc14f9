"""Inflection undone: the right dictionary form is among the candidates, and the lexicon picks it."""

from __future__ import annotations

import pytest

from rodedraad.syntax import inflection
from rodedraad.syntax.lexicon import Lexicon, Word, of_words
from rodedraad.syntax.spacy_reader import dictionary_form

NOUNS = {
    "rassen": "ras",
    "bomen": "boom",
    "huizen": "huis",
    "brieven": "brief",
    "varkens": "varken",
    "foto's": "foto",
    "mogelijkheden": "mogelijkheid",
    "eieren": "ei",
    "theorieën": "theorie",
    "huisje": "huis",
    "boompje": "boom",
    "koninkje": "koning",
    "zonnetjes": "zon",
    "ouder": "ouder",
    "groenten": "groente",
}
ADJECTIVES = {"grote": "groot", "natte": "nat", "vruchtbaarder": "vruchtbaar", "lieve": "lief", "wijste": "wijs", "zwaarder": "zwaar"}
VERBS = {
    "loopt": "lopen",
    "stopte": "stoppen",
    "leefde": "leven",
    "gereisd": "reizen",
    "schildert": "schilderen",
    "gaat": "gaan",
    "verliet": "verlaten",
    "gereden": "rijden",
    "ontbonden": "ontbinden",
    "opgericht": "op_richten",
    "aangekocht": "aan_kopen",
    "uitgevonden": "uit_vinden",
    "toegepaste": "toe_passen",
    "gemaakte": "maken",
    "wordt": "worden",
    "lachend": "lachen",
    "af te sluiten": None,
}


@pytest.mark.parametrize(("rule", "cases"), [(inflection.noun, NOUNS), (inflection.adjective, ADJECTIVES), (inflection.verb, VERBS)])
def test_the_dictionary_form_is_among_the_candidates(rule, cases):
    missed = {form: list(rule(form)) for form, lemma in cases.items() if lemma and lemma not in list(rule(form))}
    assert not missed


@pytest.mark.parametrize("form", ["", "a", "e", "en", "'s", "é", "aa", "-", "2", "xx", "s", "ge", "zzzzen", "ﬁ"])
@pytest.mark.parametrize("rule", [inflection.noun, inflection.adjective, inflection.verb])
def test_no_form_is_too_strange(rule, form):
    assert all(isinstance(word, str) for word in rule(form))


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    words = [
        "ras",
        "boom",
        "huis",
        "regering",
        "vorming",
        "strip",
        "tekenaar",
        "weekend",
        "week",
        "end",
        "vergadering",
        "ouder",
        "lopen",
        "groot",
        "pa",
        "pas",
    ]
    annotated = [("NOUN", "Huis", "huis"), ("NOUN", "huis", "huis"), ("VERB", "richtte", "richten"), ("PROPN", "Belgen", "Belg")]
    return of_words([*annotated, ("VERB", "kopen", "kopen"), ("VERB", "toekomt", "toe_komen")], words, ["weekend"])


def _lemma(lexicon: Lexicon, form: str, upos: str, guess: str = "", **more: bool) -> str:
    return lexicon.lemma(Word(form, upos, guess, **more))


def test_lemmas_by_lexicon(lexicon):
    assert _lemma(lexicon, "Bomen", "NOUN", "Bom") == "boom"
    assert _lemma(lexicon, "ouders", "NOUN") == "ouder"
    assert _lemma(lexicon, "pas", "NOUN") == "pas", "no plural of pa"
    assert _lemma(lexicon, "aangekocht", "VERB", "aangekocht") == "aan_kopen"
    assert _lemma(lexicon, "Belgen", "PROPN") == "Belg"
    assert _lemma(lexicon, "Janssen", "PROPN", "janss") == "Janssen", "a name is left as it is"
    assert _lemma(lexicon, "grote", "ADJ", initial=True) == "groot"
    assert _lemma(lexicon, "flarpen", "VERB", "flarpen") == "flarpen", "an unknown word keeps the guess"
    assert _lemma(lexicon, "Over", "ADP", "") == "over"


def test_compounds_are_split_unless_they_are_words_of_their_own(lexicon):
    assert _lemma(lexicon, "regeringsvorming", "NOUN") == "regering_vorming"
    assert _lemma(lexicon, "striptekenaars", "NOUN") == "strip_tekenaar"
    assert _lemma(lexicon, "weekend", "NOUN") == "weekend"


def test_a_particle_that_stands_apart_joins_its_verb(lexicon):
    assert lexicon.with_particle("op", "richten") == "op_richten"
    assert lexicon.with_particle("op", "op_richten") == "op_richten"
    assert lexicon.with_particle("over", "richten") == "richten", "as often a preposition, and no such verb is known"
    assert lexicon.with_particle("naar", "zien") == "zien"


def test_a_lexicon_survives_the_way_to_disk(lexicon):
    assert Lexicon.of_data(lexicon.to_data()) == lexicon


@pytest.mark.parametrize(
    ("form", "lemma", "shown"),
    [
        ("opgericht", "op_richten", "oprichten"),
        ("regeringsvorming", "regering_vorming", "regeringsvorming"),
        ("gemeenteraadsleden", "gemeente_raad_lid", "gemeenteraadslid"),
        ("huizen", "huis", "huis"),
        ("_", "_", "_"),
        ("N-VA-programma", "N-VA_programma", "n-va-programma"),
    ],
)
def test_readers_see_a_dictionary_form_without_underscores(form, lemma, shown):
    assert dictionary_form(form, lemma) == shown
