"""The tables as one lookup."""

from __future__ import annotations

import dataclasses

import polars as pl
import pytest

from report.world import LABELS, N_PASSAGES, N_READ, given
from rodedraad.report import corpus


@pytest.fixture(scope="module")
def found():
    return corpus.read(given())


def test_documents_that_were_set_aside_are_kept_apart(found: corpus.Corpus):
    assert (len(found.documents), len(found.set_aside)) == (N_READ, 2)
    assert len(found.passages) == N_READ * N_PASSAGES


def test_what_holds_comes_before_what_is_shaky_each_widest_first(found: corpus.Corpus):
    archetypes = list(found.archetypes.values())
    assert archetypes[-1].label == LABELS[2]  # the one with stability 0.41
    steady = [corpus.n_documents(a.members) for a in archetypes[:-1]]
    assert steady == sorted(steady, reverse=True)
    assert all(list(a.members) == sorted(a.members, key=lambda p: (-p.strength, p.id)) for a in archetypes)


def test_only_assigned_items_count(found: corpus.Corpus):
    assert all(a.score >= a.threshold for p in found.passages.values() for a in p.assigned)
    assert any(not p.assigned for p in found.passages.values())


def test_the_polarity_of_a_passage_is_that_of_its_best_item_that_has_one(found: corpus.Corpus):
    known = {p.text.split(".")[0]: p.polarity for p in found.passages.values() if p.doc_id == next(iter(found.documents))}
    assert known["De signalen van school, huisarts en buren zijn niet naast elkaar gelegd"] == -1
    assert known["Een zorgaanbieder hoort bij elke overdracht vast te leggen wie verantwoordelijk is"] == 0


def test_a_passage_without_a_row_in_members_was_not_offered():
    report_input = given()
    tables = report_input.tables | {"members": report_input.tables["members"].clear()}
    found = corpus.read(dataclasses.replace(report_input, tables=tables))
    assert {p.reason for p in found.passages.values()} == {corpus.NOT_OFFERED}


def test_a_mapping_to_a_lens_that_was_not_given_is_our_fault():
    report_input = given()
    with pytest.raises(ValueError, match="was not given"):
        corpus.read(dataclasses.replace(report_input, lenses=report_input.lenses[:1]))


def test_an_empty_run_is_an_empty_corpus():
    report_input = given()
    empty = {name: table.clear() for name, table in report_input.tables.items()}
    found = corpus.read(dataclasses.replace(report_input, tables=empty))
    assert not found.documents
    assert isinstance(empty["documents"], pl.DataFrame)
