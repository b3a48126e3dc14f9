import json
from dataclasses import replace

import pytest

from rodedraad import resources
from rodedraad.errors import MissingError, UsageError
from rodedraad.evaluate import actors
from rodedraad.evaluate.candidate import Parser
from rodedraad.evaluate.record import Bench, Sampling
from rodedraad.syntax.rules import Rules
from rodedraad.syntax.spacy_reader import load
from rodedraad.text import gazetteer

FOLDER = resources.corpora() / "actors"


def rows(name):
    return [json.loads(line) for line in (FOLDER / name).read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize(("name", "least"), [("test.jsonl", 300), ("tuning.jsonl", 150)])
def test_the_labels_are_whole(name, least):
    found = rows(name)
    assert len(found) >= least
    assert len({row["id"] for row in found}) == len({row["text"] for row in found}) == len(found)
    assert {actor["type"] for row in found for actor in row["actors"]} <= set(gazetteer.load().kinds)
    for row in found:
        assert all(0 <= a["start"] < a["end"] <= len(row["text"]) for a in row["actors"])
        assert all(p["from"] != p["to"] and max(p["from"], p["to"]) < len(row["actors"]) for p in row["pairs"])


def test_a_third_of_the_test_has_no_pair_and_none_is_in_the_tuning_set():
    test = rows("test.jsonl")
    assert sum(not row["pairs"] for row in test) >= len(test) / 3
    assert {row["text"] for row in test}.isdisjoint(row["text"] for row in rows("tuning.jsonl"))


def write(path, *sentences):
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in sentences), encoding="utf-8")
    return path


def sentence(number, text, types, *pairs):
    labelled = [{"start": text.index(word), "end": text.index(word) + len(word), "type": kind} for word, kind in types.items()]
    given = [{"from": a, "to": b, "directed": directed, "kind": "melding"} for a, b, directed in pairs]
    return {"id": f"s{number}", "text": text, "actors": labelled, "pairs": given}


TWO = {"politie": "politie", "school": "school"}


def test_a_mutual_pair_is_the_same_either_way_round():
    assert actors.pair("school", "politie", directed=False) == actors.pair("politie", "school", directed=False)
    assert actors.pair("school", "politie", directed=True) != actors.pair("politie", "school", directed=True)


def test_what_is_found_is_counted_against_the_labels(tmp_path):
    path = write(tmp_path / "x.jsonl", sentence(1, "De politie belde de school.", TWO, (0, 1, True)), sentence(2, "De politie sliep.", {}))
    sentences = actors.read(path)
    types, pairs = actors.found_in(sentences, Rules())
    assert types == {"s1": {"politie", "school"}, "s2": {"politie"}}
    assert pairs == {"s1": {("politie", "school", True)}, "s2": frozenset()}


def test_a_broken_line_is_named_by_its_number(tmp_path):
    path = write(tmp_path / "x.jsonl", sentence(1, "De politie belde de school.", TWO, (0, 1, True)))
    path.write_text(path.read_text() + '{"id": "s2"}\n')
    with pytest.raises(UsageError, match=r"KeyError \(2\)"):
        actors.read(path)


@pytest.fixture
def small(tmp_path, monkeypatch):
    (tmp_path / "actors").mkdir()
    write(
        tmp_path / "actors" / "test.jsonl",
        sentence(1, "De politie belde de school.", TWO, (0, 1, True)),
        sentence(2, "De politie en de school aten.", TWO),
        sentence(3, "De school zei niets over de politie, de school belde.", TWO, (1, 0, True)),
    )
    monkeypatch.setattr(resources, "corpora", lambda: tmp_path)
    return tmp_path


def parser():
    folder = resources.models() / "nl-syntax"
    return Parser("nl-syntax", "nl-syntax@x", folder, load(folder, unused=()))


def test_the_scores_have_types_and_pairs_with_and_without_a_parse(small):
    bench = Bench(small, ("test",), None, Sampling(resamples=100))
    parsed, ruled = actors.run(parser(), bench)
    assert (parsed.data, ruled.data) == ("actors/test", "actors-rules/test")
    values = {figure.name: figure.value for figure in parsed.figures}
    assert values["types_f1"] == 1.0
    assert values["pairs_recall"] == 0.5
    assert values["pairs_precision"] == 1.0
    assert parsed.n == 3
    assert list(parsed.files) == ["actors/test.jsonl"]
    with pytest.raises(MissingError):
        actors.run(parser(), replace(bench, splits=("dev",)))


def test_the_shipped_figures_meet_their_targets():
    sentences = actors.read(FOLDER / "tuning.jsonl")
    types, _ = actors.found_in(sentences, Rules())
    right = sum(len(s.types & types[s.id]) for s in sentences)
    assert 2 * right / sum(len(s.types) + len(types[s.id]) for s in sentences) >= 0.92
