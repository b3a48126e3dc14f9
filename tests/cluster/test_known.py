"""A run that knows the archetypes of another: what is the same gets its id, what is not is new."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import polars as pl
import pytest

from cluster.known_run import finished
from rodedraad.cluster import known
from rodedraad.cluster.stage import run
from rodedraad.config import Cluster, Config, Embed
from rodedraad.errors import UsageError
from rodedraad.run.stage import Context
from rodedraad.schema import TABLES


def _of_documents(world, first, last):
    """Return the tables of the documents numbered ``first`` to ``last`` alone."""
    chosen = [f"d{i:02}" for i in range(first, last)]
    passages = world.tables["passages"].filter(pl.col("doc_id").is_in(chosen))
    ids = passages["passage_id"].implode()
    parts = {name: world.tables[name].filter(pl.col("passage_id").is_in(ids)) for name in ("words", "embeddings", "mappings")}
    parts["decisions"] = world.tables["decisions"]
    return parts | {"passages": passages, "documents": world.tables["documents"].filter(pl.col("doc_id").is_in(chosen))}


def _without_theme(tables, world, theme):
    kept = tables["passages"].filter(pl.col("passage_id").replace_strict(world.themes) != theme)
    ids = kept["passage_id"].implode()
    return tables | {"passages": kept} | {n: tables[n].filter(pl.col("passage_id").is_in(ids)) for n in ("words", "embeddings")}


def _themes(world, members):
    """Return archetype → the theme that most of its members have."""
    found = {}
    for archetype, part in members.drop_nulls("archetype_id").group_by("archetype_id"):
        found[archetype[0]] = Counter(world.themes[p] for p in part["passage_id"]).most_common(1)[0][0]
    return found


@pytest.fixture(scope="module")
def whole(worlds):
    return worlds(n_documents=20)


@pytest.fixture(scope="module")
def old(whole, tmp_path_factory):
    """A finished run over the first twelve documents, and its tables."""
    folder = tmp_path_factory.mktemp("bekend") / "run"
    return folder, finished(folder, _of_documents(whole, 0, 12))


@pytest.fixture(scope="module")
def new(whole, old):
    """The result over eight other documents, with the first run known."""
    return run(_of_documents(whole, 12, 20), Cluster(known=old[0]), Context(None, 13))


def test_other_documents_with_the_same_patterns_get_the_known_ids(whole, old, new):
    assert _themes(whole, new["members"]) == _themes(whole, old[1]["members"])
    themed = [p for p in new["members"]["passage_id"] if whole.themes[p]]
    assert new["members"].filter(pl.col("passage_id").is_in(themed))["archetype_id"].is_not_null().mean() > 0.85
    loose = [p for p in new["members"]["passage_id"] if not whole.themes[p]]
    assert new["members"].filter(pl.col("passage_id").is_in(loose))["archetype_id"].is_not_null().mean() < 0.5
    assert set(new["lineage"]["kind"]) == {"kept"}


def test_only_the_new_passages_are_told_of_and_counted(whole, new):
    tables = _of_documents(whole, 12, 20)
    assert set(new["members"]["passage_id"]) == set(tables["passages"]["passage_id"])
    for row in new["archetypes"].iter_rows(named=True):
        own = new["members"].filter(pl.col("archetype_id") == row["archetype_id"])
        assert row["n_passages"] == len(own)
        assert row["n_documents"] <= 8
        assert set(row["exemplars"]) <= set(own["passage_id"])
    for name in ("members", "archetypes", "lineage"):
        assert new[name].schema == TABLES[name].schema


def test_name_family_and_stability_stay(old, new):
    before = old[1]["archetypes"].filter(pl.col("archetype_id").is_in(new["archetypes"]["archetype_id"].implode()))
    assert new["archetypes"].select("archetype_id", *known.STAYS).equals(before.select("archetype_id", *known.STAYS))
    assert new["archetypes"]["previous_id"].to_list() == new["archetypes"]["archetype_id"].to_list()


def test_the_lineage_names_the_run_and_not_its_folder(old, new):
    assert new["lineage"]["known_run"].unique().to_list() == [known.identity(Cluster(known=old[0]))[:16]]
    assert all(str(old[0]) not in table.write_json() for table in new.values())


def test_a_pattern_that_the_known_run_lacks_is_born(whole, tmp_path):
    before = finished(tmp_path / "run", _without_theme(_of_documents(whole, 0, 12), whole, "medicatie"))
    after = run(_of_documents(whole, 12, 20), Cluster(known=tmp_path / "run"), Context(None, 13))
    themes, earlier = _themes(whole, after["members"]), _themes(whole, before["members"])
    (born,) = after["lineage"].filter(kind="born")["archetype_id"]
    assert themes[born] == "medicatie"
    assert born not in earlier
    assert {a: t for a, t in themes.items() if a != born} == earlier
    row = after["archetypes"].filter(archetype_id=born).row(0, named=True)
    assert row["previous_id"] is None
    assert row["stability"] > 0.5


def test_a_report_about_something_else_joins_nothing(whole, worlds, old):
    other = worlds(n_documents=1, per_theme=0, loose=20, seed=99)
    tables = other.tables | {"passages": other.tables["passages"].with_columns(doc_id=pl.lit("ander"))}
    found = run(tables, Cluster(known=old[0]), Context(None, 13))
    assert found["members"]["archetype_id"].is_not_null().mean() < 0.2
    assert found["lineage"].filter(kind="born").is_empty()


def test_the_same_again_gives_the_same(whole, old, new):
    tables = {name: table.sample(fraction=1.0, shuffle=True, seed=4) for name, table in _of_documents(whole, 12, 20).items()}
    again = run(tables, Cluster(known=old[0]), Context(None, 13))
    assert all(again[name].equals(new[name]) for name in new)


def test_a_born_archetype_keeps_its_id_when_a_report_is_added(whole, tmp_path):
    finished(tmp_path / "run", _without_theme(_of_documents(whole, 0, 12), whole, "medicatie"))
    config = Cluster(known=tmp_path / "run")
    first = run(_of_documents(whole, 12, 19), config, Context(None, 13))
    second = run(_of_documents(whole, 12, 20), config, Context(None, 13, previous=first))
    assert set(second["archetypes"]["archetype_id"]) == set(first["archetypes"]["archetype_id"])
    assert second["lineage"].select("archetype_id", "kind").equals(first["lineage"].select("archetype_id", "kind"))


def test_documents_that_the_known_run_read_keep_their_place(whole, old):
    found = run(_of_documents(whole, 8, 20), Cluster(known=old[0]), Context(None, 13))
    before = old[1]["members"].drop_nulls("archetype_id").select("passage_id", earlier="archetype_id")
    both = found["members"].join(before, on="passage_id")
    assert len(both) > 40
    assert (both["archetype_id"] == both["earlier"]).all()
    assert found["lineage"].filter(kind="kept")["share_of_present"].min() == pytest.approx(1.0)


def test_what_is_not_there_changed_or_of_another_form_is_refused(old, tmp_path):
    def refused(folder):
        with pytest.raises(UsageError) as error:
            known.check(Cluster(known=folder))
        assert error.value.exit_code == 2
        assert error.value.what
        assert error.value.remedy
        return error.value.code

    import shutil

    assert refused(tmp_path) == "run_not_found"
    other = shutil.copytree(old[0], tmp_path / "vorm")
    told = json.loads((other / "manifest.json").read_text(encoding="utf-8"))
    (other / "manifest.json").write_text(json.dumps(told | {"format": 1}), encoding="utf-8")
    assert refused(other) == "known_other_format"
    changed = shutil.copytree(old[0], tmp_path / "anders")
    (changed / "tables" / "members.parquet").write_bytes(b"niets")
    assert refused(changed) == "known_changed"
    (changed / "tables" / "members.parquet").unlink()
    assert refused(changed) == "known_changed"
    known.check(Cluster(known=old[0]))
    known.check(Cluster())


@pytest.mark.parametrize(
    ("embed", "code"),
    [
        (Embed(model="nl-static"), "known_other_model"),
        (Embed(model="lsa"), "known_lsa"),
        (Embed(truncate=64), "known_other_settings"),
        (Embed(model="/elders/nl-mini"), None),
        (Embed(batch_size=3, device="cuda"), None),
    ],
)
def test_vectors_that_cannot_be_compared_are_refused(old, tmp_path, embed, code):
    config = Config(embed=embed, cluster=Cluster(known=old[0]))
    if code is None:
        known.check_vectors(config, tmp_path / "uit")
        return
    with pytest.raises(UsageError) as error:
        known.check_vectors(config, tmp_path / "uit")
    assert error.value.code == code


def test_a_model_of_the_same_name_that_is_another_is_refused(whole, old):
    tables = _of_documents(whole, 12, 20)
    tables["embeddings"] = tables["embeddings"].with_columns(model_id=pl.lit("proef@2"))
    with pytest.raises(UsageError) as error:
        run(tables, Cluster(known=old[0]), Context(None, 13))
    assert error.value.code == "known_other_model"


def test_a_run_cannot_know_itself(old):
    with pytest.raises(UsageError) as error:
        known.check_vectors(Config(cluster=Cluster(known=old[0])), Path(old[0]) / ".." / "run")
    assert error.value.code == "known_is_out"


def test_the_identity_is_of_what_is_used(old, tmp_path):
    import shutil

    moved = shutil.copytree(old[0], tmp_path / "verhuisd")
    assert known.identity(Cluster(known=moved)) == known.identity(Cluster(known=old[0]))
    told = json.loads((moved / "manifest.json").read_text(encoding="utf-8"))
    told["tables"]["members"] = "0" * 64
    (moved / "manifest.json").write_text(json.dumps(told), encoding="utf-8")
    assert known.identity(Cluster(known=moved)) != known.identity(Cluster(known=old[0]))
    assert known.identity(Cluster()) == ""
    assert known.identity(Cluster(known=tmp_path / "niets")) == "absent"
