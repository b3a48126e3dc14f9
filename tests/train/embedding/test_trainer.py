"""A whole training of a sentence transformer, in miniature, through the command a researcher gives."""

import json

import numpy as np
import pytest

from rodedraad.config import Embed
from rodedraad.embed.load import embedder
from rodedraad.errors import ConfigError, MissingError
from scenario import cli
from train.embedding.small import DEV, HELD_OUT, PAIRS, go, killed, shop, weights

DUTCH = [dutch for _, dutch in PAIRS[:30]]


@pytest.fixture(scope="module")
def trained(tmp_path_factory, teacher_folder):
    folder = shop(tmp_path_factory.mktemp("tiny"), teacher_folder)
    done = cli("train", "tiny.toml", "--out", "model", cwd=folder, env={"RODEDRAAD_MODELS": str(folder / "own")})
    assert done.returncode == 0, done.stderr
    return folder, done


def record(folder):
    return json.loads((folder / "model" / "training.json").read_text(encoding="utf-8"))


def test_the_command_tells_what_it_does(trained):
    _, done = trained
    assert done.stdout.startswith("Model: model\n")
    for phase in (
        "Woorddelen kiezen",
        "Woorden koppelen",
        "Leermodel raadplegen",
        "Paren zeven",
        "Leren van de leraar",
        "menselijke oordelen",
    ):
        assert phase in done.stderr
    assert "Traceback" not in done.stderr
    assert "Warning" not in done.stderr
    assert not any(dutch in done.stderr + done.stdout for _, dutch in PAIRS)


def test_the_model_loads_plainly_and_through_the_product(trained, monkeypatch):
    import torch
    from sentence_transformers import SentenceTransformer

    folder, _ = trained
    monkeypatch.setenv("RODEDRAAD_MODELS", str(folder / "own"))
    plain = SentenceTransformer(str(folder / "model"), device="cpu", local_files_only=True, model_kwargs={"dtype": torch.float32})
    ours = embedder(Embed(model=str(folder / "model"), backend="torch"), [])
    usual = embedder(Embed(model=str(folder / "model")), [])  # may compute with a smaller, quantised copy of the weights
    wanted = plain.encode([*DUTCH, ""])
    assert wanted.shape == (31, 32)
    assert np.abs(ours.encode([*DUTCH, ""]) - wanted).max() < 1e-3
    assert ((usual.encode(DUTCH) * wanted[:30]).sum(axis=1) > 0.99).all()
    assert plain.max_seq_length == 32


def test_weights_are_kept_in_half_precision_and_nothing_is_pickled(trained):
    from safetensors import safe_open

    model = trained[0] / "model"
    with safe_open(model / "model.safetensors", "np") as file:
        assert {str(file.get_tensor(name).dtype) for name in file.keys()} == {"float16"}  # noqa: SIM118 - no dictionary
    assert not [p for p in model.rglob("*") if p.suffix in (".bin", ".pt", ".pth", ".pkl")]
    assert not [p for p in model.rglob("*.json") if str(trained[0]) in p.read_text(encoding="utf-8")]  # nor a path of this machine


def test_it_has_learned(trained, teacher):
    folder, _ = trained
    wanted = teacher.encode([english for english, _ in PAIRS[:30]], normalize_embeddings=True)
    made = embedder(Embed(model=str(folder / "model")), []).encode(DUTCH)
    likeness = made @ wanted.T
    assert (likeness.argmax(axis=1) == np.arange(30)).mean() > 0.5
    (log,) = folder.glob("runs/train/tiny-*/steps.jsonl")
    losses = [
        event["loss"] for event in map(json.loads, log.read_text().splitlines()) if event.get("phase") == "distillation" and "loss" in event
    ]
    assert np.mean(losses[-5:]) < np.mean(losses[:5])


def test_the_held_out_sentence_and_bad_pairs_are_dropped_and_on_the_card(trained):
    folder, _ = trained
    card = (folder / "model" / "card.md").read_text(encoding="utf-8")
    assert "| pairs/pair | 1 | exam |" in card
    assert "pairs dropped because teacher and untrained student disagree" in card
    assert "not learned from: dev" in card
    assert 0 < record(folder)["facts"]["pairs dropped because teacher and untrained student disagree"] <= 20
    assert record(folder)["leaks"]["sources"]["pairs/pair"]["kept"] == len(PAIRS) - 1
    for text in (*HELD_OUT, DEV[0][0]):
        assert text not in card


def test_the_dev_set_is_measured_on_the_way(trained):
    (log,) = trained[0].glob("runs/train/tiny-*/steps.jsonl")
    figures = [event["spearman_dev"] for event in map(json.loads, log.read_text().splitlines()) if "spearman_dev" in event]
    assert len(figures) >= 4
    assert all(-1 <= figure <= 1 for figure in figures)


def test_one_seed_one_model_another_seed_another(trained, teacher_folder, tmp_path):
    shop(tmp_path, teacher_folder)
    assert weights(go(tmp_path)) == weights(trained[0] / "model")  # in another process and another folder
    assert (
        weights(go(tmp_path, "seed=14", out="other", work="work2"))["model.safetensors"]
        != weights(trained[0] / "model")["model.safetensors"]
    )


@pytest.mark.parametrize(("phase", "step"), [("distillation", 16), ("labels", 2)])
def test_killed_midway_and_done_again(trained, teacher_folder, tmp_path, phase, step):
    shop(tmp_path, teacher_folder)
    killed(tmp_path, phase, step)
    assert weights(go(tmp_path)) == weights(trained[0] / "model")
    assert record(tmp_path)["pieces"] == 2
    assert record(tmp_path)["facts"] == record(trained[0])["facts"]


def test_without_neighbours_labels_and_dev(teacher_folder, tmp_path):
    shop(tmp_path, teacher_folder)
    text = (tmp_path / "tiny.toml").read_text().partition("[labels]")[0].replace("prior = 1.0", "prior = 0.0").replace('dev = ["dev"]', "")
    (tmp_path / "tiny.toml").write_text(text.replace("average = 2", "average = 1"))
    model = go(tmp_path, "layers=[0]", "distil.epochs=1", "distil.filtered=[]")
    assert embedder(Embed(model=str(model)), []).encode(["De huisarts belde."]).shape == (1, 32)
    assert json.loads((model / "config.json").read_text())["num_hidden_layers"] == 1


@pytest.mark.parametrize(
    ("settings", "code", "told"),
    [
        (["layers=[5]"], "train_layers", "2 lagen"),
        (["max_tokens=200"], "train_teacher_length", "48"),
        (["teacher.max_tokens=100"], "train_teacher_length", "48"),
        (["distil.filtered=['pairs','noise']", "distil.agreement=1.0"], "train_nothing_left", "pairs, noise"),
        (["distil.rate=0", "distil.batch_size=1", "seed=-1", "distil.temperature=inf"], "train_config", "4 fout"),
        (["distil.pairs=[]", "precision=half", "vocabulary.size=10", "transfer.floor=2"], "train_config", "4 fout"),
        (["distil.token_rate=1.5"], "train_config", "moet minder dan 1"),
        (["distil.rte=0.1"], "train_config", "distil.rate"),
        (["distil.pairs=['running']"], "train_format", "sentences"),
        (["distil.pairs=['exam']"], "train_on_test", "exam"),
    ],
)
def test_settings_that_do_not_fit(teacher_folder, tmp_path, settings, code, told):
    shop(tmp_path, teacher_folder)
    with pytest.raises(ConfigError) as caught:
        go(tmp_path, *settings)
    assert caught.value.code == code
    assert told in str(caught.value)
    assert "Input should" not in str(caught.value)  # pydantic's own words
    assert not (tmp_path / "model").exists()


def test_a_teacher_that_is_not_here(teacher_folder, tmp_path, monkeypatch):
    monkeypatch.setenv("RODEDRAAD_MODELS", str(tmp_path / "own"))
    shop(tmp_path, "geen-leraar")
    with pytest.raises(MissingError) as caught:
        go(tmp_path)
    assert (caught.value.code, caught.value.where) == ("train_teacher_missing", "geen-leraar")


def test_nothing_left_to_learn_from(teacher_folder, tmp_path):
    shop(tmp_path, teacher_folder)
    (tmp_path / "exam.txt").write_text("".join(f"{dutch}\n" for _, dutch in PAIRS), encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        go(tmp_path)
    assert caught.value.code == "train_nothing_left"
