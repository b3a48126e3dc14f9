r"""Does the reading model read styles of writing that it never learned from? Macro-F1 of the principles on the gold corpus, part test.

    rodedraad train lens --set 'without_styles=["los"]' --out ../narratives
    rodedraad train lens --out ../held-out \
        --set 'without_styles=["los","incidentmelding","leerverhaal","klachtuitspraak","interviewverslag"]'
    python benchmarks/styles.py --model ../held-out --beside ../narratives

Two models that learned from narratives alone, one of all styles and one without those held out, on the passages in the held-out styles and
on the others. The gap on the first is what a new style costs. The loose passages (style ``los``) are left out of both, for they are
written in every style; a third row is the shipped model, which learned from them too.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np

from rodedraad import registry, resources
from rodedraad.config import Lens as LensConfig
from rodedraad.evaluate import gold
from rodedraad.evaluate.judges import Product
from rodedraad.labels.model import Split
from rodedraad.labels.read import read
from rodedraad.lens.load import load_lenses
from rodedraad.train.lens import examples


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True, help="folder of the model trained without some styles")
    parser.add_argument("--beside", type=Path, required=True, help="folder of the model trained on all of them")
    arguments = parser.parse_args()
    known, held_out = _without(arguments.beside), _without(arguments.model)
    held_out = [style for style in held_out if style not in known]
    corpus = read(resources.corpora() / gold.CORPUS)
    kinds = examples.outputs(corpus, {lens.id: lens for lens in load_lenses(LensConfig())}, gold.LENSES[:1], 1)
    passages, answers = corpus.labelled(Split.TEST), examples.of_split(corpus, Split.TEST, kinds)
    inside = np.array([each.narrative.style in held_out for each in passages])
    print(f"held out: {', '.join(held_out)}")
    print(f"{'':26}{f'held-out styles ({inside.sum()})':>26}{f'other styles ({(~inside).sum()})':>26}")
    rows_of = (("narratives of all styles", arguments.beside), ("narratives without", arguments.model), ("as shipped", "nl-lens"))
    for title, model in ((title, str(model)) for title, model in rows_of):
        said = Product(model, model, None, model).verdict(passages, kinds).assigned
        values = [float(np.nanmean(gold.f1_of_items(answers.items[rows] > 0, said[rows]))) for rows in (inside, ~inside)]
        print(f"{title:26}" + "".join(f"{value:26.3f}" for value in values))


def _without(model: Path) -> list[str]:
    record = json.loads((registry.find(str(model)).folder / "training.json").read_text(encoding="utf-8"))
    styles: list[str] = record["config"]["without_styles"]
    return styles


if __name__ == "__main__":
    main()
