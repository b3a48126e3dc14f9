"""What each of the two judges of the reading model is worth alone: macro-F1 of principles and archetypes on the gold corpus.

    python benchmarks/lens_parts.py [--model nl-lens]

Each judge, and the two as the model weighs them, with the threshold of each item set on the part validation, as the trainer does. The
product assigns nothing below ``lens.least``, which is not applied here.
"""

from __future__ import annotations

import argparse

import numpy as np

from rodedraad import registry, resources
from rodedraad.config import Config
from rodedraad.config import Lens as LensConfig
from rodedraad.evaluate import gold
from rodedraad.labels.model import Split
from rodedraad.labels.read import read
from rodedraad.lens.load import load_lenses
from rodedraad.reading import load
from rodedraad.reading.heads import sigmoid
from rodedraad.train.lens import combine, examples

PARTS = (Split.VALIDATION, Split.TEST)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", default="nl-lens")
    model = parser.parse_args().model
    registry.find(model)
    reader = load.reader(Config().read.model_copy(update={"model": model}))
    if reader is None:
        parser.error("rules have no judges")
    heads, kinds = reader.heads, reader.heads.outputs
    corpus = read(resources.corpora() / gold.CORPUS)
    known = {lens.id for lens in load_lenses(LensConfig())}
    principles = np.array([lens == gold.LENSES[0] for lens, _ in kinds.items if lens in known])
    judged: dict[str, list[np.ndarray]] = {"sentence encoder": [], "words and pieces of words": [], "both": []}
    wanted = []
    for part in PARTS:
        told = examples.of_split(corpus, part, kinds)
        vectors, n = reader.encoder.encode(told.texts), len(kinds.items)
        wanted.append(told.items > 0)
        judged["sentence encoder"].append(sigmoid((vectors @ heads.vector_weights + heads.vector_bias)[:, :n]))
        rows = heads.features.rows(told.texts, told.headings)
        judged["words and pieces of words"].append(sigmoid((np.asarray(rows @ heads.ngram_weights) + heads.ngram_bias)[:, :n]))
        judged["both"].append(heads.read(vectors, told.texts, told.headings).items)
    print(f"{'':28}{'principles':>12}{'archetypes':>12}   part test, thresholds from the part validation")
    for title, (weighed, measured) in judged.items():
        thresholds = np.array(combine.thresholds(weighed, wanted[0].astype(np.float32)))
        f1 = gold.f1_of_items(wanted[1], measured >= thresholds)
        print(f"{title:28}{np.nanmean(f1[principles]):12.3f}{np.nanmean(f1[~principles]):12.3f}")


if __name__ == "__main__":
    main()
