"""Labelled passages as what a trainer wants: texts, headings and arrays of answers.

In: a labelled corpus, the lenses. Out: the examples of a part, the part train with the lenses' own example sentences and with the loose
passages of the corpus.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rodedraad.labels.model import Split
from rodedraad.reading.heads import Outputs
from rodedraad.schema import Modality

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from rodedraad.labels.read import Corpus
    from rodedraad.lens.model import Lens

UNTOLD = -1.0  # no answer to learn from: neither yes nor no
Marks = dict[tuple[str, str], int | None]


@dataclass(frozen=True)
class Examples:
    """Of n passages: ``items`` (n, items) 0, 1 or ``UNTOLD``; ``signs`` (n, signed) −1, 1 or 0, not told; ``modality`` (n,) a number."""

    texts: tuple[str, ...]
    headings: tuple[str, ...]
    documents: tuple[str, ...]
    items: NDArray[np.float32]
    signs: NDArray[np.float32]
    modality: NDArray[np.int64]

    def answers(self) -> NDArray[np.float32]:
        """Return everything in one array (n, items + signed + 1), as the trainer hands it to the loss."""
        return np.hstack([self.items, self.signs, self.modality[:, None].astype(np.float32)])


def outputs(corpus: Corpus, lenses: Mapping[str, Lens], chosen: Sequence[str], least: int) -> Outputs:
    """Return what can be learned: the items of the ``chosen`` lenses with ``least`` passages or more in the part train."""
    counts: dict[tuple[str, str], int] = {}
    for each in corpus.labelled(Split.TRAIN):
        for key in _marks(each.label.labels):
            counts[key] = counts.get(key, 0) + 1
    items = tuple((name, item.id) for name in chosen for item in lenses[name].items if counts.get((name, item.id), 0) >= least)
    return Outputs(items, tuple((name, item) for name, item in items if lenses[name].lens.has_polarity))


def of_split(corpus: Corpus, split: Split, kinds: Outputs) -> Examples:
    """Return the labelled passages of a part."""
    found = corpus.labelled(split)
    rows = ((e.passage.text, e.passage.section, e.narrative.narrative, _marks(e.label.labels), e.label.modality) for e in found)
    return _examples(rows, kinds)


def of_lenses(lenses: Iterable[Lens], kinds: Outputs) -> Examples:
    """Return the example sentences of the lenses, as facts about one item each."""
    return _examples(((text, "", "lens", {key: sign}, Modality.FACT) for key, sign, text in _told(lenses) if key in kinds.items), kinds)


def together(first: Examples, second: Examples) -> Examples:
    """Return the examples of both."""
    return Examples(
        first.texts + second.texts,
        first.headings + second.headings,
        first.documents + second.documents,
        np.vstack([first.items, second.items]),
        np.vstack([first.signs, second.signs]),
        np.concatenate([first.modality, second.modality]),
    )


def _told(lenses: Iterable[Lens]) -> Iterator[tuple[tuple[str, str], int | None, str]]:
    for lens in lenses:
        for item in lens.items:
            for sign, texts in ((1, item.examples_plus), (-1, item.examples_minus), (None, item.examples)):
                for text in texts:
                    yield (lens.id, item.id), sign, text


def _marks(labels: Mapping[str, Mapping[str, int | None]]) -> Marks:
    return {(lens, item): sign for lens, items in labels.items() for item, sign in items.items()}


def _examples(rows: Iterable[tuple[str, str, str, Marks, Modality]], kinds: Outputs) -> Examples:
    listed = list(rows)
    column = {key: n for n, key in enumerate(kinds.items)}
    signed = {key: n for n, key in enumerate(kinds.signed)}
    items, signs = (np.zeros((len(listed), n), np.float32) for n in (len(kinds.items), len(kinds.signed)))
    for row, (_, _, _, marks, _) in enumerate(listed):
        for key, sign in marks.items():
            if key in column:
                items[row, column[key]] = 1
            if key in signed and sign:
                signs[row, signed[key]] = sign
    modality = np.array([kinds.modalities.index(m.value) for *_, m in listed], dtype=np.int64)
    texts, headings, documents = tuple(t for t, *_ in listed), tuple(h for _, h, *_ in listed), tuple(d for _, _, d, *_ in listed)
    return Examples(texts, headings, documents, items, signs, modality)
