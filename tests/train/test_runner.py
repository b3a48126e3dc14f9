"""A whole training with a toy: finished, killed, resumed, refused."""

import io
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from rodedraad import registry
from rodedraad.errors import ConfigError, EnvironmentFault, InternalError, MissingError
from rodedraad.train import record, runner
from train import toy_task
from train.toy_task import PAIRS, TASKS, shop, train

TESTS = Path(__file__).parents[1]


@pytest.fixture
def folder(tmp_path):
    shop(tmp_path)
    return tmp_path


def weights(folder):
    return (folder / "model" / "weights.txt").read_text(encoding="utf-8")


def launch(folder, *settings):
    """Train in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "train.toy_task", str(folder), *settings],
        env={**os.environ, "PYTHONPATH": str(TESTS)}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
    )  # fmt: skip


def wait_for_step(folder, number, seconds=60):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        log = folder / "work" / "steps.jsonl"
        if log.is_file() and f'"step": {number},' in log.read_text(encoding="utf-8"):
            return
        time.sleep(0.02)
    raise AssertionError("the training did not get there")


def test_a_model_with_its_card_and_record(folder):
    assert train(folder, folder / "toy.toml") == folder / "model"
    made = record.read(folder / "model")
    assert made["seed"] == 13
    assert made["config"]["steps"] == 5
    assert "data" not in made["config"], "no place on this machine"
    assert str(folder) not in json.dumps(made)
    assert str(folder) not in (folder / "model" / "card.md").read_text(encoding="utf-8")
    assert set(made["data"]) == {"pairs.tsv", "words.txt", "exam.txt", "dev.csv"}
    assert set(made["files"]) == {"weights.txt"}
    assert made["cpu_seconds"] >= 0
    assert "numpy" in made["versions"]
    assert made["facts"] == {"words": 2}


def test_a_pair_that_leaks_is_not_trained_on(folder):
    train(folder, folder / "toy.toml")
    assert "toetszin" not in weights(folder)
    assert "huisarts" in weights(folder)
    assert record.read(folder / "model")["leaks"]["sources"]["pairs/pair"] == {"read": 4, "kept": 3, "dropped": {"exam": 1}}


def test_one_seed_gives_the_same_weights_and_another_others(folder):
    train(folder, folder / "toy.toml")
    first, hashed = weights(folder), record.read(folder / "model")["weights"]
    train(folder, folder / "toy.toml", fresh=True)
    assert (weights(folder), record.read(folder / "model")["weights"]) == (first, hashed)
    train(folder, folder / "toy.toml", "seed=14", work=folder / "work2")
    assert weights(folder) != first


def test_after_a_kill_the_same_command_goes_on(folder, tmp_path_factory):
    process = launch(folder, "steps=6", "pause=0.3")
    wait_for_step(folder, 3)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert not (folder / "model").exists()
    train(folder, folder / "toy.toml", "steps=6", "pause=0.3")
    events = [json.loads(line) for line in (folder / "work" / "steps.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [e["step"] for e in events if e["event"] == "step"].count(1) == 1, "what was done is not done again"
    made = record.read(folder / "model")
    assert made["pieces"] == 2
    assert made["wall_seconds"] >= 6 * 0.3
    assert "in 2 pieces" in (folder / "model" / "card.md").read_text(encoding="utf-8")
    whole = tmp_path_factory.mktemp("whole")
    train(whole, shop(whole), "steps=6")
    assert weights(folder) == weights(whole), "a kill changes no weight"


def test_two_trainings_do_not_mix(folder):
    process = launch(folder, "pause=0.5")
    try:
        wait_for_step(folder, 1)
        with pytest.raises(EnvironmentFault) as caught:
            train(folder, folder / "toy.toml", "pause=0.5")
        assert caught.value.code == "train_in_use"
    finally:
        process.kill()
        process.wait()


def test_what_is_finished_is_not_done_again_unless_asked_or_changed(folder):
    train(folder, folder / "toy.toml")
    log = folder / "work" / "steps.jsonl"
    before = log.read_bytes()
    stream = io.StringIO()
    train(folder, folder / "toy.toml", stream=stream)
    assert log.read_bytes() == before
    assert "--fresh" in stream.getvalue()
    (folder / "model" / "weights.txt").write_text("spoiled")
    train(folder, folder / "toy.toml")
    assert "huisarts" in weights(folder)


def test_redoing_goes_on_after_a_stop_too(folder, monkeypatch):
    train(folder, folder / "toy.toml")
    first = weights(folder)

    def stop(how, step):
        if step == 3:
            raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(toy_task, "fail", stop)
        with pytest.raises(KeyboardInterrupt):
            train(folder, folder / "toy.toml", fresh=True)
    stream = io.StringIO()
    train(folder, folder / "toy.toml", stream=stream)
    assert "--fresh" not in stream.getvalue()
    assert (weights(folder), record.read(folder / "model")["pieces"]) == (first, 2)
    train(folder, folder / "toy.toml", stream=stream)
    assert "--fresh" in stream.getvalue(), "finished once more"


def test_other_settings_or_data_get_a_work_folder_of_their_own(folder, monkeypatch):
    monkeypatch.chdir(folder)
    train(folder, folder / "toy.toml", work=None)
    train(folder, folder / "toy.toml", "steps=3", work=None)
    (folder / "words.txt").write_text("ik 11\n", encoding="utf-8")
    train(folder, folder / "toy.toml", "steps=3", work=None)
    assert len([place for place in (folder / "runs" / "train").iterdir() if place.is_dir()]) == 3


def test_where_the_data_lies_does_not_matter(folder, monkeypatch, tmp_path_factory):
    monkeypatch.chdir(folder)
    train(folder, folder / "toy.toml", work=None)
    moved = tmp_path_factory.mktemp("moved")
    for file in folder.glob("*.*"):
        if file.is_file():
            shutil.copy(file, moved)
    train(folder, folder / "toy.toml", work=None, data=moved)
    assert len([place for place in (folder / "runs" / "train").iterdir() if place.is_dir()]) == 1


def test_other_words_for_the_card_change_the_card_and_train_nothing(folder):
    train(folder, folder / "toy.toml")
    first = weights(folder)
    train(folder, folder / "toy.toml", 'about="Said better."')
    assert "Said better." in (folder / "model" / "card.md").read_text(encoding="utf-8")
    assert (folder / "work" / "steps.jsonl").read_text(encoding="utf-8").count('"step": 1,') == 1
    assert weights(folder) == first


@pytest.mark.parametrize(
    ("how", "code"), [("memory", "train_memory"), ("cuda", "train_memory"), ("disk", "disk_full"), ("torch-disk", "disk_full")]
)
def test_too_little_memory_or_disk_is_said_clearly_and_resumed_from(folder, how, code):
    with pytest.raises(EnvironmentFault) as caught:
        train(folder, folder / "toy.toml", f"fail={how}")
    assert caught.value.code == code
    assert (folder / "work" / "state" / "state.json").is_file()
    assert not (folder / "model").exists()


def test_ctrl_c_keeps_the_state(folder):
    with pytest.raises(KeyboardInterrupt):
        train(folder, folder / "toy.toml", "fail=interrupt")
    assert (folder / "work" / "state" / "state.json").is_file()


def test_a_trainer_that_makes_nothing_replaces_nothing(folder):
    train(folder, folder / "toy.toml")
    first = weights(folder)
    shutil.rmtree(folder / "work")
    with pytest.raises(InternalError):
        train(folder, folder / "toy.toml", "fail=nothing")
    assert weights(folder) == first


def test_a_folder_of_somebody_else_is_left_alone(folder):
    (folder / "model").mkdir()
    (folder / "model" / "scriptie.txt").write_text("van mij")
    with pytest.raises(EnvironmentFault) as caught:
        train(folder, folder / "toy.toml")
    assert caught.value.code == "train_out_foreign"
    assert not (folder / "work").exists(), "said before any work"
    assert (folder / "model" / "scriptie.txt").read_text() == "van mij"


def test_a_kill_between_the_two_renames_loses_no_model(folder):
    train(folder, folder / "toy.toml")
    (folder / "model").rename(folder / ".model.old")
    with pytest.raises(EnvironmentFault):
        train(folder, folder / "toy.toml", "fail=memory")
    assert (folder / "model" / "weights.txt").is_file()


def test_a_folder_without_rights(folder):
    if os.geteuid() == 0:
        pytest.skip("root may write everywhere")
    (folder / "dicht").mkdir(mode=0o500)
    with pytest.raises(EnvironmentFault) as caught:
        train(folder, folder / "toy.toml", work=folder / "dicht" / "work")
    assert caught.value.code == "no_rights"


@pytest.mark.parametrize(
    ("setting", "code"),
    [
        ('rows=["closed"]', "train_restricted"),
        ('rows=["exam"]', "train_on_test"),
        ('measure=["exam"]', "train_on_test"),
        ('rows=["pears"]', "train_source_unknown"),
        ('rows=["words"]', "train_format"),
        ("manifest=weg.toml", "config_unreadable"),
    ],
)
def test_sources_that_do_not_fit(folder, setting, code):
    with pytest.raises(ConfigError) as caught:
        train(folder, folder / "toy.toml", setting)
    assert caught.value.code == code


def test_a_restricted_source_may_serve_an_experiment_and_the_card_says_so(folder):
    train(folder, folder / "toy.toml", 'rows=["closed"]', "allow_restricted=true")
    assert "Not to be shared" in (folder / "model" / "card.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a\tb\nde school is ingelicht\n", "train_columns"),
        ("a\tb\nde cli\udcebnt\tx\n", "train_encoding"),
    ],
)
def test_a_training_file_that_is_wrong(folder, text, code):
    (folder / "pairs.tsv").write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(ConfigError) as caught:
        train(folder, folder / "toy.toml")
    assert caught.value.code == code
    assert caught.value.values["line"] == "2"
    assert "school" not in str(caught.value)


def test_blank_lines_are_counted_on_the_card(folder):
    text = "\n\n".join(f"{english}\t{dutch}" for english, dutch in PAIRS)
    (folder / "pairs.tsv").write_text(text + "\n", encoding="utf-8")
    train(folder, folder / "toy.toml")
    assert "| 4 | 3 | 1 | 3 |" in (folder / "model" / "card.md").read_text(encoding="utf-8")


def test_a_missing_file_is_said_before_any_work(folder):
    (folder / "exam.txt").unlink()
    with pytest.raises(MissingError, match=r"exam\.txt"):
        train(folder, folder / "toy.toml")
    assert not (folder / "work").exists()
    with pytest.raises(MissingError, match="--data"):
        train(folder, folder / "toy.toml", data=folder / "weg")


def test_a_changed_file_is_refused(folder):
    manifest = folder / "training.toml"
    text = manifest.read_text(encoding="utf-8")
    manifest.write_text(text.replace('path = "words.txt"', f'path = "words.txt"\nsha256 = "{"0" * 64}"'), encoding="utf-8")
    with pytest.raises(ConfigError, match=r"words\.txt"):
        train(folder, folder / "toy.toml")


def test_a_dev_set_that_is_learned_from_is_not_guarded(folder):
    manifest = folder / "training.toml"
    text = manifest.read_text(encoding="utf-8")
    manifest.write_text(text + '\n[sources.late]\npath = "pairs.tsv"\nformat = "pairs"\nuse = "dev"\n', encoding="utf-8")
    train(folder, folder / "toy.toml", 'rows=["late"]')
    assert record.read(folder / "model")["leaks"]["sources"]["late/pair"]["kept"] == 3


def test_the_default_folder_is_that_of_ones_own_models_and_the_model_is_entered_in_its_registry(monkeypatch, folder, tmp_path):
    monkeypatch.chdir(folder)
    monkeypatch.setattr(runner.resources, "root", lambda: folder)  # no checkout
    monkeypatch.setenv("RODEDRAAD_MODELS", str(tmp_path / "own"))
    made = runner.train(folder / "toy.toml", tasks=TASKS, stream=io.StringIO())
    assert made == tmp_path / "own/toy"
    assert registry.find("toy").folder == made
    assert registry.get("toy").trained_from == "toy.toml"


def test_elsewhere_a_model_is_not_entered(folder, tmp_path):
    runner.train(folder / "toy.toml", tasks=TASKS, out=tmp_path / "elsewhere", stream=io.StringIO())
    assert "toy" not in {entry.id for entry in registry.entries()}
