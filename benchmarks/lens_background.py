"""Counts in how many sentences of the demo corpus each stem stands, for ``lens/data/background.tsv``.

    python benchmarks/lens_background.py > pipeline/rodedraad/lens/data/background.tsv

Run it again when the stemmer changes: the list is kept by stem.
"""

from __future__ import annotations

from collections import Counter

from lens_demo import documents

from rodedraad.lens.background import RAREST
from rodedraad.lens.words import words


def main() -> None:
    sentences = [{word.stem for word in words(text)} for document in documents() for text, _ in document.sentences]
    counts = Counter(stem for found in sentences for stem in found)
    print("# In how many of the sentences (*) of corpora/demo a stem stands; made by benchmarks/lens_background.py.")
    print(f"*\t{len(sentences)}")
    for stem, count in sorted(counts.items()):
        if count > RAREST:
            print(f"{stem}\t{count}")


if __name__ == "__main__":
    main()
