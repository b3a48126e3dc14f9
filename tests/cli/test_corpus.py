"""`rodedraad corpus check`, over the shipped corpus and over one with faults."""

from labels.small import LABELS, corpus
from scenario import cli


def test_the_shipped_gold_corpus_is_in_order_and_large_enough(tmp_path):
    told = cli("corpus", "check", "gold", cwd=tmp_path)
    assert told.returncode == 0, told.stdout[-500:]
    assert "In orde." in told.stdout
    rows = [line.split() for line in told.stdout.splitlines()]
    principles = [row for row in rows if row[:1] == ["puddingprincipes"]]
    archetypes = [row for row in rows if row[:1] == ["calamiteit_archetypen"]]
    assert len(principles) == 12
    assert all(int(plus) >= 60 <= int(minus) for _, _, plus, minus, *_ in principles)
    assert len(archetypes) == 29
    assert all(int(row[5]) >= 12 for row in archetypes)


def test_faults_are_named_and_the_exit_code_tells(tmp_path):
    folder = corpus(tmp_path / "c", gold=[{**LABELS[0], "labels": {"puddingprincipes": {"p99": 1}}}, *LABELS[1:]])
    told = cli("corpus", "check", str(folder), cwd=tmp_path)
    assert told.returncode == 2
    assert "geen onderdeel p99" in told.stdout
    assert cli("corpus", "check", str(tmp_path / "weg"), cwd=tmp_path).returncode == 4
