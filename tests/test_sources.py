"""INPUT on disk: what is read, what is not, and why; with file names as bad as they come."""

import os
from pathlib import Path

import pytest

from rodedraad.errors import UsageError
from rodedraad.sources import scan


def make(folder, **files):
    for name, content in files.items():
        path = folder / name.replace("__", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def reasons(found):
    return {r["source_path"]: (r["reason"] or "").partition("?")[0] for r in found.table.iter_rows(named=True)}


def test_reads_a_folder_in_a_fixed_order(tmp_path):
    make(tmp_path, b__txt="Er is gebeld.", a__md="# Kop")
    (tmp_path / "onder").mkdir()
    make(tmp_path / "onder", c__html="<html><body>x</body></html>")
    found = scan(tmp_path)
    assert found.readable["source_path"].to_list() == ["a.md", "b.txt", "onder/c.html"]
    assert found.faults == []


def test_one_file_and_a_shipped_name(tmp_path):
    make(tmp_path, b__txt="Er is gebeld.", a__txt="x")
    assert scan(tmp_path / "b.txt").table["source_path"].to_list() == ["b.txt"]
    assert scan("demo").corpus.title


def test_identical_files_are_read_once(tmp_path):
    make(tmp_path, a__txt="Hetzelfde.", b__txt="Hetzelfde.")
    found = scan(tmp_path)
    assert found.readable["source_path"].to_list() == ["a.txt"]
    assert "a.txt" in str(found.faults[0])


def test_hidden_and_lock_files_are_passed_over(tmp_path):
    make(tmp_path, **{"~$rapport__docx": "x", "__DS_Store": "x", "a__txt": "tekst"})
    assert scan(tmp_path).table["source_path"].to_list() == ["a.txt"]


def test_links_out_of_the_folder_are_not_followed(tmp_path):
    (tmp_path / "geheim").mkdir()
    make(tmp_path / "geheim", geheim__txt="niet lezen")
    inside = make(tmp_path / "in", a__txt="tekst") if (tmp_path / "in").mkdir() is None else None
    (inside / "link.txt").symlink_to(tmp_path / "geheim" / "geheim.txt")
    (inside / "map").symlink_to(tmp_path / "geheim", target_is_directory=True)
    (inside / "dood.txt").symlink_to(inside / "bestaat-niet.txt")
    assert reasons(scan(inside)) == {"a.txt": "", "link.txt": "symlink_outside", "map": "symlink_outside", "dood.txt": "unreadable"}


def test_odd_files(tmp_path):
    make(tmp_path, a__txt="tekst", foto__xyz=b"\x89\x01\x02\x03" * 50)
    os.mkfifo(tmp_path / "pijp.txt")
    (tmp_path / "groot.txt").write_bytes(b"x" * 2_100_000)
    found = reasons(scan(tmp_path, max_mb=2))
    assert found["pijp.txt"] == "not_a_file"
    assert found["groot.txt"] == "too_big"
    assert found["foto.xyz"] == "unknown_type"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file(tmp_path):
    make(tmp_path, a__txt="tekst", b__txt="dicht")
    (tmp_path / "b.txt").chmod(0)
    assert reasons(scan(tmp_path))["b.txt"] == "unreadable"


def test_names_with_newlines_marks_and_250_characters(tmp_path):
    names = ["regel\neinde.txt", "rechts\u202etxt.txt", "n" * 246 + ".txt"]
    for i, name in enumerate(names):
        (tmp_path / name).write_text(f"tekst {i}", encoding="utf-8")
    (Path(os.fsdecode(os.fsencode(tmp_path) + b"/kapot\xff.txt"))).write_text("x", encoding="utf-8")
    found = reasons(scan(tmp_path))
    assert [found[n] for n in names] == ["", "", ""]
    assert "bad_file_name" in found.values()


def test_nothing_there(tmp_path):
    with pytest.raises(UsageError, match="geen enkel bestand"):
        scan(tmp_path)
    with pytest.raises(UsageError, match="demo"):
        scan(tmp_path / "weg")


def test_the_run_folder_inside_input_is_left_out(tmp_path):
    make(tmp_path, a__txt="tekst")
    (tmp_path / "uit").mkdir()
    make(tmp_path / "uit", b__txt="uitkomst")
    assert scan(tmp_path, skip=tmp_path / "uit").table["source_path"].to_list() == ["a.txt"]


def test_corpus_toml(tmp_path):
    make(tmp_path, corpus__toml='title = "Set"\ndocuments = "stukken"\nconfidential = true')
    (tmp_path / "stukken").mkdir()
    make(tmp_path / "stukken", a__txt="tekst")
    found = scan(tmp_path)
    assert (found.corpus.title, found.corpus.confidential) == ("Set", True)
    assert found.table["source_path"].to_list() == ["a.txt"]
    make(tmp_path, corpus__toml="titel = 1")
    with pytest.raises(UsageError):
        scan(tmp_path)


def test_links_in_a_circle_are_named(tmp_path):
    make(tmp_path, a__txt="tekst")
    (tmp_path / "een.txt").symlink_to(tmp_path / "twee.txt")
    (tmp_path / "twee.txt").symlink_to(tmp_path / "een.txt")
    assert reasons(scan(tmp_path)) == {"a.txt": "", "een.txt": "unreadable", "twee.txt": "unreadable"}


def test_a_folder_that_may_not_be_opened_is_named(tmp_path, monkeypatch):
    make(tmp_path, a__txt="tekst")
    (tmp_path / "dicht").mkdir()
    walk = os.walk

    def shut(root, onerror):
        yield from walk(root)
        onerror(PermissionError(13, "geen toegang", str(tmp_path / "dicht")))

    monkeypatch.setattr("rodedraad.sources.os.walk", shut)
    assert reasons(scan(tmp_path)) == {"a.txt": "", "dicht": "not_a_file"}
