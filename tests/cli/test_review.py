"""From a reviewer's file to the next run: imported, weighed, applied, and still there when reports are added or cut otherwise."""

from __future__ import annotations

import json
import re
from hashlib import sha256

import polars as pl
import pytest

from cli.test_known import PARTIES, QUICK, _reports, _table
from rodedraad.report.identity import report_id
from scenario import cli, contents

LIGHT = (*QUICK, "--set", "cluster.resamples=2", "--set", "read.model=rules", "--set", 'syntax.models=["rules"]')


class Room:
    """Reports, a run over them, and what reviewers say about it."""

    def __init__(self, base):
        self.base, self.out = base, base / "uit"
        self.reports = _reports(base / "stukken", PARTIES[:6], ("overdracht", "medicatie"))
        self.run()
        self.report = report_id(_table(self.out, "documents")["doc_id"].to_list())
        rows = _table(self.out, "members").drop_nulls("archetype_id").join(_table(self.out, "passages"), on="passage_id")
        said = {
            archetype[0]: part["text"].str.to_lowercase().str.contains("medicatie").mean()
            for archetype, part in rows.group_by("archetype_id")
        }
        self.medication, self.handover = max(said, key=said.get), min(said, key=said.get)
        self.rows = {row["passage_id"]: row for row in rows.sort("passage_id").iter_rows(named=True)}
        self.mapping = _table(self.out, "mappings").filter("assigned").sort("passage_id", "lens_id", "item_id").row(0, named=True)

    def run(self, *more):
        done = cli("run", self.reports, "--out", self.out, *LIGHT, *more, cwd=self.base, timeout=600)
        assert done.returncode == 0, done.stderr
        return done

    def of(self, archetype):
        return [p for p, row in self.rows.items() if row["archetype_id"] == archetype]

    def line(self, number, reviewer, kind, action, **more):
        about = dict.fromkeys(("value", "passage", "archetype", "lens", "item", "anchor", "proposal")) | more
        row = self.rows.get(about["passage"])
        if row:
            text = sha256(row["text"].encode()).hexdigest()[:16]
            about["anchor"] = {"document": row["doc_id"], "start": row["start"], "end": row["end"], "text_hash": text}
        return {
            "format": 1, "id": f"{reviewer}-{number}", "report": self.report, "program": "0.1.0", "reviewer": reviewer,
            "time": f"2026-11-23T10:00:{number:02}Z", "kind": kind, "action": action, "blind": False, "queue": "", **about,
        }  # fmt: skip

    def file(self, name, lines, rest=""):
        path = self.base / name
        path.write_text("".join(json.dumps(line) + "\n" for line in lines) + rest, encoding="utf-8")
        return path


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    """A run, two reviewers' files imported, and a third that is of another corpus."""
    room = Room(tmp_path_factory.mktemp("beoordelen"))
    first, second, third, *_ = room.of(room.handover)
    cell = {name: room.mapping[f"{name}_id"] for name in ("passage", "lens", "item")}
    mk = [
        room.line(1, "mk", "archetype", "rename", archetype=room.handover, value="Koude overdracht"),
        room.line(2, "mk", "passage", "move", passage=first, value=room.medication, proposal=room.handover),
        room.line(3, "mk", "passage", "fits", passage=second, archetype=room.handover),
        room.line(4, "mk", "mapping", "reject", **cell),
        room.line(5, "mk", "passage", "memo", passage=third, value="Bespreken\x00 met de keten"),
        room.line(6, "mk", "passage", "fits", passage=third, archetype=room.handover),
    ]
    pj = [
        room.line(1, "pj", "passage", "fits_not", passage=second, archetype=room.handover),
        room.line(2, "pj", "passage", "fits", passage=third, archetype=room.handover),
    ]
    room.mine = room.file("beslissingen-mk.jsonl", mk)
    room.other = room.file("beslissingen-pj.jsonl", pj, rest='{"format": 9}\n{"half')
    room.imported = cli("review", "import", room.out, room.mine, room.other, cwd=room.base)
    room.status = cli("review", "status", room.out, cwd=room.base)
    room.first, room.second, room.third, room.cell = first, second, third, tuple(cell.values())
    _reports(room.base / "meer", PARTIES[6:7], ("overdracht", "medicatie"))
    (room.base / "meer" / "rapport0.md").rename(room.reports / "rapport9.md")
    room.run()
    return room


def test_import_tells_what_is_new_and_names_what_cannot_be_read(room):
    done = room.imported
    assert done.returncode == 3, done.stderr
    assert "beslissingen-mk.jsonl (mk): 6 nieuw, 0 al bekend" in done.stdout
    assert "beslissingen-pj.jsonl (pj): 2 nieuw" in done.stdout
    assert "beslissingen-pj.jsonl:3" in done.stderr
    assert "nieuwere versie" in done.stderr
    assert "afgebroken" in done.stderr
    assert "keten" not in done.stdout + done.stderr, "what reviewers wrote is not shown on a screen"
    assert sorted(p.name for p in (room.out / "decisions").iterdir()) == ["mk.jsonl", "pj.jsonl"]
    again = cli("review", "import", room.out, room.mine, cwd=room.base)
    assert (again.returncode, "0 nieuw, 6 al bekend" in again.stdout) == (0, True)


def test_status_before_the_run_says_that_decisions_wait(room):
    assert "8 beslissingen zijn nog niet toegepast" in room.status.stdout
    told = {line.split()[0]: line.split()[1:] for line in room.status.stdout.splitlines() if line.startswith(("mk", "pj"))}
    assert told == {"mk": ["6", "5", "1", "0"], "pj": ["2", "1", "1", "0"]}


def test_the_next_run_applies_them_also_with_a_report_more(room):
    archetypes, members = _table(room.out, "archetypes"), _table(room.out, "members")
    (renamed,) = archetypes.filter(archetype_id=room.handover).rows(named=True)
    assert (renamed["label"], renamed["decided"]) == ("Koude overdracht", "renamed")
    (moved,) = members.filter(passage_id=room.first).rows(named=True)
    assert (moved["archetype_id"], moved["proposed_id"], moved["decided"]) == (room.medication, room.handover, True)
    (disputed,) = members.filter(passage_id=room.second).rows(named=True)
    assert disputed["decided"] is False, "nothing is applied of what they differ on"
    passage, lens, item = room.cell
    (mapping,) = _table(room.out, "mappings").filter(passage_id=passage, lens_id=lens, item_id=item).rows(named=True)
    assert (mapping["assigned"], mapping["method"]) == (False, "reviewer")
    memo = _table(room.out, "decisions").filter(action="memo")["value"].to_list()
    assert memo == ["Bespreken met de keten"]
    assert (room.out / "private" / "reviews.parquet").is_file()
    assert not (room.out / "tables" / "reviews.parquet").exists()


@pytest.mark.requirement(12, 34)
def test_the_report_of_that_run_says_what_was_decided_and_by_whom(room):
    head = (room.out / "report" / "archetype" / f"{room.handover}.html").read_text(encoding="utf-8")
    assert "besloten: heet ‘Koude overdracht’ (mk)" in head
    asked = (room.out / "report" / "beoordelen.html").read_text(encoding="utf-8")
    assert "beoordelaars verschillen en niemand heeft de meerderheid" in asked


def test_the_manifest_says_when_the_models_were_made(room):
    told = json.loads((room.out / "manifest.json").read_text(encoding="utf-8"))
    assert told["models_made"]
    assert set(told["models_made"]) <= set(told["models"])
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", day) for day in told["models_made"].values())


def test_agreement_and_where_they_differ(room):
    done = cli("review", "agreement", room.out, cwd=room.base)
    assert done.returncode == 0, done.stderr
    (row,) = [line for line in done.stdout.splitlines() if line.startswith("hoort bij welk archetype")]
    assert row.split()[4:6] == ["2", "1"], "judged by both, the same"
    assert f"passage {room.second}: mk: {room.handover}; pj: not {room.handover}" in done.stdout


def test_the_same_command_again_changes_nothing(room):
    before = contents(room.out)
    assert room.run().stderr.count("niets veranderd") == 13
    assert contents(room.out) == before


def test_decisions_are_found_again_when_the_text_is_cut_otherwise(room):
    before = dict(_table(room.out, "passages").select("passage_id", "text").iter_rows())
    room.run("--set", "segment.join_short=30", "--set", "segment.max_words=40")
    after = dict(_table(room.out, "passages").select("passage_id", "text").iter_rows())
    rows = _table(room.out, "decisions").filter(pl.col("kind") == "passage").rows(named=True)
    found = [row["passage_id"] for row in rows if row["state"] == "valid" and row["passage_id"] not in before]
    assert found
    assert all(any(text in after[passage] for text in (before[room.first], before[room.second], before[room.third])) for passage in found)
    assert {row["reason"] for row in rows if row["state"] == "lost"} <= {"cut_otherwise"}
    listed = cli("review", "status", room.out, cwd=room.base).stdout
    assert listed.count("anders in passages geknipt") == sum(len(row["reviews"]) for row in rows if row["state"] == "lost")


def test_a_file_of_another_corpus_and_a_folder_without_a_run(room, tmp_path):
    line = room.line(1, "ab", "passage", "fits", archetype="aweg") | {"report": "f" * 12, "passage": "pweg"}
    foreign = room.file("vreemd.jsonl", [line])
    done = cli("review", "import", room.out, foreign, cwd=room.base)
    assert done.returncode == 3
    assert "over iets in deze run" in done.stderr
    assert not (room.out / "decisions" / "ab.jsonl").exists()
    for wrong in (("import", tmp_path, foreign), ("status", tmp_path), ("agreement", tmp_path), ("import", room.out, tmp_path / "weg")):
        done = cli("review", *wrong, cwd=room.base)
        assert done.returncode == 2, done.stderr
        assert "Traceback" not in done.stderr
