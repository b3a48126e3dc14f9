"""The step log: lines that survive a kill, a meter that adds up, words for whoever watches."""

import io
import json
import subprocess
import sys
import time

import pytest

from rodedraad.errors import EnvironmentFault
from rodedraad.train import steplog
from rodedraad.train.steplog import StepLog


def events(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_every_step_is_a_line_at_once(tmp_path):
    log = StepLog(tmp_path / "s.jsonl", io.StringIO(), seed=3)
    log.phase("train", 2)
    log.step(1, loss=0.5, rate=1e-4)
    written = events(tmp_path / "s.jsonl")
    assert [e["event"] for e in written] == ["start", "phase", "step"]
    assert written[0]["seed"] == 3
    assert {k: written[2][k] for k in ("phase", "step", "loss", "rate")} == {"phase": "train", "step": 1, "loss": 0.5, "rate": 1e-4}
    log.close()
    log.close()
    assert events(tmp_path / "s.jsonl")[-1]["event"] == "end"


def test_numbers_of_numpy_are_numbers(tmp_path):
    import numpy as np

    with StepLog(tmp_path / "s.jsonl", io.StringIO()) as log:
        log.phase("train")
        log.step(1, loss=np.float32(0.5))
    assert events(tmp_path / "s.jsonl")[2]["loss"] == 0.5


def test_a_second_piece_appends_and_marks_what_is_done_again(tmp_path):
    path = tmp_path / "s.jsonl"
    for steps in ((1, 2, 3), (3, 4)):
        with StepLog(path, io.StringIO()) as log:
            log.phase("train", 4)
            for n in steps:
                log.step(n, loss=0.1)
    assert log.pieces == 2
    steps = [(e["step"], e.get("again", False)) for e in events(path) if e["event"] == "step"]
    assert steps == [(1, False), (2, False), (3, False), (3, True), (4, False)]


def test_the_same_number_in_another_phase_is_not_again(tmp_path):
    with StepLog(tmp_path / "s.jsonl", io.StringIO()) as log:
        for phase in ("teacher", "distil"):
            log.phase(phase, 1)
            log.step(1)
    assert not any("again" in e for e in events(tmp_path / "s.jsonl"))


@pytest.mark.parametrize("torn", [b'{"event": "st', b'{"event": "step", "pha\xc3', b"\x00\x00"])
def test_a_torn_last_line_is_cut_off(tmp_path, torn):
    path = tmp_path / "s.jsonl"
    with StepLog(path, io.StringIO()) as log:
        log.phase("train", 2)
        log.step(1)
    path.write_bytes(path.read_bytes() + torn)
    with StepLog(path, io.StringIO()) as log:
        log.phase("train", 2)
        log.step(2)
    assert [e["step"] for e in events(path) if e["event"] == "step"] == [1, 2]


def test_facts_outlive_the_process(tmp_path):
    with StepLog(tmp_path / "s.jsonl", io.StringIO()) as log:
        log.fact("pairs kept", 97000)
    with StepLog(tmp_path / "s.jsonl", io.StringIO()) as log:
        assert log.facts == {"pairs kept": 97000}


def test_cpu_time_counts_children_and_earlier_pieces(tmp_path):
    path = tmp_path / "s.jsonl"
    path.write_text(
        '{"event": "start", "seconds": 0.0, "cpu": 0.0}\n{"event": "step", "phase": "a", "step": 1, "seconds": 100.0, "cpu": 40.0}\n'
        '{"event": "start", "seconds": 0.0, "cpu": 0.0}\n{"event": "end", "seconds": 10.0, "cpu": 2.0}\n',
        encoding="utf-8",
    )
    with StepLog(path, io.StringIO()) as log:
        subprocess.run([sys.executable, "-c", "import time; t = time.process_time()\nwhile time.process_time() < t + .3: pass"], check=True)
        cpu, wall = log.spent()
    assert 42.29 < cpu < 44  # 0.3 of it is the child's
    assert 110.3 <= wall < 125


def test_plain_lines_tell_the_time_left(tmp_path, monkeypatch):
    monkeypatch.setattr(steplog, "_LINE_EVERY", 0.0)
    stream = io.StringIO()
    with StepLog(tmp_path / "s.jsonl", stream) as log:
        log.phase("distil", 101)
        log.step(1, loss=0.12345)
        time.sleep(0.1)
        log.step(2, loss=0.1)
        log.phase("something of my own")
        log.step(1)
    told = stream.getvalue().splitlines()
    assert told[0] == "  Leren van het leermodel: 1, loss 0,1235"
    assert told[1].startswith("  Leren van het leermodel: 2 van 101, nog ongeveer 1")
    assert told[1].endswith(" s, loss 0,1")
    assert told[2].startswith("  Leren van het leermodel: klaar, 0,1 s")
    assert told[3] == "  something of my own: 1"


def test_few_lines_by_default(tmp_path):
    stream = io.StringIO()
    with StepLog(tmp_path / "s.jsonl", stream) as log:
        log.phase("train", 1000)
        for n in range(1, 1001):
            log.step(n, loss=1 / n)
    assert len(stream.getvalue().splitlines()) == 1
    assert len(events(tmp_path / "s.jsonl")) == 1003


def test_a_bar_on_a_terminal(tmp_path):
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    stream = Terminal()
    with StepLog(tmp_path / "s.jsonl", stream) as log:
        log.phase("train", 2)
        log.step(1, loss=0.5)
        time.sleep(0.2)
    assert "Trainen" in stream.getvalue()
    assert "1/2" in stream.getvalue()


@pytest.mark.parametrize(("seconds", "words"), [(0.2, "0 s"), (59, "59 s"), (61, "1 min"), (3599, "60 min"), (7260, "2 uur 1 min")])
def test_durations(seconds, words):
    assert steplog.duration(seconds) == words


def test_a_full_disk_is_said_clearly():
    from pathlib import Path

    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("only Linux has /dev/full")
    with pytest.raises(EnvironmentFault) as caught:
        StepLog(full, io.StringIO())
    assert caught.value.code == "disk_full"
