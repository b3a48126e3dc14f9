"""Which embedder a setting means, and what is said when the model is not there."""

from __future__ import annotations

import shutil

import pytest

from rodedraad import registry
from rodedraad.config import Embed
from rodedraad.embed import load
from rodedraad.embed.lsa import LsaEmbedder
from rodedraad.embed.neural import NeuralEmbedder
from rodedraad.embed.static import StaticEmbedder
from rodedraad.errors import ConfigError, ExitCode, MissingError


def test_lsa_needs_nothing_on_disk(sentences):
    assert isinstance(load.embedder(Embed(model="lsa"), sentences), LsaEmbedder)


@pytest.mark.parametrize(
    ("fixture", "kind"), [("neural_folder", NeuralEmbedder), ("model2vec_folder", StaticEmbedder), ("static_st_folder", StaticEmbedder)]
)
def test_the_folder_tells_what_kind_of_model_it_is(fixture, kind, request):
    folder = request.getfixturevalue(fixture)
    embedder = load.embedder(Embed(model=str(folder)), [])
    assert isinstance(embedder, kind)
    assert embedder.model_id.startswith(f"{folder.name}@")
    assert embedder.cacheable


def test_a_static_folder_can_be_opened_with_sentence_transformers_when_asked(static_st_folder):
    assert isinstance(load.embedder(Embed(model=str(static_st_folder), kind="sentence-transformers"), []), NeuralEmbedder)


def test_a_hub_name_already_on_this_machine_is_found_without_network(neural_folder, tmp_path, monkeypatch):
    import huggingface_hub.constants

    snapshot = tmp_path / "hub" / "models--voorbeeld--klein" / "snapshots" / "abc"
    shutil.copytree(neural_folder, snapshot)
    (snapshot.parents[1] / "refs").mkdir()
    (snapshot.parents[1] / "refs" / "main").write_text("abc")
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_CACHE", str(tmp_path / "hub"))
    embedder = load.embedder(Embed(model="voorbeeld/klein"), [])
    assert isinstance(embedder, NeuralEmbedder)
    assert embedder.model_id.startswith("klein@")


@pytest.mark.parametrize("name", ["bestaat-niet", "niemand/bestaat-niet", "/nergens/op/schijf", "een naam met spaties", "a" * 300])
def test_a_missing_model_says_what_to_do(name):
    with pytest.raises(MissingError, match=r"embed\.model=lsa") as error:
        load.embedder(Embed(model=name), [])
    assert error.value.exit_code == ExitCode.MISSING


def test_the_id_follows_the_content_and_not_the_place(neural_folder, tmp_path):
    copy = tmp_path / neural_folder.name
    shutil.copytree(neural_folder, copy)
    first = load.embedder(Embed(model=str(neural_folder)), []).model_id
    assert load.embedder(Embed(model=str(copy)), []).model_id == first
    (copy / "README.md").write_text("Een andere kaart.")
    assert load.embedder(Embed(model=str(copy)), []).model_id == first
    pooling = copy / "1_Pooling" / "config.json"
    pooling.write_text(pooling.read_text().replace("32", "32 "))
    assert load.embedder(Embed(model=str(copy)), []).model_id != first


def test_an_empty_folder_is_missing_and_a_folder_of_something_else_is_unreadable(tmp_path):
    with pytest.raises(MissingError):
        load.embedder(Embed(model=str(tmp_path)), [])
    (tmp_path / "vakantie.txt").write_text("foto's")
    with pytest.raises(ConfigError) as error:
        load.embedder(Embed(model=str(tmp_path)), [])
    assert error.value.code == "embed_unreadable"


@pytest.fixture
def registered(static_st_folder, tmp_path, monkeypatch):
    """The static model, registered as a model of one's own."""
    monkeypatch.setenv("RODEDRAAD_MODELS", str(tmp_path / "modellen"))
    folder = tmp_path / "modellen" / "nl-proef"
    shutil.copytree(static_st_folder, folder)
    return registry.register(folder, id="nl-proef", role="embedding", kind="static", dimension=16, licence="MIT")


def test_a_registered_model_is_called_by_its_name(registered):
    embedder = load.embedder(Embed(model="nl-proef"), [])
    assert isinstance(embedder, StaticEmbedder)
    assert embedder.model_id.startswith("nl-proef@")
    assert embedder.encode(["de overdracht"]).shape == (1, registered.dimension)


def test_a_changed_weight_file_is_refused_before_any_report_is_read(registered):
    weights = registered.folder / "model.safetensors"
    before = load.identity(Embed(model="nl-proef"))
    data = bytearray(weights.read_bytes())
    data[-1] ^= 1
    weights.write_bytes(data)
    for use in (load.check, lambda config: load.embedder(config, [])):
        with pytest.raises(ConfigError) as error:
            use(Embed(model="nl-proef"))
        assert error.value.code == "model_changed"
    assert load.identity(Embed(model="nl-proef")) != before


@pytest.mark.parametrize("setting", [{"prefix": "query: "}, {"truncate": 8}])
def test_a_setting_that_shapes_vectors_is_in_the_id_and_others_are_not(registered, setting):
    plain = load.embedder(Embed(model="nl-proef"), []).model_id
    assert load.embedder(Embed(model="nl-proef", **setting), []).model_id != plain
    assert load.embedder(Embed(model=str(registered.folder), batch_size=3, dimensions=99), []).model_id == plain
