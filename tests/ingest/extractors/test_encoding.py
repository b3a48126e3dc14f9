import pytest

from rodedraad.errors import DocumentError
from rodedraad.ingest.extractors.encoding import decode

TEXT = "De cliënt zei: “één uur te laat” – € 12,50.\nDaarna niets meer."


@pytest.mark.parametrize(
    ("encoding", "named"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("cp1252", "cp1252"),
        ("utf-32", "utf-32"),
    ],
)
def test_encodings_of_our_field(encoding, named):
    found = decode(TEXT.encode(encoding), "a.txt")
    assert (found.text, found.encoding, found.guessed) == (TEXT, named, False)


def test_line_ends_and_nuls():
    assert decode(b"een\r\ntwee\rdrie\x00\n", "a.txt").text == "een\ntwee\ndrie\n"
    assert decode("een\u2028twee\u0085drie".encode(), "a.txt").text == "een\ntwee\ndrie"


def test_utf8_cut_off_in_a_letter_stays_utf8():
    data = ("De cliënt één keer, de coördinator twee keer, de patiënte drie keer, geïnformeerd, reünie, officiële. " * 2).encode() + b"\xc3"
    found = decode(data, "a.txt")
    assert found.text.startswith("De cliënt")
    assert found.guessed


@pytest.mark.parametrize("encoding", ["cp850", "mac_roman"])
def test_old_encodings_are_recognised_by_their_letters_and_it_is_said(encoding):
    text = "De cliënt is geïnformeerd over de privé-afspraken."
    found = decode(text.encode(encoding), "a.txt")
    assert (found.text, found.encoding, found.guessed) == (text, encoding, True)


def test_empty_and_one_byte():
    assert decode(b"", "a.txt").text == ""
    assert decode(b"a", "a.txt").text == "a"
    assert decode(b"\xff", "a.txt").text


def test_a_program_is_no_text():
    with pytest.raises(DocumentError) as caught:
        decode(bytes(range(1, 256)) * 50, "a.txt")
    assert caught.value.code == "text_binary"
