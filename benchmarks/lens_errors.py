"""What the reading model gets wrong: some false positives and misses of principles on the gold corpus, drawn at random.

    python benchmarks/lens_errors.py [--model nl-lens] [--split test] [--n 10]

Prints the passage, the principle, the probability it was given and what else holds. Drawn with a fixed seed, so nobody chose them.
"""

from __future__ import annotations

import argparse
import random
from typing import TYPE_CHECKING

from rodedraad import resources
from rodedraad.config import Lens as LensConfig
from rodedraad.evaluate import gold
from rodedraad.evaluate.judges import Product
from rodedraad.labels.read import read
from rodedraad.lens.load import load_lenses
from rodedraad.train.lens import examples

if TYPE_CHECKING:
    from collections.abc import Iterator

SEED = 13


def errors(model: str, split: str, *, missed: bool) -> Iterator[str]:
    """Yield a line for each principle that was missed, or assigned where it is not."""
    corpus = read(resources.corpora() / gold.CORPUS)
    kinds = examples.outputs(corpus, {lens.id: lens for lens in load_lenses(LensConfig())}, gold.LENSES[:1], 1)
    passages = corpus.labelled(gold.PARTS[split])
    wanted = examples.of_split(corpus, gold.PARTS[split], kinds).items > 0
    given = Product(model, model, None, model).verdict(passages, kinds)
    wrong = wanted & ~given.assigned if missed else given.assigned & ~wanted
    for row, column in zip(*wrong.nonzero(), strict=True):
        true = [kinds.items[i][1][:3] for i in wanted[row].nonzero()[0]]
        said = [kinds.items[i][1][:3] for i in given.assigned[row].nonzero()[0]]
        name, chance = kinds.items[column][1], given.probability[row, column]
        yield f"{name} (p {chance:.2f}; label {', '.join(true) or '-'}; given {', '.join(said) or '-'})\n  {passages[row].passage.text}"


def main() -> None:
    """Print the examples."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", default="nl-lens")
    parser.add_argument("--split", choices=sorted(gold.PARTS), default="test")
    parser.add_argument("--n", type=int, default=10)
    arguments = parser.parse_args()
    for title, missed in (("assigned, and not labelled", False), ("labelled, and not assigned", True)):
        found = list(errors(arguments.model, arguments.split, missed=missed))
        print(f"{title}: {len(found)}, of which {min(arguments.n, len(found))}")
        for line in random.Random(SEED).sample(found, min(arguments.n, len(found))):  # noqa: S311 - no secret
            print(f"- {line}")


if __name__ == "__main__":
    main()
