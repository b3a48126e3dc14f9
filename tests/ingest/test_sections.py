"""What a section is for, from the words of its heading."""

from __future__ import annotations

import pytest

from rodedraad.ingest.model import Kind, RawBlock
from rodedraad.ingest.sections import places, role_of
from rodedraad.schema import Role


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("Aanleiding", Role.OCCASION),
        ("1 Inleiding", Role.OCCASION),
        ("1.2. Werkwijze en samenstelling", Role.METHOD),
        ("Onderzoeksopzet", Role.METHOD),
        ("Samenstelling onderzoeksteam", Role.METHOD),
        ("HOOFDSTUK 3: FEITENRELAAS", Role.FACTS),
        ("Toedracht van het incident", Role.FACTS),
        ("Tijdlijn", Role.FACTS),
        ("Chronologische reconstructie", Role.FACTS),
        ("Wat er gebeurde", Role.FACTS),
        ("4. Analyse", Role.ANALYSIS),
        ("Bijdragende factoren", Role.ANALYSIS),
        ("Bevindingen", Role.ANALYSIS),
        ("Wat goed ging", Role.ANALYSIS),
        ("Conclusies en aanbevelingen", Role.CONCLUSION),
        ("Conclusie", Role.CONCLUSION),
        ("5 Oordeel van de inspectie", Role.JUDGEMENT),
        ("Aanbevelingen", Role.RECOMMENDATION),
        ("Verbetermaatregelen", Role.MEASURE),
        ("Reeds genomen maatregelen", Role.MEASURE),
        ("Reactie van de organisatie", Role.REACTION),
        ("Leerpunten", Role.LESSON),
        ("Wat wij leerden", Role.LESSON),
        ("Samenvatting", Role.SUMMARY),
        ("Managementsamenvatting", Role.SUMMARY),
        ("Bijlage 2: Tijdlijn", Role.APPENDIX),
        ("Begrippen en afkortingen", Role.APPENDIX),
        ("Colofon", Role.FRONT),
        ("Inhoudsopgave", Role.FRONT),
        ("De kamer in de stad", None),
        ("Onderzoek naar aanleiding van een val", None),
        ("Analysemethode SIRE", Role.ANALYSIS),
        ("", None),
    ],
)
def test_role_of(heading: str, role: Role | None) -> None:
    """Numbers, capitals and accents do not matter."""
    assert role_of(heading) is role


def test_places() -> None:
    """Sub-headings inherit; a heading of the same level does not; paragraphs are numbered in their section."""
    blocks = [
        RawBlock(Kind.HEADING, "Een weekend in oktober", 1),
        RawBlock(Kind.PARAGRAPH, "Stichting Rietoever, 12 mei 2023"),
        RawBlock(Kind.HEADING, "3 Feitenrelaas", 1),
        RawBlock(Kind.HEADING, "3.1 Vrijdag", 2),
        RawBlock(Kind.PARAGRAPH, "Zij kwam om vijf uur binnen."),
        RawBlock(Kind.PARAGRAPH, "Zij at brood."),
        RawBlock(Kind.HEADING, "3.2 Analyse van het rooster", 2),
        RawBlock(Kind.PARAGRAPH, "Er waren er twee."),
        RawBlock(Kind.HEADING, "Het gezin", 1),
        RawBlock(Kind.PARAGRAPH, "Vader werkt."),
    ]
    found = places(blocks, "Een weekend in oktober")
    assert [(p.section, p.role, p.paragraph) for p in found] == [
        (None, Role.FRONT, None),
        (None, Role.FRONT, 1),
        ("3 Feitenrelaas", Role.FACTS, None),
        ("3.1 Vrijdag", Role.FACTS, None),
        ("3.1 Vrijdag", Role.FACTS, 1),
        ("3.1 Vrijdag", Role.FACTS, 2),
        ("3.2 Analyse van het rooster", Role.ANALYSIS, None),
        ("3.2 Analyse van het rooster", Role.ANALYSIS, 1),
        ("Het gezin", Role.OTHER, None),
        ("Het gezin", Role.OTHER, 1),
    ]


def test_a_story_without_headings_is_no_front_matter() -> None:
    """Learning stories begin at once."""
    story = [
        RawBlock(Kind.HEADING, "De gele laarzen", 1),
        RawBlock(Kind.PARAGRAPH, "Ik sta al twintig jaar voor de klas, en dit vergeet ik nooit."),
    ]
    assert places(story, "De gele laarzen")[1].role is Role.OTHER
