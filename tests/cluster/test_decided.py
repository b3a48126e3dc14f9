"""Decisions about archetypes: they survive a run over more documents, and everything they changed says so."""

from __future__ import annotations

import json
from collections import Counter

import numpy as np
import polars as pl
import pytest

from rodedraad.cluster.decided import Scene, decide, split_id
from rodedraad.cluster.stage import run
from rodedraad.config import Cluster
from rodedraad.run.stage import Context
from rodedraad.schema import TABLES

QUICK = {"resamples": 2}


def decision(number, kind, action, archetype=None, passage=None, value=None, state="valid"):
    return {
        "decision_id": f"b{number:03}", "kind": kind, "action": action, "value": value, "passage_id": passage, "archetype_id": archetype,
        "state": state,
    }  # fmt: skip


def table(*decisions):
    return TABLES["decisions"].frame(list(decisions))


def part(tables, n_documents):
    passages = tables["passages"].filter(pl.col("doc_id").is_in([f"d{i:02}" for i in range(n_documents)]))
    ids = passages["passage_id"].implode()
    cut = {name: tables[name].filter(pl.col("passage_id").is_in(ids)) for name in ("words", "embeddings", "mappings")}
    return tables | cut | {"passages": passages}


def clustered(tables, decisions, previous=None):
    return run(tables | {"decisions": decisions}, Cluster(**QUICK), Context(None, 13, previous=previous or {}))


def of_theme(world, members, column="archetype_id"):
    """Return theme → the archetype that most of its passages are in."""
    found = {}
    for theme in ("overdracht", "wachtlijst", "dossier", "medicatie"):
        inside = [a for p, a in members.select("passage_id", column).iter_rows() if world.themes[p] == theme and a]
        found[theme] = Counter(inside).most_common(1)[0][0] if inside else None
    return found


@pytest.fixture(scope="module")
def big(worlds):
    return worlds(n_documents=20)


@pytest.fixture(scope="module")
def before(big):
    """The run that reviewers saw: sixteen of the twenty documents."""
    return clustered(part(big.tables, 16), table())


@pytest.fixture(scope="module")
def decided(big, before):
    """What they decided, and the run that applied it."""
    ids = of_theme(big, before["members"])
    assert len(set(ids.values())) == 4
    inside = before["members"].filter(pl.col("archetype_id") == ids["dossier"])["passage_id"].to_list()
    decisions = table(
        decision(1, "archetype", "rename", ids["overdracht"], value="Koude overdracht"),
        decision(2, "archetype", "merge", ids["wachtlijst"], value=ids["overdracht"]),
        decision(3, "archetype", "reject", ids["medicatie"]),
        decision(4, "passage", "move", passage=inside[0], value=ids["overdracht"]),
        decision(5, "passage", "fits_not", ids["dossier"], passage=inside[1]),
        decision(6, "passage", "fits", ids["dossier"], passage=inside[2]),
        decision(7, "archetype", "accept", ids["dossier"], state="conflict"),
    )
    return ids, inside, decisions, clustered(part(big.tables, 16), decisions, before)


def held(big, ids, inside, result):
    members, archetypes = result["members"], result["archetypes"]
    rows = {row["passage_id"]: row for row in members.iter_rows(named=True)}
    named = {row["archetype_id"]: row for row in archetypes.iter_rows(named=True)}
    assert set(named) == {ids["overdracht"], ids["dossier"]} == set(members["archetype_id"].drop_nulls())
    one = named[ids["overdracht"]]
    assert (one["label"], one["decided"]) == ("Koude overdracht", "merged")
    assert one["proposed_label"] != one["label"]
    assert one["n_passages"] == members.filter(archetype_id=ids["overdracht"]).height
    assert (named[ids["dossier"]]["decided"], named[ids["dossier"]]["label"]) == (None, named[ids["dossier"]]["proposed_label"])
    assert of_theme(big, members)["wachtlijst"] == ids["overdracht"]
    assert of_theme(big, members, "proposed_id") == ids, "the machine's own archetypes keep their ids under what was decided"
    assert (rows[inside[0]]["archetype_id"], rows[inside[0]]["strength"], rows[inside[0]]["decided"]) == (ids["overdracht"], 1.0, True)
    assert (rows[inside[1]]["archetype_id"], rows[inside[1]]["reason"], rows[inside[1]]["decided"]) == (None, "moved_out", True)
    assert (rows[inside[2]]["archetype_id"], rows[inside[2]]["decided"]) == (ids["dossier"], True)
    assert rows[inside[3]]["decided"] is False
    rejected = members.filter(pl.col("proposed_id") == ids["medicatie"])
    assert rejected["reason"].unique().to_list() == ["rejected"]
    lineage = set(result["lineage"].select("archetype_id", "earlier_id", "kind").iter_rows())
    assert (ids["overdracht"], ids["wachtlijst"], "merged") in lineage, "the id that is gone stays known"


def test_rename_merge_reject_and_moves_are_applied(big, decided):
    ids, inside, _, result = decided
    held(big, ids, inside, result)


def test_the_lines_say_what_the_earlier_archetypes_were_called(before, decided):
    ids, _, _, result = decided
    earlier = dict(before["archetypes"].select("archetype_id", "label").iter_rows())
    told = dict(result["lineage"].select("earlier_id", "earlier_label").drop_nulls("earlier_id").iter_rows())
    assert set(ids.values()) <= set(told)
    assert all(told[archetype] == earlier[archetype] for archetype in ids.values())
    assert before["lineage"].is_empty()


def test_they_survive_a_run_over_more_documents(big, decided):
    ids, inside, decisions, result = decided
    after = clustered(big.tables, decisions, result)
    held(big, ids, inside, after)
    held(big, ids, inside, clustered(big.tables, decisions, after))
    new = after["members"].filter(~pl.col("passage_id").is_in(result["members"]["passage_id"].implode()))
    joined = of_theme(big, new)
    assert (joined["wachtlijst"], joined["medicatie"]) == (ids["overdracht"], None)


def test_without_decisions_everything_is_the_machine_s(big, before):
    members = before["members"]
    assert members["decided"].sum() == 0
    assert members["proposed_id"].equals(members["archetype_id"].alias("proposed_id"))
    assert before["archetypes"]["label"].to_list() == before["archetypes"]["proposed_label"].to_list()


def test_a_part_that_was_split_off_stays_apart_and_takes_in_what_is_like_it(big, before):
    """Two patterns that were found as one: here made so by merging them, for the test."""
    ids = of_theme(big, before["members"])
    rows = before["members"].filter(archetype_id=ids["overdracht"])["passage_id"].to_list()
    half = sorted(rows)[: len(rows) // 2]
    told = decision(1, "archetype", "split", ids["overdracht"], value=json.dumps({"label": "Nazorg", "passages": half}))
    first = clustered(part(big.tables, 16), table(told), before)
    own = split_id(told)
    inside = set(first["members"].filter(archetype_id=own)["passage_id"])
    assert inside == set(half)
    (row,) = first["archetypes"].filter(archetype_id=own).rows(named=True)
    assert (row["label"], row["decided"], row["stability"], row["n_passages"]) == ("Nazorg", "split", None, len(half))
    renamed = table(told, decision(2, "archetype", "rename", own, value="Nazorg en terugval"))
    later = clustered(big.tables, renamed, first)
    assert inside <= set(later["members"].filter(archetype_id=own)["passage_id"])
    assert set(rows) - inside <= set(later["members"].filter(archetype_id=ids["overdracht"])["passage_id"])
    assert later["archetypes"].filter(archetype_id=own)["label"].to_list() == ["Nazorg en terugval"]


def settled(*decisions):
    scene = Scene({"p1": "p1", "p2": "p2", "p3": "p1"}, ["p1", "p2"], np.eye(2, dtype=np.float32), {}, ["a3"])
    return decide({"p1": "a1", "p2": "a2", "p3": "a1"}, table(*decisions), scene)


def test_mergers_in_a_circle_or_into_nothing_do_no_harm():
    circle = settled(decision(1, "archetype", "merge", "a1", value="a2"), decision(2, "archetype", "merge", "a2", value="a1"))
    assert set(circle.archetype.values()) == {"a2"}
    assert settled(decision(1, "archetype", "merge", "a1", value="weg")).archetype["p1"] == "a1"
    assert settled(decision(1, "archetype", "merge", "a1", value="a1")).archetype["p1"] == "a1"
    assert settled(decision(1, "archetype", "merge", "a1", value="a3")).archetype["p1"] == "a3", (
        "one that the machine finds no more lives on"
    )


def test_a_passage_goes_before_its_archetype_and_takes_its_duplicates_along():
    moved = settled(decision(1, "archetype", "reject", "a1"), decision(2, "passage", "move", passage="p1", value="a2"))
    assert (moved.archetype["p1"], moved.archetype["p3"]) == ("a2", "a2")
    assert settled(decision(1, "passage", "move", passage="p1", value="a9")).archetype["p1"] == "a1", "there is no a9"
    gone = settled(decision(1, "passage", "move", passage="p1", value=""))
    assert (gone.archetype["p1"], gone.reasons["p1"], gone.reasons["p3"]) == (None, "moved_out", "moved_out")


def test_an_archetype_of_which_every_passage_was_moved_is_gone():
    empty = settled(decision(1, "passage", "move", passage="p1", value="a2"), decision(2, "passage", "fits", "a1", passage="p3"))
    assert empty.archetype == {"p1": "a2", "p2": "a2", "p3": None}
