"""A whole training of a static model, in miniature, and its parts."""

import json

import numpy as np
import pytest

from rodedraad.config import Embed
from rodedraad.embed.load import embedder
from rodedraad.errors import ConfigError
from rodedraad.train.embedding.settings import DutchTeacher
from rodedraad.train.embedding.static import first_vectors, reduced, sample
from rodedraad.train.embedding.tokenizer import train_tokenizer
from scenario import cli
from train.embedding.small import PAIRS, go, killed, shop, weights

DUTCH = [dutch for _, dutch in PAIRS[:30]]


@pytest.fixture(scope="module")
def trained(tmp_path_factory, teacher_folder):
    folder = shop(tmp_path_factory.mktemp("tiny"), teacher_folder, task="static")
    done = cli("train", "tiny.toml", "--out", "model", cwd=folder, env={"RODEDRAAD_MODELS": str(folder / "own")})
    assert done.returncode == 0, done.stderr
    return folder


def unit(rows, width, seed=3):
    made = np.random.default_rng(seed).normal(size=(rows, width))
    return (made / np.linalg.norm(made, axis=1, keepdims=True)).astype(np.float16)


def test_all_dimensions_keep_the_cosines():
    vectors = unit(50, 12)
    made = reduced(vectors, 12).astype(np.float32)
    assert np.allclose(made @ made.T, vectors.astype(np.float32) @ vectors.astype(np.float32).T, atol=5e-3)


def test_fewer_dimensions_keep_what_matters_most():
    flat = np.hstack([unit(50, 4).astype(np.float32), np.zeros((50, 8))]) + np.random.default_rng(1).normal(size=(50, 12)) * 1e-3
    made = reduced(flat.astype(np.float16), 4)
    assert (made.shape, made.dtype) == ((50, 4), np.float16)
    assert np.allclose(made.astype(np.float32) @ made.T.astype(np.float32), flat @ flat.T, atol=2e-2)
    assert np.allclose(np.linalg.norm(made.astype(np.float32), axis=1), 1, atol=2e-3)


def test_a_zero_vector_stays_finite():
    assert np.isfinite(reduced(np.vstack([unit(5, 6), np.zeros((1, 6), np.float16)]), 3)).all()


def test_first_vectors_are_means_less_the_mean():
    tokenizer = train_tokenizer(["huis boom"] * 5 + ["boom vis"] * 5, {}, 60)
    targets = np.array([[1, 0], [0, 1]], dtype=np.float16)
    made = first_vectors(tokenizer, ["huis boom huis", "boom vis"], targets)
    row = tokenizer.get_vocab()
    assert made.dtype == np.float32
    assert np.allclose(made[row["huis"]], [0.5, -0.5])  # twice in a text counts once
    assert np.allclose(made[row["boom"]], [0, 0], atol=1e-6)
    assert np.allclose(made[row["vis"]], [-0.5, 0.5])
    assert not made[row["[CLS]"]].any()


def test_a_sample_of_sentences_that_are_neither_short_nor_long():
    texts = [
        "Kort. De huisarts belde de school op.",
        "De huisarts belde de school op. " + "woord " * 50 + ".",
        "Zij zag het kind niet meer.",
    ]
    everything = sample(texts, DutchTeacher(sample=9), 1)
    assert sorted(everything) == ["De huisarts belde de school op.", "Zij zag het kind niet meer."]
    assert sample(texts[::-1], DutchTeacher(sample=9), 1) == everything
    assert len(sample(texts, DutchTeacher(sample=1), 1)) == 1
    assert sample([], DutchTeacher(), 1) == []


def test_the_model_loads_plainly_and_through_the_product(trained, monkeypatch):
    import torch
    from sentence_transformers import SentenceTransformer

    monkeypatch.setenv("RODEDRAAD_MODELS", str(trained / "own"))
    plain = SentenceTransformer(str(trained / "model"), device="cpu", local_files_only=True).to(torch.float32)
    wanted = plain.encode(DUTCH)
    assert wanted.shape == (30, 16)
    ours = embedder(Embed(model=str(trained / "model")), [])
    assert type(ours).__name__ == "StaticEmbedder"
    assert np.abs(ours.encode(DUTCH) - wanted).max() < 1e-3


def test_it_has_learned(trained, teacher):
    wanted = reduced(teacher.encode([english for english, _ in PAIRS], normalize_embeddings=True).astype(np.float16), 16).astype(np.float32)
    made = embedder(Embed(model=str(trained / "model")), []).encode([dutch for _, dutch in PAIRS])
    theirs, mine = (wanted @ wanted.T)[np.triu_indices(160, 1)], (made @ made.T)[np.triu_indices(160, 1)]
    assert np.corrcoef(theirs, mine)[0, 1] > 0.6


def test_one_seed_one_model_another_seed_another(trained, teacher_folder, tmp_path):
    shop(tmp_path, teacher_folder, task="static")
    assert weights(go(tmp_path)) == weights(trained / "model")
    assert weights(go(tmp_path, "seed=14", out="other", work="work2")) != weights(trained / "model")


def test_killed_midway_and_done_again(trained, teacher_folder, tmp_path):
    shop(tmp_path, teacher_folder, task="static")
    killed(tmp_path, "distillation", 13)
    assert weights(go(tmp_path)) == weights(trained / "model")
    card = (tmp_path / "model" / "card.md").read_text(encoding="utf-8")
    assert "| pairs/pair | 1 | exam |" in card


def test_with_a_dutch_teacher(trained, teacher_folder, tmp_path):
    shop(tmp_path, teacher_folder, task="static", tail=f'[dutch]\nmodel = "{teacher_folder.as_posix()}"\nmax_tokens = 32\nsample = 2\n')
    model = go(tmp_path)
    assert weights(model)["model.safetensors"] != weights(trained / "model")["model.safetensors"]
    stores = list((tmp_path / "work" / "state").glob("teacher-*"))
    assert sorted(sum(len(np.load(path)) for path in store.iterdir()) for store in stores) == [2, len(PAIRS) - 1]
    assert json.loads((model / "training.json").read_text())["config"]["dutch"]["sample"] == 2


def test_teachers_that_do_not_fit(teacher_folder, narrow_folder, tmp_path):
    shop(tmp_path, teacher_folder, task="static", tail=f'[dutch]\nmodel = "{narrow_folder.as_posix()}"\nmax_tokens = 32\n')
    for settings, code, told in ((["dimensions=33"], "train_dimensions", "33"), ([], "train_width", "16")):
        with pytest.raises(ConfigError) as caught:
            go(tmp_path, *settings)
        assert caught.value.code == code
        assert told in str(caught.value)
