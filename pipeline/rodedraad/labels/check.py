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

    from rodedraad.labels.read import Corpus
    from rodedraad.lens.model import Lens

LOOSE = "los"  # the style of a list of passages that are no narrative
SIMILAR = 0.5  # Jaccard similarity of word triples from which two passages say nearly the same


@dataclass(frozen=True, slots=True)
class Report:
    """What was found. ``cells`` counts passages by (lens, item, polarity), ``documents`` narratives by (lens, item).

    Passages outside narratives are counted in ``loose`` and ``loose_cells``, by (lens, item), and nowhere else.
    """

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
    loose: int
    loose_cells: Mapping[tuple[str, str], int]


def check(corpus: Corpus, lenses: Mapping[str, Lens], labelling: str) -> Report:
    """Return the faults and counts of ``corpus`` under ``labelling``."""
    whole, loose = corpus.without([LOOSE]), corpus.only([LOOSE])
    marks = list(_marks(whole, labelling))
    polar = [name for name, lens in lenses.items() if lens.lens.has_polarity]
    told = [each.label for each in whole.labelled(labelling=labelling)]
    faults = [*_unknown(corpus, lenses), *_unmatched(corpus), *_near(corpus)]
    return Report(
        faults=tuple(faults),
        narratives=len(whole.stories),
        passages=sum(len(story.passages) for story in whole.stories),
        splits=Counter(narrative.split.value for narrative, _ in whole.passages()),
        styles=Counter(story.narrative.style for story in whole.stories),
        sectors=Counter(story.narrative.sector for story in whole.stories),
        modalities=Counter(label.modality.value for label in told),
        cells=Counter((*key, polarity) for _, key, polarity in marks),
        documents=Counter(key for _, key in {(narrative, key) for narrative, key, _ in marks}),
        empty=sum(not any(label.items(lens) for lens in polar) for label in told),
        loose=sum(len(story.passages) for story in loose.stories),
        loose_cells=Counter(key for _, key, _ in _marks(loose, labelling)),
    )


def _marks(corpus: Corpus, labelling: str) -> Iterator[tuple[str, tuple[str, str], int | None]]:
    """Yield narrative, (lens, item) and polarity of everything that is labelled."""
    for each in corpus.labelled(labelling=labelling):
        for lens, items in each.label.labels.items():
            for item, polarity in items.items():
                yield each.narrative.narrative, (lens, item), polarity


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
