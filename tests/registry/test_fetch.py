"""`rodedraad model fetch` with the real client against a hub of our own: what it takes, refuses, survives, and leaves alone."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from registry.hub import Hub, Repo
from registry.tiny import make_model
from scenario import cli, small_corpus, start

USE = (
    "import sys; from rodedraad.embed import load; from rodedraad.config import Embed; e = load.embedder(Embed(model=sys.argv[1]), []);"
    "print(e.model_id, e.encode(['de overdracht']).shape)"
)
KEY = "hf_geheim"
OLD, NEW = "a" * 40, "b" * 40
ID = f"zorg/klein@{NEW[:12]}"


@pytest.fixture
def hub(tmp_path):
    """A hub with one model, of two commits."""
    old, new = make_model(tmp_path / "hub" / "oud", seed=1), make_model(tmp_path / "hub" / "nieuw", seed=2)
    (new / "pytorch_model.bin").write_bytes(b"pickle")
    (new / "onnx").mkdir()
    (new / "onnx" / "config.json").write_text("{}")
    with Hub({"zorg/klein": Repo({OLD: old, NEW: new}, {"main": NEW, "v1": OLD})}) as running:
        yield running


@pytest.fixture
def world(hub, own_models, tmp_path):
    """The environment of an analyst: this hub, a home without anything in it."""
    return {
        "HF_ENDPOINT": hub.url,
        "RODEDRAAD_MODELS": str(own_models),
        "HF_HOME": str(tmp_path / "hf"),
        "HF_TOKEN": "",
        "HF_HUB_OFFLINE": "",
        "TRANSFORMERS_OFFLINE": "",
    }


def fetch(model, world, tmp_path, **more):
    done = cli("model", "fetch", model, cwd=tmp_path, env=world | more)
    assert "Traceback" not in done.stdout + done.stderr
    return done


def leftovers(own_models):
    return [p.name for p in own_models.glob("*/*") if p.parent.name == ".fetching" and p.is_dir()]


def test_a_model_is_fetched_once_and_then_runs_without_the_hub(hub, world, own_models, tmp_path):
    done = fetch("zorg/klein@main", world, tmp_path)
    assert done.returncode == 0, done.stderr
    assert f"commit {NEW}" in done.stdout
    assert "licentie: mit" in done.stdout
    assert f"--model {ID}" in done.stdout
    shown = cli("model", "show", ID, cwd=tmp_path, env=world).stdout
    assert NEW in shown
    assert [line.split()[-1] for line in shown.splitlines() if "Waarden" in line] == ["8"]
    folder = own_models / f"zorg--klein--{NEW[:12]}"
    assert sorted(p.name for p in folder.iterdir()) == [
        "README.md", "config_sentence_transformers.json", "model.safetensors", "modules.json", "tokenizer.json",
    ]  # fmt: skip
    assert leftovers(own_models) == []
    hub.status = 500
    before = len(hub.asked)
    assert "al opgehaald" in fetch(f"zorg/klein@{NEW[:9]}", world, tmp_path).stdout
    for name in (ID, "zorg/klein@main", "zorg/klein", f"zorg/klein@{NEW}"):
        used = subprocess.run([sys.executable, "-c", USE, name], env=os.environ | world, capture_output=True, text=True, check=True)
        assert used.stdout.startswith("klein@")
        assert used.stdout.endswith("(1, 8)\n")
    assert len(hub.asked) == before


@pytest.mark.slow
def test_a_run_uses_a_fetched_model(world, tmp_path):
    assert fetch("zorg/klein@main", world, tmp_path).returncode == 0
    done = cli(
        "run",
        small_corpus(tmp_path),
        "--config",
        "quick",
        "--model",
        ID,
        "--out",
        "uit",
        cwd=tmp_path,
        env=world | {"XDG_CACHE_HOME": str(tmp_path / "cache")},
    )
    assert done.returncode in (0, 3), done.stderr
    assert json.loads((tmp_path / "uit" / "manifest.json").read_text())["config"]["embed"]["model"] == ID


def test_a_tag_means_its_own_commit_and_two_revisions_live_side_by_side(world, tmp_path):
    assert fetch("zorg/klein@v1", world, tmp_path).returncode == 0
    assert fetch("zorg/klein@main", world, tmp_path).returncode == 0
    listed = cli("model", "list", cwd=tmp_path, env=world).stdout
    assert f"zorg/klein@{OLD[:12]}" in listed
    assert ID in listed
    told = cli("model", "verify", cwd=tmp_path, env=world).stdout.splitlines()
    assert sum(line.startswith("zorg/klein@") and "ongewijzigd" in line for line in told) == 2


def test_a_branch_means_what_it_meant_when_it_was_last_fetched(hub, world, tmp_path):
    def meaning():
        return cli("model", "show", "zorg/klein@main", cwd=tmp_path, env=world).stdout

    hub.repos["zorg/klein"].refs["main"] = OLD
    fetch("zorg/klein@main", world, tmp_path)
    hub.repos["zorg/klein"].refs["main"] = NEW
    assert OLD in meaning()
    assert "al opgehaald" not in fetch("zorg/klein@main", world, tmp_path).stdout
    assert NEW in meaning()
    assert "al opgehaald" in fetch("zorg/klein@main", world, tmp_path).stdout


def test_the_token_is_sent_only_when_the_user_set_it_and_nothing_else_is(hub, world, tmp_path):
    (tmp_path / "hf").mkdir()
    (tmp_path / "hf" / "token").write_text("hf_ingelogd")
    assert fetch("zorg/klein@main", world, tmp_path).returncode == 0
    assert not any("authorization" in headers for headers in hub.headers)
    assert not any("torch" in headers["user-agent"] for headers in hub.headers)
    assert {path.split("/")[1] for path in hub.asked} <= {"api", "zorg", "lfs"}
    assert not hub.paths("GET /api/agent")
    hub.repos["zorg/klein"].token = KEY
    assert fetch("zorg/klein@v1", world, tmp_path, HF_TOKEN=KEY).returncode == 0
    elsewhere = [headers for path, headers in zip(hub.asked, hub.headers, strict=True) if path.startswith("GET /lfs/")]
    assert len(elsewhere) == 2
    assert "authorization" not in elsewhere[1]


@pytest.mark.parametrize(
    ("model", "code", "told"),
    [
        ("zorg/klein", 2, f"model fetch zorg/klein@{NEW}"),
        ("zorg/klein@weg", 4, "deze revisie niet"),
        ("zorg/weg@main", 4, "kent dit model niet"),
        ("klein@main", 2, "eigenaar/naam@revisie"),
        ("../../etc@main", 2, "eigenaar/naam@revisie"),
        ("zorg/klein..weg@main", 2, "eigenaar/naam@revisie"),
        ("zorg/klein@../../main", 4, "deze revisie niet"),
    ],
)
def test_what_cannot_be_fetched_is_said_plainly(world, own_models, tmp_path, model, code, told):
    done = fetch(model, world, tmp_path)
    assert (done.returncode, done.stderr.count("\n")) == (code, 1)
    assert told in done.stderr
    assert not (own_models / "registry.toml").exists()


def test_no_permission_no_network_and_a_hub_that_fails(hub, world, tmp_path):
    hub.repos["zorg/klein"].gated = True
    assert "HF_TOKEN" in fetch("zorg/klein@main", world, tmp_path).stderr
    hub.status = 503
    done = fetch("zorg/klein@main", world, tmp_path)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "503" in done.stderr
    done = fetch("zorg/klein@main", world, tmp_path, HF_ENDPOINT="http://127.0.0.1:9")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "niet te bereiken" in done.stderr
    assert "HF_HUB_OFFLINE" in fetch("zorg/klein@main", world, tmp_path, HF_HUB_OFFLINE="1").stderr


@pytest.mark.parametrize(
    ("file", "content", "told"),
    [
        ("config.json", {"model_type": "bert", "auto_map": {"AutoModel": "modeling_eigen.EigenModel"}}, "auto_map"),
        ("tokenizer_config.json", {"inner": [{"auto_map": {"AutoTokenizer": "x.Y"}}]}, "auto_map"),
        ("modules.json", [{"idx": 0, "name": "0", "path": "", "type": "eigen_module.Pooling"}], "eigen_module.Pooling"),
        ("modules.json", "{", "niet als taalmodel te lezen"),
        ("modules.json", {"type": 3}, "niet als taalmodel te lezen"),
    ],
)
def test_a_model_with_code_of_its_own_is_refused_before_its_weights_come(hub, world, own_models, tmp_path, file, content, told):
    folder = hub.repos["zorg/klein"].commits[NEW]
    (folder / file).write_text(content if isinstance(content, str) else json.dumps(content))
    (folder / "modeling_eigen.py").write_text("raise SystemExit")
    done = fetch("zorg/klein@main", world, tmp_path)
    assert done.returncode == 2
    assert told in done.stderr
    assert not any("safetensors" in path or path.endswith(".py") for path in hub.asked)
    assert leftovers(own_models) == []
    assert not (own_models / "registry.toml").exists()


def test_weights_only_as_pickle_are_refused_before_anything_comes(hub, world, tmp_path):
    (hub.repos["zorg/klein"].commits[NEW] / "model.safetensors").unlink()
    done = fetch("zorg/klein@main", world, tmp_path)
    assert done.returncode == 2
    assert "safetensors" in done.stderr
    assert not any("/resolve/" in path for path in hub.asked)


def test_a_file_name_that_leads_out_of_the_folder_is_not_taken(hub, world, own_models, tmp_path):
    (hub.repos["zorg/klein"].commits[NEW] / "kwaad.json").write_text("{}")
    hub.repos["zorg/klein"].names["kwaad.json"] = "../../kwaad.json"
    assert fetch("zorg/klein@main", world, tmp_path).returncode == 0
    assert list(tmp_path.rglob("kwaad.json")) == [hub.repos["zorg/klein"].commits[NEW] / "kwaad.json"]


@pytest.mark.parametrize("trouble", ["cut", "swap"])
def test_a_file_that_comes_in_damaged_registers_nothing_and_the_next_try_takes_the_rest(hub, world, own_models, tmp_path, trouble):
    setattr(hub, trouble, "tokenizer.json" if trouble == "cut" else "model.safetensors")
    done = fetch("zorg/klein@main", world, tmp_path)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert not (own_models / "registry.toml").exists()
    setattr(hub, trouble, "")
    before = len(hub.asked)
    assert fetch("zorg/klein@main", world, tmp_path).returncode == 0
    assert not any(path.endswith("modules.json") and path.startswith("GET") for path in hub.asked[before:])
    assert leftovers(own_models) == []


@pytest.mark.parametrize("stop", [signal.SIGKILL, signal.SIGINT])
def test_an_interrupted_fetch_registers_nothing_and_goes_on(hub, world, own_models, tmp_path, stop):
    hub.slow = "tokenizer.json"
    process = start("model", "fetch", "zorg/klein@main", cwd=tmp_path, env=world)
    until = time.monotonic() + 60
    while not any(path.startswith("GET") and path.endswith("tokenizer.json") for path in hub.asked):
        assert time.monotonic() < until
        time.sleep(0.05)
    time.sleep(0.3)
    asked = time.monotonic()
    process.send_signal(stop)
    told = process.communicate(timeout=15)[1]
    assert time.monotonic() - asked < 5
    if stop == signal.SIGINT:
        assert process.returncode == 130
        assert told == "Onderbroken. Wat klaar was, is bewaard; geef dezelfde opdracht opnieuw om verder te gaan.\n"
    assert not (own_models / "registry.toml").exists()
    assert cli("model", "list", cwd=tmp_path, env=world).returncode == 0
    hub.slow = ""
    assert fetch("zorg/klein@main", world, tmp_path).returncode == 0
    assert leftovers(own_models) == []
    assert not list(own_models.rglob("*.incomplete"))


def test_a_damaged_model_is_made_whole_by_fetching_again(hub, world, own_models, tmp_path):
    fetch("zorg/klein@main", world, tmp_path)
    weights = own_models / f"zorg--klein--{NEW[:12]}" / "model.safetensors"
    good = weights.read_bytes()
    weights.write_bytes(good[:-7])
    refused = cli("run", small_corpus(tmp_path), "--model", ID, "--out", "uit", cwd=tmp_path, env=world)
    assert refused.returncode == 2
    assert f"model fetch zorg/klein@{NEW}" in refused.stderr
    assert fetch(f"zorg/klein@{NEW}", world, tmp_path).returncode == 0
    assert weights.read_bytes() == good


def test_a_place_where_nothing_can_be_written(world, tmp_path):
    (tmp_path / "bestand").write_text("geen map")
    done = fetch("zorg/klein@main", world, tmp_path, RODEDRAAD_MODELS=str(tmp_path / "bestand" / "modellen"))
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "RODEDRAAD_MODELS" in done.stderr


def test_a_disk_too_small_is_said_before_the_weights_come(hub, world, own_models, tmp_path):
    hub.sizes["model.safetensors"] = 10**18
    done = fetch("zorg/klein@main", world, tmp_path)
    assert done.returncode == 2
    assert "schijf is vol" in done.stderr
    assert not any("/resolve/" in path for path in hub.asked)
