"""How the lens stage does on the demo corpus, whose sources name the archetypes that really occur in each document (`patronen`).

    python benchmarks/lens_demo.py [--samples 20] [--half even|odd|all] [--lens ID] [--read rules|nl-lens]

Prints, after a naive split into sentences: precision, recall and F1 of calamiteit_archetypen per document against `patronen`, on the half
of the documents that the constants were chosen on (even) and on the other half (odd); the share of passages with an assignment per lens;
the left-out figure of the puddingprincipes; and randomly drawn assigned passages to read with one's own eyes.
"""

from __future__ import annotations

import argparse
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from rodedraad import config
from rodedraad.lens import score
from rodedraad.lens.indicators import compile_lenses
from rodedraad.lens.load import load_lenses, show_lens
from rodedraad.lens.stage import NO_LEANING, run
from rodedraad.reading.load import RULES
from rodedraad.reading.stage import run as read
from rodedraad.run.stage import Context
from rodedraad.schema import TABLES

if TYPE_CHECKING:
    from rodedraad.lens.model import Lens

THRESHOLD = config.Lens().threshold  # type: ignore[call-arg]
MIN_WORDS = 3
SOURCES = Path(__file__).parents[1] / "corpora" / "demo" / "source"
ARCHETYPES = "calamiteit_archetypen"
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"'‘“])")
_ROLES = {
    "aanbeveling": re.compile(r"aanbevel|adviezen|advies\b", re.IGNORECASE),
    "maatregel": re.compile(r"maatregel|verbeter|wat .* anders gaan doen|hoe verder", re.IGNORECASE),
    "skip": re.compile(r"werkwijze|bijlage|onderzoeksvraag|colofon|leeswijzer|samenstelling", re.IGNORECASE),
}


@dataclass(frozen=True)
class Document:
    """A source of the demo: its id, what it is said to hold, and its sentences with a modality."""

    id: str
    patterns: frozenset[str]
    sentences: tuple[tuple[str, str], ...]


def documents() -> list[Document]:
    return [found for path in sorted(SOURCES.glob("*.md")) if (found := _document(path)) is not None]


def _document(path: Path) -> Document | None:
    match = re.match(r"---\n(.*?)\n---\n(.*)", path.read_text(encoding="utf-8"), re.DOTALL)
    if match is None:
        return None
    listed = re.search(r"^patronen: *\[(.*)\]", match[1], re.MULTILINE)
    if listed is None:
        return None
    sentences: list[tuple[str, str]] = []
    role = "feit"
    for line in match[2].splitlines():
        if line.startswith("#"):
            role = next((name for name, pattern in _ROLES.items() if pattern.search(line)), "feit")
        elif role != "skip" and line.strip() and not line.startswith("[^"):
            clean = re.sub(r"\[\^\d+\]|\{>>.*?<<\}|^[-*>|\d. ]+", "", line).strip()
            sentences += [(s.strip(), role) for s in _SENTENCE.split(clean) if len(s.split()) >= MIN_WORDS]
    return Document(path.stem, frozenset(p.strip() for p in listed[1].split(",") if p.strip()), tuple(sentences))


def mappings(found: list[Document], model: str) -> pl.DataFrame:
    """Return the stage's mappings with the text and the document of each passage."""
    rows = [
        {
            "passage_id": f"{d.id}-{i:04d}",
            "doc_id": d.id,
            "position": i,
            "block": 0,
            "start": 0,
            "end": 1,
            "modality": role,
            "text": text,
            "n_words": 1,
        }
        for d in found
        for i, (text, role) in enumerate(d.sentences)
    ]
    passages = TABLES["passages"].frame(rows)
    context = Context(None, 13)
    fragments = passages.with_columns(section=pl.lit("")).select(TABLES["fragments"].schema.keys())
    told = read({"fragments": fragments}, config.Read(model=model), context)
    result = run({"passages": passages, "decisions": TABLES["decisions"].empty(), **told}, config.Lens(), context)["mappings"]
    return result.join(passages.select("passage_id", "doc_id", "text"), on="passage_id")


def document_figures(found: list[Document], mapped: pl.DataFrame, half: str) -> str:
    """Return precision, recall and F1 over (document, archetype) pairs, beside the best that always naming the k most common would do."""
    chosen = [d for i, d in enumerate(found) if half == "all" or (i % 2 == 0) == (half == "even")]
    named = mapped.filter((pl.col("lens_id") == ARCHETYPES) & pl.col("assigned")).select("doc_id", "item_id").unique().rows()
    predicted = {d.id: {item for doc, item in named if doc == d.id} for d in chosen}
    truth = {d.id: d.patterns for d in chosen}
    return f"{half:5} {len(chosen):3} documents  {_figures(predicted, truth)}   always the same k: {_baseline(truth)}"


def _figures(predicted: dict[str, set[str]], truth: dict[str, frozenset[str]]) -> str:
    hit = sum(len(predicted[d] & truth[d]) for d in truth)
    said, real = sum(map(len, predicted.values())), sum(map(len, truth.values()))
    p, r = hit / max(1, said), hit / max(1, real)
    return f"P {p:.2f}  R {r:.2f}  F1 {2 * p * r / max(1e-9, p + r):.2f}  ({hit} of {said} named, {real} real)"


def _baseline(truth: dict[str, frozenset[str]]) -> str:
    counts = pl.Series([p for found in truth.values() for p in sorted(found)]).value_counts(sort=True).rows()
    ranked = [name for name, _ in sorted(counts, key=lambda c: (-c[1], c[0]))]
    options = [_figures({d: set(ranked[:k]) for d in truth}, truth) for k in range(1, 30)]
    return max(options, key=lambda line: float(line.split("F1 ")[1].split()[0]))


def left_out(name: str = "puddingprincipes") -> tuple[float, float, float, float]:
    """Return, over the examples of a lens, each left out: shares assigned, first and of right polarity, and other items a sentence."""
    lens = show_lens(name, config.Lens())
    sides = [(n, side, texts) for n, item in enumerate(lens.items) for side, texts in ((1, item.examples_plus), (-1, item.examples_minus))]
    rows = [(n, side, text) for n, side, texts in sides for text in texts]
    assigned = first = right = others = 0
    for n, side, text in rows:
        found = score.score_passages([text], ["feit"], compile_lenses([_without(lens, text)]))
        own = bool(found.score[0, n] >= THRESHOLD)
        assigned += own
        first += int(np.argmax(found.score[0])) == n
        right += own and bool(found.polarity[0, n] * side > NO_LEANING)
        others += int((found.score[0] >= THRESHOLD).sum()) - own
    return assigned / len(rows), first / len(rows), right / max(1, assigned), others / len(rows)


def _without(lens: Lens, text: str) -> Lens:
    fields = ("examples", "examples_plus", "examples_minus")
    items = [item.model_copy(update={f: tuple(t for t in getattr(item, f) if t != text) for f in fields}) for item in lens.items]
    return lens.model_copy(update={"items": tuple(items)})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--samples", type=int, default=20)
    parser.add_argument("--half", choices=("even", "odd", "all"), default="all", help="documents to draw the samples from")
    parser.add_argument("--lens", default=None, help="draw samples of this lens alone")
    parser.add_argument("--read", default=RULES, metavar="MODEL", help="read with this model instead of by indicators alone")
    options = parser.parse_args()
    found = documents()
    mapped = mappings(found, options.read)
    n_passages = sum(len(d.sentences) for d in found)
    print(f"{len(found)} documents, {n_passages} sentences")
    for half in ("even", "odd"):
        print(document_figures(found, mapped, half))
    print(
        "puddingprincipes, example left out: assigned {:.2f}  first {:.2f}  polarity right {:.2f}  other items {:.2f}".format(*left_out())
    )
    good = mapped.filter("assigned")
    for lens in load_lenses(config.Lens()):
        mine = good.filter(pl.col("lens_id") == lens.id)
        signs = dict(sorted(mine["polarity"].value_counts().rows()))
        print(f"\n== {lens.id}: {mine['passage_id'].n_unique() / n_passages:.1%} of the sentences, polarity {signs}")
        if options.lens in (None, lens.id):
            _print_samples(
                mine,
                {d.id for i, d in enumerate(found) if options.half == "all" or (i % 2 == 0) == (options.half == "even")},
                options.samples,
                found,
            )


def _print_samples(mine: pl.DataFrame, chosen: set[str], n: int, found: list[Document]) -> None:
    drawn = mine.filter(pl.col("doc_id").is_in(sorted(chosen)))
    truth = {d.id: d.patterns for d in found}
    for row in drawn.sample(min(n, len(drawn)), seed=13).sort("item_id").iter_rows(named=True):
        mark = " ✓" if row["item_id"] in truth[row["doc_id"]] else ""
        print(f"  {row['score']:.2f} {row['polarity']:+d} {row['item_id']}{mark}  «{row['indicator'][:60]}»\n       {row['text'][:220]}")


if __name__ == "__main__":
    main()
