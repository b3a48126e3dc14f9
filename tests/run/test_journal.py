"""The journal survives a death in the middle of a line."""

import pytest

from rodedraad.errors import EnvironmentFault
from rodedraad.run.journal import Journal


def test_reads_back_the_newest(tmp_path):
    journal = Journal(tmp_path / "j.jsonl")
    journal.append("stage", stage="lezen", fingerprint="1")
    journal.append("stage", stage="lezen", fingerprint="2")
    again = Journal(tmp_path / "j.jsonl")
    assert again.last("stage", stage="lezen")["fingerprint"] == "2"
    assert again.last("stage", stage="lezen", fingerprint="1") is not None
    assert again.last("stage", stage="anders") is None


def test_half_a_line_is_cut_off(tmp_path):
    path = tmp_path / "j.jsonl"
    Journal(path).append("stage", stage="lezen")
    whole = path.read_bytes()
    path.write_bytes(whole + b'{"event": "stage", "sta')
    assert Journal(path).last("stage")["stage"] == "lezen"
    assert path.read_bytes() == whole


def test_garbled_lines_are_passed_over(tmp_path):
    path = tmp_path / "j.jsonl"
    Journal(path).append("stage", stage="lezen")
    path.write_bytes(b"\x00\x00\x00\n" + path.read_bytes())
    assert Journal(path).last("stage")["stage"] == "lezen"


def test_another_format_is_refused(tmp_path):
    path = tmp_path / "j.jsonl"
    path.write_text('{"event": "stage", "format": 99}\n', encoding="utf-8")
    with pytest.raises(EnvironmentFault, match="99"):
        Journal(path)
