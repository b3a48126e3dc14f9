"""The declared sources: read into items, checked against their hash; and the shipped list against the real files."""

import hashlib
from pathlib import Path

import pytest

from rodedraad import resources
from rodedraad.errors import ConfigError, MissingError
from rodedraad.train import corpora
from rodedraad.train.corpora import Pair, Scored, Sentence, Synonym

SHARED = Path(__file__).parents[2].parent / "shared" / "data"
SHIPPED = resources.corpora() / "training.toml"


def declared(folder, manifest, **files):
    for name, text in files.items():
        (folder / name.replace("_", ".")).write_text(text, encoding="utf-8")
    (folder / "own.toml").write_text(manifest, encoding="utf-8")
    return corpora.load(folder / "own.toml", folder)


def test_a_researchers_own_file_needs_two_lines(tmp_path):
    data = declared(tmp_path, '[sources.own]\npath = "a.tsv"\nformat = "pairs"\n', a_tsv="Yes.\tJa.\n\nNo.\tNee.\n")
    assert data.pairs(["own"]) == [Pair("Yes.", "Ja.", "own"), Pair("No.", "Nee.", "own")]
    assert data.sentences(["own"])[1] == Sentence("Nee.", "own")
    assert data.texts("own") == ["Yes.", "Ja.", "No.", "Nee."]
    assert data.blank_lines("own") == 1


def test_an_absolute_path_lies_outside_the_folder(tmp_path):
    (tmp_path / "b.txt").write_text("Dag.\n", encoding="utf-8")
    data = declared(tmp_path, f'[sources.own]\npath = "{(tmp_path / "b.txt").as_posix()}"\nformat = "sentences"\n')
    data.folder = tmp_path / "elders"
    assert data.sentences(["own"]) == [Sentence("Dag.", "own")]


def test_scores_come_on_a_scale_from_0_to_1(tmp_path):
    manifest = '[sources.s]\npath = "a.csv"\nformat = "scored-pairs"\ndelimiter = ","\nscale = [1, 5]\n'
    data = declared(tmp_path, manifest, a_csv='"a, b",c,5\nd,e,2.0\n')
    assert data.scored(["s"]) == [Scored("a, b", "c", 1.0, "s"), Scored("d", "e", 0.25, "s")]


@pytest.mark.parametrize(("bad", "code"), [("a,b,veel", "train_number"), ("a,b,6", "train_score"), ("a,b,nan", "train_score")])
def test_a_score_that_is_none(tmp_path, bad, code):
    manifest = '[sources.s]\npath = "a.csv"\nformat = "scored-pairs"\ndelimiter = ","\n'
    with pytest.raises(ConfigError) as caught:
        declared(tmp_path, manifest, a_csv=f"a,b,1\n{bad}\n").scored(["s"])
    assert (caught.value.code, caught.value.values["line"]) == (code, "2")


def test_synonyms_in_columns_and_inside_a_cell(tmp_path):
    manifest = """
[sources.wide]
path = "a.tsv"
format = "synonyms"
header = true
[sources.cell]
path = "b.csv"
format = "synonyms"
delimiter = ","
columns = ["-", "term", "synonyms"]
separator = " | "
"""
    data = declared(tmp_path, manifest, a_tsv="lemma\tsynonyms\nhuis\twoning\tpand\n", b_csv="1,kok,chef | kok | souschef\n2,leeg,\n")
    assert data.synonyms(["wide"]) == [Synonym("huis", "woning", "wide"), Synonym("huis", "pand", "wide")]
    assert [s.second for s in data.synonyms(["cell"])] == ["chef", "souschef"]
    assert data.blank_lines("cell") == 1


def test_frequencies_are_added_up(tmp_path):
    data = declared(tmp_path, '[sources.f]\npath = "f.txt"\nformat = "frequencies"\n', f_txt="ik 3\nje 2\nik 4\n")
    assert data.frequencies(["f"]) == {"ik": 7, "je": 2}


def test_two_files_row_by_row(tmp_path):
    manifest = '[sources.p]\npath = "e.csv"\nbeside = "d.csv"\nformat = "pairs"\ndelimiter = ","\ncolumns = ["text", "text", "-"]\n'
    data = declared(tmp_path, manifest, e_csv="a,b,1\nc,d,2\n", d_csv="A,B,1\nC,D,2\n")
    assert [(p.english, p.dutch) for p in data.pairs(["p"])] == [("a", "A"), ("b", "B"), ("c", "C"), ("d", "D")]
    (tmp_path / "d.csv").write_text("A,B,1\n\nC,D,2\n", encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        data.pairs(["p"])
    assert caught.value.code == "train_rows_differ"


def test_a_changed_file_is_refused_and_named(tmp_path):
    sha256 = hashlib.sha256(b"Ja.\n").hexdigest()
    manifest = f'[sources.s]\npath = "s.txt"\nformat = "sentences"\nsha256 = "{sha256}"\n'
    assert declared(tmp_path, manifest, s_txt="Ja.\n").check(["s"]) == {"s.txt": sha256}
    with pytest.raises(ConfigError) as caught:
        declared(tmp_path, manifest, s_txt="Ja!\n").sentences(["s"])
    assert caught.value.code == "train_files_changed"
    assert "s.txt" in str(caught.value)


def test_every_missing_file_in_one_message(tmp_path):
    data = declared(tmp_path, "".join(f'[sources.{n}]\npath = "{n}.txt"\nformat = "sentences"\n' for n in "abc"), b_txt="x\n")
    with pytest.raises(MissingError) as caught:
        data.check(["a", "b", "c"])
    assert "a.txt" in str(caught.value)
    assert "c.txt" in str(caught.value)
    assert "b.txt" not in str(caught.value)
    assert "--data" in str(caught.value)


def test_an_unknown_source_gets_a_hint(tmp_path):
    data = declared(tmp_path, '[sources.tatoeba]\npath = "a"\nformat = "pairs"\n')
    with pytest.raises(ConfigError, match="Bedoelt u tatoeba"):
        data.pairs(["tatoba"])


def test_a_source_of_another_format(tmp_path):
    data = declared(tmp_path, '[sources.s]\npath = "s.txt"\nformat = "sentences"\n', s_txt="x\n")
    with pytest.raises(ConfigError) as caught:
        data.pairs(["s"])
    assert caught.value.code == "train_format"


def test_every_fault_of_a_manifest_in_one_message(tmp_path):
    manifest = """
[sources.a]
path = "a"
formt = "pairs"
[sources.b]
path = "b"
format = "pairs"
columns = ["english", "dutsch"]
sha256 = "kort"
[sources.c]
path = "c"
format = "pairs"
columns = ["english", "dutsch"]
[sources.d]
path = "d"
format = "sentences"
beside = "e"
scale = [5, 0]
"""
    with pytest.raises(ConfigError) as caught:
        declared(tmp_path, manifest)
    told = str(caught.value)
    for piece in ("a: format", "Bedoelt u format", "b: sha256", "c: in columns ontbreekt: dutch", "dutsch", "d: beside", "d: scale"):
        assert piece in told, piece


@pytest.mark.parametrize("manifest", ["", "sources = 3", "[[sources]]\npath = 'a'"])
def test_a_manifest_without_sources(tmp_path, manifest):
    with pytest.raises(ConfigError) as caught:
        declared(tmp_path, manifest)
    assert caught.value.code == "train_manifest_empty"


def test_an_own_manifest_extends_another(tmp_path):
    (tmp_path / "base.toml").write_text('[sources.a]\npath = "a.tsv"\nformat = "pairs"\n', encoding="utf-8")
    data = declared(tmp_path, 'extends = "base.toml"\n[sources.b]\npath = "b.tsv"\nformat = "pairs"\n')
    assert list(data.sources) == ["a", "b"]


def test_the_shipped_list_is_sound_and_every_source_says_where_it_comes_from():
    sources = corpora.load(SHIPPED, SHARED).sources
    for source_id, source in sources.items():
        assert source.sha256, source_id
        assert source.title, source_id
        assert source.origin, source_id
        assert source.commit, source_id
        assert source.licence != "not stated", source_id
    assert sources["sick-nl"].restricted
    assert sources["workfront"].machine_translated
    assert not any("stsb-sick" in source.path for source in sources.values())


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared data folder is not beside this checkout")
def test_the_shipped_list_fits_the_files():
    data = corpora.load(SHIPPED, SHARED)
    data.check(data.sources)
    asked = (
        "tatoeba-manythings", "ntrex128", "esco-occupations", "sick-nl", "stsb-train-parallel", "ud-composite-train", "ud-alpino-test",
    )  # fmt: skip
    rows = {source_id: len(data.texts(source_id)) for source_id in asked}
    assert (rows["tatoeba-manythings"], rows["ntrex128"], rows["esco-occupations"]) == (2 * 52652, 2 * 1997, 3039)
    assert rows["sick-nl"] == 4 * 9840
    assert rows["stsb-train-parallel"] == 4 * 5749
    assert (rows["ud-composite-train"], rows["ud-alpino-test"]) == (5393, 596)
    assert data.scored(["stsb-nl-train"])[0].score == 1.0
    assert len(data.frequencies(["frequencywords"])) == 50000
