"""Hashed words and pieces of words."""

import numpy as np

from rodedraad.reading import ngrams

TEXTS = ["De overdracht is niet gedaan.", "De overdracht is warm gedaan.", "Het regent."]


def test_each_kind_of_feature_has_unit_length():
    features = ngrams.fit(TEXTS, ["Analyse", "Analyse", ""], 1)
    rows = features.rows(TEXTS, ["Analyse", "", "Onbekend kopje zonder enig bekend stukje: xyzq"])
    edges = np.searchsorted(features.columns, np.cumsum([0, *ngrams.BLOCKS]))
    for first, last, count in zip(edges, edges[1:], (3, 3, 1), strict=False):
        lengths = np.sqrt(rows[:, first:last].multiply(rows[:, first:last]).sum(axis=1))
        assert (np.isclose(np.asarray(lengths).ravel(), 1)).sum() >= count


def test_rare_features_fall_out_and_weigh_more():
    every, common = ngrams.fit(TEXTS, [""] * 3, 1), ngrams.fit(TEXTS, [""] * 3, 2)
    assert 0 < len(common.columns) < len(every.columns)
    assert every.idf.max() > common.idf.max()
    assert (np.diff(every.columns) > 0).all()


def test_a_row_depends_on_its_own_text():
    features = ngrams.fit(TEXTS, [""] * 3, 1)
    alone = features.rows(TEXTS[:1], [""]).toarray()
    assert np.array_equal(features.rows(TEXTS, [""] * 3).toarray()[:1], alone)
    assert not features.rows(["qqq"], [""]).toarray().any()
    assert features.rows([""], [""]).shape == (1, len(features.columns))
