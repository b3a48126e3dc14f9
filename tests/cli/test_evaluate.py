"""`rodedraad evaluate` as it is typed: tables, files, wrong use and what is missing."""

import json
import shutil
import subprocess
import sys

import pytest

from evaluate.toys import make_data, make_model
from scenario import cli


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A folder with the tiny model and the tiny data."""
    folder = tmp_path_factory.mktemp("meten")
    make_model(folder / "tiny")
    make_data(folder / "data")
    return folder


def test_a_table_of_two_models_with_dev_alone(place):
    done = cli("evaluate", "--model", "tiny", "--model", "tfidf", "--task", "sts", cwd=place)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[1].split() == ["Gegevens", "Model", "Aantal", "Spearman"]
    assert lines[2].startswith("stsb-nl/dev  tiny")
    assert "1,000" in lines[2]
    assert "tfidf" in lines[3]
    assert "stsb-nl/test" not in done.stdout
    assert "tiny: Zinsgelijkenis, STS-B-nl" in done.stderr


def test_json_and_a_file_hold_the_same(place, tmp_path):
    kept = tmp_path / "uit.json"
    done = cli("evaluate", "--model", "tiny", "--task", "sts,bitext", "--english", "same", "--json", "--out", kept, cwd=place)
    (printed,) = json.loads(done.stdout)
    assert printed == json.loads(kept.read_text(encoding="utf-8"))[0]
    assert printed["tasks"]["sts"]["data"]["stsb-nl/dev"]["figures"]["spearman"]["value"] == 1.0
    assert printed["tasks"]["bitext"]["data"]["flores200/dev"]["notes"] == {"english": "tiny"}


def test_kept_results_and_card_hold_all_parts(place, tmp_path):
    shutil.copytree(place / "tiny", tmp_path / "mijn")
    (tmp_path / "mijn" / "card.md").write_text("<!-- figures -->\n<!-- /figures -->\n", encoding="utf-8")
    done = cli(
        "evaluate", "--model", "mijn", "--task", "sts", "--data", place / "data", "--results", "results", "--write-card", cwd=tmp_path
    )
    assert done.returncode == 0, done.stderr
    kept = json.loads((tmp_path / "results" / "mijn.json").read_text(encoding="utf-8"))
    assert set(kept["tasks"]["sts"]["data"]) == {"stsb-nl/dev", "stsb-nl/test"}
    assert str(place) not in (tmp_path / "results" / "mijn.json").read_text(encoding="utf-8")
    assert "| stsb-nl/test | spearman |" in (tmp_path / "mijn" / "card.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["--model", "tiny", "--task", "stss"], 2, "Bedoelt u sts?"),
        (["--model", "tiny", "--split", "train"], 2, "dev, test, all"),
        (["--model", "tiny", "--results", "r", "--split", "test"], 2, "alle delen"),
        (["--model", "tiny", "--task", "ud"], 2, "vectoren"),
        (["--model", "tifdf", "--task", "sts"], 4, "Bedoelt u tfidf?"),
        (["--model", "tiny", "--task", "sts", "--data", "weg"], 4, "stsb-nl/stsb-nl-dev.csv"),
        (["--model", "tiny", "--resamples", "5"], 2, "--resamples"),
        (["--model", "tiny", "--set", "embed.trunate=2"], 2, "embed.truncate"),
        (["--model", "tfidf", "--task", "sts", "--write-card"], 2, "card.md"),
        (["--model", "tiny", "--task", "bitext", "--english", "weg/model"], 4, "weg/model"),
    ],
)
def test_wrong_use(place, arguments, code, told):
    done = cli("evaluate", *arguments, cwd=place)
    assert done.returncode == code, done.stderr
    assert told in done.stderr
    assert "Traceback" not in done.stderr + done.stdout


def test_a_missing_set_among_others_is_told_and_the_rest_measured(place, tmp_path):
    shutil.copytree(place / "data", tmp_path / "data")
    (tmp_path / "data" / "lexical-nl" / "esco-occupations-nl.csv.gz").unlink()
    done = cli("evaluate", "--model", place / "tiny", "--task", "sts,esco", cwd=tmp_path)
    assert done.returncode == 3
    assert "esco-occupations-nl.csv.gz" in done.stderr
    assert "1,000" in done.stdout


def test_a_broken_file_is_told_with_its_line(place, tmp_path):
    (tmp_path / "data" / "stsb-nl").mkdir(parents=True)
    (tmp_path / "data" / "stsb-nl" / "stsb-nl-dev.csv").write_text("De kat,De hond,3\nDe kat,De hond,veel\n", encoding="utf-8")
    done = cli("evaluate", "--model", place / "tiny", "--task", "sts", cwd=tmp_path)
    assert done.returncode == 2
    assert "Regel 2" in done.stderr


def test_help_imports_nothing_heavy():
    heavy = ("torch", "spacy", "sklearn", "scipy", "transformers", "sentence_transformers", "numpy")
    arguments = ["evaluate", "--help"]
    code = f"import sys; from rodedraad.cli.main import main; main({arguments!r}); print([m for m in {heavy!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
