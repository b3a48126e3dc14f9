"""Training configurations: found, extended, overridden, refused with every fault at once."""

from pathlib import Path

import pytest

from rodedraad import resources
from rodedraad.errors import ConfigError
from rodedraad.train import settings
from rodedraad.train.settings import Section, SourceIds, Training
from train.toy_task import TASKS, ToyTraining, shop


def test_a_file_becomes_the_settings_of_its_task(tmp_path):
    loaded = settings.load(shop(tmp_path), tasks=TASKS)
    assert isinstance(loaded, ToyTraining)
    assert (loaded.id, loaded.seed, loaded.steps) == ("toy", 13, 5)
    with pytest.raises(Exception, match="frozen"):
        loaded.seed = 7


def test_settings_come_last_and_extends_first(tmp_path):
    shop(tmp_path, "steps = 7\nseed = 3\n")
    own = tmp_path / "own.toml"
    own.write_text('extends = "toy.toml"\nseed = 4\nid = "own"\n', encoding="utf-8")
    loaded = settings.load(own, ["seed=5", 'rows=["closed"]'], TASKS)
    assert (loaded.id, loaded.steps, loaded.seed, loaded.rows) == ("own", 7, 5, ("closed",))


def test_every_fault_in_one_message(tmp_path):
    config = shop(tmp_path, 'stps = 9\nseed = -1\nthreads = "veel"\n')
    with pytest.raises(ConfigError) as caught:
        settings.load(config, ["id=Met Spaties", 'licence=""'], TASKS)
    told = str(caught.value)
    for piece in ("stps", "Bedoelt u steps", "seed = -1: moet ten minste 0", "threads", "geheel getal", "id = 'Met Spaties'", "niet leeg"):
        assert piece in told, piece
    assert "should" not in told


def test_what_must_be_given_is_named(tmp_path):
    config = tmp_path / "c.toml"
    config.write_text('task = "toy"\n', encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        settings.load(config, tasks=TASKS)
    for key in ("id", "title", "licence"):
        assert f"{key}: moet worden opgegeven" in str(caught.value)


@pytest.mark.parametrize("line", ["", 'task = "tooy"', "task = 3", "task = []"])
def test_an_unknown_task_names_the_known(tmp_path, line):
    config = tmp_path / "c.toml"
    config.write_text(line, encoding="utf-8")
    with pytest.raises(ConfigError, match="embedding, static, language"):
        settings.load(config)


def test_a_configuration_that_is_not_there(tmp_path):
    with pytest.raises(ConfigError) as caught:
        settings.load(tmp_path / "weg.toml", tasks=TASKS)
    assert caught.value.code == "train_config_not_found"


def test_no_toml(tmp_path):
    config = tmp_path / "c.toml"
    config.write_bytes(b"task = \xff\xfe")
    with pytest.raises(ConfigError, match="UTF-8"):
        settings.load(config, tasks=TASKS)


def test_marked_lists_are_found_also_in_sections_and_lists():
    class Step(Section):
        texts: SourceIds = ()

    class Deep(Training):
        first: Step = Step(texts=("a", "b"))
        steps: tuple[Step, ...] = (Step(texts=("b", "c")), Step(texts=("d",)))
        other: tuple[str, ...] = ("no",)

    deep = Deep(task="x", id="x", title="x", licence="x")
    assert deep.sources() == ("a", "b", "c", "d")
    assert deep.dev_sources() == ()
    toy = ToyTraining(task="toy", id="x", title="x", licence="x")
    assert (toy.sources(), toy.dev_sources()) == (("pairs", "words"), ("dev",))


def test_a_path_is_looked_for_here_and_then_in_the_checkout(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert settings.resolve(Path("corpora/training.toml")) == resources.root() / "corpora/training.toml"
    (tmp_path / "corpora").mkdir()
    (tmp_path / "corpora" / "training.toml").touch()
    assert settings.resolve(Path("corpora/training.toml")) == Path("corpora/training.toml")
    assert settings.resolve(tmp_path / "weg") == tmp_path / "weg"


@pytest.mark.parametrize("name", sorted(settings.TASKS))
def test_every_task_has_settings_and_a_trainer(name):
    task = settings.TASKS[name]
    assert issubclass(task.settings_class(), Training)
    assert callable(task.trainer_function())


@pytest.mark.parametrize("file", sorted((resources.configs() / "train").glob("*.toml")), ids=lambda file: file.stem)
def test_every_shipped_configuration_is_sound(file):
    settings.load(file)
    assert settings.load(file.stem) == settings.load(file)


def test_a_distillation_without_any_loss_is_refused():
    with pytest.raises(ConfigError, match="cosine en contrast"):
        settings.load(resources.configs() / "train" / "embedding.toml", ["distil.cosine=0", "distil.contrast=0"])
