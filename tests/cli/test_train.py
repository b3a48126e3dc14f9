"""`rodedraad train` as a command: help without heavy libraries, wrong use in one Dutch message, exit codes."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from scenario import cli
from train.toy_task import shop

HEAVY = ("torch", "spacy", "sklearn", "scipy", "transformers", "sentence_transformers", "numpy", "polars")
TOY = """
import signal
from train.toy_task import TASKS
from rodedraad.train import settings
settings.TASKS.update(TASKS)
signal.signal(signal.SIGINT, signal.default_int_handler)  # to ignore it is inherited from what started the tests
from rodedraad.cli.entry import main
main()
"""


def toy(folder, *arguments):
    """Start the real command line with one more task."""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    return subprocess.Popen(
        [sys.executable, "-c", TOY, "train", "toy.toml", "--out", "model", *arguments],
        cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
    )  # fmt: skip


def test_a_training_ends_with_the_model_and_its_cost(tmp_path):
    shop(tmp_path)
    out, progress = toy(tmp_path, "--set", "steps=2").communicate(timeout=60)
    assert out.splitlines()[0] == "Model: model"
    assert "CPU-minuten" in out
    assert "Training van toy" in progress
    assert (tmp_path / "model" / "card.md").is_file()


def test_ctrl_c_says_how_to_go_on_and_the_same_command_does(tmp_path):
    shop(tmp_path)
    process = toy(tmp_path, "--set", "pause=1.0")
    until = time.monotonic() + 60
    while not any('"step": 2,' in log.read_text() for log in tmp_path.glob("runs/train/*/steps.jsonl")):
        assert time.monotonic() < until
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=60)
    assert process.returncode == 130, told
    assert "dezelfde opdracht" in told
    assert "Traceback" not in told
    process = toy(tmp_path, "--set", "pause=1.0")
    _, told = process.communicate(timeout=60)
    assert process.returncode == 0, told
    assert "Hervat" in told


def test_help_is_dutch(tmp_path):
    done = cli("train", "--help", cwd=tmp_path)
    assert done.returncode == 0
    for word in ("--data", "--fresh", "Train een taalmodel"):
        assert word in done.stdout


def test_help_imports_nothing_heavy():
    code = f"""
import sys
from rodedraad.cli.main import main
try:
    main(["train", "--help"])
finally:
    print("LOADED", sorted({{name.partition(".")[0] for name in sys.modules}} & set({HEAVY!r})))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=True)
    assert "LOADED []" in done.stdout


@pytest.mark.parametrize(
    ("text", "arguments", "code", "told"),
    [
        (None, [], 2, "trainingsconfiguratie is er niet"),
        ("", [], 2, "embedding, static, language"),
        ("task = [", [], 2, "TOML"),
        ('task = "static"\nid = "x"\ntitle = "x"\nlicence = "MIT"\nnonsens = 1\n', [], 2, "nonsens"),
        ('task = "static"\n', ["--set", "zonder-waarde"], 2, "--set"),
    ],
)
def test_wrong_use(tmp_path, text, arguments, code, told):
    if text is not None:
        (tmp_path / "c.toml").write_text(text, encoding="utf-8")
    done = cli("train", "c.toml", *arguments, cwd=tmp_path)
    assert (done.returncode, "Traceback" in done.stderr) == (code, False), done.stderr
    assert told in done.stderr
    assert not (tmp_path / "models").exists()


@pytest.mark.parametrize("name", ["embedding", "static", "language"])
def test_a_shipped_configuration_without_its_data(tmp_path, name):
    done = cli("train", name, "--data", "weg", cwd=tmp_path)
    assert done.returncode == 4, done.stderr
    assert "--data" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "runs").exists()
