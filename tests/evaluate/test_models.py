"""Names of models: what is found, what a table calls it, and what is said of one that is not there."""

import numpy as np
import pytest

from rodedraad.config import Embed
from rodedraad.errors import MissingError
from rodedraad.evaluate import models


def test_a_model_is_opened_once_and_equal_texts_encoded_once(tiny):
    library = models.Library(Embed())
    candidate = library.open(str(tiny))
    assert library.open(str(tiny)) is candidate
    vectors = candidate.vectors(["hond", "huis", "hond"])
    assert vectors.shape == (3, 3)
    np.testing.assert_array_equal(vectors[0], vectors[2])
    assert candidate.vectors(["hond", "huis", "hond"]) is vectors
    assert (candidate.name, candidate.model_id.split("@")[0]) == ("tiny", "tiny")


def test_settings_hold_for_every_model_and_change_its_id(tiny):
    plain, cut = models.Library(Embed()), models.Library(Embed(truncate=2))
    assert cut.open(str(tiny)).vectors(["boot"]).shape == (1, 2)
    assert cut.open(str(tiny)).model_id != plain.open(str(tiny)).model_id
    assert (plain.changed(), cut.changed()) == ({}, {"truncate": 2})


def test_a_word_that_no_model_knows_is_a_row_of_zeros_for_a_baseline_too():
    vectors = models.Library(Embed()).open("lsa").vectors(["de en het", "hond", "kat"])
    assert not np.asarray(vectors)[0].any()


@pytest.mark.parametrize(("given", "meant"), [("tfdif", "tfidf"), ("all-minilm-l6", "all-minilm-l6-v2")])
def test_a_near_name_is_offered(given, meant):
    with pytest.raises(MissingError) as error:
        models.find(given)
    assert f"Bedoelt u {meant}?" in str(error.value)
    assert error.value.exit_code == 4


def test_a_name_like_nothing_gets_the_list():
    with pytest.raises(MissingError, match="tfidf, lsa"):
        models.find("xq/zzv")


def test_a_package_that_is_not_installed_is_named(monkeypatch):
    monkeypatch.setitem(models.PACKAGED, "no-such-model", "no_such_package")
    assert not models.is_installed("no-such-model")
    with pytest.raises(MissingError, match="pip install no-such-package"):
        models.find("no-such-model")


def test_a_table_calls_a_folder_by_its_last_part_and_a_hub_name_as_it_is(tiny):
    assert models.label(f"{tiny}/") == "tiny"
    assert models.label("clips/e5-small-trm-nl") == "clips/e5-small-trm-nl"


def test_a_spacy_pipeline_is_known_by_its_files(tmp_path, tiny):
    import spacy

    spacy.blank("nl").to_disk(tmp_path / "leeg")
    assert models.spacy_folder(str(tmp_path / "leeg")) == tmp_path / "leeg"
    assert models.spacy_folder(str(tiny)) is None
    assert models.spacy_folder("numpy") is None
    parser = models.Library(Embed()).open_syntax(str(tmp_path / "leeg"))
    assert [token.text for token in parser.nlp("De kat.")] == ["De", "kat", "."]
