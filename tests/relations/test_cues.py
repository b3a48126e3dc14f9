import tomllib
from importlib import resources

from rodedraad.relations import cues, frames, lists
from rodedraad.relations.clauses import by_order
from rodedraad.relations.words import of_passage

KINDS = {"overdracht", "afstemming", "melding", "overig"}


def entries():
    return tomllib.loads(resources.files("rodedraad.relations").joinpath("data", "cues.toml").read_text(encoding="utf-8"))["cue"]


def words(text):
    rows, start = [], 0
    for form in text.split():
        rows.append((start, start + len(form), None, None, None))
        start += len(form) + 1
    return of_passage(text, rows)


def found(text):
    read = words(text)
    return [(read[f.place].form, f.cue.kind) for f in cues.find(read, by_order(read, text))]


def test_every_cue_has_a_known_frame_kind_and_preposition():
    known = {"frame", "kind", "words", "past", "with", "also", "nouns", "to", "mutual_with", "asked"}
    for entry in entries():
        assert set(entry) <= known
        assert entry["frame"] in frames._FRAMES
        assert entry["kind"] in KINDS
        assert set(entry.get("to", ())) <= lists.words("prepositions")
        assert entry.get("words") or entry.get("nouns")


def test_every_frame_is_used():
    assert {entry["frame"] for entry in entries()} == set(frames._FRAMES)


def test_a_separable_verb_needs_its_particle_joined_or_apart():
    assert ("droeg", "overdracht") in found("zij droeg het gezin over aan de GI")
    assert ("overgedragen", "overdracht") in found("het gezin is overgedragen")
    assert ("dragen", "overdracht") in found("verzuimde het gezin over te dragen")
    assert found("zij droeg een jas") == []


def test_a_cue_may_ask_for_more_words():
    assert found("de school stelde de ouders op de hoogte")[0] == ("stelde", "melding")
    assert set(found("de school stelde een vraag")) == {("vraag", "overig")}
