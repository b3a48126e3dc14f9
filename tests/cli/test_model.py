"""`rodedraad model` as an analyst uses it; no model is loaded to look at one."""

from __future__ import annotations

import os
import pty
import subprocess
import sys

import pytest

from registry.tiny import make_model
from rodedraad import health, registry, resources
from scenario import COMMAND, cli

HEAVY = ("torch", "spacy", "sklearn", "huggingface_hub", "transformers", "model2vec", "scipy")


@pytest.fixture
def model(tmp_path, monkeypatch):
    """A model of one's own, named `proef`, with a card."""
    monkeypatch.setenv("RODEDRAAD_MODELS", str(tmp_path / "modellen"))
    folder = make_model(tmp_path / "modellen" / "proef")
    (folder / "card.md").write_text("# Proef\nSTS-B 0,75 \x1b[31mrood\n", encoding="utf-8")
    return registry.register(
        folder, id="proef", role="embedding", kind="static", dimension=8, licence="CC BY-SA 4.0", trained_from="x.toml"
    )


def test_list_show_verify_card_remove(model, tmp_path):
    listed = cli("model", "list", cwd=tmp_path).stdout
    row = next(line for line in listed.splitlines() if line.startswith("proef "))
    assert [cell.strip() for cell in row.split("  ") if cell.strip()] == ["proef", "vectoren", "proef", "8", "0,0 MB", "CC BY-SA 4.0"]
    shown = cli("model", "show", "proef", cwd=tmp_path).stdout
    assert f"{model.files['tokenizer.json']}  tokenizer.json" in shown
    assert "x.toml" in shown
    assert "Commit" not in shown
    assert "proef: 4 bestanden, ongewijzigd." in cli("model", "verify", "proef", cwd=tmp_path).stdout
    card = cli("model", "card", "proef", cwd=tmp_path).stdout
    assert card == "# Proef\nSTS-B 0,75 \\u001b[31mrood\n"
    assert cli("model", "remove", "proef", cwd=tmp_path).stdout == "proef is verwijderd.\n"
    assert not model.folder.exists()


def test_verify_names_every_file_that_is_wrong(model, tmp_path):
    (model.folder / "tokenizer.json").unlink()
    (model.folder / "modules.json").write_text("[]")
    done = cli("model", "verify", cwd=tmp_path)
    assert done.returncode == 2
    assert "proef: tokenizer.json ontbreekt." in done.stderr
    assert "proef: modules.json is veranderd" in done.stderr
    doctor = cli("doctor", cwd=tmp_path)
    assert "model verify proef" in doctor.stdout
    assert doctor.returncode == 0  # a model of one's own is no need of every run


@pytest.mark.parametrize("command", ["show", "verify", "card", "remove"])
def test_an_unknown_name_names_the_known_ones(model, tmp_path, command):
    done = cli("model", command, "proeff", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (
        2,
        "proeff: Dit model is niet bekend. Kies uit: " + ", ".join(e.id for e in registry.entries()) + ".\n",
    )


def test_a_model_without_a_card(model, tmp_path):
    for card in model.folder.glob("*.md"):
        card.unlink()
    done = cli("model", "card", "proef", cwd=tmp_path)
    assert done.returncode == 2
    assert "model show proef" in done.stderr


def test_a_terminal_gets_a_table_with_lines(model, tmp_path):
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [*COMMAND, "model", "list"], stdout=theirs, cwd=tmp_path, env=os.environ | {"COLUMNS": "120", "TERM": "xterm"}
    )
    os.close(theirs)
    told = b""
    while True:
        try:
            part = os.read(ours, 4096)
        except OSError:  # Linux says so when the other end has closed
            break
        if not part:
            break
        told += part
    assert process.wait(60) == 0
    assert "│ proef" in told.decode()


@pytest.mark.parametrize("arguments", [["list"], ["show", "proef"], ["verify"], ["card", "proef"]])
def test_looking_loads_no_heavy_library(model, tmp_path, arguments):
    code = (
        "import sys; from rodedraad.cli.main import main; code = main(sys.argv[1:]);"
        f"loaded = [n for n in {HEAVY} if n in sys.modules]; print(loaded, file=sys.stderr); sys.exit(code or bool(loaded))"
    )
    done = subprocess.run([sys.executable, "-c", code, "model", *arguments], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "[]\n")


@pytest.mark.parametrize(("status", "state"), [("default", "missing"), ("experiment", "note")])
def test_doctor_tells_a_model_that_every_run_needs_from_one_that_it_does_not(tmp_path, monkeypatch, status, state):
    monkeypatch.setattr(resources, "models", lambda: tmp_path)
    monkeypatch.setenv("RODEDRAAD_MODELS", str(tmp_path / "geen"))
    folder = make_model(tmp_path / "nl-proef")
    registry.register(folder, id="nl-proef", role="embedding", kind="static", dimension=8, licence="MIT", status=status)
    assert [f.state for f in health.examine() if "nl-proef" in f.text] == ["good"]
    (folder / "tokenizer.json").unlink()
    assert [f.state for f in health.examine() if "nl-proef" in f.text] == [state]
    (tmp_path / "registry.toml").write_text("[[")
    assert [f.state for f in health.examine() if "registry.toml" in f.text] == ["missing"]
