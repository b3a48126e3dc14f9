"""A reading model from a labelled corpus, end to end: it learns, is found by the product, and two trainings are the same."""

import json
import tomllib

import polars as pl
import pytest

from rodedraad import resources
from rodedraad.config import Read
from rodedraad.errors import ConfigError, MissingError
from rodedraad.reading import heads, load
from rodedraad.reading.stage import run
from rodedraad.run.stage import Context
from rodedraad.schema import TABLES
from rodedraad.train import runner

SETTINGS = {
    "tune.epochs": 6, "tune.batch_size": 8, "tune.rate": 1e-3, "tune.head_rate": 0.1, "tune.max_tokens": 32, "max_tokens": 32,
    "least_examples": 5, "ngrams.least": 2, "precision": '"float32"', "id": '"tiny"', "status": '"experiment"', "examples": "false",
}  # fmt: skip


def train(tmp_path, teacher_folder, gold, **more):
    settings = SETTINGS | {"corpus": f'"{gold}"', "encoder": f'"{teacher_folder}"'} | more
    out = tmp_path / more.get("out", "out")
    settings.pop("out", None)
    given = [f"{key}={value}" for key, value in settings.items()]
    return runner.train("lens", out=out, work=tmp_path / f"work-{out.name}", settings=given)


def test_a_corpus_becomes_a_model_that_the_product_reads_with(tmp_path, teacher_folder, gold):
    folder = train(tmp_path, teacher_folder, gold)
    made = heads.load(folder)
    assert made.outputs.items == (("puddingprincipes", "p03_overdragen_niet_verwijzen"), ("calamiteit_archetypen", "overdracht"))
    assert made.outputs.signed == made.outputs.items[:1]
    assert all(0 < t < 1 for t in made.thresholds)
    load.check(Read(model=str(folder)))
    texts = ["The nurse passed it on, room 0.", "The nurse lost it, room 0.", "Nobody should wait, room 0."]
    rows = [
        {"passage_id": f"p{n}", "doc_id": "d", "position": n, "text": t, "section": "Feiten", "modality": "feit"}
        for n, t in enumerate(texts)
    ]
    tables = run({"fragments": TABLES["fragments"].frame(rows)}, Read(model=str(folder)), Context(None, 13))
    found = {(r["passage_id"], r["item_id"]): r for r in tables["evidence"].filter(pl.col("score") >= pl.col("threshold")).to_dicts()}
    assert set(found) == {("p0", made.outputs.items[0][1]), ("p1", made.outputs.items[0][1]), ("p1", "overdracht")}
    assert found["p0", made.outputs.items[0][1]]["polarity_score"] > 0 > found["p1", made.outputs.items[0][1]]["polarity_score"]
    assert tables["readings"]["modality"].to_list() == ["feit", "feit", "norm"]
    record = (folder / "card.md").read_text(encoding="utf-8")
    assert "passages learned from" in (folder / "training.json").read_text(encoding="utf-8")
    assert "Not evaluated yet" in record
    assert f"The labelled corpus `{gold.as_posix()}`" in record
    assert "- passages weighed on: " in record.partition("## Training data")[2].partition("## Leak check")[0]
    assert "nothing was checked" not in record


def test_one_seed_gives_the_same_bytes(tmp_path, teacher_folder, gold):
    first, second = (train(tmp_path, teacher_folder, gold, out=name, **{"tune.epochs": 1}) for name in ("a", "b"))
    for name in ("model.safetensors", heads.WEIGHTS, heads.TABLE, "model.onnx"):
        assert (first / name).read_bytes() == (second / name).read_bytes(), name


def test_a_changed_corpus_is_another_training(tmp_path, teacher_folder, gold):
    before = train(tmp_path, teacher_folder, gold, **{"tune.epochs": 1}).joinpath("training.json").read_bytes()
    labels = gold / "labels" / "gold.jsonl"
    labels.write_text(labels.read_text(encoding="utf-8").replace('"norm"', '"oordeel"', 3), encoding="utf-8")
    assert train(tmp_path, teacher_folder, gold, **{"tune.epochs": 1}).joinpath("training.json").read_bytes() != before


def test_a_corpus_with_faults_or_without_enough_is_refused(tmp_path, teacher_folder, gold):
    with pytest.raises(ConfigError) as caught:
        train(tmp_path, teacher_folder, gold, least_examples=1000)
    assert caught.value.code == "train_nothing_left"
    with pytest.raises(MissingError) as absent:
        train(tmp_path, teacher_folder, tmp_path / "weg")
    assert absent.value.code == "labels_no_corpus"
    labels = gold / "labels" / "gold.jsonl"
    labels.write_text(labels.read_text(encoding="utf-8").replace("p03_overdragen_niet_verwijzen", "p99", 1), encoding="utf-8")
    with pytest.raises(ConfigError, match="p99"):
        train(tmp_path, teacher_folder, gold)


def test_the_shipped_settings_leave_test_alone_and_need_no_other_data():
    shipped = tomllib.loads((resources.configs() / "train" / "lens.toml").read_text(encoding="utf-8"))
    assert shipped["guard"] == []
    assert (resources.root() / shipped["corpus"] / "labels" / "gold.jsonl").is_file()


def test_a_style_can_be_left_out_to_measure_on_it(tmp_path, teacher_folder, gold):
    short = {"tune.epochs": 1, "out": "part", "without_styles": '["z"]'}
    record = json.loads((train(tmp_path, teacher_folder, gold, **short) / "training.json").read_text(encoding="utf-8"))
    assert record["facts"]["passages learned from"] == 4 * 12  # of 24 narratives to learn from, half are in style z
    with pytest.raises(ConfigError) as caught:
        train(tmp_path, teacher_folder, gold, without_styles='["brief"]')
    assert caught.value.code == "train_no_style"
