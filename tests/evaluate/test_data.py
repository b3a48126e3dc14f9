"""Readers: the formats as they are, and every way in which a file can be broken, told without a sentence of it."""

import gzip

import pytest

from evaluate.toys import SICK, write
from rodedraad.errors import UsageError
from rodedraad.evaluate import data

PRIVATE = "Mevrouw Zandstra wachtte"


def test_sts_quotes_commas_and_a_file_of_one_line(tmp_path):
    (tmp_path / "a.csv").write_text('"Zij zei: ""nee"", en ging.",Zij ging.,3.2\n', encoding="utf-8")
    pairs = data.sts(tmp_path / "a.csv")
    assert (pairs.left, pairs.right, pairs.gold) == (['Zij zei: "nee", en ging.'], ["Zij ging."], [3.2])


def test_a_tab_separated_quote_is_just_a_quote(tmp_path):
    write(tmp_path / "x.gz", [SICK], "\t")
    text = "\t".join(SICK) + '\r\n1\t"Kat op dak\tKat\tNEUTRAL\t4.5\tTEST\r\n2\tHond\tKat\tNEUTRAL\t1\tTRAIN\r\n'
    (tmp_path / "x.gz").write_bytes(gzip.compress(text.encode()))
    assert data.sick(tmp_path / "x.gz", "TEST").left == ['"Kat op dak']


def test_esco_keeps_the_first_of_equal_descriptions_and_none_that_is_empty(tmp_path):
    head = ("iscoGroup", "conceptUri", "description_nl")  # found by name, in any order
    write(tmp_path / "e.csv", [head, ("2111", "a", "meet"), ("2112", "b", "meet"), ("2113", "c", " "), ("0110", "d", "vaart")])
    found = data.esco(tmp_path / "e.csv")
    assert (found.keys, found.texts, found.codes) == (["a", "d"], ["meet", "vaart"], ["2111", "0110"])


def test_parallel_text_may_have_a_third_column(tmp_path):
    write(tmp_path / "p.tsv.gz", [("dog", "hond", "by someone"), ("cat", "kat")], "\t")
    assert data.parallel(tmp_path / "p.tsv.gz") == (["dog", "cat"], ["hond", "kat"])


@pytest.mark.parametrize(
    ("reader", "content", "code", "line"),
    [
        (data.sts, f"{PRIVATE},b,3\n{PRIVATE},b\n", "evaluate_columns", "2"),
        (data.sts, f"{PRIVATE},b,hoog\n", "evaluate_score", "1"),
        (data.sts, "", "evaluate_empty", None),
        (data.sts, f'"{PRIVATE},b,3\n', "evaluate_unreadable", None),
        (data.parallel, f"dog\thond\n\n{PRIVATE}\tx\n", "evaluate_columns", "2"),
        (data.parallel, "", "evaluate_columns", "1"),
        (data.esco, f"conceptUri,description_nl\na,{PRIVATE}\n", "evaluate_head", None),
        (data.esco, "conceptUri,iscoGroup,description_nl\n", "evaluate_empty", None),
        (data.esco, f"conceptUri,iscoGroup,description_nl\na,{PRIVATE}\n", "evaluate_columns", "2"),
        (lambda path: data.sick(path, "TEST"), "\t".join(SICK) + f"\n1\t{PRIVATE}\n", "evaluate_columns", "2"),
        (lambda path: data.sick(path, "TEST"), f"{PRIVATE}\tb\n", "evaluate_head", None),
        (lambda path: data.sick(path, "TEST"), "\t".join(SICK) + f"\n1\t{PRIVATE}\tb\tN\t4\tTRAIN\n", "evaluate_empty", None),
    ],
)
def test_a_broken_file_is_told_with_its_line_and_without_its_text(tmp_path, reader, content, code, line):
    path = tmp_path / "stuk.txt"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UsageError) as error:
        reader(path)
    assert error.value.code == code
    assert error.value.values.get("line") == line
    assert "Zandstra" not in str(error.value)


@pytest.mark.parametrize(
    "content",
    [gzip.compress(b"hond,kat,3\n" * 500, mtime=0)[:-20], b"geen gzip", "vijver,café,3\n".encode("cp1252"), b"\x1f\x8b\x08" + b"\0" * 20],
)
def test_bytes_that_are_no_text(tmp_path, content):
    path = tmp_path / "stuk.csv.gz"
    path.write_bytes(gzip.compress(content, mtime=0) if content.startswith(b"vijver") else content)
    with pytest.raises(UsageError) as error:
        data.sts(path)
    assert error.value.code == "evaluate_unreadable"
