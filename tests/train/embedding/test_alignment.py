"""IBM model 1 on a language of which the dictionary is known."""

import itertools

import numpy as np
import pytest

from rodedraad.train.embedding.alignment import align

# Dutch word i means English word i + 1 (English word 0 is in no pair); sentences are combinations, Dutch in reverse order
SENTENCES = [list(words) for words in itertools.combinations(range(6), 3)]
DUTCH = [words[::-1] for words in SENTENCES]
ENGLISH = [[word + 1 for word in words] for words in SENTENCES]


def test_the_right_translation_gets_the_mass():
    found = align(DUTCH, ENGLISH, (8, 9), rounds=20).toarray()
    chances = found[:6] / found[:6].sum(axis=1, keepdims=True)
    assert chances.argmax(axis=1).tolist() == [1, 2, 3, 4, 5, 6]
    assert chances.max(axis=1).min() > 0.9


def test_more_rounds_are_surer():
    def surety(rounds):
        found = align(DUTCH, ENGLISH, (8, 9), rounds).toarray()[:6]
        return (found.max(axis=1) / found.sum(axis=1)).mean()

    assert surety(1) < surety(4) < surety(10)


def test_the_first_round_shares_each_english_word_out():
    found = align([[0, 1]], [[3]], (2, 4), rounds=1).toarray()
    assert np.allclose(found[:, 3], 1 / 3)  # two Dutch words and the empty one


def test_all_english_words_are_accounted_for():
    """Every English token is one count, spread over the Dutch tokens of its pair and the empty word that is not returned."""
    found = align(DUTCH, ENGLISH, (8, 9), rounds=5)
    assert found.shape == (8, 9)
    assert 0 < found.sum() < sum(map(len, ENGLISH))
    assert found.toarray()[6:].sum() == found.toarray()[:, 0].sum() == 0
    rows = np.asarray(found.sum(axis=1)).ravel()
    assert np.allclose(rows[:6], rows[0])  # the toy is symmetric: as much evidence for each word


def test_a_repeated_word_counts_twice():
    once, twice = align([[0]], [[1]], (1, 2), 1).sum(), align([[0, 0]], [[1]], (1, 2), 1).sum()
    assert (once, twice) == pytest.approx((1 / 2, 2 / 3))


@pytest.mark.parametrize(("dutch", "english"), [([], []), ([[]], [[]]), ([[0]], [[]]), ([[]], [[1]])])
def test_nothing_to_align(dutch, english):
    found = align(dutch, english, (3, 4), rounds=3)
    assert (found.shape, found.nnz) == ((3, 4), 0)


def test_an_empty_side_changes_nothing_for_the_others():
    bare, mixed = align(DUTCH, ENGLISH, (8, 9), 3), align([[], *DUTCH, [0]], [[1], *ENGLISH, []], (8, 9), 3)
    assert np.array_equal(bare.toarray(), mixed.toarray())


def test_sides_of_different_length_are_refused():
    with pytest.raises(ValueError, match="zip"):
        align([[0]], [], (1, 1), 1)
