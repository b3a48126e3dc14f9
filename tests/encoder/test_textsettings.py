"""Prompts and lengths: from the settings, from the model's files, and when these disagree."""

from __future__ import annotations

import json

import numpy as np
import pytest

from rodedraad.config import Embed
from rodedraad.embed import neural
from rodedraad.encoder import textsettings
from rodedraad.errors import ConfigError


def _write(folder, name, **values):
    (folder / name).write_text(json.dumps(values), encoding="utf-8")


def test_a_model_that_says_nothing_gets_no_prefix_and_no_limit(tmp_path):
    assert textsettings.prefix(tmp_path, Embed()) == ""
    assert textsettings.max_tokens(tmp_path, Embed()) is None


def test_own_text_goes_before_a_named_prompt_and_that_before_the_models_choice(tmp_path):
    _write(
        tmp_path, "config_sentence_transformers.json", prompts={"query": "query: ", "passage": "passage: "}, default_prompt_name="passage"
    )
    assert textsettings.prefix(tmp_path, Embed()) == "passage: "
    assert textsettings.prefix(tmp_path, Embed(prompt="query")) == "query: "
    assert textsettings.prefix(tmp_path, Embed(prompt="query", prefix="zelf: ")) == "zelf: "


def test_a_prompt_that_the_model_lacks_is_named_with_those_it_has(tmp_path):
    _write(tmp_path, "config_sentence_transformers.json", prompts={"query": "query: "})
    with pytest.raises(ConfigError, match="query") as error:
        textsettings.prefix(tmp_path, Embed(prompt="vraag"))
    assert error.value.code == "embed_prompt"


def test_sentence_transformers_with_a_default_prompt_gives_our_vectors(neural_folder, tmp_path, sentences):
    import shutil

    from sentence_transformers import SentenceTransformer

    folder = shutil.copytree(neural_folder, tmp_path / "prompted")
    path = folder / "config_sentence_transformers.json"
    _write(folder, path.name, **{**json.loads(path.read_text()), "prompts": {"p": "de huisarts "}, "default_prompt_name": "p"})
    theirs = SentenceTransformer(str(folder), device="cpu").encode(sentences, normalize_embeddings=True)
    np.testing.assert_allclose(neural.open_folder(folder, "m", Embed()).encode(sentences), theirs, atol=1e-5)


@pytest.mark.parametrize(
    ("files", "wanted", "expected"),
    [
        ({"sentence_bert_config.json": {"max_seq_length": 128}, "config.json": {"max_position_embeddings": 512}}, 0, 128),
        ({"tokenizer_config.json": {"model_max_length": 256}, "config.json": {"max_position_embeddings": 512}}, 0, 256),
        ({"tokenizer_config.json": {"model_max_length": 1e30}, "config.json": {"max_position_embeddings": 512}}, 0, 512),
        ({"sentence_bert_config.json": {"max_seq_length": 900}, "config.json": {"max_position_embeddings": 512}}, 0, 512),
        ({"config.json": {"model_type": "xlm-roberta", "max_position_embeddings": 514}}, 0, 512),
        ({"sentence_bert_config.json": {"max_seq_length": 128}, "config.json": {"max_position_embeddings": 512}}, 300, 300),
        ({}, 77, 77),
    ],
)
def test_how_many_tokens_count(tmp_path, files, wanted, expected):
    for name, values in files.items():
        _write(tmp_path, name, **values)
    assert textsettings.max_tokens(tmp_path, Embed(max_tokens=wanted)) == expected


def test_more_tokens_than_the_model_has_positions_for_are_refused(tmp_path):
    _write(tmp_path, "config.json", max_position_embeddings=64)
    with pytest.raises(ConfigError, match="64"):
        textsettings.max_tokens(tmp_path, Embed(max_tokens=65))


@pytest.mark.parametrize("content", ["{", "[]", "[" * 100_000, "\x00"])
def test_settings_that_cannot_be_read_are_our_own_error(tmp_path, content):
    (tmp_path / "config_sentence_transformers.json").write_text(content)
    with pytest.raises(ConfigError):
        textsettings.prefix(tmp_path, Embed())
