"""Words broken at a line end: whose hyphen is it?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rodedraad.ingest.hyphens import join, vocabulary

NONE = vocabulary([])


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["De jeugd-", "hulp kwam"], "De jeugdhulp kwam"),
        (["de GGZ-", "instelling"], "de GGZ-instelling"),
        (["in-", "en uitstroom"], "in- en uitstroom"),
        (["zorg-", "of hulpverlener"], "zorg- of hulpverlener"),
        (["het ge-", "ïnformeerde team"], "het geïnformeerde team"),
        (["niet ge-", "informeerd"], "niet geïnformeerd"),
        (["Noord-", "Holland"], "Noord-Holland"),
        (["JEUGD-", "HULP"], "JEUGDHULP"),
        (["het IC-", "T-systeem"], "het ICT-systeem"),
        (["een 24-", "uursdienst"], "een 24-uursdienst"),
        (["per e-", "mail"], "per e-mail"),
        (["de arts-", "assistent"], "de arts-assistent"),
        (["haar ex-", "partner"], "haar ex-partner"),
        (["een ex-", "pert"], "een expert"),
        (["niet-", "temin"], "niettemin"),
        (["een auto-", "ongeluk"], "een auto-ongeluk"),
        (["met psychische pro-", "blemen"], "met psychische problemen"),
        (["zacht\u00ad", "jes"], "zachtjes"),
        (["het plan -", "dat niemand kende -", "lag klaar"], "het plan - dat niemand kende - lag klaar"),
        (["zie www.igj.nl/", "rapporten/2023"], "zie www.igj.nl/rapporten/2023"),
        (["mail a@voorbeeld.example.", "Daarna belde zij"], "mail a@voorbeeld.example. Daarna belde zij"),
        (["2019-", "2021"], "2019-2021"),
        (["", "begin"], "begin"),
    ],
)
def test_by_rule(lines: list[str], text: str) -> None:
    """Spelling decides where it can."""
    assert join(lines, NONE)[0] == text


def test_the_document_is_evidence() -> None:
    """The same word elsewhere in the document goes before any rule, either way."""
    elsewhere = vocabulary(["dat het moeder-kindhuis en de zorgcoördinator belden met haar"])
    assert join(["een moeder-", "kindhuis"], elsewhere)[0] == "een moeder-kindhuis"
    assert join(["een moeder-", "kindhuis"], NONE)[0] == "een moederkindhuis"
    assert join(["de zorgcoör-", "dinator"], elsewhere)[0] == "de zorgcoördinator"


def test_a_hyphen_that_drifted_off_its_word() -> None:
    """Text out of some PDFs has a blank before the hyphen; only when the document knows the word is it no dash."""
    lines = ["Het stelsel van de kinder -", "opvang is log en de kinderopvang kraakt", "overal - zegt de moeder -", "maar niet hier"]
    text, starts = join(lines, vocabulary(lines))
    assert text == "Het stelsel van de kinderopvang is log en de kinderopvang kraakt overal - zegt de moeder - maar niet hier"
    assert text[starts[1] :].startswith("opvang is")


def test_a_paragraph_without_end_takes_no_longer_a_line() -> None:
    """A text of which every line runs on used to take an hour."""
    lines = ["de man liep naar de jeugd-", "hulp"] * 100_000
    text, starts = join(lines, vocabulary(lines[:2]))
    assert text.startswith("de man liep naar de jeugdhulp de man")
    assert len(starts) == len(lines)
    assert text[starts[-1] :] == "hulp"


def test_halves_are_no_evidence() -> None:
    """The first and last word of a line may be halves themselves."""
    assert "hulp" not in vocabulary(["hulp was er niet voor de jeugd-"])


@given(st.lists(st.text(alphabet="ab-\u00ad É.e/w@ ", max_size=12), min_size=1, max_size=6))
def test_every_line_begins_where_it_says(lines: list[str]) -> None:
    """Whatever the lines, starts ascend within the text and a line's first letter stands at its start."""
    text, starts = join(lines, NONE)
    assert len(starts) == len(lines)
    assert starts == sorted(starts)
    assert all(0 <= start <= len(text) for start in starts)
