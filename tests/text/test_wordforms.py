import pytest

from rodedraad.text import gazetteer, wordforms


@pytest.mark.parametrize(
    ("form", "inflected"),
    [
        ("jeugdbeschermer", "jeugdbeschermers"),
        ("psycholoog", "psychologen"),
        ("ziekenhuis", "ziekenhuizen"),
        ("zus", "zussen"),
        ("verzorgende", "verzorgenden"),
        ("maatschappelijk werker", "maatschappelijk werkster"),
        ("begeleider", "begeleidsters"),
        ("voogd", "voogdes"),
        ("ib'er", "ib-er"),
    ],
)
def test_variants(form, inflected):
    assert inflected in wordforms.variants(form, is_role=True)


def test_an_organisation_has_no_feminine():
    assert "docente" not in wordforms.variants("docent", is_role=False)


def test_who_bears_an_abbreviation():
    assert {"SPV", "SPV'er", "SPV'ers"} <= wordforms.spellings("SPV", is_role=True)
    assert wordforms.spellings("GGZ", is_role=False) == {"GGZ"}


def test_partners_are_other_organisations():
    assert [m.type for m in gazetteer.match("zijn partner")] == ["netwerk_informeel"]
    assert gazetteer.match("de partners in de keten") == []


def test_a_form_that_another_must_back():
    assert [m.type for m in gazetteer.match("de verzorgende")] == ["wijkverpleging"]
    assert {m.type for m in gazetteer.match("de verzorgende van het verpleeghuis")} == {"verpleeghuis"}
    assert gazetteer.match("de begeleider") == []


def test_a_council_and_an_inspection_that_are_something_else():
    assert gazetteer.match("De wethouder vroeg de Raad om geld")[0].type == "gemeente"
    assert all(m.type != "raad_kinderbescherming" for m in gazetteer.match("De gemeenteraad: de Raad stemde in"))
    assert gazetteer.match("De inspectie van het dak") == []
