import pytest

from rodedraad.pseudonymise.lexicon import own
from rodedraad.pseudonymise.linking import Mention, link


def numbers(*mentions: str, aliases: dict[int, int] | None = None) -> list[int]:
    """Link names; a leading "m:", "f:" or "pair:" gives the gender of the title."""
    parsed = [Mention(m.partition(":")[2], m.partition(":")[0]) if ":" in m else Mention(m) for m in mentions]
    return link(parsed, own(), aliases)


def test_full_name_surname_first_name_and_initials_are_one_person():
    assert numbers("Anna de Vries", "f:De Vries", "Anna", "A. de Vries") == [1, 1, 1, 1]


def test_what_is_short_is_read_against_a_full_name_that_comes_later():
    assert numbers("f:De Vries", "Kevin", "Anna de Vries", "Kevin Bakker") == [1, 2, 1, 2]


def test_mister_and_missis_of_one_surname_are_two():
    assert numbers("m:Meijer", "f:Meijer", "m:Meijer") == [1, 2, 1]


def test_a_couple_is_somebody_else():
    assert numbers("m:Van Vliet", "pair:Van Vliet", "pair:Van Vliet") == [1, 2, 2]


def test_initials_tell_two_people_apart():
    assert numbers("f:A. de Wit", "m:B. de Wit", "A. de Wit") == [1, 2, 1]


def test_where_two_fit_the_one_named_last_is_meant():
    assert numbers("Anna Bos", "Bert Bos", "Bos", "Anna Bos", "Bos") == [1, 2, 2, 1, 1]


def test_letters_are_people_of_their_own():
    assert numbers("A.", "B.", "A.", "Anna de Vries") == [1, 2, 1, 3]


def test_an_alias_is_the_person_before_it():
    assert numbers("Pieter de Haan", "Piet", "Piet", aliases={1: 0}) == [1, 1, 1]


@pytest.mark.parametrize("count", [0, 1, 500])
def test_any_number_of_mentions(count):
    assert numbers(*["Kevin"] * count) == [1] * count
