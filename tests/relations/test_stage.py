from relations.sentences import relations, tables
from rodedraad.config import Syntax
from rodedraad.relations import stage
from rodedraad.run.stage import Context
from rodedraad.schema import TABLES
from rodedraad.stages import STAGES

HANDOVER = "Het wijkteam droeg het gezin over aan de GI en belde de school."


def test_the_rows_point_into_the_passage():
    text = "Gisteren meldde [SCHOOL-1] haar zorgen bij het wijkteam."
    row = relations([text]).row(0, named=True)
    assert row["from_surface"] == "[SCHOOL-1]"
    assert text[row["from_start"] :].startswith("[SCHOOL-1]")
    assert row["to_surface"] == "wijkteam"
    assert text[row["to_start"] :].startswith("wijkteam")
    assert (row["passage_id"], row["position"], row["polarity"]) == ("p0", 0, 0)


def test_positions_count_from_nought_in_each_passage():
    found = relations([HANDOVER, "De huisarts zweeg.", HANDOVER])
    assert found.select("passage_id", "position").rows() == [("p0", 0), ("p0", 1), ("p2", 0), ("p2", 1)]


def test_polarity_is_that_of_the_principle_that_fits():
    mapping = {"passage_id": "p0", "lens_id": "puddingprincipes", "score": 0.9, "threshold": 0.5, "polarity_score": 0.0}
    rows = [
        {**mapping, "item_id": "p03_overdragen_niet_verwijzen", "assigned": True, "polarity": -1},
        {**mapping, "item_id": "p01_elk_signaal_serieus", "assigned": True, "polarity": 1},
        {**mapping, "item_id": "p06_afstemming_een_plan_een_regisseur", "assigned": False, "polarity": 1},
    ]
    assert dict(relations([HANDOVER], mappings=rows).select("kind", "polarity").rows()) == {"overdracht": -1, "melding": 1}


def test_nothing_in_nothing_out():
    context = Context(source_root=None, seed=1)
    empty = stage.run({name: TABLES[name].empty() for name in ("passages", "words", "actors", "mappings")}, Syntax(), context)
    assert empty["relations"].equals(TABLES["relations"].empty())


def test_the_stage_reads_what_it_declares():
    declared = next(s for s in STAGES if s.name == "relations")
    assert set(declared.inputs) == set(tables([HANDOVER]))
    assert declared.load() is stage.run
