"""Clean text, with the lines' offsets moved along."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from rodedraad.ingest import clean
from rodedraad.ingest.model import Kind, Line, RawBlock


def block(text: str, *starts: int) -> RawBlock:
    return RawBlock(Kind.PARAGRAPH, text, lines=tuple(Line(s, 1, 0, 0, 1, 1) for s in starts))


def test_whitespace_and_control_characters() -> None:
    """Runs of blanks become one; NULs, soft hyphens and direction marks go."""
    assert clean.block(block("De  cliënt\tviel\n v\x00an\x07de trap\u202e \u00adniet")).text == "De cliënt viel van de trap niet"


def test_quotation_marks_are_the_authors() -> None:
    """Curly stays curly, mojibake is repaired, ligatures are letters."""
    assert clean.block(block("“Ik was ﬁets’en”, zei de cliÃ«nt")).text == "“Ik was fiets’en”, zei de cliënt"


def test_accents_are_composed() -> None:
    """e + combining diaeresis is ë."""
    text = clean.block(block("cliënt".replace("ë", "e\u0308"))).text
    assert unicodedata.is_normalized("NFC", text)
    assert text == "cliënt"


def test_offsets_follow() -> None:
    """A line still begins at its first letter after its blanks have shrunk."""
    cleaned = clean.block(block("  Eerste  regel \u00ad tweede   regel", 0, 17))
    assert cleaned.text == "Eerste regel tweede regel"
    assert [line.start for line in cleaned.lines] == [0, 13]


def test_blocks_without_letters_go() -> None:
    """A row of dashes is no text."""
    assert clean.blocks([block("-----"), block("a"), block(" \x07 "), block("\ue0b7")]) == [block("a")]


@given(st.text(max_size=40), st.lists(st.integers(0, 40), max_size=4))
def test_any_text(text: str, cuts: list[int]) -> None:
    """Whatever comes in: one blank at most between words, none at the ends, offsets within the text and ascending."""
    starts = sorted({0, *(c for c in cuts if c <= len(text))})
    cleaned = clean.block(block(text, *starts))
    assert cleaned.text == cleaned.text.strip()
    assert "  " not in cleaned.text
    assert "\x00" not in cleaned.text
    places = [line.start for line in cleaned.lines]
    assert places == sorted(places)
    assert all(0 <= p <= len(cleaned.text) for p in places)
