"""Batches of like length in an order that seed and epoch settle."""

import numpy as np
import pytest

from rodedraad.train.embedding.batches import POOL, LengthBatches


def batches(lengths, size, seed=13, epoch=0, drop_last=False):
    sampler = LengthBatches(range(len(lengths)), size, drop_last, lengths=lengths, seed=seed)
    sampler.set_epoch(epoch)
    return sampler


LENGTHS = np.random.default_rng(5).integers(1, 60, 1037).tolist()


@pytest.mark.parametrize(("count", "size"), [(1037, 8), (16, 8), (3, 8), (1, 2), (0, 4)])
def test_every_text_once_an_epoch(count, size):
    sampler = batches(LENGTHS[:count], size)
    made = list(sampler)
    assert sorted(i for batch in made for i in batch) == list(range(count))
    assert len(sampler) == len(made)
    assert all(1 <= len(batch) <= size and all(type(i) is int for i in batch) for batch in made)


def test_the_last_texts_are_not_dropped():
    assert sum(map(len, batches(LENGTHS, 8, drop_last=True))) == len(LENGTHS)


def test_seed_and_epoch_settle_the_order():
    assert list(batches(LENGTHS, 8)) == list(batches(LENGTHS, 8))
    assert list(batches(LENGTHS, 8)) != list(batches(LENGTHS, 8, epoch=1))
    assert list(batches(LENGTHS, 8)) != list(batches(LENGTHS, 8, seed=14))
    sampler = batches(LENGTHS, 8)
    assert list(sampler) == list(sampler)


def test_numpys_global_state_has_no_part_in_it():
    np.random.seed(1)  # noqa: NPY002
    first = list(batches(LENGTHS, 8))
    np.random.seed(2)  # noqa: NPY002
    assert list(batches(LENGTHS, 8)) == first


def test_texts_of_a_batch_are_of_like_length():
    spread = [max(LENGTHS[i] for i in batch) - min(LENGTHS[i] for i in batch) for batch in batches(LENGTHS, 8)]
    assert np.mean(spread) < 3
    means = [np.mean([LENGTHS[i] for i in batch]) for batch in batches(LENGTHS, 8)]
    assert abs(np.corrcoef(range(len(means)), means)[0, 1]) < 0.3  # but the batches are not in order of length


def test_batches_are_not_the_same_groups_every_epoch():
    one, two = ({tuple(sorted(batch)) for batch in batches([5] * (3 * POOL), 2, epoch=epoch)} for epoch in (0, 1))
    assert len(one & two) < 20
