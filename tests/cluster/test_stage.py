"""The cluster stage as the engine runs it: patterns across reports, not reports."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter

import numpy as np
import polars as pl
import pytest

from rodedraad.cluster.stage import run
from rodedraad.config import Cluster
from rodedraad.run.stage import Context
from rodedraad.schema import TABLES

SCRIPT = """
import hashlib, sys
import polars as pl
from rodedraad.cluster.stage import run
from rodedraad.config import Cluster
from rodedraad.run.stage import Context
names = ("documents", "passages", "words", "embeddings", "mappings", "decisions")
tables = {n: pl.read_ipc(f"{sys.argv[1]}/{n}.arrow") for n in names}
out = run(tables, Cluster(), Context(None, 13))
print(len(out["archetypes"]), *(hashlib.sha256(out[n].write_ipc(None).getvalue()).hexdigest() for n in ("members", "archetypes")))
"""


def _run(world, previous=None, **settings):
    out = run(world.tables, Cluster(**settings), Context(None, 13, previous=previous or {}))
    return out["members"], out["archetypes"]


@pytest.fixture(scope="module")
def result(world):
    return _run(world)


def test_the_patterns_are_found_and_not_the_reports(world, result):
    members, archetypes = result
    theme_of = {archetype: Counter() for archetype in archetypes["archetype_id"]}
    for passage, archetype in members.select("passage_id", "archetype_id").drop_nulls().iter_rows():
        theme_of[archetype][world.themes[passage]] += 1
    assert {counts.most_common(1)[0][0] for counts in theme_of.values()} == {"overdracht", "wachtlijst", "dossier", "medicatie"}
    assert all(counts.most_common(1)[0][1] / counts.total() > 0.8 for counts in theme_of.values())
    assert archetypes["n_documents"].min() >= 10


def test_every_passage_has_one_row_and_either_an_archetype_or_a_reason(world, result):
    members, archetypes = result
    assert members.schema == TABLES["members"].schema
    assert archetypes.schema == TABLES["archetypes"].schema
    assert set(members["passage_id"]) == set(world.tables["passages"]["passage_id"])
    assert (members["archetype_id"].is_null() == members["reason"].is_not_null()).all()
    assert set(members["reason"].drop_nulls()) <= {"noise", "few_documents", "excluded"}
    assert (members.filter(pl.col("archetype_id").is_null())["strength"] == 0).all()
    assert members.filter(pl.col("archetype_id").is_not_null())["strength"].is_between(0.01, 1).all()
    assert members["x"].is_between(0, 1).all()
    assert members["y"].is_between(0, 1).all()


def test_an_archetype_tells_what_it_is(world, result):
    members, archetypes = result
    ids = set(archetypes["archetype_id"])
    assert set(members["archetype_id"].drop_nulls()) == ids
    documents = dict(world.tables["passages"].select("passage_id", "doc_id").iter_rows())
    for row in archetypes.iter_rows(named=True):
        own = set(members.filter(pl.col("archetype_id") == row["archetype_id"])["passage_id"])
        assert row["label"] == ", ".join(row["keywords"][:3])
        assert not any(word.startswith(("eigen", "zaak")) for word in row["keywords"]), "the case's own words name no pattern"
        assert set(row["exemplars"]) <= own
        assert set(row["boundary_cases"]) <= own
        assert len({documents[p] for p in row["exemplars"]}) == len(row["exemplars"]) == 8
        assert row["n_passages"] == len(own)
        assert 0.5 < row["stability"] <= 1
        assert row["previous_id"] is None
        assert row["parent_id"] is None or row["parent_id"] in ids - {row["archetype_id"]}


def test_the_damping_is_what_keeps_loud_reports_from_becoming_patterns(worlds):
    loud = worlds(own=2.0)
    members, archetypes = _run(loud, damping=0.9)
    found = members.filter(pl.col("archetype_id").is_not_null())
    pure = [Counter(loud.themes[p] for p in part["passage_id"]) for _, part in found.group_by("archetype_id")]
    assert len(archetypes) >= 3
    assert np.mean([c.most_common(1)[0][1] / c.total() for c in pure]) > 0.8


def test_a_pattern_of_too_few_documents_is_none(world):
    members, archetypes = _run(world, min_documents=13)
    assert archetypes.is_empty()
    assert "few_documents" in set(members["reason"])


def test_norms_folded_passages_and_front_matter_do_not_enter_the_search(world):
    passages = world.tables["passages"]
    first, second, third = [p for p in passages["passage_id"] if world.themes[p] == "dossier"][:3]
    leader = next(p for p in passages["passage_id"] if world.themes[p] == "overdracht")
    changed = passages.with_columns(
        modality=pl.when(pl.col("passage_id") == first).then(pl.lit("norm")).otherwise("modality"),
        section_role=pl.when(pl.col("passage_id") == second).then(pl.lit("werkwijze")).otherwise("section_role"),
        duplicate_of=pl.when(pl.col("passage_id") == third).then(pl.lit(leader)).otherwise("duplicate_of"),
    )
    members, archetypes = _run(world.with_passages(changed))
    rows = {row["passage_id"]: row for row in members.iter_rows(named=True)}
    for left_out in (first, second):
        assert rows[left_out]["reason"] == "excluded"
        assert rows[left_out]["x"] is None
    assert {k: v for k, v in rows[third].items() if k != "passage_id"} == {k: v for k, v in rows[leader].items() if k != "passage_id"}
    counted = archetypes.filter(pl.col("archetype_id") == rows[leader]["archetype_id"])["n_passages"].item()
    assert counted == (members["archetype_id"] == rows[leader]["archetype_id"]).sum()
    assert all(third not in row for row in archetypes["exemplars"])


def test_an_archetype_keeps_its_id_when_a_report_is_added(worlds):
    before, after = worlds(n_documents=12), worlds(n_documents=13)
    old_members, old = _run(before)
    _, new = _run(after, previous={"members": old_members, "archetypes": old})
    assert set(new["archetype_id"]) == set(old["archetype_id"])
    assert new["previous_id"].to_list() == new["archetype_id"].to_list()


def test_the_lineage_tells_what_became_of_the_previous_result(world, worlds):
    first = run(world.tables, Cluster(), Context(None, 13))
    assert first["lineage"].is_empty()
    ids = first["archetypes"]["archetype_id"].to_list()
    earlier = first["members"].with_columns(archetype_id=pl.col("archetype_id").replace({ids[0]: ids[1], ids[3]: None}))
    gone = pl.DataFrame({"passage_id": "p-weg", "archetype_id": "a-weg"})
    previous = {"members": pl.concat([earlier, gone], how="diagonal_relaxed")}
    found = run(world.tables, Cluster(), Context(None, 13, previous=previous))["lineage"]
    assert found["known_run"].is_null().all()
    assert sorted(found["kind"]) == ["born", "ended", "kept", "split", "split"]
    assert found.filter(kind="ended")["earlier_id"].to_list() == ["a-weg"]
    assert set(found.filter(kind="split")["earlier_id"]) == {ids[1]}


def test_beyond_the_sample_passages_are_assigned(worlds):
    large = worlds(n_documents=30)
    members, archetypes = _run(large, fit_sample=300)
    assert len(large.tables["passages"]) == 660
    assert len(archetypes) == 4
    themed = [p for p, theme in large.themes.items() if theme]
    assert members.filter(pl.col("passage_id").is_in(themed))["archetype_id"].is_not_null().mean() > 0.85


@pytest.mark.parametrize("reduction", ["spectral", "svd", "none"])
def test_every_reduction_works(world, reduction):
    members, _ = _run(world, method="hdbscan", neighbours=10, reduction=reduction, resamples=2)
    assert len(members) == len(world.tables["passages"])


@pytest.mark.parametrize(("method", "neighbours"), [("graph", 25), ("graph", 10), ("hdbscan", 10)])
def test_either_method_finds_the_patterns(world, method, neighbours):
    members, archetypes = _run(world, method=method, neighbours=neighbours)
    assert len(archetypes) == 4
    themed = [p for p, theme in world.themes.items() if theme]
    assert members.filter(pl.col("passage_id").is_in(themed))["archetype_id"].is_not_null().mean() > 0.85


def test_passages_that_belong_nowhere_are_no_pattern(world, result):
    loose = [p for p, theme in world.themes.items() if not theme]
    themed = [p for p, theme in world.themes.items() if theme]
    without = result[0].filter(pl.col("archetype_id").is_null())
    assert without.filter(pl.col("passage_id").is_in(themed)).height / len(themed) < 0.05
    assert without.filter(pl.col("passage_id").is_in(loose)).height / len(loose) > 0.5
    assert set(without["reason"]) == {"noise"}


@pytest.mark.parametrize("n", [0, 1, 2, 5, 13])
def test_hardly_any_passages_is_an_answer_too(world, n):
    members, archetypes = _run(world.with_passages(world.tables["passages"].head(n)))
    assert len(members) == n
    assert archetypes.is_empty()


def test_one_document_has_no_recurring_pattern(worlds):
    members, archetypes = _run(worlds(n_documents=1, per_theme=20))
    assert archetypes.is_empty()
    assert set(members["reason"]) == {"noise"}


@pytest.mark.parametrize("damping", [0.0, 0.7, 1.0])
def test_identical_zero_and_broken_vectors_are_survived(world, damping):
    embeddings = world.tables["embeddings"]
    same = [embeddings["vector"][0].to_list()] * len(embeddings)
    for vectors in (same, [[0.0] * 128] * len(embeddings), [*same[:-1], [0.0] * 128]):
        tables = world.tables | {"embeddings": embeddings.with_columns(vector=pl.Series(vectors, dtype=pl.List(pl.Float32)))}
        members = run(tables, Cluster(damping=damping), Context(None, 13))["members"]
        assert len(members) == len(embeddings)
        assert members["strength"].is_finite().all()


def test_the_order_in_which_rows_come_does_not_matter(world, result):
    shuffled = {name: table.sample(fraction=1.0, shuffle=True, seed=4) for name, table in world.tables.items()}
    out = run(shuffled, Cluster(), Context(None, 13))
    assert out["members"].equals(result[0])
    assert out["archetypes"].equals(result[1])


@pytest.mark.slow
def test_the_same_bytes_in_every_process_with_one_or_two_threads(world, tmp_path):
    for name, table in world.tables.items():
        table.write_ipc(tmp_path / f"{name}.arrow")
    found = set()
    for threads, seed in (("1", "1"), ("2", "2"), ("2", "3")):
        names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "POLARS_MAX_THREADS")
        env = dict.fromkeys(names, threads) | {"PATH": "/usr/bin", "PYTHONHASHSEED": seed}
        found.add(
            subprocess.run([sys.executable, "-c", SCRIPT, str(tmp_path)], env=env, stdout=subprocess.PIPE, text=True, check=True).stdout
        )
    assert len(found) == 1
    assert found.pop().startswith("4 ")
