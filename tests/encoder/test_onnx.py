"""The fast path against sentence-transformers, what a vector may depend on, and folders that must be refused."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys

import numpy as np
import pytest

from rodedraad.config import Embed
from rodedraad.embed import load, neural
from rodedraad.encoder import onnx
from rodedraad.errors import ConfigError, ExitCode, MissingError

TEXTS = ["", " ", "x", "\x00", "👩‍👩‍👧 😀", "漢字", "De huisarts belde.\n\n", "Ik " * 3000, "a" * 100_000]


def _open(folder, threads=1, **settings):
    return onnx.open_folder(folder, "m", Embed(model=str(folder), **settings), threads)


@pytest.fixture
def copy(onnx_folder, tmp_path):
    return shutil.copytree(onnx_folder, tmp_path / "model")


def _edit(folder, change):
    """Rewrite model.onnx."""
    import onnx as library

    model = library.load(folder / onnx.FILE, load_external_data=False)
    change(model)
    (folder / onnx.FILE).write_bytes(model.SerializeToString())


def _place(model, key, value):
    for tensor in model.graph.initializer:
        for entry in tensor.external_data:
            if entry.key == key:
                entry.value = value


def test_the_vectors_point_where_those_of_sentence_transformers_do(onnx_folder, sentences):
    ours = _open(onnx_folder).encode(sentences)
    theirs = neural.open_folder(onnx_folder, "m", Embed()).encode(sentences)
    assert ours.dtype == np.float32
    assert ours.shape == (30, 32)
    assert (ours * theirs).sum(axis=1).min() > 0.98
    np.testing.assert_allclose(np.linalg.norm(ours, axis=1), 1, atol=1e-6)


def test_a_vector_is_the_same_bytes_in_any_company_order_and_number_of_threads_and_after_reopening(onnx_folder, sentences):
    texts = [*sentences, *TEXTS]
    embedder = _open(onnx_folder)
    together = embedder.encode(texts)
    alone = np.concatenate([embedder.encode([text]) for text in texts])
    assert together.tobytes() == alone.tobytes()
    shuffled = np.random.default_rng(5).permutation(len(texts))
    assert embedder.encode([texts[i] for i in shuffled]).tobytes() == together[shuffled].tobytes()
    assert _open(onnx_folder, threads=3).encode(texts).tobytes() == together.tobytes()


def test_texts_of_every_sort_give_the_vectors_of_sentence_transformers(onnx_folder):
    ours = _open(onnx_folder).encode(TEXTS)
    theirs = neural.open_folder(onnx_folder, "m", Embed()).encode(TEXTS)
    assert np.isfinite(ours).all()
    assert (ours * theirs).sum(axis=1).min() > 0.95


def test_no_texts_are_no_rows(onnx_folder):
    assert _open(onnx_folder).encode([]).shape == (0, 32)


def test_truncating_keeps_the_first_values_at_unit_length(onnx_folder, sentences):
    whole, cut = _open(onnx_folder).encode(sentences), _open(onnx_folder, truncate=8).encode(sentences)
    np.testing.assert_allclose(cut, whole[:, :8] / np.linalg.norm(whole[:, :8], axis=1, keepdims=True), atol=1e-6)


def test_words_past_the_limit_do_not_count(onnx_folder):
    short, long = "De huisarts belde de crisisdienst", "De huisarts belde de crisisdienst in het weekend niet"
    limited = _open(onnx_folder, max_tokens=5)
    assert limited.encode([short]).tobytes() == limited.encode([long]).tobytes()
    assert _open(onnx_folder).encode([short]).tobytes() != _open(onnx_folder).encode([long]).tobytes()


def test_torch_nor_transformers_is_imported_and_onnxruntime_only_when_it_is_needed(onnx_folder):
    program = f"""
import sys
from pathlib import Path
from rodedraad.config import Embed
from rodedraad.encoder import onnx
assert "onnxruntime" not in sys.modules
onnx.open_folder(Path({str(onnx_folder)!r}), "m", Embed()).encode(["De huisarts belde."])
print(*[name for name in ("torch", "transformers", "sentence_transformers", "onnx") if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_a_machine_without_onnxruntime_is_told_what_to_install(onnx_folder, monkeypatch):
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with pytest.raises(MissingError, match="pip install") as error:
        _open(onnx_folder)
    assert error.value.exit_code == ExitCode.MISSING


def test_an_onnxruntime_that_follows_paths_out_of_the_folder_is_too_old(onnx_folder, monkeypatch):
    import onnxruntime

    monkeypatch.setattr(onnxruntime, "__version__", "1.23.2")
    with pytest.raises(MissingError, match=r"1\.24"):
        _open(onnx_folder)


def test_the_backend_follows_the_folder_unless_told(onnx_folder, neural_folder):
    assert onnx.chosen(onnx_folder, Embed())
    assert not onnx.chosen(neural_folder, Embed())
    assert not onnx.chosen(onnx_folder, Embed(backend="torch"))
    assert not onnx.chosen(onnx_folder, Embed(device="cuda"))
    for folder, settings, code in ((neural_folder, {}, "embed_onnx_absent"), (onnx_folder, {"device": "cuda"}, "embed_device")):
        with pytest.raises(ConfigError) as error:
            onnx.chosen(folder, Embed(backend="onnx", **settings))
        assert error.value.code == code


def test_the_settings_lead_to_it_and_a_missing_program_is_said_before_any_report_is_read(onnx_folder, monkeypatch):
    ours, torch = (load.embedder(Embed(model=str(onnx_folder), backend=backend), []) for backend in ("auto", "torch"))
    assert isinstance(ours, onnx.OnnxEmbedder)
    assert isinstance(torch, neural.NeuralEmbedder)
    assert ours.model_id != torch.model_id
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    load.check(Embed(model=str(onnx_folder), backend="torch"))
    with pytest.raises(MissingError):
        load.check(Embed(model=str(onnx_folder)))


@pytest.mark.parametrize("location", ["../outside.safetensors", "link.safetensors", "{absolute}", "/dev/zero", "absent.safetensors"])
def test_weights_outside_the_folder_are_not_read(copy, location):
    outside = copy.parent / "outside.safetensors"
    shutil.copy(copy / onnx.WEIGHTS, outside)
    (copy / "link.safetensors").symlink_to(outside)
    _edit(copy, lambda model: _place(model, "location", location.format(absolute=outside)))
    _refused(copy, "embed_unreadable")


@pytest.mark.parametrize("offset", ["-8", "9999999999"])
def test_a_place_outside_the_weights_is_an_error(copy, offset):
    _edit(copy, lambda model: _place(model, "offset", offset))
    _refused(copy, "embed_unreadable")


@pytest.mark.parametrize(
    ("file", "content"), [(onnx.FILE, b""), (onnx.FILE, b"\xff" * 500), (onnx.WEIGHTS, b"version https://git-lfs"), (onnx.TOKENIZER, b"{}")]
)
def test_damaged_files_are_one_error_and_no_traceback_of_another_library(copy, file, content):
    (copy / file).write_bytes(content)
    _refused(copy, "embed_unreadable")


@pytest.mark.parametrize("file", [onnx.FILE, onnx.WEIGHTS, onnx.TOKENIZER])
def test_truncated_files_likewise(copy, file):
    whole = (copy / file).read_bytes()
    (copy / file).write_bytes(whole[: len(whole) * 2 // 3])
    _refused(copy, "embed_unreadable")


def test_an_operator_that_would_need_a_library_of_its_own_is_refused(copy):
    def foreign(model):
        model.graph.node[0].domain = "nl.example.own"
        model.opset_import.add(domain="nl.example.own", version=1)

    _edit(copy, foreign)
    _refused(copy, "embed_unreadable")


def test_a_graph_of_another_maker_is_refused(copy):
    def renamed(model):
        model.graph.input[0].name = "tokens"
        for node in model.graph.node:
            node.input[:] = ["tokens" if name == onnx.INPUT else name for name in node.input]

    _edit(copy, renamed)
    _refused(copy, "embed_onnx_foreign")


def test_a_graph_without_our_mark_is_refused(copy):
    _edit(copy, lambda model: model.ClearField("metadata_props"))
    _refused(copy, "embed_onnx_foreign")


def test_weights_laid_out_otherwise_than_the_graph_says_are_refused(copy):
    from safetensors.numpy import load_file, save_file

    tensors = load_file(copy / onnx.WEIGHTS)
    save_file({**tensors, "another": np.zeros(3, dtype=np.float32)}, copy / onnx.WEIGHTS)
    _refused(copy, "embed_onnx_stale")


def test_weights_trained_further_in_the_same_layout_are_used_as_they_are(copy, sentences):
    from safetensors.numpy import load_file, save_file

    before = _open(copy).encode(sentences)
    tensors = load_file(copy / onnx.WEIGHTS)
    save_file({name: value * np.float32(1.1) for name, value in tensors.items()}, copy / onnx.WEIGHTS, metadata={"format": "pt"})
    after = _open(copy).encode(sentences)
    theirs = neural.open_folder(copy, "m", Embed()).encode(sentences)
    assert after.tobytes() != before.tobytes()
    assert (after * theirs).sum(axis=1).min() > 0.98


def test_tokens_that_the_weights_have_no_row_for_are_an_error(copy):
    tokenizer = json.loads((copy / onnx.TOKENIZER).read_text(encoding="utf-8"))
    words = tokenizer["model"]["vocab"]
    words["huisarts"] = 100_000
    (copy / onnx.TOKENIZER).write_text(json.dumps(tokenizer), encoding="utf-8")
    with pytest.raises(ConfigError) as error:
        _open(copy).encode(["De huisarts belde."])
    assert error.value.code == "embed_unreadable"


def _refused(folder, code):
    with pytest.raises(ConfigError) as error:
        _open(folder)
    assert error.value.code == code
    assert str(error.value)
