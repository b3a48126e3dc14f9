"""Static models in both formats through our code."""

from __future__ import annotations

import shutil

import numpy as np
import pytest

from rodedraad.config import Embed
from rodedraad.embed import load
from rodedraad.errors import ConfigError


@pytest.fixture(params=["model2vec_folder", "static_st_folder"])
def folder(request):
    return request.getfixturevalue(request.param)


def test_both_formats_give_the_same_vectors_for_the_same_table(model2vec_folder, static_st_folder, sentences):
    first = load.embedder(Embed(model=str(model2vec_folder)), []).encode(sentences)
    second = load.embedder(Embed(model=str(static_st_folder)), []).encode(sentences)
    np.testing.assert_allclose(first, second, atol=1e-6)
    np.testing.assert_allclose(np.linalg.norm(first, axis=1), 1, atol=1e-6)


def test_a_static_st_folder_gives_the_vectors_of_sentence_transformers(static_st_folder, sentences):
    from sentence_transformers import SentenceTransformer

    theirs = SentenceTransformer(str(static_st_folder), device="cpu").encode(sentences, normalize_embeddings=True)
    ours = load.embedder(Embed(model=str(static_st_folder)), []).encode(sentences)
    np.testing.assert_allclose(ours, theirs, atol=1e-5)


def test_a_vector_does_not_depend_on_the_texts_beside_it(folder, sentences):
    embedder = load.embedder(Embed(model=str(folder)), [])
    assert embedder.encode(sentences).tobytes() == b"".join(embedder.encode([s]).tobytes() for s in sentences)


def test_truncating_keeps_the_first_values(folder, sentences):
    assert load.embedder(Embed(model=str(folder), truncate=5), []).encode(sentences).shape == (30, 5)


def test_a_text_without_a_known_token_is_all_zeros_and_no_texts_is_no_rows(model2vec_folder):
    embedder = load.embedder(Embed(model=str(model2vec_folder)), [])
    assert not embedder.encode(["漢字", ""]).any()
    assert embedder.encode([]).shape == (0, 16)


def test_a_damaged_table_is_our_own_error(folder, tmp_path):
    copy = tmp_path / "damaged"
    shutil.copytree(folder, copy)
    next(copy.rglob("*.safetensors")).write_bytes(b"\x00" * 10)
    with pytest.raises(ConfigError) as error:
        load.embedder(Embed(model=str(copy)), [])
    assert error.value.code == "model_weights_incomplete"
