"""Passages found again: the same, cut otherwise, worded a little otherwise, gone."""

import pytest

from review.said import anchor, document, tables
from rodedraad.review.fit import Passages, Place

ONE = "De overdracht aan het wijkteam bleef steken."
TWO = "Niemand belde het gezin terug."
THREE = "De wachtlijst was lang."


def passages(*documents):
    made = tables(*documents)
    return Passages(made["passages"], made["paragraphs"])


def place(text, start, quote=None, doc="d1"):
    told = anchor(doc, text, start)
    return Place(doc, told["start"], told["end"], told["text_hash"], quote)


def test_the_same_id_is_the_same_passage():
    assert passages(document("d1", ONE)).find("d1-0", None).passage_id == "d1-0"


def test_the_same_words_elsewhere_in_the_document_are_found_nearest_first():
    found = passages(document("d1", ONE, TWO, ONE)).find("weg", place(ONE, 70))
    assert found.passage_id == "d1-2"


def test_what_was_cut_in_two_is_found_in_the_part_that_holds_most():
    found = passages(document("d1", ONE, TWO)).find("weg", place(f"{ONE} {TWO}", 0))
    assert found.passage_id == "d1-0"


def test_what_became_part_of_a_longer_passage_is_found_there():
    made = passages(document("d1", f"{ONE} {TWO}"))
    assert made.find("weg", place(ONE, 0)).passage_id == "d1-0"
    short = made.find("weg", place("De overdracht", 0))
    assert (short.passage_id, short.reason) == (None, "cut_otherwise")


@pytest.mark.requirement(23)
def test_nearly_the_same_words_are_found_by_the_quote_that_is_known():
    changed = ONE.replace("het wijkteam", "[WIJKTEAM-1]")
    made = passages(document("d1", THREE, changed))
    old = f"{ONE[:-1]}!"
    assert made.find("weg", place(ONE, 0)).reason == "text_gone"
    assert made.find("weg", place(old, 3, quote=changed.replace("bleef", "bleef toen"))).passage_id == "d1-1"
    assert made.find("weg", place(old, 3, quote="Iets heel anders dat nergens staat.")).reason == "text_gone"


@pytest.mark.requirement(23)
def test_another_document_never_stands_in():
    found = passages(document("d1", ONE)).find("weg", place(ONE, 0, doc="d2"))
    assert (found.passage_id, found.reason) == (None, "document_gone")
    assert passages(document("d1", ONE)).find("weg", None).reason == "no_anchor"
