"""The steps of the search, each on its own."""

from __future__ import annotations

import numpy as np

from rodedraad.cluster import (
    assign,
    cohesion,
    communities,
    consensus,
    density,
    graph,
    layout,
    lonely,
    neighbours,
    overlap,
    partition,
    reduce,
)
from rodedraad.cluster.damp import damp
from rodedraad.cluster.density import Groups
from rodedraad.cluster.neighbours import ABSENT, Corpus, Near
from rodedraad.cluster.search import search
from rodedraad.config import Cluster


def _near(index, likeness=None):
    index = np.array(index)
    values = np.where(index == ABSENT, 0, 1) if likeness is None else np.array(likeness)
    return Near(index, values.astype(np.float32))


def test_damping_takes_out_what_a_document_says_all_the_time():
    vectors = np.array([[1, 1, 0], [1, 0, 1], [-1, 1, 0], [-1, 0, 1]], dtype=np.float32)
    documents = np.array([0, 0, 1, 1])
    before, after = damp(vectors, documents, 0.0), damp(np.tile(vectors, (20, 1)), np.tile(documents, 20), 1.0)
    assert before[0] @ before[1] > before[0] @ before[2]
    assert after[0] @ after[1] < after[0] @ after[2]
    np.testing.assert_allclose(np.linalg.norm(after, axis=1), 1, atol=1e-6)


def test_damping_does_not_empty_a_register_row():
    vectors = np.eye(4, dtype=np.float32)
    assert (np.linalg.norm(damp(vectors, np.arange(4), 1.0), axis=1) > 0.99).all()
    assert not damp(np.zeros((2, 3), dtype=np.float32), np.array([0, 1]), 0.7).any()
    assert damp(np.zeros((0, 3), dtype=np.float32), np.array([], dtype=np.int64), 0.7).shape == (0, 3)


def test_neighbours_are_in_other_documents_and_few_of_each():
    random = np.random.default_rng(2)
    vectors = random.normal(size=(60, 8)).astype(np.float32) + 3
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    documents = np.repeat(np.arange(4), 15)
    corpus = Corpus(vectors, documents)
    near = neighbours.nearest(neighbours.candidates(corpus, corpus, 9), documents, 9)
    for row, document in zip(near.index, documents, strict=True):
        found = documents[row[row != ABSENT]]
        assert document not in found
        assert np.bincount(found).max() <= 3


def test_neighbours_are_the_same_as_by_comparing_all_pairs_whatever_the_block():
    random = np.random.default_rng(3)
    vectors = random.normal(size=(700, 5)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    corpus = Corpus(vectors, np.arange(700))
    found = neighbours.candidates(corpus, corpus, 2)
    likeness = vectors @ vectors.T
    np.fill_diagonal(likeness, -1)
    np.testing.assert_array_equal(found.index[:, 0], likeness.argmax(axis=1))


def test_a_resample_keeps_only_neighbours_inside_it():
    near = neighbours.within(_near([[1, 2], [0, 2], [0, ABSENT]]), np.array([0, 2]))
    np.testing.assert_array_equal(near.index, [[ABSENT, 1], [0, ABSENT]])


def test_passages_that_share_neighbours_are_bound_more_firmly():
    weights = graph.shared_neighbours(_near([[1, 2], [0, 2], [0, 1], [0, 4], [3, ABSENT]])).toarray()
    np.testing.assert_array_equal(weights, weights.T)
    assert weights[0, 1] == 1.0
    assert 0 < weights[0, 3] < weights[0, 1]
    assert weights[1, 4] == 0
    assert not weights.diagonal().any()
    assert graph.shared_neighbours(_near([[ABSENT], [ABSENT]])).nnz == 0


def test_spectral_coordinates_separate_loose_parts_and_leave_the_lonely_at_zero():
    rows = [[(i // 40) * 40 + (i + s) % 40 for s in (1, 2, 3)] for i in range(120)] + [[ABSENT] * 3]
    coordinates = reduce.spectral(graph.shared_neighbours(_near(rows)), 4)
    assert not coordinates[120].any()
    np.testing.assert_allclose(np.linalg.norm(coordinates[:120], axis=1), 1)
    assert coordinates[0, :2] @ coordinates[20, :2] > coordinates[0, :2] @ coordinates[60, :2]
    np.testing.assert_array_equal(coordinates, reduce.spectral(graph.shared_neighbours(_near(rows)), 4))
    assert reduce.spectral(graph.shared_neighbours(_near([[ABSENT]])), 4).shape == (1, 0)


def test_density_finds_two_heaps_and_leaves_scatter_out():
    random = np.random.default_rng(5)
    heaps = [random.normal(centre, 0.05, size=(40, 2)) for centre in (1, 3)]
    groups = density.dense_groups(np.vstack([*heaps, random.uniform(-9, 9, size=(12, 2))]), 10)
    assert groups.count == 2
    assert len(set(groups.labels[:40])) == len(set(groups.labels[40:80])) == 1
    assert (groups.labels[80:] == density.NOISE).mean() > 0.7
    assert groups.strengths[groups.labels != density.NOISE].min() >= density.CORE_STRENGTH


def test_a_passage_joins_the_group_that_enough_of_its_neighbours_are_in():
    groups = Groups(np.array([0, 0, 1, 1, -1, -1, -1]), np.array([1, 1, 1, 1, 0, 0, 0.0]))
    near = _near([[1, 4], [0, 4], [3, 4], [2, 4], [0, 1], [0, 2], [4, 5]])
    joined = assign.join(groups, near, groups)
    assert joined.labels.tolist() == [0, 0, 1, 1, 0, -1, -1], "one is clear, one is torn, one has only noise around it"
    assert 0 < joined.strengths[4] < density.CORE_STRENGTH


def test_only_those_named_may_join():
    groups = Groups(np.array([0, 0, 0, -1, -1]), np.array([1, 1, 1, 0, 0.0]))
    near = _near([[1, 2], [0, 2], [0, 1], [0, 1], [1, 2]])
    joined = assign.join(groups, near, groups, np.array([False, False, False, False, True]))
    assert joined.labels.tolist() == [0, 0, 0, -1, 0]
    assert assign.join(groups, near, groups).labels.tolist() == [0, 0, 0, 0, 0]


def test_that_one_group_is_dropped_changes_no_member_of_another(monkeypatch):
    """A passage that its community refused would join it as a neighbour, and may not because a weak group elsewhere fell."""
    index = [[1, 2], [0, 2], [0, 1], [0, 1], [5, 0], [4, 1], [0, 4]]
    groups = Groups(np.array([0, 0, 0, -1, 1, 1, -1]), np.array([1, 1, 1, 0, 0.5, 0.5, 0.0]))
    vectors = np.random.default_rng(0).normal(size=(7, 4)).astype(np.float32)
    monkeypatch.setattr(neighbours, "nearest", lambda *_: _near(index))
    monkeypatch.setattr(lonely, "lonely", lambda *_: np.zeros(7, dtype=bool))

    def found(firm):
        told = communities.Communities(groups, np.array([0.9, firm]), np.array([0, 1]))
        monkeypatch.setattr("rodedraad.cluster.search.communities", lambda *_: told)
        return search(Corpus(vectors, np.arange(7)), Cluster(min_stability=0.5), np.random.default_rng(0)).groups.labels.tolist()

    assert found(0.9) == [0, 0, 0, -1, 1, 1, -1]
    assert found(0.1) == [0, 0, 0, -1, 0, 0, -1], "members of the dropped group may go elsewhere; who was in none stays in none"


def test_who_joins_has_half_its_share_of_neighbours_which_can_be_more_than_the_least_of_a_community():
    groups = Groups(np.array([0, 0, 0, 0, -1]), np.array([0.2, 1, 1, 1, 0]))
    near = _near([[1, 2, 3, 4], [0, 2, 3, 4], [0, 1, 3, 4], [0, 1, 2, 4], [1, 2, 3, ABSENT]])
    joined = assign.join(groups, near, groups).strengths
    assert joined[0] < joined[4] < density.CORE_STRENGTH
    torn = assign.join(groups, _near([*near.index[:4].tolist(), [1, 2, ABSENT, 4]]), groups).strengths
    np.testing.assert_allclose(torn[4], density.CORE_STRENGTH * 2 / 3, atol=1e-5)


def test_a_gathering_of_leftovers_does_not_hold_together():
    groups = Groups(np.array([0, 0, 0, 1, 1, 1]), np.ones(6))
    near = _near([[1, 2], [0, 2], [0, 1], [0, 1], [1, 2], [0, 2]])
    np.testing.assert_array_equal(cohesion.held(near, groups), [1.0, 0.0])
    assert cohesion.holding(near, groups).labels.tolist() == [0, 0, 0, -1, -1, -1]


def test_best_overlap_is_one_for_the_same_group_and_counts_what_is_missing():
    first, second = np.array([0, 0, 0, 0, 1, 1, -1]), np.array([3, 3, -1, -1, 0, 0, 0])
    np.testing.assert_allclose(overlap.best_overlap(first, second, 2), [0.5, 2 / 3])
    np.testing.assert_allclose(overlap.best_overlap(first, np.full(7, -1), 2), [0, 0])


def test_the_map_puts_like_groups_near_each_other_and_fills_the_square():
    centres = np.array([[1, 0, 0], [0.9, 0.44, 0], [0, 0, 1]], dtype=np.float32)
    vectors = np.repeat(centres, 5, axis=0)
    places = layout.positions(vectors, centres, (vectors @ centres.T).astype(np.float64))
    assert places.min() == 0.0
    assert places.max() == 1.0
    assert np.linalg.norm(places[0] - places[5]) < np.linalg.norm(places[0] - places[10])
    assert layout.positions(np.zeros((0, 3), dtype=np.float32), centres[:0], np.zeros((0, 0))).shape == (0, 2)
    same = layout.positions(np.tile(centres[:1], (4, 1)), np.tile(centres[:1], (3, 1)), np.ones((4, 3)))
    np.testing.assert_array_equal(same, np.full((4, 2), 0.5))


def _blocks(count, size, seed=1, stray=0):
    """Return neighbour lists of ``count`` blocks that know each other, then of ``stray`` passages that know anyone."""
    random = np.random.default_rng(seed)
    n = count * size
    rows = [random.choice([j for j in range(i // size * size, i // size * size + size) if j != i], 5, replace=False) for i in range(n)]
    return _near([*rows, *(random.choice(n, 5, replace=False) for _ in range(stray))])


def test_a_graph_falls_apart_in_its_blocks_and_a_passage_without_bonds_is_alone():
    weights = graph.shared_neighbours(_near([[1, 2], [0, 2], [0, 1], [4, 5], [3, 5], [3, 4], [ABSENT, ABSENT]]))
    labels = partition.partition(weights, 1.0, 7)
    assert len(set(labels[:3])) == len(set(labels[3:6])) == 1
    assert len(set(labels)) == 3
    assert sorted(set(labels)) == [0, 1, 2]
    assert partition.partition(graph.shared_neighbours(_near([[ABSENT], [ABSENT]])), 1.0, 7).tolist() == [0, 1]


def test_a_higher_resolution_gives_more_communities():
    weights = graph.shared_neighbours(_blocks(2, 60))
    assert partition.partition(weights, 6.0, 1).max() > partition.partition(weights, 0.5, 1).max()


def test_resamples_leave_out_whole_documents():
    documents = np.repeat(np.arange(20), 6)
    found = consensus.partitions(graph.shared_neighbours(_blocks(3, 40)), documents, 1.0, 10)
    assert found.shape == (10, 120)
    assert (found == density.NOISE).sum(axis=0).tolist() == [1] * 120  # ten resamples leave everything out once
    for row in found:
        assert len(set(documents[row == density.NOISE])) == 2
        assert not set(documents[row == density.NOISE]) & set(documents[row != density.NOISE])


def test_with_few_documents_every_resample_leaves_one_out():
    weights, documents = graph.shared_neighbours(_blocks(1, 40)), np.repeat(np.arange(5), 8)
    out = consensus.partitions(weights, documents, 1.0, 10) == density.NOISE
    assert [len(set(documents[row])) for row in out] == [1] * 10
    assert out.sum(axis=0).tolist() == [2] * 40, "each of the five is left out twice"
    assert consensus.partitions(weights, np.zeros(40, dtype=np.int64), 1.0, 10).shape == (0, 40)


def test_a_bond_weighs_as_often_as_its_ends_came_out_together():
    weights = graph.shared_neighbours(_near([[1], [0], [1]]))
    found = np.array([[0, 0, 1], [0, 0, 0], [density.NOISE, 0, 0]])
    evidence = consensus.agreed(weights, found).toarray()
    assert evidence[0, 1] == weights.toarray()[0, 1]
    np.testing.assert_allclose(evidence[1, 2], weights.toarray()[1, 2] * 2 / 3)
    strength = consensus.inside(weights, consensus.agreed(weights, found), np.array([0, 0, 1]))
    assert strength[0] == 1.0
    assert 0 < strength[1] < 1
    assert strength[2] == 0.0


def test_communities_are_the_blocks_largest_first_and_strays_belong_to_none():
    near, n = _blocks(3, 40, stray=12), 132
    found = communities.communities(near, np.arange(n), Cluster(belonging=0.5))
    groups = found.groups
    assert groups.count == 3
    assert all(len(set(groups.labels[start : start + 40])) == 1 for start in (0, 40, 80))
    assert (groups.labels[120:] == density.NOISE).mean() > 0.3
    assert (groups.strengths[:120] >= 0.5).all()
    assert not groups.strengths[groups.labels == density.NOISE].any()
    assert (found.firm > 0.9).all()
    assert found.family.shape == (3,)


def test_no_seed_decides_what_is_found_and_no_resamples_no_stability():
    near, documents = _blocks(4, 30), np.arange(120)
    corpus = Corpus(np.random.default_rng(0).normal(size=(120, 8)).astype(np.float32), documents)
    first, second = (search(corpus, Cluster(min_stability=0), np.random.default_rng(seed)) for seed in (1, 2))
    np.testing.assert_array_equal(first.groups.labels, second.groups.labels)
    once = communities.communities(near, documents, Cluster(resamples=0))
    assert once.firm is None
    assert once.groups.count == 4


def test_a_passage_like_no_other_has_no_neighbours_and_is_nobodys():
    random = np.random.default_rng(6)
    heap = np.eye(64)[0] + random.normal(0, 0.05, size=(40, 64))
    vectors = np.vstack([heap, random.normal(size=(20, 64))]).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    corpus = Corpus(vectors, np.arange(60))
    near = neighbours.nearest(neighbours.candidates(corpus, corpus, 5), corpus.documents, 5)
    alone = lonely.lonely(corpus, near)
    assert alone.tolist() == [False] * 40 + [True] * 20
    left = lonely.without(near, alone)
    assert (left.index[40:] == ABSENT).all()
    assert left.index.max() < 40
    assert lonely.lonely(corpus.part(np.array([0])), Near(np.zeros((1, 0), dtype=np.int64), np.zeros((1, 0), dtype=np.float32))).all()


def test_few_passages_are_not_cut_as_finely_as_many():
    assert communities.fitting(4.0, 100_000) == communities.fitting(4.0, 1000) == 4.0
    assert 1.0 < communities.fitting(4.0, 100) < 2.0
    assert communities.fitting(0.5, 10) == 0.5
