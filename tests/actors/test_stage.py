from rodedraad.actors.stage import run
from rodedraad.config import Lens
from rodedraad.run.stage import Context
from rodedraad.schema import TABLES


def actors(*texts: str) -> list[tuple[object, ...]]:
    passages = TABLES["passages"].frame([{"passage_id": f"p{n}", "doc_id": "d", "text": text} for n, text in enumerate(texts)])
    result = run({"passages": passages}, Lens(), Context(source_root=None, seed=13))["actors"]
    assert result.columns == list(TABLES["actors"].columns)
    return result.select("passage_id", "start", "end", "actor_type", "surface", "role").rows()


def test_organisation_professional_and_relative():
    assert actors("De huisarts en het wijkteam spraken moeder.") == [
        ("p0", 3, 11, "huisarts", "huisarts", "professional"),
        ("p0", 19, 27, "wijkteam", "wijkteam", "organisation"),
        ("p0", 36, 42, "netwerk_informeel", "moeder", "network"),
    ]


def test_a_surrogate_names_its_type_and_no_other_does():
    assert actors("Bij [JEUGDHULPAANBIEDER-1] zag [PERSOON-1] in [PLAATS-1] [ORGANISATIE-2].", "[SCHOOL-1] belde.") == [
        ("p0", 4, 26, "jeugdhulpaanbieder", "[JEUGDHULPAANBIEDER-1]", "organisation"),
        ("p1", 0, 10, "school", "[SCHOOL-1]", "organisation"),
    ]


def test_no_passages_no_actors():
    assert actors() == []
    assert actors("", "Er gebeurde niets.") == []


def test_a_professional_has_the_type_of_the_organisation_that_employs_them():
    assert [row[3] for row in actors("De psycholoog van de school schreef.")] == ["school", "school"]
    assert [row[3] for row in actors("De psycholoog en de school schreven.")] == ["ggz", "school"]
