"""Reading a model's folder without loading it: kind, width of the vectors, code of its own."""

from __future__ import annotations

import json

import pytest

from registry.tiny import make_model
from rodedraad.errors import ConfigError
from rodedraad.registry import contents

TRANSFORMER = {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"}
POOLING = {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"}
DENSE = {"idx": 2, "name": "2", "path": "2_Dense", "type": "sentence_transformers.models.Dense"}
NORMALIZE = {"idx": 3, "name": "3", "path": "3_Normalize", "type": "sentence_transformers.models.Normalize"}


def folder(place, modules, **configs):
    (place / "modules.json").write_text(json.dumps(modules))
    for name, values in {"": {"model_type": "bert", "hidden_size": 32}, **configs}.items():
        (place / name).mkdir(exist_ok=True)
        (place / name / "config.json").write_text(json.dumps(values))
    return place


@pytest.mark.parametrize(
    ("modules", "configs", "width"),
    [
        ([TRANSFORMER], {}, 32),
        ([TRANSFORMER, POOLING], {"1_Pooling": {"embedding_dimension": 48, "pooling_mode": "mean"}}, 48),
        ([TRANSFORMER, POOLING], {"1_Pooling": {"word_embedding_dimension": 48, "pooling_mode_mean_tokens": True}}, 48),
        (
            [TRANSFORMER, POOLING],
            {"1_Pooling": {"word_embedding_dimension": 48, "pooling_mode_mean_tokens": True, "pooling_mode_cls_token": True}},
            96,
        ),
        (
            [TRANSFORMER, POOLING, DENSE, NORMALIZE],
            {"1_Pooling": {"word_embedding_dimension": 48}, "2_Dense": {"in_features": 48, "out_features": 24}},
            24,
        ),
    ],
)
def test_the_last_module_that_says_so_sets_the_width(tmp_path, modules, configs, width):
    place = folder(tmp_path, modules, **configs)
    assert contents.dimension(place) == width
    assert contents.kind(place) == "sentence-transformers"


def test_a_static_model_is_as_wide_as_its_table(tmp_path):
    place = make_model(tmp_path / "statisch", dimension=12)
    assert (contents.kind(place), contents.dimension(place)) == ("static", 12)
    (place / "model.safetensors").write_bytes(b"geen gewichten")
    assert contents.dimension(place) == 0


@pytest.mark.parametrize(
    ("config", "kind"),
    [({"model_type": "bert"}, "sentence-transformers"), ({"model_type": "model2vec"}, "static"), ({"normalize": True}, "static")],
)
def test_a_folder_without_modules_is_known_by_its_configuration(tmp_path, config, kind):
    (tmp_path / "config.json").write_text(json.dumps(config))
    assert contents.kind(tmp_path) == kind


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "3", "\xff", "[" * 100_000])
def test_a_configuration_that_cannot_be_read_is_said(tmp_path, text):
    (tmp_path / "config.json").write_bytes(text.encode("latin-1"))
    with pytest.raises(ConfigError):
        contents.kind(tmp_path)


@pytest.mark.parametrize(
    ("file", "values", "found"),
    [
        ("config.json", {"model_type": "bert"}, ""),
        ("config.json", {"auto_map": {}}, ""),
        ("config.json", {"auto_map": {"AutoModel": "m.M"}}, "config.json: auto_map"),
        ("sentence_bert_config.json", {"model_args": {"trust_remote_code": True}}, "sentence_bert_config.json: trust_remote_code"),
        ("sentence_bert_config.json", {"model_args": {"trust_remote_code": False}}, ""),
        ("tokenizer.json", {"model": {"vocab": {"auto_map": 1}}}, ""),
        ("modules.json", [{"type": "os.system"}], "os.system"),
        ("modules.json", [{"type": "sentence_transformers_kwaad.X"}], "sentence_transformers_kwaad.X"),
    ],
)
def test_code_of_its_own(tmp_path, file, values, found):
    (tmp_path / file).write_text(json.dumps(values))
    assert contents.own_code(tmp_path) == found
