"""A training from CoNLL-U to a folder that spaCy reads: whole, killed and resumed, and with data that do not fit."""

from __future__ import annotations

import hashlib
import io
import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from rodedraad.errors import ConfigError
from rodedraad.syntax import spacy_reader
from rodedraad.train.runner import train
from syntax import treebank as tb
from train.syntax import small

CFG = Path(__file__).parents[3] / "configs" / "train" / "language.cfg"
SCRIPT = """
import sys
from pathlib import Path
from rodedraad.train.runner import train
train(sys.argv[1], out=Path(sys.argv[2]), work=Path(sys.argv[3]))
"""


@pytest.fixture
def config(tmp_path):
    return small.write(tmp_path, CFG)


def _train(config, name="model", **more):
    return train(config, out=config.parent / name, work=config.parent / f"work-{name}", stream=io.StringIO(), **more)


def _weights(model):
    files = sorted(p for p in model.rglob("*") if p.is_file() and p.name not in {"card.md", "training.json"})
    return {p.relative_to(model).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    config = small.write(tmp_path_factory.mktemp("trained"), CFG)
    return config, _train(config)


def test_the_folder_is_read_by_spacy_and_holds_no_pickle(trained):
    _, model = trained
    nlp = spacy_reader.load(model, unused=())
    assert nlp.pipe_names == ["tok2vec", "morphologizer", "parser", "trainable_lemmatizer", "rodedraad_lemmas", "entity_ruler"]
    doc = nlp("De huisarts belt de gezinsvoogden over de hulpverleners.")
    assert doc[5].lemma_
    assert {e.label_ for e in doc.ents} >= {"huisarts"}
    for path in model.rglob("*"):
        assert path.suffix not in {".pkl", ".pickle", ".bin.pkl"}
        assert path.is_dir() or not path.read_bytes().startswith((b"\x80\x03", b"\x80\x04c", b"\x80\x04\x95", b"\x80\x05\x95"))
    meta = json.loads((model / "meta.json").read_text(encoding="utf-8"))
    assert meta["license"] == "CC-BY-SA-4.0"
    assert meta["lang"] == "nl"


def test_sentences_of_the_test_set_and_broken_ones_take_no_part(trained):
    config, model = trained
    told = json.loads((model / "training.json").read_text(encoding="utf-8"))
    counts = told["leaks"]["sources"]["now/treebanksentence"]
    assert counts["dropped"] == {"exam": 1}
    assert told["facts"]["set aside"] == 1
    steps = [json.loads(line) for line in (config.parent / "work-model" / "steps.jsonl").read_text(encoding="utf-8").splitlines()]
    logged = [s for s in steps if s["event"] == "step" and s["phase"] == "train"]
    assert {"upos", "las", "lemma", "loss_parser"} <= set(logged[-1])
    assert logged[-1]["upos"] > 60, "it learns"


def test_one_seed_gives_the_same_weights_and_a_kill_changes_nothing(trained, config):
    model = config.parent / "model"
    command = [sys.executable, "-c", SCRIPT, str(config), str(model), str(config.parent / "work")]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    state = config.parent / "work" / "state" / "last.safetensors"
    end = time.monotonic() + 120
    while not state.is_file() and time.monotonic() < end and process.poll() is None:
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL, "killed in the middle"
    assert not model.exists()
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    told = json.loads((model / "training.json").read_text(encoding="utf-8"))
    assert told["pieces"] == 2
    assert _weights(model) == _weights(trained[1])


def test_one_treebank_alone_will_do(config):
    model = _train(config, settings=["older=[]", "words=[]", "pretraining.texts=[]", "fit.epochs=1", "fit.current_epochs=0"])
    assert (model / "config.cfg").is_file()


@pytest.mark.parametrize(
    ("file", "data", "code"),
    [
        ("now.conllu.gz", b"\x1f\x8b\x08\x00kapot", "conllu_unreadable"),
        ("now.conllu.gz", b"geen;treebank\n", "conllu_empty"),
        ("now.conllu.gz", tb.sentence("a.p.1.s.1", tb.PEOPLE[0], tb.VERBS[0], tb.OBJECTS[0]).encode(), "train_too_few"),
        ("small.cfg", b"[nlp]\nlang = ", "language_cfg"),
        ("small.cfg", b'[nlp]\nlang = "nl"\npipeline = []\n', "language_cfg"),
    ],
)
def test_data_that_do_not_fit_are_said_clearly(config, file, data, code):
    (config.parent / file).write_bytes(data)
    with pytest.raises(ConfigError) as caught:
        _train(config)
    assert caught.value.code == code
    assert str(caught.value)
