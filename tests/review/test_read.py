"""Decision files as they come in: every fault is named with its line, the rest is read."""

import json

import pytest

from review.said import line, write
from rodedraad.errors import UsageError
from rodedraad.review import read as reading
from rodedraad.review.read import read


@pytest.mark.requirement(32)
def test_each_fault_is_named_and_the_rest_is_read(tmp_path):
    path = tmp_path / "beslissingen.jsonl"
    good = json.dumps(line(1)).encode()
    lines = [
        b"\xef\xbb\xbf" + good,
        b"",
        b"geen json",
        json.dumps(line(2)).encode("utf-16"),
        json.dumps(line(3) | {"format": 9}).encode(),
        json.dumps(line(4) | {"passage": "p\x00"}).encode(),
        json.dumps(line(5) | {"kind": "archetype"}).encode(),
        b"[" * 100_000,
        json.dumps([1]).encode(),
        json.dumps(line(6)).encode(),
        good[:40],
    ]
    path.write_bytes(b"\n".join(lines))
    found = read(path)
    assert [one.id for one in found.decisions] == ["mk-1", "mk-6"]
    assert [(int(fault.where.rpartition(":")[2]), fault.code) for fault in found.faults] == [
        (3, "review_no_json"),
        (4, "review_encoding"),
        (5, "review_future"),
        (6, "review_line"),
        (7, "review_line"),
        (8, "review_no_json"),
        (9, "review_line"),
        (11, "review_cut_off"),
    ]
    for fault in found.faults:
        assert "p\x00" not in str(fault)
        assert fault.where.startswith(str(path))


def test_a_line_without_end_costs_only_itself(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "MAX_LINE", 5_000)
    path = write(tmp_path / "x.jsonl", line(1), line(2, action="memo", value="x" * 20_000), line(3))
    found = read(path)
    assert [one.id for one in found.decisions] == ["mk-1", "mk-3"]
    assert [fault.code for fault in found.faults] == ["review_long_line"]


def test_many_faults_are_counted(tmp_path):
    path = tmp_path / "x.jsonl"
    path.write_text("x\n" * 100, encoding="utf-8")
    found = read(path)
    assert (len(found.faults), found.more) == (20, 80)


@pytest.mark.requirement(22)
def test_a_file_of_200_mb_is_refused_at_once(tmp_path):
    path = tmp_path / "groot.jsonl"
    with path.open("wb") as file:
        file.truncate(200_000_001)
    with pytest.raises(UsageError, match="200 MB"):
        read(path)
    with pytest.raises(UsageError):
        read(tmp_path / "weg.jsonl")
    with pytest.raises(UsageError):
        read(tmp_path)
