"""Stems: what must meet, what must stay apart."""

from __future__ import annotations

import pytest

from rodedraad.lens.words import DENIAL, NEGATOR, joined_stems, stem, words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("overgedragen", "overdragen"),
        ("overgedragen", "overdracht"),
        ("opgepakt", "oppakken"),
        ("afgesloten", "afsluiting"),
        ("gedeeld", "delen"),
        ("geinformeerd", "informeren"),
        ("gesignaleerd", "signaleren"),
        ("beoordeeld", "beoordelen"),
        ("signalen", "signaal"),
        ("betrokken", "betrekken"),
        ("wachtlijsten", "wachtlijst"),
        ("geen", "nooit"),
        ("geen", "ontbrak"),
    ],
)
def test_forms_of_one_word_meet(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(
    ("one", "other"), [("gezin", "zin"), ("gemeente", "menen"), ("gesprek", "spreken"), ("overdragen", "dragen"), ("geen", "een")]
)
def test_other_words_stay_apart(one: str, other: str) -> None:
    assert stem(one) != stem(other)


def test_a_split_verb_is_joined() -> None:
    found = words("De wijkagent pakte het signaal niet op, en vergat de zaak over te dragen.")
    joined = dict(joined_stems(found))
    assert stem("opgepakt") in joined.values()
    assert stem("overgedragen") in joined.values()


def test_accents_and_case_do_not_matter() -> None:
    assert [w.stem for w in words("ZORGCOÖRDINATOR")] == [w.stem for w in words("zorgcoordinator")]


def test_geen_sprake_is_a_denial_and_no_negator() -> None:
    stems = [w.stem for w in words("Van een koude overdracht was geen sprake.")]
    assert DENIAL in stems
    assert NEGATOR not in stems


def test_surrogate_tags_leave_no_word() -> None:
    assert [w.text for w in words("[PERSOON-1] belde [DATUM 2023].")] == ["belde"]


@pytest.mark.parametrize("text", ["", " \n\t", "...", "\x00\u202e", "[TIJD]", "🙂🙂", "a" * 100_000, "niet " * 5_000])
def test_nasty_text_does_no_harm(text: str) -> None:
    assert len(words(text)) <= len(text.split())
