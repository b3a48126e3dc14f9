"""Numbers and dates as people write them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from rodedraad import messages
from rodedraad.report import format as fmt

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def english() -> Iterator[None]:
    messages.use("en")
    yield
    messages.use("nl")


@pytest.mark.requirement(24)
def test_numbers_have_a_decimal_comma_and_points_between_thousands():
    assert fmt.number(1234.5, 1) == "1.234,5"
    assert fmt.number(1834) == "1.834"
    assert fmt.number(0.7, 2) == "0,70"


def test_a_negative_number_has_a_real_minus():
    assert fmt.number(-3) == "−3"


@pytest.mark.requirement(24)
def test_dates_are_in_words():
    assert fmt.date(date(2024, 3, 12)) == "12 maart 2024"


def test_one_is_singular_and_everything_else_plural():
    assert [fmt.count(n, "documents") for n in (0, 1, 2, 1500)] == ["0 documenten", "1 document", "2 documenten", "1.500 documenten"]


def test_a_share_of_nothing_is_nothing():
    assert fmt.percent(1, 3) == "33%"
    assert fmt.percent(0, 0) == "0%"


@pytest.mark.usefixtures("english")
def test_the_language_of_the_messages_decides():
    assert fmt.number(1234.5, 1) == "1,234.5"
    assert fmt.date(date(2024, 3, 12)) == "12 March 2024"
