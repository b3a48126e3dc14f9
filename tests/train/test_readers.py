"""Training files: good ones, and every way in which a file can be wrong, with the line that is."""

import gzip

import pytest

from rodedraad.errors import ConfigError, MissingError
from rodedraad.train.readers import Shape, lines, read, treebank_texts

PAIR = Shape(("english", "dutch"), "\t")


def write(folder, data, name="a.tsv"):
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def test_plain_and_gzip_read_alike_whatever_the_name(tmp_path):
    data = b"Hello there.\tDag.\nYes.\tJa.\n"
    plain, packed = write(tmp_path, data, "plain.gz"), write(tmp_path, gzip.compress(data), "packed.tsv")
    assert [row.cells for row in read(plain, PAIR).rows] == [["Hello there.", "Dag."], ["Yes.", "Ja."]]
    assert read(plain, PAIR).rows == read(packed, PAIR).rows


def test_blank_lines_and_half_rows_are_counted_not_read(tmp_path):
    table = read(write(tmp_path, "\na\tb\n   \n\t\nc\t \n\te\nf\tg\n"), PAIR)
    assert [(row.line, row.cells) for row in table.rows] == [(2, ["a", "b"]), (7, ["f", "g"])]
    assert table.blank == 5


def test_windows_files_with_a_signature(tmp_path):
    assert read(write(tmp_path, b"\xef\xbb\xbfa\tb\r\nc\td\r\n"), PAIR).rows[0].cells == ["a", "b"]


def test_an_unusual_line_separator_inside_a_text_does_not_split_it(tmp_path):
    assert len(read(write(tmp_path, "a\u2028b\x0cc\td\n"), PAIR).rows) == 1


@pytest.mark.parametrize(("bad", "found"), [("een zin zonder tab", "1"), ("a\tb\tc", "3")])
def test_a_wrong_number_of_columns_names_the_line(tmp_path, bad, found):
    with pytest.raises(ConfigError) as caught:
        read(write(tmp_path, f"a\tb\n\n{bad}\n"), PAIR)
    assert (caught.value.code, caught.value.values) == ("train_columns", {"line": "3", "found": found, "wanted": "2"})
    assert "zonder tab" not in str(caught.value)


def test_another_encoding_names_the_line(tmp_path):
    with pytest.raises(ConfigError) as caught:
        read(write(tmp_path, b"a\tb\n" + "cliënt\tcliënt\n".encode("cp1252")), PAIR)
    assert (caught.value.code, caught.value.values["line"], caught.value.values["byte"]) == ("train_encoding", "2", "0xeb")
    assert "UTF-8" in str(caught.value)


def test_utf16_is_no_utf8(tmp_path):
    with pytest.raises(ConfigError, match="UTF-8"):
        read(write(tmp_path, "a\tb\n".encode("utf-16")), PAIR)


@pytest.mark.parametrize("cut", [15, -6])
def test_a_truncated_gzip_is_refused(tmp_path, cut):
    whole = gzip.compress("".join(f"{n}\t{n * 7919}\n" for n in range(999)).encode())
    with pytest.raises(ConfigError) as caught:
        read(write(tmp_path, whole[:cut]), PAIR)
    assert caught.value.code == "train_unreadable"


def test_a_damaged_gzip_is_refused(tmp_path):
    whole = bytearray(gzip.compress("".join(f"{n}\t{n * 7919}\n" for n in range(999)).encode()))
    whole[len(whole) // 2] ^= 0xFF
    with pytest.raises(ConfigError):
        read(write(tmp_path, bytes(whole)), PAIR)


def test_a_file_that_is_not_there_or_is_a_folder(tmp_path):
    with pytest.raises(MissingError):
        read(tmp_path / "weg.tsv", PAIR)
    with pytest.raises(ConfigError):
        read(tmp_path, PAIR)


def test_csv_with_quotes_header_and_a_column_that_is_not_read(tmp_path):
    shape = Shape(("-", "text"), ",", header=True)
    table = read(write(tmp_path, 'id,text\n1,"Ja, ""graag""."\n,leeg id mag\n'), shape)
    assert list(table.column("text")) == [(2, 'Ja, "graag".'), (3, "leeg id mag")]


@pytest.mark.parametrize("bad", ['"nooit dicht,b\nc,d\n', '"a"b,c\n'])
def test_wrong_quotes(tmp_path, bad):
    with pytest.raises(ConfigError) as caught:
        read(write(tmp_path, bad), Shape(("a", "b"), ","))
    assert caught.value.code in {"train_quotes", "train_columns"}


def test_a_last_column_that_takes_the_rest(tmp_path):
    shape = Shape(("term", "synonyms*"), "\t")
    assert [len(row.cells) for row in read(write(tmp_path, "a\tb\na\tb\tc\td\n"), shape).rows] == [2, 4]
    with pytest.raises(ConfigError) as caught:
        read(write(tmp_path, "alleen\n"), shape)
    assert caught.value.values["wanted"] == "2+"


def test_lines_are_not_split_without_a_delimiter(tmp_path):
    assert read(write(tmp_path, "a\tb, c\n"), Shape(("text",), "")).rows[0].cells == ["a\tb, c"]
    assert list(lines(write(tmp_path, "x"))) == [(1, "x")]
    assert read(write(tmp_path, ""), PAIR).rows == []


def test_treebank_texts_with_and_without_their_line(tmp_path):
    data = "# text = Ja, graag.\n1\tJa\tja\n\n# sent_id = 2\n1-2\tvanhet\t_\n1\tvan\tvan\n2\thet\thet\n2.1\tleeg\t_\n3\tdak\tdak\n"
    assert list(treebank_texts(write(tmp_path, data))) == ["Ja, graag.", "van het dak"]
