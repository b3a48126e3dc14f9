"""The words of a passage that carry meaning."""

from __future__ import annotations

from rodedraad.text.wordlists import content_words, stopwords, without_tags


def test_content_words_leave_out_function_words_numbers_and_surrogates():
    assert content_words("De overdracht van [PERSOON-1] op [DATUM 2023] om 14.30 uur was niet volledig.") == ["overdracht", "volledig"]


def test_accents_and_apostrophes_do_not_break_words():
    assert content_words("Cliënt's crèche-dossier, MDO's en ZORGEN") == ["cliënt", "crèche", "dossier", "mdo", "zorgen"]


def test_what_happened_at_night_or_in_the_weekend_stays():
    assert content_words("In de nacht van zaterdag op zondag") == ["nacht", "zaterdag", "zondag"]


def test_only_surrogates_are_tags():
    assert without_tags("[sic] [JEUGDHULPAANBIEDER-1] [TIJD]").split() == ["[sic]"]
    assert content_words("") == []


def test_the_list_is_lower_case_without_comments_and_holds_no_word_of_the_field():
    words = stopwords()
    assert len(words) > 500
    assert all(word == word.lower() and "#" not in word for word in words)
    assert not words & {"overdracht", "dossier", "gezin", "wachtlijst", "melding", "regie"}
