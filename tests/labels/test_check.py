"""What makes a labelled corpus unfit is named; the rest is counted."""

from labels.small import LABELS, NARRATIVES, corpus
from rodedraad.config import Lens
from rodedraad.labels import read
from rodedraad.labels.check import check
from rodedraad.lens.load import load_lenses


def examined(folder):
    return check(read.read(folder), {lens.id: lens for lens in load_lenses(Lens())}, "gold")


def test_a_good_corpus_is_counted(tmp_path):
    report = examined(corpus(tmp_path / "c"))
    assert report.faults == ()
    assert (report.narratives, report.passages, report.empty) == (2, 3, 1)
    assert report.splits == {"train": 2, "test": 1}
    assert report.cells["puddingprincipes", "p01_elk_signaal_serieus", -1] == 1
    assert report.cells["calamiteit_archetypen", "signaal_niet_serieus", None] == 1
    assert report.documents["puddingprincipes", "p06_afstemming_een_plan_een_regisseur"] == 1
    assert report.modalities == {"feit": 3}


def test_labels_of_what_is_not_there(tmp_path):
    wrong = [
        {
            **LABELS[0],
            "labels": {"puddingprincipes": {"p13": 1, "p01_elk_signaal_serieus": None}, "calamiteit_archetypen": {"overdracht": -1}},
        },
        {**LABELS[1], "labels": {"tarot": {"de_dwaas": None}}},
        {**LABELS[2], "passage": "s9-09"},
    ]
    told = "\n".join(examined(corpus(tmp_path / "c", gold=wrong)).faults)
    for piece in (
        "geen onderdeel p13",
        "puddingprincipes/p01_elk_signaal_serieus",
        "calamiteit_archetypen/overdracht",
        "lens tarot",
        "s9-09",
        "zonder label, als eerste s2-01",
    ):
        assert piece in told, piece


def test_nearly_the_same_passage_in_another_part(tmp_path):
    text = "De oude mevrouw in de kamer achteraan op de tweede verdieping wachtte elf weken op een antwoord."
    twin = [*NARRATIVES[:2], {"passage": "s1-02", "text": text}, NARRATIVES[3], {"passage": "s2-01", "text": text.replace("elf", "twaalf")}]
    (fault,) = examined(corpus(tmp_path / "c", twin)).faults
    assert "s2-01" in fault
    assert "s1-02" in fault
    twin[3] = {**NARRATIVES[3], "split": "train"}
    assert examined(corpus(tmp_path / "d", twin)).faults == ()


def test_loose_passages_are_no_narrative_and_are_counted_apart(tmp_path):
    loose = [{**NARRATIVES[0], "narrative": "x", "style": "los", "sector": "diversen"}, {"passage": "x-01", "text": "Niemand belde terug."}]
    said = {"passage": "x-01", "modality": "oordeel", "labels": {"puddingprincipes": {"p01_elk_signaal_serieus": -1}}}
    report = examined(corpus(tmp_path / "c", [*NARRATIVES, *loose], gold=[*LABELS, said]))
    key = ("puddingprincipes", "p01_elk_signaal_serieus")
    assert (report.narratives, report.passages, report.empty, report.loose) == (2, 3, 1, 1)
    assert (report.cells[*key, -1], report.documents[key], report.loose_cells) == (1, 1, {key: 1})
    assert (report.splits, report.modalities) == ({"train": 2, "test": 1}, {"feit": 3})
    assert "los" not in report.styles
    assert "diversen" not in report.sectors
