"""The front door: help, wrong use, every message Dutch and without a traceback."""

import pytest

from scenario import cli


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["rnu"], "bestaat niet"),
        (["run"], "INPUT"),
        (["run", "x", "--ot", "y"], "--out"),
        (["run", "bestaat-niet"], "demo"),
        (["run", ".", "--config", "weg"], "base, quick"),
        (["run", ".", "--set", "cluster.min_documnts=4"], "cluster.min_documents"),
        (["report", "."], "geen afgeronde run"),
        (["lens", "show", "puddingprincipe"], "puddingprincipes"),
        (["check", "."], "geen enkel bestand"),
    ],
)
def test_wrong_use(tmp_path, arguments, told):
    done = cli(*arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert told in done.stderr
    assert "Traceback" not in done.stderr + done.stdout


def test_help_and_version(tmp_path):
    assert "calamiteitenrapporten" in cli("--help", cwd=tmp_path).stdout
    assert cli("--version", cwd=tmp_path).stdout.startswith("rodedraad ")
    for command in ("run", "check", "report", "doctor", "config", "corpus", "lens"):
        assert command in cli("--help", cwd=tmp_path).stdout


@pytest.mark.parametrize("command", [(), ("run",), ("lens",), ("lens", "show"), ("review", "import")])
def test_help_holds_no_english(tmp_path, command):
    told = cli(*command, "--help", cwd=tmp_path, env={"COLUMNS": "200"}).stdout
    assert told.split()[0] == "Gebruik:"
    assert "Usage" not in told
    assert "<str>" not in told
    assert "<Path>" not in told


def test_lenses_of_ones_own_are_listed_and_shown(tmp_path):
    (tmp_path / "kaders").mkdir()
    item = '[[items]]\nid = "fiets"\nnumber = 1\nshort = "Fiets"\nname = "De fiets"\ncues = ["lekke band"]\n'
    head = 'id = "eigen"\nversion = 1\ntitle = "Eigen lens"\nshort = "Eigen"\nsource = "Team"\nlicence = "EUPL-1.2"\nhas_polarity = false\n'
    (tmp_path / "kaders" / "eigen.toml").write_text(f'[lens]\n{head}question = "Fietsen?"\n\n{item}', encoding="utf-8")
    (tmp_path / "mijn.toml").write_text('[lens]\nfolder = "kaders"\n', encoding="utf-8")
    assert "Eigen lens" not in cli("lens", "list", cwd=tmp_path).stdout
    for given in (("--config", "mijn.toml"), ("--set", 'lens.folder="kaders"')):
        listed = cli("lens", "list", *given, cwd=tmp_path)
        assert "Eigen lens" in listed.stdout, listed.stderr
        assert "puddingprincipes" in listed.stdout
        assert "De fiets" in cli("lens", "show", "eigen", *given, cwd=tmp_path).stdout
    gone = cli("lens", "list", "--set", 'lens.folder="weg"', cwd=tmp_path)
    assert gone.returncode == 2
    assert "lens.folder" in gone.stderr


def test_looking_around(tmp_path):
    assert "puddingprincipes" in cli("lens", "list", cwd=tmp_path).stdout
    assert "p03_overdragen_niet_verwijzen" in cli("lens", "show", "puddingprincipes", cwd=tmp_path).stdout
    listed = cli("corpus", "list", cwd=tmp_path).stdout
    assert "demo" in listed
    assert "gold" not in listed  # labelled passages are no documents to run over
    assert "min_documents" in cli("config", "show", cwd=tmp_path).stdout
    assert "cluster.min_documents" in cli("config", "schema", cwd=tmp_path).stdout
    assert '"properties"' in cli("config", "schema", "--json", cwd=tmp_path).stdout
    doctor = cli("doctor", cwd=tmp_path)
    assert doctor.returncode == 0
    assert "tesseract" in doctor.stdout


def test_a_missing_model_is_said_before_any_work(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("Er is niet gebeld met de school.", encoding="utf-8")
    done = cli("run", "in", "--out", "uit", "--model", "weg/model", cwd=tmp_path)
    assert done.returncode == 4
    assert "embed.model=lsa" in done.stderr
    assert "klaar" not in done.stderr
