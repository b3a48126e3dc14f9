"""Values as words: strength, stability, organisations, reasons."""

from __future__ import annotations

import pytest

from rodedraad.report import words


@pytest.mark.requirement(6)
def test_strength_and_stability_are_said_in_words_and_number():
    assert words.strength(0.914) == "hoort er sterk bij (0,91)"
    assert words.strength(0.5) == "hoort er duidelijk bij (0,50)"
    assert words.stability(0.59) == "wankel (0,59)"
    assert words.stability(0.75) == "stabiel (0,75)"
    assert words.stability(None) == "niet gemeten"


def test_an_organisation_is_called_as_in_the_gazetteer():
    assert words.organisation("gecertificeerde_instelling") == "Jeugdbescherming"
    assert words.organisation(None) == "organisatie onbekend"


def test_a_value_of_the_user_is_shown_as_it_stands():
    assert words.value("sector", "kinderopvang") == "kinderopvang"
    assert words.value("sector", None) == "sector onbekend"


def test_numbers_in_a_reason_are_filled_in():
    what, remedy = words.reason("pdf_too_long?limit=2000&pages=3000")
    assert "3000" in what + remedy
    assert "{" not in what + remedy


def test_text_from_the_raw_file_in_a_reason_is_not_shown():
    what, remedy = words.reason("sheet_no_text?present=Mevrouw+De+Vries+belde")
    assert "Vries" not in what + remedy
    assert "{" not in what + remedy


def test_a_code_of_another_version_is_named_and_does_not_stop_the_report():
    assert words.reason("code_van_later") == ("Onbekende code: code_van_later.", "")
    assert words.warning("code_van_later?n=2") == "Onbekende code: code_van_later."
