"""Is a labelled corpus whole, and fit to train and to measure with?

In: a corpus and the lenses. Out: faults (it cannot be used so) and counts. A narrative that says nearly the same in another part of the
corpus would make a test easier than it looks; so would a label for an item that does not exist.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rodedraad import messages
from rodedraad.labels.read import GOLD
from rodedraad.segment.duplicates import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rodedraad.labels.model import Label
    from rodedraad.labels.read import Corpus
    from rodedraad.lens.model import Lens

SIMILAR = 0.5  # Jaccard similarity of word triples from which two passages say nearly the same


@dataclass(frozen=True, slots=True)
class Report:
    """What was found. ``cells`` counts passages by (lens, item, polarity), ``documents`` narratives by (lens, item)."""

    faults: tuple[str, ...]
    narratives: int
    passages: int
    splits: Mapping[str, int]
    styles: Mapping[str, int]
    sectors: Mapping[str, int]
    modalities: Mapping[str, int]
    cells: Mapping[tuple[str, str, int | None], int]
    documents: Mapping[tuple[str, str], int]
    empty: int  # passages without a principle, that is: without an item of a lens that has polarity


def check(corpus: Corpus, lenses: Mapping[str, Lens], labelling: str) -> Report:
    """Return the faults and counts of ``corpus`` under ``labelling``."""
    labels = corpus.labellings.get(labelling, {})
    cells: Counter[tuple[str, str, int | None]] = Counter()
    documents: dict[tuple[str, str], set[str]] = {}
    polar = [name for name, lens in lenses.items() if lens.lens.has_polarity]
    for narrative, passage in corpus.passages():
        for lens, items in labels[passage.passage].labels.items() if passage.passage in labels else ():
            for item, polarity in items.items():
                cells[lens, item, polarity] += 1
                documents.setdefault((lens, item), set()).add(narrative.narrative)
    faults = [*_unknown(corpus, lenses), *_unmatched(corpus), *_near(corpus)]
    return Report(
        faults=tuple(faults),
        narratives=len(corpus.stories),
        passages=sum(len(story.passages) for story in corpus.stories),
        splits=Counter(narrative.split.value for narrative, _ in corpus.passages()),
        styles=Counter(story.narrative.style for story in corpus.stories),
        sectors=Counter(story.narrative.sector for story in corpus.stories),
        modalities=Counter(label.modality.value for label in labels.values()),
        cells=cells,
        documents={key: len(names) for key, names in documents.items()},
        empty=sum(not any(label.items(lens) for lens in polar) for label in labels.values()),
    )


def _unknown(corpus: Corpus, lenses: Mapping[str, Lens]) -> Iterator[str]:
    """Yield labels for lenses and items that are not there, and polarities where none belongs or one is missing."""
    known = {name: {item.id for item in lens.items} for name, lens in lenses.items()}
    for name, labels in corpus.labellings.items():
        for label in labels.values():
            where = f"labels/{name}.jsonl, {label.passage}"
            for lens, items in label.labels.items():
                if lens not in known:
                    yield messages.text("labels.unknown_lens", where=where, id=lens)
                    continue
                for item, polarity in items.items():
                    if item not in known[lens]:
                        yield messages.text("labels.unknown_item", where=where, lens=lens, id=item)
                    elif (polarity is None) == lenses[lens].lens.has_polarity:
                        yield messages.text("labels.polarity", where=where, lens=lens, id=item)


def _unmatched(corpus: Corpus) -> Iterator[str]:
    """Yield labels of passages that are not there, and passages that the settled labelling leaves out."""
    ids = {passage.passage for _, passage in corpus.passages()}
    for name, labels in corpus.labellings.items():
        if lost := sorted(labels.keys() - ids):
            yield messages.text("labels.no_passage", labelling=name, n=len(lost), id=lost[0])
        if name == GOLD and (bare := sorted(ids - labels.keys())):
            yield messages.text("labels.no_label", labelling=name, n=len(bare), id=bare[0])


def _near(corpus: Corpus) -> Iterator[str]:
    """Yield passages that say nearly the same as one in another part of the corpus."""
    rows = {passage.passage: (narrative, passage) for narrative, passage in corpus.passages()}
    stands = fold(list(rows), [passage.text for _, passage in rows.values()], SIMILAR)
    for each, other in zip(rows, stands, strict=True):
        if other is not None and rows[each][0].split is not rows[other][0].split:
            yield messages.text("labels.near", a=each, b=other)


def same_label(first: Label, second: Label) -> bool:
    """Return whether two labels of a passage say the same, notes apart."""
    return first.modality is second.modality and first.labels == second.labels
