"""CoNLL-U as it comes: plain, compressed, with what UD allows and with what it does not."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from rodedraad.errors import ConfigError
from rodedraad.syntax import conllu
from syntax import treebank as tb

SHARED = Path(__file__).parents[2].parent / "shared" / "data" / "ud-dutch"


def _read(tmp_path, text, name="a.conllu"):
    return conllu.read([tb.write(tmp_path / name, text)])


GOOD = tb.sentence("goed.p.1.s.1", tb.PEOPLE[0], tb.VERBS[0], tb.OBJECTS[0])


def test_a_plain_and_a_compressed_file_say_the_same(tmp_path):
    plain = _read(tmp_path, tb.treebank())
    packed = _read(tmp_path, tb.treebank(), "a.conllu.gz")
    assert [s.tokens for s in plain.sentences] == [s.tokens for s in packed.sentences]
    assert len(plain.sentences) == 60
    assert plain.sentences[0].text == "De huisarts belt de kinderen."
    assert [t.head for t in plain.sentences[0].tokens] == [1, 2, 2, 4, 2, 2]
    assert len({s.document for s in plain.sentences}) == 12, "five sentences a document"
    assert not plain.set_aside


def test_line_ends_of_windows_a_byte_order_mark_and_no_last_line_end(tmp_path):
    path = tmp_path / "w.conllu"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.rstrip("\n").replace("\n", "\r\n").encode())
    assert conllu.read([path]).sentences[0].text == "De huisarts belt de kinderen."


def test_empty_nodes_and_enhanced_ids_are_left_out(tmp_path):
    rows = GOOD.rstrip("\n").split("\n")
    rows.insert(4, "3.1\tbelt\tbellen\tVERB\t_\t_\t_\t_\t3:conj\t_")
    reading = _read(tmp_path, "\n".join(rows) + "\n\n")
    assert [t.form for t in reading.sentences[0].tokens] == ["De", "huisarts", "belt", "de", "kinderen", "."]


def test_a_range_that_spells_its_words_keeps_them_and_another_becomes_one_token(tmp_path):
    rows = [
        tb.row(1, "Kijk", "kijken", "VERB", "_", 0, "root"),
        "2-3\tdaarin\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No",
        tb.row(2, "daar", "daar", "ADV", "_", 1, "obl"),
        tb.row(3, "in", "in", "ADP", "_", 2, "case"),
        "4-5\tzo'n\t_\t_\t_\t_\t_\t_\t_\t_",
        tb.row(4, "zo", "zo", "ADV", "_", 5, "advmod"),
        tb.row(5, "een", "een", "DET", "_", 6, "det"),
        tb.row(6, "huis", "huis", "NOUN", "_", 1, "obj"),
    ]
    (sentence,) = _read(tmp_path, "\n".join(rows) + "\n\n").sentences
    assert sentence.text == "Kijk daarinzo'n huis"
    assert [(t.form, t.head, t.deprel) for t in sentence.tokens] == [
        ("Kijk", 0, "root"),
        ("daar", 0, "obl"),
        ("in", 1, "case"),
        ("zo'n", 4, "det"),
        ("huis", 0, "obj"),
    ]


BROKEN = {
    "columns": GOOD.replace("\t_\t_\n", "\n", 1),
    "ids": GOOD.replace("\n3\t", "\n7\t"),
    "head": GOOD.replace("NOUN\t_\tNumber=Plur\t3", "NOUN\t_\tNumber=Plur\t99"),
    "roots": GOOD.replace("\t3\tobj", "\t0\troot"),
    "cycle": GOOD.replace("Definite=Def\t2\tdet", "Definite=Def\t2\tdet").replace("\t3\tobj", "\t4\tobj"),
    "tag": GOOD.replace("VERB", "WERKWOORD"),
    "no_words": "# sent_id = leeg\n\n",
}


@pytest.mark.parametrize("reason", BROKEN)
def test_a_broken_sentence_is_set_aside_with_its_place_and_the_others_stay(tmp_path, reason):
    reading = _read(tmp_path, GOOD + BROKEN[reason] + GOOD)
    assert len(reading.sentences) == 2
    assert reading.set_aside == [conllu.SetAside("a.conllu", len(GOOD.split("\n")), reason)]


def test_a_tree_without_a_root_is_no_tree(tmp_path):
    reading = _read(tmp_path, GOOD + GOOD.replace("\t0\troot", "\t2\tccomp"))
    assert [fault.reason for fault in reading.set_aside] == ["roots"]


def test_files_that_cannot_be_used_say_why(tmp_path):
    latin = tmp_path / "latin.conllu"
    latin.write_bytes(GOOD.replace("kinderen", "coördinatoren").encode("latin-1"))
    torn = tmp_path / "torn.conllu.gz"
    torn.write_bytes(gzip.compress(tb.treebank().encode())[:-400])
    empty = tb.write(tmp_path / "empty.conllu", "\n\n")
    table = tb.write(tmp_path / "table.conllu", "woord;lemma\nhuis;huis\n")
    cases = {
        latin: "conllu_encoding",
        torn: "conllu_unreadable",
        empty: "conllu_empty",
        table: "conllu_empty",
        tmp_path: "conllu_unreadable",
    }
    for path, code in cases.items():
        with pytest.raises(ConfigError) as caught:
            conllu.read([path])
        assert caught.value.code == code
        assert path.name in str(caught.value)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared treebanks are not here")
def test_every_sentence_of_the_official_files_is_read():
    reading = conllu.read([SHARED / "nl_alpino-ud-dev.conllu.gz", SHARED / "nl_lassysmall-ud-dev.conllu.gz"])
    assert len(reading.sentences) == 718 + 1542
    assert not reading.set_aside
    assert sum(len(s.tokens) for s in reading.sentences) > 39_000
