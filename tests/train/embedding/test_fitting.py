"""One training with the library's trainer: it learns, and a kill leaves no trace in the result."""

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from rodedraad.train.embedding import student
from rodedraad.train.embedding.fitting import fit
from rodedraad.train.embedding.losses import DistillationLoss
from rodedraad.train.embedding.settings import Distil, EmbeddingTraining
from rodedraad.train.embedding.tokenizer import train_tokenizer
from rodedraad.train.steplog import StepLog
from train.embedding.small import PAIRS

DUTCH = [dutch for _, dutch in PAIRS][:80]
KILL = """
import os, signal, sys
from pathlib import Path
from train.embedding import test_fitting
folder, teacher, at = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
test_fitting.train(folder, teacher, measure=lambda _: {}, at=at, then=lambda: os.kill(os.getpid(), signal.SIGKILL))
"""


def made(folder, teacher_folder):
    """A student with Dutch words that start as noise, and what the teacher makes of their English."""
    from rodedraad.train.embedding import teacher

    words = train_tokenizer(DUTCH, {}, 200)
    (folder / "start").mkdir(parents=True)
    words.save(str(folder / "tokenizer.json"))
    config = EmbeddingTraining.model_validate({
        "task": "embedding", "id": "t", "title": "T", "licence": "x", "max_tokens": 32, "vocabulary": {"texts": []},
        "teacher": {"model": str(teacher_folder)}, "distil": {"pairs": ["p"], "epochs": 1, "rate": 0.1},
    })  # fmt: skip
    vectors = np.random.default_rng(3).normal(size=(words.get_vocab_size(), 32)).astype(np.float32)
    taught = teacher.load(config.teacher.model_copy(update={"max_tokens": 32}))
    model = student.transformer(config, folder / "tokenizer.json", vectors, taught, folder / "start")
    return model, taught.encode([english for english, _ in PAIRS[:80]], normalize_embeddings=True).astype(np.float16)


class Counted(StepLog):
    """A step log that does something after a step."""

    at, then = 0, None

    def step(self, number, **figures):
        super().step(number, **figures)
        if number == self.at:
            self.then()


def train(folder, teacher_folder, *, measure=lambda _: {"likeness": 0.5}, at=0, then=None, **changes):
    """Three epochs of ten steps, a checkpoint every seven. Returns the model."""
    import torch
    from datasets import Dataset

    torch.set_num_threads(1)
    torch.manual_seed(13)
    shutil.rmtree(folder / "start", ignore_errors=True)
    model, targets = made(folder, teacher_folder)
    settings = {"pairs": ["p"], "epochs": 3, "batch_size": 8, "rate": 3e-3, "token_rate": 1e-2, "checkpoint_steps": 7} | changes
    rows = Dataset.from_dict({"dutch": DUTCH, "label": list(targets)})
    loss = DistillationLoss(model, cosine=4.0, contrast=0.5, temperature=0.05)
    with (folder / "progress.txt").open("a") as stream, Counted(folder / "steps.jsonl", stream) as log:
        log.at, log.then = at, then
        fit(
            model, rows, [len(text) for text in DUTCH], loss, Distil(**settings), folder=folder / "points", phase="distillation",
            log=log, seed=13, precision="float32", measure=measure,
        )  # fmt: skip
    return model


def state(model):
    return {name: value.numpy().copy() for name, value in model.state_dict().items()}


def same(one, other):
    return one.keys() == other.keys() and all(np.array_equal(one[name], other[name]) for name in one)


def logged(folder):
    return [e for e in map(json.loads, (folder / "steps.jsonl").read_text().splitlines()) if e["event"] == "step"]


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory, teacher_folder):
    folder = tmp_path_factory.mktemp("fit")
    return folder, state(train(folder, teacher_folder))


def killed(folder, teacher_folder, at):
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    command = [sys.executable, "-c", KILL, str(folder), str(teacher_folder), str(at)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr


def test_the_loss_goes_down_and_every_step_is_logged(undisturbed):
    folder, _ = undisturbed
    steps = logged(folder)
    assert [step["step"] for step in steps] == list(range(1, 31))
    losses = [step["loss"] for step in steps]
    assert np.mean(losses[-5:]) < 0.8 * np.mean(losses[:5])
    assert {"loss", "grad_norm", "learning_rate"} <= steps[0].keys()
    rates = [step["learning_rate"] for step in steps]
    assert rates == sorted(rates, reverse=True)  # a warm-up of 3 % of 30 steps is none


def test_each_checkpoint_is_measured_once(undisturbed):
    folder, _ = undisturbed
    assert [step["step"] for step in logged(folder) if "likeness" in step] == [8, 15, 22, 29]
    assert sorted(path.name for path in (folder / "points").glob("checkpoint-*")) == ["checkpoint-28", "checkpoint-30"]


def test_twice_is_the_same(undisturbed, teacher_folder, tmp_path):
    """Also when nothing is measured on the way: measuring moves no weight."""
    assert same(state(train(tmp_path, teacher_folder, measure=lambda _: {})), undisturbed[1])


@pytest.mark.parametrize("at", [17])
def test_killed_in_the_second_epoch_and_resumed(undisturbed, teacher_folder, tmp_path, at):
    killed(tmp_path, teacher_folder, at)
    assert [step["step"] for step in logged(tmp_path)][-1] == at
    assert same(state(train(tmp_path, teacher_folder)), undisturbed[1])
    steps = logged(tmp_path)
    assert [step["step"] for step in steps] == [*range(1, at + 1), *range(15, 31)]
    assert [step["step"] for step in steps if step.get("again")] == [15, 16, 17]


def test_killed_while_a_checkpoint_was_written(undisturbed, teacher_folder, tmp_path):
    folder, wanted = undisturbed
    for damage in (
        lambda point: (point / "trainer_state.json").unlink(),
        lambda point: (point / "trainer_state.json").write_text((point / "trainer_state.json").read_text()[:500]),
        lambda point: (point / "trainer_state.json").write_text(""),
        lambda point: [path.unlink() for path in point.iterdir() if path.is_file()],
    ):
        place = tmp_path / f"{damage.__code__.co_firstlineno}"
        shutil.copytree(folder, place)
        damage(place / "points" / "checkpoint-30")
        assert same(state(train(place, teacher_folder)), wanted)
        assert [step["step"] for step in logged(place)[30:]] == [29, 30]


def test_a_finished_training_is_not_done_again(undisturbed, teacher_folder, tmp_path):
    folder, wanted = undisturbed
    shutil.copytree(folder, tmp_path / "done")
    assert same(state(train(tmp_path / "done", teacher_folder)), wanted)
    assert len(logged(tmp_path / "done")) == 30


def test_the_average_is_the_mean_of_the_last_checkpoints(teacher_folder, tmp_path):
    from safetensors.numpy import load_file

    found = state(train(tmp_path, teacher_folder, average=3))
    points = [load_file(tmp_path / "points" / f"checkpoint-{step}" / "model.safetensors") for step in (21, 28, 30)]
    for name, value in points[0].items():
        mine = found["0.model." + name.replace("LayerNorm.beta", "LayerNorm.bias").replace("LayerNorm.gamma", "LayerNorm.weight")]
        assert np.allclose(mine, np.mean([point[name] for point in points], axis=0), atol=1e-6)
        assert value.shape == mine.shape
    again = state(train(tmp_path, teacher_folder, average=3))
    assert same(again, found)


def test_part_of_an_epoch(teacher_folder, tmp_path):
    train(tmp_path, teacher_folder, epochs=0.5)
    assert len(logged(tmp_path)) == 5


def test_the_token_vectors_have_a_rate_of_their_own(teacher_folder, tmp_path):
    for name, rate in (("slow", 1e-8), ("fast", 1e-2)):
        (tmp_path / name).mkdir()
        begin, _ = made(tmp_path / name / "begin", teacher_folder)
        end = train(tmp_path / name, teacher_folder, token_rate=rate, epochs=1, decay=0.0)
        moved = {key: np.abs(value - state(begin)[key]).max() for key, value in state(end).items() if "embeddings." in key}
        others = {key: np.abs(value - state(begin)[key]).max() for key, value in state(end).items() if "dense.weight" in key}
        words = next(value for key, value in moved.items() if "word_embeddings" in key)
        assert (words < 1e-5) == (name == "slow")
        assert min(others.values()) > 1e-4
