"""What a model setting means, and every way in which a model's files can be wrong."""

from __future__ import annotations

import json
import shutil

import pytest

from registry.tiny import make_model
from rodedraad import registry, resources
from rodedraad.errors import ConfigError, ExitCode, MissingError

PLAIN = {"role": "embedding", "kind": "static", "dimension": 8, "licence": "MIT"}


@pytest.fixture
def known(own_models):
    """A registered model named `proef`."""
    return registry.register(make_model(own_models / "proef"), id="proef", **PLAIN)


def test_an_id_a_folder_and_a_folder_beside_the_shipped_models(known, tmp_path, monkeypatch):
    assert registry.find("proef").entry == known
    loose = make_model(tmp_path / "los")
    found = registry.find(str(loose))
    assert (found.folder, found.entry) == (loose, None)
    assert found.sha256 == registry.find("proef").sha256  # the same files elsewhere
    monkeypatch.setattr(resources, "models", lambda: tmp_path)
    assert registry.find("los").folder == tmp_path / "los"


def test_a_registered_name_goes_before_a_folder_of_that_name_here(known, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    make_model(tmp_path / "proef", seed=9)
    assert registry.find("proef").folder == known.folder
    assert registry.find("./proef").entry is None


@pytest.mark.parametrize(
    "name", ["weg", "zorg/weg", "zorg/weg@main", "zorg/weg@" + "a" * 40, "@", "a b", "x" * 300, "\0", "~", "zorg/weg@../.."]
)
def test_what_is_nowhere_is_missing(own_models, name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(MissingError, match="model fetch") as error:
        registry.find(name)
    assert error.value.exit_code == ExitCode.MISSING


WEIGHTS = "model.safetensors"
POINTER = "version https://git-lfs.github.com/spec/v1\noid sha256:0\n"


def flip(path):
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)


def cut(path):
    path.write_bytes(path.read_bytes()[:-1])


@pytest.mark.parametrize(
    ("harm", "code", "file"),
    [
        (lambda f: flip(f / WEIGHTS), "model_changed", WEIGHTS),
        (lambda f: flip(f / "tokenizer.json"), "model_changed", "tokenizer.json"),
        (lambda f: cut(f / WEIGHTS), "model_file_incomplete", WEIGHTS),
        (lambda f: (f / WEIGHTS).write_bytes(b""), "model_file_incomplete", WEIGHTS),
        (lambda f: (f / WEIGHTS).write_text(POINTER), "model_file_incomplete", WEIGHTS),
        (lambda f: (f / WEIGHTS).unlink(), "model_file_absent", WEIGHTS),
        (lambda f: (f / "config.json").write_text("{}"), "model_file_added", "config.json"),
        (shutil.rmtree, "model_file_absent", "config_sentence_transformers.json"),
    ],
)
@pytest.mark.parametrize("by_path", [False, True])
def test_a_registered_model_is_used_only_as_it_was(known, harm, code, file, by_path):
    harm(known.folder)
    if by_path and not known.folder.exists():
        return
    with pytest.raises((ConfigError, MissingError)) as error:
        registry.find(str(known.folder) if by_path else "proef")
    assert error.value.code == code
    assert file in str(error.value)
    assert "proef" in str(error.value)


def test_the_message_of_a_changed_file_has_both_hashes(known):
    flip(known.folder / "tokenizer.json")
    fault = registry.verify(known)[0]
    with pytest.raises(ConfigError) as error:
        registry.find("proef")
    assert fault.expected[:12] in str(error.value)
    assert fault.found[:12] in str(error.value)
    assert fault.expected == known.files["tokenizer.json"]


def test_the_card_may_change(known):
    (known.folder / "card.md").write_text("Andere cijfers.")
    assert registry.find("proef").entry == known


def test_every_fault_is_listed_and_the_gravest_is_said(known):
    flip(known.folder / "modules.json")
    (known.folder / "tokenizer.json").unlink()
    (known.folder / "erbij.json").write_text("{}")
    assert {(f.file, str(f.trouble)) for f in registry.verify(known)} == {
        ("modules.json", "changed"), ("tokenizer.json", "absent"), ("erbij.json", "added"),
    }  # fmt: skip
    with pytest.raises(MissingError, match=r"tokenizer\.json"):
        registry.find("proef")


@pytest.mark.parametrize("rest", [b"", b"\xff" * 8, b"\x02\0\0\0\0\0\0\0[]", b'\x05\0\0\0\0\0\0\0{"a":', b"x" * 500])
def test_weights_that_are_not_whole_are_refused_in_a_loose_folder_too(own_models, tmp_path, rest):
    folder = make_model(tmp_path / "los")
    (folder / "model.safetensors").write_bytes(rest)
    with pytest.raises(ConfigError) as error:
        registry.find(str(folder))
    assert error.value.code == "model_weights_incomplete"


def test_weights_split_over_files_without_tensors_are_whole(own_models, tmp_path):
    folder = make_model(tmp_path / "los")
    header = json.dumps({"__metadata__": {"format": "pt"}}).encode()
    (folder / "model-00002.safetensors").write_bytes(len(header).to_bytes(8, "little") + header)
    assert registry.find(str(folder)).folder == folder


def test_two_revisions_of_one_name_must_be_told_apart(own_models):
    for digit in "ab":
        folder = make_model(own_models / digit)
        registry.register(folder, id=f"zorg/klein@{digit * 12}", **PLAIN, status="fetched", revision=digit * 40)
    assert registry.find("zorg/klein@aaaaaaa").folder.name == "a"
    assert registry.find("zorg/klein@" + "b" * 40).folder.name == "b"
    for name in ("zorg/klein", "zorg/klein@aaaa", "zorg/klein@aaaaaaab"):
        with pytest.raises(MissingError):
            registry.find(name)
    registry.remove("zorg/klein@aaaaaaa")
    assert registry.find("zorg/klein").folder.name == "b"
