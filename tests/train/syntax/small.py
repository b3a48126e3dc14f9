"""A small treebank, a manifest and a training that is over in seconds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syntax import treebank as tb

if TYPE_CHECKING:
    from pathlib import Path

MANIFEST = """
[sources.now]
path = "now.conllu.gz"
format = "conllu"
use = "train"
licence = "CC0-1.0"

[sources.then]
path = "then.conllu"
format = "conllu"
use = "train"
licence = "CC0-1.0"

[sources.exam]
path = "exam.conllu"
format = "conllu"
use = "test"
licence = "CC0-1.0"

[sources.lines]
path = "lines.txt"
format = "sentences"
licence = "CC0-1.0"

[sources.synonyms]
path = "synonyms.tsv"
format = "synonyms"
licence = "CC0-1.0"
header = true
"""
CONFIG = """
task = "language"
id = "nl-proef"
title = "Proef"
licence = "CC-BY-SA-4.0"
threads = 1
current = ["now"]
older = ["then"]
words = ["synonyms"]
dev_share = 0.25
pipeline = "{cfg}"

[pretraining]
texts = ["lines"]
words = 3000
batch_words = 300

[fit]
epochs = 3
current_epochs = 1
batch_words = 60
warmup = 5
checkpoint_steps = 10
"""


def write(folder: Path, cfg: Path) -> Path:
    """Write data, manifest and configuration; the pipeline is the shipped one, made narrow."""
    small = cfg.read_text(encoding="utf-8")
    for old, new in (
        ("width = 128", "width = 16"),
        ("[4000,500,1500,1000,1500,3000,500]", "[200,50,50,50,50,50,50]"),
        ("piece_width = 64", "piece_width = 8"),
        ("depth = 4", "depth = 1"),
        ("hidden_width = 96", "hidden_width = 8"),
        ("min_action_freq = 10", "min_action_freq = 1"),
    ):
        assert old in small
        small = small.replace(old, new)
    (folder / "small.cfg").write_text(small, encoding="utf-8")
    tb.write(folder / "now.conllu.gz", tb.treebank("nu", 0, 60))
    broken = tb.sentence("kapot.p.1.s.1", tb.PEOPLE[0], tb.VERBS[0], tb.OBJECTS[0]).replace("\t0\troot", "\t1\troot")
    tb.write(folder / "then.conllu", tb.treebank("toen", 20, 20).replace("flat", "flat:name") + broken)
    tb.write(folder / "exam.conllu", tb.sentence("toets.p.1.s.1", tb.PEOPLE[1], tb.VERBS[1], tb.OBJECTS[1]))
    lines = [f"Het gezin woont {i} jaar in een huis bij de school." for i in range(30)]
    (folder / "lines.txt").write_text("\n".join(lines), encoding="utf-8")
    (folder / "synonyms.tsv").write_text("lemma\tsynonyms\nhuis\twoning\nhulpverlener\thelper\n", encoding="utf-8")
    (folder / "training.toml").write_text(MANIFEST, encoding="utf-8")
    config = folder / "language.toml"
    places = f'manifest = "{folder / "training.toml"}"\ndata = "{folder}"\n'
    config.write_text(places + CONFIG.format(cfg=folder / "small.cfg"), encoding="utf-8")
    return config
