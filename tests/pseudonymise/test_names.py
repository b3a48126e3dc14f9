import pytest

from rodedraad.pseudonymise.lexicon import own
from rodedraad.pseudonymise.names import Name, parse


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Anna de Vries", Name(given="anna", prefix="de", surname="vries")),
        ("A.M. van der Heijden-Smit", Name(initials="am", prefix="van der", surname="heijden-smit")),
        ("De Vries", Name(prefix="de", surname="vries")),
        ("Sjoerd Hoekstra", Name(given="sjoerd", surname="hoekstra")),
        ("A.", Name(initials="a")),
        ("de G.", Name(initials="g", prefix="de")),
        ("Fenna B.", Name(given="fenna", surname="b")),
    ],
)
def test_parts(text, name):
    assert parse(text, own()) == name


def test_one_word_is_a_surname_after_a_title():
    assert parse("Hoekstra", own(), titled=True) == Name(surname="hoekstra")
    assert parse("Kevin", own(), titled=True) == Name(given="kevin")  # "zuster Ineke"


def test_one_unknown_word_may_be_either():
    assert parse("Xhevahire", own()) == Name(given="xhevahire", surname="xhevahire", alone=True)
