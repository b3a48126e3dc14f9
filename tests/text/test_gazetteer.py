import pytest

from rodedraad.text import gazetteer


def types(text: str) -> list[tuple[str, str, bool]]:
    return [(m.surface, m.type, m.is_role) for m in gazetteer.match(text)]


def test_organisations_and_roles():
    assert types("Het wijkteam belde de huisarts.") == [("wijkteam", "wijkteam", False), ("huisarts", "huisarts", True)]


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("De huisartsen kwamen", "huisarts"),
        ("twee scholen", "school"),
        ("psychologen", "ggz"),
        ("zijn zussen", "netwerk_informeel"),
        ("de ziekenhuizen", "ziekenhuis"),
        ("de zorgcoordinator", "school"),
        ("jeugdggz", "jeugd_ggz"),
        ("jeugd ggz", "jeugd_ggz"),
        ("de IB-er", "school"),
        ("kinder- en jeugdpsychiatrie", "jeugd_ggz"),
        ("college van B en W", "gemeente"),
    ],
)
def test_variants(text, type_):
    assert [kind for _, kind, _ in types(text)] == [type_]


def test_the_longest_form_wins():
    assert types("pedagogisch medewerker residentieel") == [("pedagogisch medewerker residentieel", "jeugdhulpaanbieder", True)]


def test_short_forms_only_as_written():
    assert types("De GI en de gi") == [("GI", "gecertificeerde_instelling", False)]
    assert types("J.B. de Vries, PI-2023") == []


def test_the_council_for_children_is_no_other_council():
    assert [kind for _, kind, _ in types("de Raad besloot")] == ["raad_kinderbescherming"]
    assert types("de Raad van Bestuur, de Raad voor Cultuur") == []


def test_an_ambiguous_form_takes_the_type_that_is_named_elsewhere():
    assert types("De SO belde.")[0][1] == "school"
    assert ("SO", "verpleeghuis", False) in types("De SO van het verpleeghuis belde.")


def test_offsets_are_those_of_the_text():
    text = "ß İ\n— het ZORG- EN\nVEILIGHEIDSHUIS"
    (found,) = gazetteer.match(text)
    assert text[found.start : found.end] == found.surface == "ZORG- EN\nVEILIGHEIDSHUIS"


def test_every_type_is_whole():
    kinds = gazetteer.load().kinds
    assert len(kinds) == 40
    assert all(kind.naam and kind.en and (kind.forms or kind.exact) for kind in kinds.values())
