"""Models × tasks: what goes on when a part fails, and what stops everything."""

import dataclasses
import shutil

import pytest

from rodedraad.errors import ConfigError, MissingError, UsageError
from rodedraad.evaluate import run, tasks


def test_every_model_on_every_task_in_the_order_asked(tiny, longer, bench):
    outcome = run.evaluate([str(longer), str(tiny), str(longer)], tasks.choose(["sick", "sts"]), bench)
    assert [(m.name, list(m.scores)) for m in outcome.models] == [("longer", ["sick", "sts"]), ("tiny", ["sick", "sts"])]
    assert (outcome.faults, outcome.exit_code) == ([], 0)


def test_one_missing_file_leaves_the_rest_and_is_told_once(tiny, longer, bench, data, tmp_path):
    shutil.copytree(data, tmp_path / "half")
    shutil.rmtree(tmp_path / "half" / "sick-nl")
    outcome = run.evaluate([str(tiny), str(longer)], tasks.choose(["sts,sick"]), dataclasses.replace(bench, data=tmp_path / "half"))
    assert [list(m.scores) for m in outcome.models] == [["sts"], ["sts"]]
    assert ["SICK_NL" in str(fault) for fault in outcome.faults] == [True]
    assert outcome.exit_code == 3


def test_when_nothing_can_be_measured_it_is_an_error(tiny, bench, tmp_path):
    with pytest.raises(MissingError, match="stsb-nl"):
        run.evaluate([str(tiny)], tasks.choose(["sts", "sick"]), dataclasses.replace(bench, data=tmp_path))


def test_a_model_with_broken_weights_leaves_the_others(tiny, bench, tmp_path):
    shutil.copytree(tiny, tmp_path / "broken")
    (tmp_path / "broken" / "model.safetensors").write_bytes(b"\xff" * 400)
    outcome = run.evaluate([str(tmp_path / "broken"), str(tiny)], tasks.choose(["sts"]), bench)
    assert [m.name for m in outcome.models] == ["tiny"]
    assert isinstance(outcome.faults[0], ConfigError)


def test_a_model_that_is_not_there_is_said_before_any_work(tiny, bench):
    said = []
    with pytest.raises(MissingError):
        run.evaluate([str(tiny), "weg/model"], tasks.choose([]), dataclasses.replace(bench, say=said.append))
    assert said == []


def test_tasks_of_another_kind_do_not_fit(tiny, bench):
    with pytest.raises(UsageError, match="vectoren"):
        run.evaluate([str(tiny)], tasks.choose(["ud"]), bench)


def test_every_task_in_the_registry_can_be_loaded_and_has_a_name():
    from rodedraad import messages

    for task in tasks.TASKS.values():
        assert callable(task.load())
        assert messages.text(f"evaluate.task.{task.name}")


def test_choosing_tasks():
    assert [task.name for task in tasks.choose(["sts, speed", "sts"])] == ["sts", "speed"]
    assert len(tasks.choose([])) == len(tasks.TASKS)
    with pytest.raises(UsageError, match="Bedoelt u bitext"):
        tasks.choose(["bitex"])
