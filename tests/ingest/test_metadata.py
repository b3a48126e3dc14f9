"""Title, date, kind, sector, organisation: from the document's front, its properties, its name."""

from __future__ import annotations

from datetime import date

import pytest

from rodedraad.ingest import dates, metadata, organisations, sections
from rodedraad.ingest.model import Extracted, Kind, RawBlock


def facts(*blocks: tuple[str, str], name: str = "rapport.pdf", **found: object) -> metadata.Facts:
    raw = [RawBlock(Kind(kind), text, 1 if kind == "heading" else 0) for kind, text in blocks]
    document = Extracted(tuple(raw), **found)  # type: ignore[arg-type]
    title = metadata.title_of(document, raw, name)
    return metadata.facts(document, raw, sections.places(raw, title), title, name)


REPORT = (
    ("heading", "Na de kerstdagen"),
    ("paragraph", "Onderzoek naar het overlijden van een peuter"),
    ("paragraph", "Stichting Jeugdhulp De Vlinderhof"),
    ("paragraph", "Inspectierapport, 12 mei 2023"),
    ("heading", "1 Aanleiding"),
    ("paragraph", "Op 28 december 2022 overleed een meisje. De jeugdhulp en het jeugdteam waren betrokken, zo zien de inspecties."),
)


def test_an_inspection_report() -> None:
    """All from the title page; the date of the event is not that of the report."""
    assert facts(*REPORT) == metadata.Facts(
        "Na de kerstdagen", date(2023, 5, 12), "inspectierapport", "jeugdhulp", "Stichting Jeugdhulp De Vlinderhof", None
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Utrecht, 12 mei 2023", [date(2023, 5, 12)]),
        ("versie 2, 3-4-2021", [date(2021, 4, 3)]),
        ("2020-12-31T10:00", [date(2020, 12, 31)]),
        ("Utrecht, Mei 2023", [date(2023, 5, 1)]),
        ("1 sept. 2019 en 2 okt 2020", [date(2019, 9, 1), date(2020, 10, 2)]),
        ("31 februari 2023", []),
        ("dossier 12-45-2023", []),
        ("in 2023", []),
    ],
)
def test_dates(text: str, found: list[date]) -> None:
    """Written in words, numbers, or as the computer does."""
    assert dates.find(text) == found


def test_properties_are_believed_last() -> None:
    """A program's title is none; the date of the file helps when nothing else does."""
    found = facts(("paragraph", "Tekst zonder datum of kop, maar wel een verhaal dat lang genoeg is om te lezen."), properties={
        "title": "Microsoft Word - rapport_def.docx", "created": "2021-03-04"}, name="melding-jan.pdf")  # fmt: skip
    assert (found.title, found.date) == ("melding-jan", date(2021, 3, 4))


def test_a_section_is_no_title() -> None:
    """Many a Word file opens with its title as an ordinary paragraph, and then the heading "Inleiding"."""
    story = ("paragraph", "In de zomer ging het mis met de overdracht tussen de twee teams, en niemand had het door.")
    assert facts(("paragraph", "Als niemand belt"), ("heading", "Inleiding"), story).title == "Als niemand belt"
    assert facts(("heading", "Inleiding"), story).title == "Inleiding"
    assert facts(story, ("heading", "Inleiding"), story).title == "Inleiding"
    assert facts(("paragraph", "Datum: 3 mei 2023"), ("heading", "1. Aanleiding"), story).title == "1. Aanleiding"
    assert facts(("paragraph", "Leerreview"), ("heading", "Als niemand belt"), story).title == "Als niemand belt"


def test_the_title_of_a_web_page_loses_its_site() -> None:
    """ "Nummer zeven | De Brugwachter" is called "Nummer zeven"."""
    found = facts(("heading", "Nummer zeven"), ("paragraph", "Ik ben Bart."), properties={"title": "Nummer zeven | De Brugwachter"})
    assert found.title == "Nummer zeven"


def test_a_row_of_a_register() -> None:
    """A row is a report of an incident, named by its file and number; what the register says goes before what words suggest."""
    found = facts(("paragraph", "Medicatie vergeten bij bewoner."), name="register.csv", row="17", properties={"sector": "ggz"})
    assert (found.title, found.kind, found.sector) == ("Melding 17", "melding", "ggz")


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Jeugdhulpinstelling De Windroos, 20 februari 2024", "Jeugdhulpinstelling De Windroos"),
        ("Leerreview · Samenwerkingsverband passend onderwijs Heuvelrand", "Samenwerkingsverband passend onderwijs Heuvelrand"),
        ("Organisatie: Thuiszorg Vlietstreek", "Thuiszorg Vlietstreek"),
        ("Inspectie Gezondheidszorg en Jeugd | Stichting De Wilg", "Stichting De Wilg"),
        ("Onderzoek naar de zorg aan een bewoner", None),
        ("Utrecht, 12 mei 2023", None),
    ],
)
def test_organisations(line: str, name: str | None) -> None:
    """A part of a line with capitals and a word for an organisation."""
    assert organisations.name_of([line], "", "De titel") == name


def test_no_evidence_is_no_answer() -> None:
    """A text that belongs nowhere gets no sector and no kind."""
    found = facts(("paragraph", "Het regende die dag en de bus was te laat. Niemand had een paraplu bij zich."))
    assert (found.kind, found.sector, found.organisation, found.organisation_type) == (None, None, None, None)


def test_what_somebody_wrote_in_a_cell_becomes_a_label_or_nothing() -> None:
    """A sector or kind stands in a shared table, so the cell itself may not."""
    named = facts(
        ("paragraph", "Niet gebeld."), name="r.csv", row="2", properties={"sector": "Jeugdhulp - Kevin de Vries", "kind": "Kevin"}
    )
    assert (named.sector, named.kind) == ("jeugdhulp", "melding")
    assert facts(("paragraph", "Niet gebeld."), name="r.csv", row="2", properties={"sector": "Kevin de Vries"}).sector is None
