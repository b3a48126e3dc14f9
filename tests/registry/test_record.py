"""Registering and removing: what is written, where, and what a second process or a crash finds."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from datetime import date

import pytest

from registry.tiny import make_model
from rodedraad import registry, resources
from rodedraad.errors import ConfigError, EnvironmentFault, UsageError

PLAIN = {"role": "embedding", "kind": "static", "dimension": 8, "licence": "MIT"}


@pytest.fixture
def shipped(tmp_path, monkeypatch):
    """A folder of shipped models, empty."""
    folder = tmp_path / "meegeleverd"
    folder.mkdir()
    monkeypatch.setattr(resources, "models", lambda: folder)
    return folder


def test_every_file_but_the_card_is_hashed(own_models, shipped):
    folder = make_model(own_models / "proef")
    (folder / ".DS_Store").write_bytes(b"x")
    entry = registry.register(folder, id="proef", **PLAIN, trained_from="configs/train/static.toml")
    assert sorted(entry.files) == ["config_sentence_transformers.json", "model.safetensors", "modules.json", "tokenizer.json"]
    assert entry.size_bytes == sum((folder / name).stat().st_size for name in entry.files)
    assert registry.entries() == [entry]
    assert registry.get("proef").folder == folder
    assert registry.verify(entry) == []


def test_the_day_on_which_a_model_was_made_stays_while_its_files_do(own_models, shipped):
    folder = make_model(own_models / "proef")
    day = date(2026, 3, 1)
    assert registry.register(folder, id="proef", **PLAIN, made=day).made == day
    assert registry.register(folder, id="proef", **PLAIN).made == day
    assert registry.get("proef").made == day
    (folder / "modules.json").write_text("[]")
    assert registry.register(folder, id="proef", **PLAIN).made is None


def test_every_shipped_model_says_when_it_was_made():
    assert all(entry.made for entry in registry.entries() if entry.shipped)


def test_the_file_is_stable_sorted_and_readable(own_models, shipped):
    for name in ("zeta", "alfa"):
        registry.register(make_model(own_models / name), id=name, **PLAIN)
    first = (own_models / "registry.toml").read_bytes()
    registry.register(own_models / "zeta", id="zeta", **PLAIN)
    assert (own_models / "registry.toml").read_bytes() == first
    table = tomllib.loads(first.decode())
    assert [model["id"] for model in table["model"]] == ["alfa", "zeta"]
    assert table["model"][0]["path"] == "alfa"
    assert b"[model.files]" in first


def test_a_folder_elsewhere_is_registered_where_it_lies_and_stays_when_removed(own_models, shipped, tmp_path):
    folder = make_model(tmp_path / "runs" / "model")
    assert registry.register(folder, id="elders", **PLAIN).folder == folder
    registry.remove("elders")
    assert folder.is_dir()
    assert registry.entries() == []


def test_retraining_replaces_the_entry_also_under_another_name(own_models, shipped):
    folder = make_model(own_models / "proef")
    registry.register(folder, id="proef", **PLAIN)
    (folder / "tokenizer.json").write_text("{}")
    again = registry.register(folder, id="proef-2", **PLAIN)
    assert registry.entries() == [again]


def test_a_model_beside_the_shipped_ones_goes_into_their_registry_and_is_never_removed(own_models, shipped):
    entry = registry.register(make_model(shipped / "nl-proef"), id="nl-proef", **PLAIN, status="default")
    assert (shipped / "registry.toml").is_file()
    assert not own_models.exists()
    assert entry.shipped
    with pytest.raises(UsageError) as error:
        registry.remove("nl-proef")
    assert error.value.code == "model_shipped"
    assert entry.folder.is_dir()


def test_a_shipped_name_cannot_be_taken(own_models, shipped):
    registry.register(make_model(shipped / "nl-proef"), id="nl-proef", **PLAIN)
    mine = make_model(own_models / "nl-proef")
    with pytest.raises(UsageError):
        registry.check_free("nl-proef", mine)
    with pytest.raises(UsageError) as error:
        registry.register(mine, id="nl-proef", **PLAIN)
    assert error.value.code == "model_id_taken"
    registry.check_free("nl-proef", shipped / "nl-proef")


def test_removing_takes_the_folder_and_leaves_the_others(own_models, shipped):
    for name in ("een", "twee"):
        registry.register(make_model(own_models / name), id=name, **PLAIN)
    registry.remove("een")
    assert not (own_models / "een").exists()
    assert [entry.id for entry in registry.entries()] == ["twee"]
    with pytest.raises(UsageError, match="twee"):
        registry.remove("een")


@pytest.mark.parametrize("path", ["..", ".", "../buiten", "een/../.."])
def test_a_path_that_leads_out_of_the_folder_deletes_nothing(own_models, shipped, tmp_path, path):
    make_model(tmp_path / "buiten")
    registry.register(make_model(own_models / "een"), id="een", **PLAIN)
    file = own_models / "registry.toml"
    file.write_text(file.read_text().replace('path = "een"', f'path = "{path}"'))
    registry.remove("een")
    assert (tmp_path / "buiten" / "model.safetensors").is_file()
    assert (own_models / "een" / "model.safetensors").is_file()


def test_an_empty_folder_and_a_place_that_cannot_be_written(own_models, shipped, tmp_path, monkeypatch):
    (tmp_path / "leeg").mkdir()
    with pytest.raises(ConfigError) as error:
        registry.register(tmp_path / "leeg", id="leeg", **PLAIN)
    assert error.value.code == "model_empty"
    (tmp_path / "bestand").write_text("geen map")
    monkeypatch.setenv("RODEDRAAD_MODELS", str(tmp_path / "bestand" / "map"))
    with pytest.raises(EnvironmentFault, match="RODEDRAAD_MODELS"):
        registry.register(make_model(tmp_path / "model"), id="goed", **PLAIN)


@pytest.mark.parametrize(
    "text", ["[[model]", "model = 3", "[[model]]\nid = 3", '[[model]]\nid = "a"\ntype = "onbekend"', "\xff", "[[model]]\nfiles = {}"]
)
def test_a_registry_that_cannot_be_read_is_named(own_models, shipped, text):
    own_models.mkdir()
    (own_models / "registry.toml").write_bytes(text.encode("latin-1"))
    with pytest.raises(ConfigError) as error:
        registry.entries()
    assert error.value.code == "registry_unreadable"
    assert str(own_models) in str(error.value)


def test_a_registered_file_name_cannot_lead_out_of_the_folder(own_models, shipped):
    registry.register(make_model(own_models / "een"), id="een", **PLAIN)
    file = own_models / "registry.toml"
    file.write_text(file.read_text().replace('"tokenizer.json"', '"../../geheim"'))
    with pytest.raises(ConfigError):
        registry.entries()


def test_eight_processes_that_register_at_once_lose_nothing(own_models):
    code = (
        "import sys; from pathlib import Path; from rodedraad import registry as r;"
        "r.register(Path(sys.argv[1]), id=Path(sys.argv[1]).name, role='embedding', kind='static', dimension=8, licence='MIT')"
    )
    folders = [make_model(own_models / f"m{i}") for i in range(8)]
    started = [subprocess.Popen([sys.executable, "-c", code, str(folder)], env=os.environ) for folder in folders]
    assert [process.wait(60) for process in started] == [0] * 8
    assert [entry.id for entry in registry.entries() if not entry.shipped] == [f"m{i}" for i in range(8)]
    assert [p.name for p in own_models.iterdir() if p.name.endswith(".new")] == []
