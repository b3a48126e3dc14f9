"""A training in miniature: invented English-Dutch pairs from templates, a folder of data, settings, and a way to be killed at a step."""

import itertools
import os
import signal
import subprocess
import sys
from pathlib import Path

from rodedraad.train import runner

SUBJECTS = [
    ("the doctor", "de huisarts"),
    ("the nurse", "de verpleegkundige"),
    ("the mother", "de moeder"),
    ("the teacher", "de leraar"),
    ("the boy", "de jongen"),
    ("the guardian", "de voogd"),
    ("the neighbour", "de buurvrouw"),
    ("the family", "het gezin"),
]
VERBS = [("called", "belde"), ("saw", "zag"), ("warned", "waarschuwde"), ("helped", "hielp"), ("forgot", "vergat")]
OBJECTS = [("the school", "de school"), ("the plan", "het plan"), ("the letter", "de brief"), ("the child", "het kind")]
PAIRS = [
    (f"{' '.join((s[0], v[0], o[0])).capitalize()}.", f"{' '.join((s[1], v[1], o[1])).capitalize()}.")
    for s, v, o in itertools.product(SUBJECTS, VERBS, OBJECTS)
]
HELD_OUT = PAIRS[7]  # stands in the test set too, so no model may learn from it
NOISE = [(english, dutch) for (english, _), (_, dutch) in zip(PAIRS[:20], PAIRS[-20:], strict=True)]  # translations of something else
JUDGED = [
    *((dutch, dutch.replace(".", "!"), 5.0) for _, dutch in PAIRS[10:18]),
    *((PAIRS[i][1], PAIRS[i + 3][1], 3.0) for i in range(20, 28)),
    *((PAIRS[i][1], PAIRS[159 - i][1], 0.5) for i in range(30, 38)),
]
DEV = [(PAIRS[i][1], PAIRS[i + shift][1], 5.0 - shift) for i in range(40, 44) for shift in (1, 2, 4)]
RUNNING = "De voogd en de leraar belde niet met de huisarts over het plan. De buurvrouw zag het gezin op de school van het kind."
MANIFEST = """
[sources.pairs]
path = "pairs.tsv"
format = "pairs"
[sources.noise]
path = "noise.tsv"
format = "pairs"
[sources.running]
path = "running.txt"
format = "sentences"
[sources.words]
path = "words.txt"
format = "frequencies"
[sources.judged]
path = "judged.tsv"
format = "scored-pairs"
[sources.dev]
path = "dev.tsv"
format = "scored-pairs"
use = "dev"
guard = "whole"
[sources.exam]
path = "exam.txt"
format = "sentences"
use = "test"
"""
SHARED_SETTINGS = """
title = "Tiny"
licence = "CC0-1.0"
seed = 13
threads = 1
guard = ["exam"]
precision = "float32"
dev = ["dev"]
[vocabulary]
size = 260
texts = ["running"]
frequencies = ["words"]
"""
EMBEDDING = """
[transfer]
rounds = 4
max_tokens = 32
prior = 1.0
[distil]
pairs = ["pairs", "noise"]
filtered = ["noise"]
agreement = 0.98
epochs = 3
batch_size = 16
max_tokens = 32
rate = 1e-3
token_rate = 2e-3
checkpoint_steps = 6
average = 2
[labels]
scored = ["judged"]
epochs = 1
batch_size = 8
max_tokens = 32
rate = 1e-4
checkpoint_steps = 2
"""
STATIC = """
[distil]
pairs = ["pairs"]
epochs = 4
batch_size = 32
max_tokens = 32
rate = 1e-2
contrast = 1.0
checkpoint_steps = 5
[labels]
scored = ["judged"]
epochs = 1
batch_size = 8
max_tokens = 32
rate = 1e-3
checkpoint_steps = 2
"""
KILL = """
import os, signal, sys
from pathlib import Path
from rodedraad.train.steplog import StepLog
from train.embedding.small import go

step = StepLog.step
def last(self, number, **figures):
    step(self, number, **figures)
    if (self._phase, number) == (sys.argv[2], int(sys.argv[3])):
        os.kill(os.getpid(), signal.SIGKILL)
StepLog.step = last
go(Path(sys.argv[1]))
"""


def shop(folder, teacher, *, task="embedding", head="", tail=""):
    """Write data, manifest and ``tiny.toml`` into ``folder``; ``head`` and ``tail`` go before and after the tables. Returns the folder."""
    tables = {"pairs.tsv": PAIRS, "noise.tsv": NOISE, "judged.tsv": JUDGED, "dev.tsv": DEV}
    for name, rows in tables.items():
        (folder / name).write_text("".join("\t".join(map(str, row)) + "\n" for row in rows), encoding="utf-8")
    (folder / "running.txt").write_text(f"{RUNNING}\n" * 3, encoding="utf-8")
    (folder / "words.txt").write_text("wachtlijst 90000\nregie 40000\nzeldzaam 1\n", encoding="utf-8")
    (folder / "exam.txt").write_text(HELD_OUT[1] + "\n", encoding="utf-8")
    (folder / "training.toml").write_text(MANIFEST, encoding="utf-8")
    own = {"embedding": "max_tokens = 32\n", "static": "dimensions = 16\n"}[task]
    text = f'task = "{task}"\nid = "tiny"\ndata = "{folder.as_posix()}"\nmanifest = "{(folder / "training.toml").as_posix()}"\n'
    text += own + head + SHARED_SETTINGS + f'[teacher]\nmodel = "{Path(teacher).as_posix()}"\nmax_tokens = 32\nbatch_size = 32\n'
    (folder / "tiny.toml").write_text(text + {"embedding": EMBEDDING, "static": STATIC}[task] + tail, encoding="utf-8")
    return folder


def go(folder, *settings, out="model", work="work"):
    """Train ``tiny.toml`` of ``folder`` in this process; returns the folder of the model."""
    with (folder / "progress.txt").open("a", encoding="utf-8") as stream:
        return runner.train(folder / "tiny.toml", settings=list(settings), out=folder / out, work=folder / work, stream=stream)


def killed(folder, phase, step):
    """Train in a process of its own that gets a SIGKILL right after a step of a phase."""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(
        [sys.executable, "-c", KILL, str(folder), phase, str(step)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert not (folder / "model").exists()


def weights(model):
    """Return the bytes of a model's weights and tokenizer."""
    return {
        p.relative_to(model).as_posix(): p.read_bytes()
        for p in model.rglob("*")
        if p.suffix == ".safetensors" or p.name == "tokenizer.json"
    }
