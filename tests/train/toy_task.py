"""A real trainer of a few bytes: draws numbers, keeps checkpoints, can be told to be slow or to fail."""

import json
import sys
import time
from pathlib import Path

import numpy as np

from rodedraad.errors import RodeDraadError
from rodedraad.train import runner
from rodedraad.train.settings import DevIds, SourceIds, Task, Training

MANIFEST = """
[sources.pairs]
path = "pairs.tsv"
format = "pairs"
title = "Invented pairs"
origin = "own"
commit = "abc123"
licence = "CC0-1.0"

[sources.closed]
path = "pairs.tsv"
format = "pairs"
licence = "research only"
restricted = true

[sources.words]
path = "words.txt"
format = "frequencies"

[sources.exam]
path = "exam.txt"
format = "sentences"
use = "test"

[sources.dev]
path = "dev.csv"
format = "scored-pairs"
use = "dev"
delimiter = ","
"""
PAIRS = [
    ("The school was told in time.", "De school is op tijd ingelicht."),
    ("Nobody phoned the family doctor.", "Niemand heeft de huisarts gebeld."),
    ("The plan was on the shelf.", "Het plan lag op de plank."),
    ("A test sentence hides here.", "Hier schuilt een toetszin."),
]


class ToyTraining(Training):
    """Settings of the toy."""

    rows: SourceIds = ("pairs",)
    counts: SourceIds = ("words",)
    measure: DevIds = ("dev",)
    steps: int = 5
    pause: float = 0.0
    fail: str = ""


TASKS = {"toy": Task("train.toy_task:ToyTraining", "train.toy_task:train_toy", "toy", "sentence-similarity", role="syntax")}


def train_toy(config, data, workshop):
    """Add up random numbers, one a step, and save the sum and the rows that were left."""
    pairs = workshop.leaks.keep(data.pairs(config.rows))
    workshop.log.fact("words", len(data.frequencies(config.counts)))
    checkpoint = workshop.folder / "state.json"
    random = np.random.default_rng(config.seed)
    done, total = 0, 0.0
    if checkpoint.is_file():
        saved = json.loads(checkpoint.read_text())
        done, total, random.bit_generator.state = saved["done"], saved["total"], saved["random"]
    workshop.log.phase("train", config.steps)
    for step in range(done + 1, config.steps + 1):
        total += random.random() + np.random.random() * 0  # noqa: NPY002
        time.sleep(config.pause)
        if step % 2 == 0:
            aside = checkpoint.with_suffix(".part")
            aside.write_text(json.dumps({"done": step, "total": total, "random": random.bit_generator.state}))
            aside.replace(checkpoint)
        workshop.log.step(step, loss=1 / step)
        fail(config.fail, step)
    if config.fail != "nothing":
        (workshop.model / "weights.txt").write_text(f"{total!r} {[p.dutch for p in pairs]}", encoding="utf-8")


def fail(how, step):
    """Break off in the middle, in one of the ways that machines have."""
    if step < 3:
        return
    if how == "memory":
        raise MemoryError
    if how == "cuda":
        raise RuntimeError("CUDA out of memory. Tried to allocate 2.00 GiB")
    if how == "disk":
        raise OSError(28, "No space left on device")
    if how == "torch-disk":
        raise RuntimeError("[enforce fail at inline_container.cc:659] . PytorchStreamWriter failed writing file data/2: file write failed")
    if how == "interrupt":
        raise KeyboardInterrupt


def shop(folder, more="", **data):
    """Write data, manifest and configuration into a folder and return the path of the configuration."""
    files = {
        "pairs.tsv": "\n".join(f"{english}\t{dutch}" for english, dutch in PAIRS) + "\n",
        "words.txt": "ik 10\nniet 4\n",
        "exam.txt": "Hier schuilt een toetszin!\n",
        "dev.csv": '"Een man loopt, langzaam.",Een man wandelt.,4.0\n',
    }
    for name, text in {**files, **data}.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "training.toml").write_text(MANIFEST, encoding="utf-8")
    config = folder / "toy.toml"
    config.write_text(
        f'task = "toy"\nid = "toy"\ntitle = "Toy"\nabout = "A toy."\nlicence = "CC0-1.0"\nlimits = ["Knows nothing."]\n'
        f'data = "{folder.as_posix()}"\nmanifest = "{(folder / "training.toml").as_posix()}"\n{more}',
        encoding="utf-8",
    )
    return config


def train(folder, config, *settings, **more):
    """Train the toy with its folders inside ``folder``."""
    places = {"out": folder / "model", "work": folder / "work", **more}
    return runner.train(config, settings=list(settings), tasks=TASKS, **places)


if __name__ == "__main__":
    try:
        train(Path(sys.argv[1]), Path(sys.argv[1]) / "toy.toml", *sys.argv[2:])
    except RodeDraadError as error:
        sys.exit(f"{error.code}")
