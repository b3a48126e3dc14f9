"""Evidence of a reading model beside indicators."""

import pytest

from lens.test_stage import _passages
from rodedraad import config
from rodedraad.lens.stage import run
from rodedraad.run.stage import Context
from rodedraad.schema import TABLES

HANDED, WAITED = ("puddingprincipes", "p03_overdragen_niet_verwijzen"), ("calamiteit_archetypen", "wachtlijst")


def evidence(*rows):
    names = ("passage_id", "lens_id", "item_id", "score", "threshold", "polarity_score")
    return TABLES["evidence"].frame([dict(zip(names, row, strict=True)) for row in rows])


def mapped(texts, rows, modalities=None, read=None, **settings):
    passages = _passages(texts, modalities)
    ids = passages["passage_id"].to_list() if read is None else read
    readings = TABLES["readings"].frame(
        [{"passage_id": each, "modality": "feit", "modality_score": 0.9, "model_id": "reader@1"} for each in ids]
    )
    tables = {"passages": passages, "readings": readings, "evidence": evidence(*rows), "decisions": TABLES["decisions"].empty()}
    found = run(tables, config.Lens(lenses=[HANDED[0], WAITED[0]], **settings), Context(None, 13))["mappings"]
    return {(r["passage_id"], r["item_id"]): r for r in found.to_dicts()}


def test_evidence_decides_with_its_own_threshold_and_sign():
    rows = [("p00000", *HANDED, 0.4, 0.35, -0.8), ("p00001", *HANDED, 0.3, 0.35, 0.8)]
    found = mapped(["De volgende ploeg wist van niets.", "Idem."], rows)
    first, second = found["p00000", HANDED[1]], found["p00001", HANDED[1]]
    assert (first["assigned"], first["polarity"], first["method"], first["model_id"]) == (True, -1, "model", "reader@1")
    assert (second["assigned"], second["method"]) == (False, "model")


def test_silence_of_the_model_outweighs_a_cue():
    found = mapped(["Er was een warme overdracht."], [("p00000", *WAITED, 0.01, 0.5, 0.0), ("p00009", *HANDED, 0.9, 0.5, 1.0)])
    row = found.get(("p00000", HANDED[1]))
    assert row is None or not row["assigned"]


def test_what_the_model_does_not_know_goes_by_indicators():
    found = mapped(["Er was een warme overdracht."], [("p00000", *WAITED, 0.01, 0.5, 0.0)])
    row = found["p00000", HANDED[1]]
    assert (row["assigned"], row["method"], row["polarity"]) == (True, "indicators", 1)
    assert row["model_id"].startswith("puddingprincipes@")


def test_a_passage_that_the_model_did_not_read_goes_by_indicators():
    found = mapped(["Er was een warme overdracht."], [("p00009", *HANDED, 0.9, 0.5, 1.0)], read=["p00009"])
    assert found["p00000", HANDED[1]]["assigned"]


@pytest.mark.parametrize("modality", ["norm", "aanbeveling", "maatregel"])
def test_what_should_be_is_no_finding(modality):
    rows = [("p00000", *HANDED, 0.9, 0.5, -0.9), ("p00000", *WAITED, 0.9, 0.5, 0.0)]
    found = mapped(["Draag over."], rows, [modality])
    assert (found["p00000", HANDED[1]]["assigned"], found["p00000", HANDED[1]]["polarity"]) == (True, 0)
    assert not found.get(("p00000", WAITED[1]), {"assigned": False})["assigned"]


def test_an_unknown_item_of_the_model_is_passed_over():
    assert mapped(["Het regent."], [("p00000", "eigen_lens", "weg", 0.9, 0.5, 0.0)])


def test_what_is_unlikely_is_not_assigned_however_low_the_threshold_of_the_model():
    rows = [("p00000", *HANDED, 0.25, 0.1, -0.9)]
    assert not mapped(["Idem."], rows)["p00000", HANDED[1]]["assigned"]
    assert mapped(["Idem."], rows, least=0.2)["p00000", HANDED[1]]["assigned"]
