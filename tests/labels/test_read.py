"""A labelled corpus is read whole, or every fault is told at once."""

import pytest

from labels.small import LABELS, NARRATIVES, corpus
from rodedraad.errors import ConfigError, MissingError
from rodedraad.labels import read
from rodedraad.labels.model import Split


def test_passages_come_with_their_place(tmp_path):
    found = read.read(corpus(tmp_path / "c"))
    assert [s.narrative.title for s in found.stories] == ["De sleutel", "De brief"]
    first, second = found.labelled(Split.TRAIN)
    assert (first.passage.section, first.narrative.sector) == ("Begin", "wonen")
    assert second.passage.text == "Het regende die week."
    assert first.label.items("puddingprincipes") == {"p01_elk_signaal_serieus": -1}
    assert first.label.items("kwadranten") == {}
    assert [each.passage.passage for each in found.labelled(Split.TEST, Split.VALIDATION)] == ["s2-01"]
    assert len(found.labelled()) == 3


def test_a_labelling_that_leaves_passages_out_gives_those_it_has(tmp_path):
    found = read.read(corpus(tmp_path / "c", gold=LABELS[:1], b=LABELS))
    assert len(found.labelled()) == 1
    assert len(found.labelled(labelling="b")) == 3
    assert found.labelled(labelling="nobody") == []


def test_a_researcher_adds_a_file(tmp_path):
    folder = corpus(tmp_path / "c")
    (folder / "narratives" / "mine.jsonl").write_text(
        '{"narrative":"m1","title":"T","sector":"x","style":"y","year":2000,"split":"validation"}\n\n{"passage":"m1-01","text":"Ja."}\n',
        encoding="utf-8",
    )
    assert [s.narrative.narrative for s in read.read(folder).stories] == ["s1", "s2", "m1"]


def test_no_corpus(tmp_path):
    with pytest.raises(MissingError) as caught:
        read.read(tmp_path)
    assert caught.value.code == "labels_no_corpus"


def test_every_fault_in_one_message(tmp_path):
    folder = corpus(
        tmp_path / "c", [NARRATIVES[1], *NARRATIVES, NARRATIVES[1], {"passage": "HOOFD", "text": ""}], gold=[*LABELS, LABELS[0]]
    )
    (folder / "narratives" / "stuk.jsonl").write_text('{"narrative":\n[1]\n' + "[" * 100_000, encoding="utf-8")
    (folder / "narratives" / "latin.jsonl").write_bytes('{"text":"café"}'.encode("cp1252"))
    (folder / "labels" / "b.jsonl").write_text(
        '{"passage":"s1-01","modality":"gevoel","labels":{"puddingprincipes":{"p01":2}}}\n', encoding="utf-8"
    )
    with pytest.raises(ConfigError) as caught:
        read.read(folder)
    told = str(caught.value)
    for piece in (
        "all.jsonl:1: een passage staat boven",
        "passage s1-01 komt twee keer voor",
        "all.jsonl:8: onbekend, ontbrekend of ongeldig: passage, text",
        "stuk.jsonl:1: geen JSON-object",
        "stuk.jsonl:2: geen JSON-object",
        "stuk.jsonl:3: geen JSON-object",
        "latin.jsonl: niet te lezen als UTF-8",
        "gold.jsonl:4: passage s1-01 komt twee keer voor",
        "labels.puddingprincipes.p01, modality",
    ):
        assert piece in told, piece


def test_many_faults_are_counted(tmp_path):
    with pytest.raises(ConfigError, match="en nog 10"):
        read.read(corpus(tmp_path / "c", [NARRATIVES[0], *({"passage": f"p{i}"} for i in range(30))]))
