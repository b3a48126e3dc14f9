"""Folding passages that say nearly the same."""

from __future__ import annotations

import random
import time

import polars as pl

from rodedraad.config import load
from rodedraad.run.stage import Context
from rodedraad.schema import TABLES
from rodedraad.segment.duplicates import fold, run

BOILERPLATE = (
    "De inspecties houden toezicht op de kwaliteit en veiligheid van zorg en jeugdhulp. Zij doen dit onafhankelijk, door gesprekken "
    "te voeren, dossiers te lezen en bevindingen te toetsen aan wet- en regelgeving, veldnormen en professionele standaarden."
)
SECONDS_FOR_20_000 = 60


NOT_READ = TABLES["readings"].empty()


def test_boilerplate_of_a_second_report_points_to_the_first():
    other = "De huisarts belde dezelfde avond nog met de crisisdienst, die een uur later bij het gezin op de stoep stond."
    assert fold(["p1", "p2", "p3"], [BOILERPLATE, other, BOILERPLATE.replace("standaarden", "richtlijnen")], 0.85) == [None, None, "p1"]


def test_who_it_was_makes_no_other_boilerplate():
    text = "Vragen over dit rapport kunt u stellen aan [PERSOON-{}], secretaris van de commissie, tot en met [DATUM 2023]."
    assert fold(["p1", "p2"], [text.format(1), text.format(14)], 0.85) == [None, "p1"]


def test_a_short_passage_folds_only_when_it_is_the_same():
    texts = ["Er was geen overdracht.", "Er was geen overleg.", "er was geen overdracht"]
    assert fold(["p1", "p2", "p3"], texts, 0.5) == [None, None, "p1"]


def test_likeness_does_not_chain():
    words = [f"woord{i}" for i in range(43)]
    one, two, three = (" ".join(words[i : i + 37]) for i in (0, 3, 6))  # Jaccard of triples: 0.84 for neighbours, 0.71 for the ends
    assert fold(["p1", "p2", "p3"], [one, two, three], 0.8) == [None, "p1", None]


def test_the_earliest_document_stands_whatever_the_order_of_rows():
    rows = [
        {
            "passage_id": passage,
            "doc_id": doc,
            "position": position,
            "block": 0,
            "start": 0,
            "end": 1,
            "section_role": "werkwijze",
            "modality": "feit",
            "text": BOILERPLATE,
            "n_words": 40,
        }
        for passage, doc, position in [("pa", "d2", 0), ("pb", "d1", 5), ("pc", "d1", 2)]
    ]
    fragments = TABLES["fragments"].frame(rows)
    context = Context(source_root=None, seed=13)
    result = run({"fragments": fragments, "readings": NOT_READ}, load().segment, context)["passages"]
    assert dict(result.select("passage_id", "duplicate_of").iter_rows()) == {"pa": "pc", "pb": "pc", "pc": None}
    backwards = run({"fragments": fragments.reverse(), "readings": NOT_READ}, load().segment, context)["passages"]
    assert backwards.equals(result)


def test_nothing_to_fold():
    empty = TABLES["fragments"].empty()
    assert run({"fragments": empty, "readings": NOT_READ}, load().segment, Context(source_root=None, seed=13))[
        "passages"
    ].schema == pl.Schema(TABLES["passages"].schema)
    assert fold(["p1", "p2"], ["", " . "], 0.85) == [None, "p1"]


def test_nearly_every_pair_at_the_threshold_is_found():
    chance = random.Random(5)  # noqa: S311 - invented texts
    pairs = []
    for _ in range(200):
        words = [f"w{chance.randrange(10**6)}" for _ in range(60)]
        pairs += [" ".join(words), " ".join([*words[:-4], *(f"x{chance.randrange(10**6)}" for _ in range(4))])]  # Jaccard 0.87
    folded = fold([str(i) for i in range(len(pairs))], pairs, 0.85)
    assert sum(owner is not None for owner in folded) >= 199


def test_four_thousand_passages_take_a_fifth_of_what_twenty_thousand_may():
    chance = random.Random(6)  # noqa: S311
    texts = [" ".join(f"w{chance.randrange(5000)}" for _ in range(25)) for _ in range(4000)]
    before = time.process_time()
    fold([str(i) for i in range(len(texts))], texts, 0.85)
    assert time.process_time() - before < SECONDS_FOR_20_000 / 5


def test_what_a_model_read_takes_the_place_of_what_rules_read():
    rows = [{"passage_id": f"p{n}", "doc_id": "d", "position": n, "text": f"Zin nummer {n}.", "modality": "feit"} for n in range(2)]
    readings = [{"passage_id": "p1", "modality": "norm", "modality_score": 0.9, "model_id": "m"}]
    tables = {"fragments": TABLES["fragments"].frame(rows), "readings": TABLES["readings"].frame(readings)}
    found = run(tables, load().segment, Context(source_root=None, seed=13))["passages"]
    assert dict(found.select("passage_id", "modality").iter_rows()) == {"p0": "feit", "p1": "norm"}
