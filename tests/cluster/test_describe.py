"""Keywords, examples, families and the nearest lens item."""

from __future__ import annotations

import numpy as np
import polars as pl

from rodedraad.cluster import keywords as module
from rodedraad.cluster.density import Groups
from rodedraad.cluster.examples import boundary_cases, exemplars
from rodedraad.cluster.families import by_likeness, by_members, parents
from rodedraad.cluster.keywords import content, label
from rodedraad.cluster.lens_link import Link, links
from rodedraad.schema import TABLES
from rodedraad.text.wordlists import content_words

TEXTS = [
    "De overdracht naar het wijkteam was onvolledig.",
    "Bij de overdrachten ontbrak informatie; de overdracht ging per mail.",
    "Van een overdracht was geen sprake, zei [PERSOON-1].",
    "Het gezin stond op de wachtlijst in Waterland.",
    "De wachtlijst in Waterland groeide, Waterland deed niets.",
    "Een wachtlijst van zeven maanden.",
]
DOCUMENTS = ["d1", "d2", "d3", "d4", "d4", "d5"]


def keywords(words, documents, groups):
    """The keywords of each group, by how telling its words are."""
    return module.keywords(words, groups, module.telling(words, documents, groups))


def _words(texts):
    return [[(word, word) for word in content_words(text)] for text in texts]


def test_keywords_are_what_several_reports_say_in_this_group():
    first, second = keywords(_words(TEXTS), DOCUMENTS, [[0, 1, 2], [3, 4, 5]])
    assert first == ["overdracht"]
    assert second == ["wachtlijst"], "Waterland is one report's own word"
    assert label([*first, *second, "c", "d"]) == "overdracht, wachtlijst, c"


def test_a_group_without_a_shared_word_is_named_by_what_there_is():
    (words,) = keywords(_words(["De huisarts.", "Een ziekenhuis."]), ["d1", "d2"], [[0, 1]])
    assert words == ["huisarts", "ziekenhuis"]
    assert keywords(_words(["12", "[TIJD]"]), ["d1", "d2"], [[0, 1]]) == [[]]


def test_forms_of_one_word_count_together_and_the_commonest_is_shown():
    words = [[("kind", "kinderen")], [("kind", "kind"), ("spreken", "sprak")], [("kind", "kinderen"), ("spreken", "gesproken")]]
    assert keywords(words, ["d1", "d2", "d3"], [[0, 1, 2]]) == [["kinderen", "gesproken"]]


def test_content_words_stand_in_the_order_of_the_passage():
    passages = TABLES["passages"].frame([{"passage_id": "p1", "text": "Ouders spraken met de Gezinsvoogd."}])
    rows = [
        ("p1", 0, 6, "ouder", "NOUN", True),
        ("p1", 7, 14, "spreken", "VERB", True),
        ("p1", 22, 33, "gezinsvoogd", "NOUN", True),
        ("p1", 15, 18, "met", "ADP", False),
    ]
    names = ("passage_id", "start", "end", "lemma", "upos", "is_content")
    words = TABLES["words"].frame([dict(zip(names, row, strict=True)) for row in rows])
    assert content(words, passages) == {"p1": [("ouder", "ouders"), ("spreken", "spreken"), ("gezinsvoogd", "gezinsvoogd")]}


def test_exemplars_come_from_different_documents_first_and_never_say_the_same():
    texts = [
        "Een koude overdracht per mail.",
        "Een koude overdracht per mail!",
        "Niemand gaf het stokje door.",
        "Er werd niets overgedragen.",
    ]
    typical = np.array([0.9, 0.85, 0.7, 0.8])
    assert exemplars(np.arange(4), typical, texts, np.array([0, 1, 0, 2])) == [0, 3, 2]


def test_boundary_cases_lie_nearest_to_another_archetype():
    likeness = np.array([[0.9, 0.1], [0.5, 0.49], [0.6, 0.3], [0.1, 0.9]])
    assert boundary_cases(np.array([0, 1, 2]), likeness, 0) == [1, 2, 0]
    assert boundary_cases(np.array([0, 1]), likeness[:, :1], 0) == []


def test_a_family_is_headed_by_its_largest_member():
    centres = np.array([[1, 0, 0], [0.9, 0.4, 0], [0, 0, 1], [0, 0.4, 0.9]], dtype=np.float32)
    centres /= np.linalg.norm(centres, axis=1, keepdims=True)
    assert parents(by_likeness(centres), np.array([5, 9, 7, 7])) == [1, None, None, 2]
    assert parents(by_likeness(centres[:3]), np.array([5, 9, 7])) == [None, None, None]
    assert parents(by_likeness(centres[:0]), np.array([], dtype=np.int64)) == []


def test_a_group_is_of_the_family_that_most_of_its_members_are_in():
    groups = Groups(np.array([0, 0, 0, 1, 1, -1]), np.ones(6))
    assert by_members(groups, np.array([4, 4, 1, 1, 1, 4])).tolist() == [4, 1]


def _mappings(*rows):
    names = ("passage_id", "lens_id", "item_id", "score", "assigned")
    return TABLES["mappings"].frame([dict(zip(names, row, strict=True)) for row in rows])


def test_the_nearest_item_is_the_one_that_stands_out_and_not_the_one_that_is_everywhere():
    passages = [f"p{i}" for i in range(10)]
    everywhere = [(p, "calamiteit_archetypen", "afstemming_organisaties", 0.9, True) for p in passages]
    own = [(p, "calamiteit_archetypen", "overdracht", 0.8, True) for p in passages[:3]]
    principle = [(p, "puddingprincipes", "p03_overdragen_niet_verwijzen", 0.9, True) for p in passages]
    result = links(_mappings(*everywhere, *own, *principle), passages, [passages[:4], passages[4:]])
    assert result[0].item == "overdracht"
    assert abs(result[0].score - 0.6) < 1e-6
    assert result[1] == Link(None, None, None)


def test_the_principles_speak_when_the_archetypes_are_silent():
    passages = [f"p{i}" for i in range(8)]
    maybe = [(p, "calamiteit_archetypen", "wachtlijst", 0.4, False) for p in passages[:4]]
    rows = [(p, "puddingprincipes", "p05_binnen_vijf_dagen", 0.7, True) for p in passages[:4]]
    (result,) = links(_mappings(*maybe, *rows), passages, [passages[:4]])
    assert (result.lens, result.item) == ("puddingprincipes", "p05_binnen_vijf_dagen")


def test_an_archetype_that_few_members_touch_does_not_keep_a_principle_from_giving_the_name():
    passages = [f"p{i}" for i in range(20)]
    few = [(p, "calamiteit_archetypen", "risicotaxatie", 0.5, True) for p in passages[:2]]
    many = [(p, "puddingprincipes", "p10_ondersteunen_en_overnemen", 0.8, True) for p in passages[:9]]
    (result,) = links(_mappings(*few, *many), passages, [passages[:10]])
    assert (result.lens, result.item) == ("puddingprincipes", "p10_ondersteunen_en_overnemen")
    (weak,) = links(_mappings(*few), passages, [passages[:10]])
    assert weak.item == "risicotaxatie", "what names nothing is still the nearest there is"


def test_no_mappings_no_link():
    assert links(TABLES["mappings"].empty(), [], []) == []
    assert links(pl.DataFrame(schema=TABLES["mappings"].schema), ["p1"], [["p1"]]) == [Link()]
