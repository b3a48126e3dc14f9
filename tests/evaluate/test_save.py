"""Results files: the same measurement, the same bytes; nothing of the machine outside the speed block."""

import json
import os
from pathlib import Path

import pytest

from rodedraad.errors import EnvironmentFault, UsageError
from rodedraad.evaluate import run, save, tasks
from rodedraad.evaluate.record import Figure, Sampling, Score, split_name


@pytest.fixture
def measured(tiny, bench):
    return run.evaluate([str(tiny)], tasks.choose(["sts", "esco"]), bench).models[0]


GIVEN = save.Given(["sts,esco"], "all", Path("../shared/data"), ["embed.prefix='query: '"], None, 13, 1000, 1200, None, None)


def test_the_same_measurement_gives_the_same_bytes(measured, tiny, bench, tmp_path):
    first = save.write(save.document(measured, Sampling(), GIVEN.command("tiny")), tmp_path / "one")
    again = run.evaluate([str(tiny)], tasks.choose(["sts", "esco"]), bench).models[0]
    second = save.write(save.document(again, Sampling(), GIVEN.command("tiny")), tmp_path / "two")
    assert first.read_bytes() == second.read_bytes()
    assert first.name == "tiny.json"


def test_what_is_kept_names_data_model_draws_and_libraries(measured):
    content = save.document(measured, Sampling(), GIVEN.command("tiny"))
    sts = content["tasks"]["sts"]
    assert content["model"]["id"] == measured.model_id
    assert len(sts["data"]["stsb-nl/dev"]["files"]["stsb-nl/stsb-nl-dev.csv"]) == 64
    assert {"seed", "resamples", "confidence", "command", "versions"} == set(sts["made_with"])
    assert {"numpy", "scipy"} <= set(sts["made_with"]["versions"])
    assert content["speed"] == {}
    assert str(Path.cwd()) not in save.text(content)


def test_figures_are_rounded_and_timed_ones_stand_apart(measured):
    measured.scores = {"speed": [Score("speed/passages", 5, (Figure("per_second", 1 / 3, 0.1, None),), timed=True)]}
    content = save.document(measured, Sampling(), "x")
    assert content["tasks"] == {}
    assert content["speed"]["speed"]["data"]["speed/passages"]["figures"]["per_second"] == {"value": 0.3333, "low": 0.1, "high": None}


def test_another_task_is_added_and_another_model_starts_anew(measured, tmp_path):
    content = save.document(measured, Sampling(), "x")
    only = {name: {**content, "tasks": {name: content["tasks"][name]}} for name in ("sts", "esco")}
    save.write(only["sts"], tmp_path)
    path = save.write(only["esco"], tmp_path)
    assert set(save.read(path)["tasks"]) == {"sts", "esco"}
    other = {**only["esco"], "model": {**content["model"], "id": "tiny@other"}}
    save.write(other, tmp_path)
    assert set(save.read(path)["tasks"]) == {"esco"}


def test_a_broken_results_file_is_made_anew(measured, tmp_path):
    (tmp_path / "tiny.json").write_text("{", encoding="utf-8")
    save.write(save.document(measured, Sampling(), "x"), tmp_path)
    assert json.loads((tmp_path / "tiny.json").read_text(encoding="utf-8"))["tasks"]


def test_a_hub_name_is_one_file_name():
    content = {"model": {"name": "owner/name"}, "tasks": {}, "speed": {}}
    assert save._UNFIT.sub("--", content["model"]["name"]) == "owner--name"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_no_rights_to_write(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(EnvironmentFault):
        save.write_json([], tmp_path / "x.json")


def test_a_file_in_the_place_of_the_folder(tmp_path):
    (tmp_path / "results").write_text("")
    with pytest.raises(EnvironmentFault) as error:
        save.write_json([], tmp_path / "results" / "x.json")
    assert error.value.code == "evaluate_not_written"


def test_the_command_can_be_typed_again_and_names_no_place_on_this_machine():
    assert GIVEN.command("tiny") == (
        "rodedraad evaluate --model tiny --task sts,esco --split all --data ../shared/data --set 'embed.prefix='\"'\"'query: '\"'\"'' "
        "--sample 1200 --seed 13 --resamples 1000"
    )
    elsewhere = save.Given([], "dev", Path("/some/place"), [], "/my/own.toml", 1, 200, 0, "/my/teacher", "all-minilm-l6-v2")
    command = elsewhere.command("tiny")
    assert "/some" not in command
    assert "/my/own" not in command
    assert "--data DATA --config CONFIG" in command
    assert "--sample 0" in command


def test_kept_figures_are_of_all_parts_and_a_look_is_at_dev():
    assert (split_name(None, kept=False), split_name(None, kept=True), split_name("test", kept=False)) == ("dev", "all", "test")
    for name, kept in (("tets", False), ("dev", True)):
        with pytest.raises(UsageError):
            split_name(name, kept=kept)
