"""The read stage on a tiny model: what it tells, and that company does not matter."""

import shutil

import pytest

from rodedraad.config import Config, Read
from rodedraad.errors import ConfigError, MissingError
from rodedraad.reading import load
from rodedraad.reading.stage import FLOOR, run
from rodedraad.run.stage import Context
from rodedraad.schema import TABLES

TEXTS = ["Er was een warme overdracht.", "De wachtlijst was lang.", "Draag zorg voor regen.", "Het regent."]


def fragments(texts):
    rows = [{"passage_id": f"p{n}", "doc_id": "d", "position": n, "text": text, "modality": "oordeel"} for n, text in enumerate(texts)]
    return {"fragments": TABLES["fragments"].frame(rows)}


def read(folder, texts=TEXTS):
    return run(fragments(texts), Read(model=str(folder)), Context(None, 13))


def test_a_passage_is_told_what_it_does_and_touches(reading_folder):
    tables = read(reading_folder)
    assert tables["readings"]["modality"].to_list() == ["feit", "feit", "aanbeveling", "feit"]
    assert tables["readings"]["model_id"].str.starts_with("tiny-reader@").all()
    told = {(row["passage_id"], row["item_id"]): row for row in tables["evidence"].to_dicts()}
    handed = told["p0", "p03_overdragen_niet_verwijzen"]
    assert handed["score"] >= handed["threshold"] == 0.5
    assert handed["polarity_score"] > 0
    waited = told["p1", "wachtlijst"]
    assert waited["score"] >= waited["threshold"] == pytest.approx(0.6)
    assert waited["polarity_score"] == 0
    assert told["p3", "wachtlijst"]["score"] < 0.1  # the best of a lens are kept, however little they are


def test_company_does_not_matter(reading_folder):
    whole = read(reading_folder)["evidence"].filter(passage_id="p0")
    alone = read(reading_folder, TEXTS[:1])["evidence"]
    assert whole.equals(alone.join(whole, on=("lens_id", "item_id"), how="semi"))
    assert set(alone["item_id"]) - set(whole["item_id"]) == set(alone.filter(alone["score"] < FLOOR)["item_id"]) - set(whole["item_id"])


def test_every_document_tells_of_every_item_that_the_model_knows(reading_folder):
    """Else a small set of reports would not know what its model knows, and go by cues where the model saw nothing."""
    known = load.reader(Read(model=str(reading_folder))).heads.outputs.items
    for texts in (TEXTS, ["Het regent."]):
        assert set(read(reading_folder, texts)["evidence"].select("lens_id", "item_id").iter_rows()) == set(known)


def test_rules_read_nothing():
    tables = run(fragments(TEXTS), Read(model=load.RULES), Context(None, 13))
    assert tables["readings"].is_empty()
    assert tables["evidence"].is_empty()
    assert load.identity(Read(model=load.RULES)) == ""


def test_an_empty_document(reading_folder):
    assert read(reading_folder, [])["readings"].is_empty()


def test_a_model_that_is_not_there_or_is_no_reader(reading_folder, onnx_folder, tmp_path):
    with pytest.raises(MissingError):
        load.check(Read(model=str(tmp_path / "weg")))
    assert load.identity(Read(model=str(tmp_path / "weg"))) == "absent"
    with pytest.raises(ConfigError) as caught:
        load.check(Read(model=str(onnx_folder)))
    assert caught.value.code == "reading_unfit"
    changed = tmp_path / "changed"
    shutil.copytree(reading_folder, changed)
    before = load.identity(Read(model=str(changed)))
    with (changed / "heads.json").open("a", encoding="utf-8") as file:
        file.write(" ")
    assert load.identity(Read(model=str(changed))) != before


def test_the_default_and_the_quick_profile():
    from rodedraad.config import load as configuration

    assert Config().read.model == "nl-lens"
    assert configuration("quick").read.model == load.RULES
