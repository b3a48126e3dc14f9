"""The runner over three tiny stages: what is done, what is skipped and why, what a failing document costs."""

import polars as pl
import pytest

from rodedraad.config import Config, Run, Segment
from rodedraad.errors import InternalError
from rodedraad.run.cache import ItemCache
from rodedraad.run.engine import Limits, LocalEngine
from rodedraad.run.journal import Journal
from rodedraad.run.plan import Reason
from rodedraad.run.progress import Silent
from rodedraad.run.runner import Runner
from rodedraad.run.stage import Context
from rodedraad.run.store import Store
from toys import stages as toys


class Room:
    """A folder with files and a run folder, and the plan of each run in it."""

    def __init__(self, base):
        self.files, self.out = base / "in", base / "uit"
        self.files.mkdir()
        (self.out / "private").mkdir(parents=True)
        for name, text in {"a.txt": "Jan belde.\nNiemand nam op.", "b.txt": "De deur bleef dicht.", "c.csv": "rij een===rij twee"}.items():
            (self.files / name).write_text(text, encoding="utf-8")

    def run(self, config=None, stages=toys.STAGES, workers=2, seconds=20):
        with ItemCache(self.out / "private" / "cache.sqlite") as cache:
            runner = self.runner(cache, config, stages)
            plan = [p.reason for p in runner.plan()]
            runner = self.runner(cache, config, stages)
            runner.execute(LocalEngine(workers, Limits(seconds, 600)), Silent())
            for name, fingerprint, tables in runner.results():
                runner.store.publish(name, fingerprint, tables)
            self.failures = runner.failures()
            cache.keep_only(runner.used_keys())
        return plan

    def runner(self, cache, config, stages):
        context = Context(source_root=self.files, seed=1)
        journal = Journal(self.out / "journal.jsonl")
        return Runner(stages, config or Config(), toys.sources(self.files), cache, Store(self.out), journal, context)

    def hashes(self):
        return {p.name: p.read_bytes() for folder in ("tables", "private") for p in (self.out / folder).glob("*.parquet")}


@pytest.fixture
def room(tmp_path):
    return Room(tmp_path)


def test_first_run_does_everything_and_second_nothing(room):
    assert room.run() == [Reason.FIRST] * 3
    texts = toys.read_table(room.out, "passages")["text"].to_list()
    assert sorted(texts) == ["De deur bleef dicht.", "Niemand nam op.", "[PERSOON-1] belde.", "rij een", "rij twee"]
    before = room.hashes()
    assert room.run() == [Reason.UNCHANGED] * 3
    assert room.hashes() == before


def test_one_added_file_costs_one_file(room, monkeypatch):
    room.run()
    (room.files / "d.txt").write_text("Er kwam een melding.", encoding="utf-8")
    done = []
    original = LocalEngine.map
    monkeypatch.setattr(
        LocalEngine, "map", lambda self, s, c, x, tasks: done.append((s.name, [t.label for t in tasks])) or original(self, s, c, x, tasks)
    )
    assert room.run() == [Reason.INPUT, Reason.CASCADE, Reason.CASCADE]
    assert [(stage, len(labels)) for stage, labels in done] == [("ingest", 1), ("pseudonymise", 1)]
    assert done[0][1] == ["d.txt"]


def test_a_removed_file_leaves_no_trace(room):
    room.run()
    (room.files / "a.txt").unlink()
    room.run()
    assert not any("PERSOON" in t for t in toys.read_table(room.out, "passages")["text"])
    assert toys.read_table(room.out, "documents").height == 3


def test_a_setting_redoes_its_stage_only(room):
    room.run()
    changed = Config(segment=Segment(max_words=10))
    assert room.run(changed) == [Reason.UNCHANGED, Reason.UNCHANGED, Reason.SETTINGS]
    assert room.run(Config(segment=Segment(max_words=10), run=Run(workers=1))) == [Reason.UNCHANGED] * 3


def test_workers_change_no_byte(room, tmp_path):
    room.run(workers=2)
    (tmp_path / "x").mkdir()
    other = Room(tmp_path / "x")
    other.run(workers=1)
    assert {k: v for k, v in other.hashes().items() if k != "raw_documents.parquet"} == {
        k: v for k, v in room.hashes().items() if k != "raw_documents.parquet"
    }


def test_the_stage_sees_its_own_previous_result(room):
    room.run()
    (room.files / "b.txt").unlink()
    room.run()
    assert toys.read_table(room.out, "passages")["n_words"].unique().to_list() == [5]


@pytest.mark.parametrize(
    ("text", "reason"), [("stuk", "unreadable"), ("fout", "internal_document"), ("geheugen", "too_much_memory"), ("klap", "crashed")]
)
def test_a_failing_file_is_set_aside_alone(room, text, reason):
    (room.files / "z.txt").write_text(text, encoding="utf-8")
    room.run()
    documents = toys.read_table(room.out, "documents").filter(pl.col("status") == "set_aside")
    assert documents["source_path"].to_list() == ["z.txt"]
    assert documents["reason"][0].partition("?")[0] == reason
    assert toys.read_table(room.out, "passages").height == 5
    assert "fout" not in documents["reason"][0].replace("internal_document", "")  # never the text of the file


def test_a_hanging_file_is_stopped_and_tried_again_next_time(room):
    (room.files / "z.txt").write_text("hang", encoding="utf-8")
    room.run(seconds=2)
    assert room.failures["z.txt"] == "too_slow"
    assert room.run(seconds=2)[0] is not Reason.UNCHANGED


def test_the_same_row_in_two_registers_is_one_document(room):
    (room.files / "d.csv").write_text("rij twee===rij drie", encoding="utf-8")
    room.run()
    texts = [t for t in toys.read_table(room.out, "passages")["text"] if t.startswith("rij")]
    assert sorted(texts) == ["rij drie", "rij een", "rij twee"]


def test_a_row_more_in_a_register_costs_one_row(room, monkeypatch):
    room.run()
    (room.files / "c.csv").write_text("rij een===rij twee===rij drie", encoding="utf-8")
    done = {}
    original = LocalEngine.map
    monkeypatch.setattr(
        LocalEngine, "map", lambda self, s, c, x, tasks: done.update({s.name: len(tasks)}) or original(self, s, c, x, tasks)
    )
    room.run()
    assert done == {"ingest": 1, "pseudonymise": 1}
    assert toys.read_table(room.out, "passages").height == 6


def test_a_changed_published_table_is_put_right(room):
    room.run()
    place = room.out / "tables" / "passages.parquet"
    good = place.read_bytes()
    place.write_bytes(b"iemand schreef hierin")
    room.run()
    assert place.read_bytes() == good


def test_results_taken_away_are_made_again(room):
    room.run()
    before = room.hashes()
    for path in (room.out / "private" / "results").rglob("passages.parquet"):
        path.unlink()
    assert room.run()[2] is Reason.FIRST
    assert set(room.hashes()) == set(before)


def test_a_failing_corpus_stage_keeps_what_was_done(room):
    from dataclasses import replace

    broken = replace(toys.GATHER, function="toys.stages:aside")
    with pytest.raises(InternalError):
        room.run(stages=(toys.READ, toys.HIDE, broken))
    assert room.run()[:2] == [Reason.UNCHANGED, Reason.UNCHANGED]
