"""A sentence-transformers folder through our code: the vectors of the library, whatever stands beside a text."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import numpy as np
import pytest

from rodedraad.config import Embed
from rodedraad.embed import load, neural
from rodedraad.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path


def _embedder(folder: Path, **settings: object):
    return load.embedder(Embed(model=str(folder), **settings), [])


def test_the_vectors_are_those_of_sentence_transformers_at_unit_length(neural_folder, sentences):
    from sentence_transformers import SentenceTransformer

    ours = _embedder(neural_folder).encode(sentences)
    theirs = SentenceTransformer(str(neural_folder), device="cpu").encode(sentences, normalize_embeddings=True)
    assert ours.dtype == np.float32
    assert ours.shape == (30, 32)
    np.testing.assert_allclose(ours, theirs, atol=1e-5)
    np.testing.assert_allclose(np.linalg.norm(ours, axis=1), 1, atol=1e-6)


def test_a_vector_is_the_same_bytes_alone_and_among_others_in_any_order(neural_folder, sentences):
    embedder = _embedder(neural_folder)
    together = embedder.encode(sentences)
    alone = np.concatenate([embedder.encode([s]) for s in sentences])
    backwards = embedder.encode(sentences[::-1])[::-1]
    assert together.tobytes() == alone.tobytes() == np.ascontiguousarray(backwards).tobytes()


def test_a_prefix_is_put_before_the_text_and_changes_the_id(neural_folder):
    plain, prefixed = _embedder(neural_folder), _embedder(neural_folder, prefix="de huisarts ")
    assert prefixed.encode(["belde"]).tobytes() == plain.encode(["de huisarts belde"]).tobytes()
    assert prefixed.model_id != plain.model_id


def test_truncating_keeps_the_first_values_at_unit_length(neural_folder, sentences):
    whole, cut = _embedder(neural_folder).encode(sentences), _embedder(neural_folder, truncate=8).encode(sentences)
    assert cut.shape == (30, 8)
    np.testing.assert_allclose(cut, whole[:, :8] / np.linalg.norm(whole[:, :8], axis=1, keepdims=True), atol=1e-6)


def test_the_users_own_thread_setting_is_left_as_it_was(neural_folder):
    import torch

    before = torch.get_num_threads()
    _embedder(neural_folder).encode(["De huisarts belde."])
    assert torch.get_num_threads() == before


def test_weights_kept_as_pickle_are_refused(neural_folder, tmp_path):
    import torch

    folder = tmp_path / "pickled"
    shutil.copytree(neural_folder, folder)
    weights = next(folder.rglob("*.safetensors"))
    weights.unlink()
    torch.save({"x": torch.zeros(1)}, weights.with_name("pytorch_model.bin"))
    with pytest.raises(ConfigError, match="onveilige vorm") as error:
        _embedder(folder)
    assert error.value.values["file"] == "pytorch_model.bin"


def test_code_of_the_models_own_is_not_run(neural_folder, tmp_path):
    folder = tmp_path / "own-code"
    shutil.copytree(neural_folder, folder)
    modules = json.loads((folder / "modules.json").read_text())
    modules[0]["type"] = "my_module.Trojan"
    (folder / "modules.json").write_text(json.dumps(modules))
    (folder / "my_module.py").write_text("raise SystemExit('the model ran its own code')")
    with pytest.raises(ConfigError) as error:
        _embedder(folder)
    assert error.value.code == "embed_own_code"


def test_a_device_that_is_not_there_is_named(neural_folder):
    with pytest.raises(ConfigError, match=r"embed\.device=cpu"):
        _embedder(neural_folder, device="abacus")


@pytest.mark.parametrize("damage", ["truncate", "garbage"])
def test_damaged_weights_are_one_error_and_no_traceback_of_another_library(neural_folder, tmp_path, damage):
    folder = tmp_path / "damaged"
    shutil.copytree(neural_folder, folder)
    weights = next(folder.rglob("*.safetensors"))
    weights.write_bytes(weights.read_bytes()[:100] if damage == "truncate" else b"\xff" * 4096)
    with pytest.raises(ConfigError) as error:
        _embedder(folder)
    assert error.value.code == "model_weights_incomplete"


def test_module_types_that_are_no_list_are_an_error(tmp_path):
    (tmp_path / "modules.json").write_text('{"type": 3}')
    with pytest.raises(ConfigError):
        neural.module_types(tmp_path)
