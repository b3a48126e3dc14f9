"""Making model.onnx: the same bytes twice, exact without quantising, every way that weights are stored, and models that it does not fit.

It stands here, not under tests/train, for the tiny models of this folder.
"""

from __future__ import annotations

import json
import shutil

import numpy as np
import pytest

from rodedraad.config import Embed
from rodedraad.embed import neural
from rodedraad.encoder import onnx
from rodedraad.errors import ConfigError
from rodedraad.train.embedding.onnx_export import export


@pytest.fixture
def copy(neural_folder, tmp_path):
    return shutil.copytree(neural_folder, tmp_path / "model")


def test_the_same_folder_gives_the_same_small_file_and_nothing_else_changes(neural_folder, tmp_path):
    first, second = (export(neural_folder, tmp_path / name) for name in ("a", "b"))
    assert (first.folder / onnx.FILE).read_bytes() == (second.folder / onnx.FILE).read_bytes()
    assert first.size < 60_000
    for path in neural_folder.rglob("*"):
        if path.is_file():
            assert (first.folder / path.relative_to(neural_folder)).read_bytes() == path.read_bytes()
    assert {p.name for p in first.folder.iterdir()} - {p.name for p in neural_folder.iterdir()} == {onnx.FILE}


def test_in_place_adds_one_file(copy):
    before = {p.name for p in copy.iterdir()}
    export(copy, copy)
    assert {p.name for p in copy.iterdir()} - before == {onnx.FILE}


def test_without_quantising_the_vectors_are_those_of_torch(copy, sentences):
    export(copy, copy, quantise=False)
    ours = onnx.open_folder(copy, "m", Embed()).encode(sentences)
    np.testing.assert_allclose(ours, neural.open_folder(copy, "m", Embed()).encode(sentences), atol=1e-5)


@pytest.mark.parametrize("kind", ["float16", "bfloat16"])
@pytest.mark.parametrize("names", ["new", "old"])
def test_weights_in_16_bits_and_names_of_the_first_bert(copy, sentences, kind, names):
    import torch
    from safetensors.torch import load_file, save_file

    tensors = {name: value.to(getattr(torch, kind)) for name, value in load_file(copy / onnx.WEIGHTS).items()}
    if names == "old":
        tensors = {
            k.replace("LayerNorm.weight", "LayerNorm.gamma").replace("LayerNorm.bias", "LayerNorm.beta"): v for k, v in tensors.items()
        }
    save_file(tensors, copy / onnx.WEIGHTS, metadata={"format": "pt"})
    export(copy, copy, quantise=False)
    ours = onnx.open_folder(copy, "m", Embed()).encode(sentences)
    np.testing.assert_allclose(ours, neural.open_folder(copy, "m", Embed()).encode(sentences), atol=1e-5)


def test_pooling_of_the_first_token(copy, sentences):
    pooling = copy / "1_Pooling" / "config.json"
    pooling.write_text(json.dumps({**json.loads(pooling.read_text()), "pooling_mode": "cls"}))
    export(copy, copy, quantise=False)
    ours = onnx.open_folder(copy, "m", Embed()).encode(sentences)
    np.testing.assert_allclose(ours, neural.open_folder(copy, "m", Embed()).encode(sentences), atol=1e-5)


@pytest.mark.parametrize(
    ("file", "values"),
    [
        ("1_Pooling/config.json", {"pooling_mode": "max"}),
        ("1_Pooling/config.json", {"include_prompt": False}),
        ("config.json", {"model_type": "roberta"}),
        ("config.json", {"hidden_act": "relu"}),
        ("config.json", {"position_embedding_type": "relative_key"}),
        ("config.json", {"num_hidden_layers": 3}),
    ],
)
def test_a_graph_that_would_not_be_this_model_is_not_made(neural_folder, copy, file, values):
    config = copy / file
    config.write_text(json.dumps({**json.loads(config.read_text()), **values}))
    with pytest.raises(ConfigError) as error:
        export(copy, copy)
    assert error.value.code == "embed_onnx_export"
    assert not list(copy.glob("*.onnx*"))


@pytest.mark.parametrize("values", [{"num_hidden_layers": 1}, {"num_attention_heads": 2}, {"layer_norm_eps": 0.5}])
def test_the_graph_follows_the_configuration(copy, sentences, values):
    config = copy / "config.json"
    config.write_text(json.dumps({**json.loads(config.read_text()), **values}))
    export(copy, copy, quantise=False)
    ours = onnx.open_folder(copy, "m", Embed()).encode(sentences)
    np.testing.assert_allclose(ours, neural.open_folder(copy, "m", Embed()).encode(sentences), atol=1e-5)


def test_a_static_model_is_not_for_onnx(static_st_folder, tmp_path):
    with pytest.raises(ConfigError) as error:
        export(static_st_folder, tmp_path / "out")
    assert error.value.code == "embed_onnx_export"
    assert not (tmp_path / "out").exists()


def test_weights_that_8_bits_do_not_suit_get_no_graph_but_may_have_one_without_quantising(copy):
    from safetensors.torch import load_file, save_file

    tensors = load_file(copy / onnx.WEIGHTS)
    for name, value in tensors.items():
        if name.endswith("intermediate.dense.bias"):
            value[0] = 1e5  # drowns the other features in 8 bits …
        if name.endswith(".output.dense.weight") and "attention" not in name:
            value.mul_(1000.0)
            value[:, 0] = 0.0  # … although nothing comes of it
    save_file(tensors, copy / onnx.WEIGHTS, metadata={"format": "pt"})
    with pytest.raises(ConfigError) as error:
        export(copy, copy)
    assert error.value.code == "embed_onnx_differs"
    assert not list(copy.glob("*.onnx*"))
    export(copy, copy, quantise=False)
    assert (copy / onnx.FILE).exists()


def test_a_folder_that_cannot_be_opened_afterwards_gets_no_graph(copy):
    (copy / onnx.TOKENIZER).unlink()
    with pytest.raises(ConfigError):
        export(copy, copy)
    assert not list(copy.glob("*.onnx*"))
