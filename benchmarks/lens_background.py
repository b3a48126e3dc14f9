"""Counts in how many sentences of the demo corpus each stem stands, for ``lens/data/background.tsv``.

    python benchmarks/lens_background.py              says whether the list of the package is up to date
    python benchmarks/lens_background.py --write      writes it
    python benchmarks/lens_background.py --show       prints it

Write it again when the stemmer changes: the list is kept by stem.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from lens_demo import documents

from rodedraad.lens.background import RAREST
from rodedraad.lens.words import words

LIST = Path(__file__).resolve().parents[1] / "pipeline" / "rodedraad" / "lens" / "data" / "background.tsv"


def counted() -> str:
    """Return the list as the file has it."""
    sentences = [{word.stem for word in words(text)} for document in documents() for text, _ in document.sentences]
    counts = Counter(stem for found in sentences for stem in found)
    lines = [
        "# In how many of the sentences (*) of corpora/demo a stem stands; made by benchmarks/lens_background.py.",
        f"*\t{len(sentences)}",
    ]
    return "\n".join(lines + [f"{stem}\t{count}" for stem, count in sorted(counts.items()) if count > RAREST]) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--write", action="store_true", help="write the list of the package")
    what.add_argument("--show", action="store_true", help="print the list")
    arguments = parser.parse_args()
    found = counted()
    if arguments.show:
        print(found, end="")
        return
    same = LIST.is_file() and LIST.read_text(encoding="utf-8") == found
    if arguments.write and not same:
        LIST.write_text(found, encoding="utf-8")
    state = "up to date" if same else "written" if arguments.write else "out of date; --write writes it"
    print(f"{len(found.splitlines()) - 2} stems: {LIST.name} is {state}")


if __name__ == "__main__":
    main()
