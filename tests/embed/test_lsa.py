"""LSA: likeness of meaning within a corpus, blind to who and when."""

from __future__ import annotations

import numpy as np

from rodedraad.embed import lsa


def test_passages_about_the_same_are_more_alike_than_others(sentences):
    embedder = lsa.fit(sentences, 24)
    handover, letter, waiting = embedder.encode([sentences[0], sentences[1], sentences[3]])
    assert handover @ letter > handover @ waiting


def test_compounds_and_inflections_are_kin_through_their_letters(sentences):
    first, second, other = lsa.fit(sentences, 30).encode(["overdrachtsbrieven", "overdrachten", "wachtlijsten"])
    assert first @ second > 0.5 > first @ other


def test_vectors_have_unit_length_and_the_size_asked_for_or_what_the_corpus_allows(sentences):
    vectors = lsa.fit(sentences, 12).encode(sentences)
    assert vectors.shape == (30, 12)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)
    assert lsa.fit(sentences, 500).encode(sentences).shape == (30, 30)


def test_names_numbers_and_stop_words_weigh_nothing(sentences):
    embedder = lsa.fit([*sentences, "[PERSOON-1] belde [DATUM 2023] om [TIJD] uur."], 20)
    first, second = embedder.encode(["[PERSOON-1] belde de crisisdienst op [DATUM 2023].", "Zij belde crisisdienst 112 om 14.30"])
    np.testing.assert_array_equal(first, second)
    assert not embedder.encode(["[PERSOON-1] was er op [DATUM 2023] om 14.30 uur."]).any()


def test_the_id_follows_the_settings_and_not_the_corpus(sentences):
    assert lsa.fit(sentences, 12).model_id == lsa.fit(sentences[:9], 12).model_id != lsa.fit(sentences, 13).model_id


def test_a_corpus_without_words_gives_zeros():
    for texts in ([], [""], ["12 34", "[PERSOON-1]"]):
        assert not lsa.fit(texts, 12).encode(["De huisarts belde.", ""]).any()


def test_one_passage_and_identical_passages_are_no_trouble():
    np.testing.assert_allclose(np.abs(lsa.fit(["De huisarts belde."], 12).encode(["De huisarts belde."])), [[1.0]], atol=1e-6)
    same = lsa.fit(["De huisarts belde."] * 50, 12).encode(["De huisarts belde."] * 2)
    np.testing.assert_array_equal(same[0], same[1])
