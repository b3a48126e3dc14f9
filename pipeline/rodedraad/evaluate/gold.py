"""How well passages are judged: principles with polarity, archetypes, modality, on the gold corpus.

In: a judge and the corpus. Out: figures with intervals over narratives, for passages of one narrative are not independent. A figure of
items that nobody labelled has no value.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from rodedraad import resources
from rodedraad.config import Lens as LensConfig
from rodedraad.evaluate import interval
from rodedraad.evaluate.record import Score
from rodedraad.labels.model import Split
from rodedraad.labels.read import corpus_hash, read
from rodedraad.lens.load import load_lenses
from rodedraad.schema import Modality
from rodedraad.train.lens import examples as learning

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from rodedraad.evaluate.judges import Judge, Verdict
    from rodedraad.evaluate.record import Bench
    from rodedraad.labels.read import Labelled
    from rodedraad.reading.heads import Outputs
    from rodedraad.train.lens.examples import Examples

    Statistic = Callable[["Sheet", NDArray[np.int64]], float]

CORPUS = "gold"
LENSES = ("puddingprincipes", "calamiteit_archetypen")
PARTS = {"dev": Split.VALIDATION, "test": Split.TEST}
BINS = 10
TOLD = 0.1
_NO_FINDING = (Modality.NORM.value, Modality.RECOMMENDATION.value)


@dataclass(frozen=True)
class Sheet:
    """Answers and verdict side by side; ``story`` (n,) numbers the narratives, ``polar`` and ``faults`` the columns of the two lenses."""

    answers: Examples
    verdict: Verdict
    kinds: Outputs
    story: NDArray[np.int64]
    polar: NDArray[np.int64]
    faults: NDArray[np.int64]


def run(judge: Judge, bench: Bench) -> list[Score]:
    """Return the figures on the parts of the gold corpus, all narratives and those of each style.

    Raises:
        MissingError: the corpus is not there.
        ConfigError: it has faults.
    """
    folder = resources.corpora() / CORPUS
    corpus = read(folder)
    lenses = {lens.id: lens for lens in load_lenses(LensConfig())}
    kinds = learning.outputs(corpus, lenses, LENSES, 1)
    files = {f"corpora/{CORPUS}": corpus_hash(folder)}
    scores = []
    for split in bench.splits:
        passages = corpus.labelled(PARTS[split])
        sheet = _sheet(passages, learning.of_split(corpus, PARTS[split], kinds), judge.verdict(passages, kinds), kinds)
        name = f"gold/{split}"
        figures = tuple(interval.figure(*_over_stories(key, statistic, sheet), bench.sampling, name) for key, statistic in FIGURES.items())
        scores.append(Score(name, int(sheet.story.max(initial=-1)) + 1, figures, files))
        for part, n, statistic in _parts(sheet, passages):
            scores.append(
                Score(f"{name}/{part}", n, (interval.figure(*_over_stories("f1", statistic, sheet), bench.sampling, name),), files)
            )
    return scores


def _sheet(passages: list[Labelled], answers: Examples, verdict: Verdict, kinds: Outputs) -> Sheet:
    numbers: dict[str, int] = {}
    story = np.array([numbers.setdefault(each.narrative.narrative, len(numbers)) for each in passages], dtype=np.int64)
    lens = np.array([name for name, _ in kinds.items])
    return Sheet(answers, verdict, kinds, story, np.flatnonzero(lens == LENSES[0]), np.flatnonzero(lens == LENSES[1]))


def _over_stories(key: str, statistic: Statistic, sheet: Sheet) -> tuple[str, Callable[..., float], list[NDArray[np.int64]]]:
    """Return what `interval.figure` wants: narratives are drawn, and ``statistic`` gets the rows of those drawn."""
    rows = [np.flatnonzero(sheet.story == n) for n in range(int(sheet.story.max(initial=-1)) + 1)]

    def of(chosen: NDArray[np.int64]) -> float:
        return statistic(sheet, np.concatenate([rows[n] for n in chosen.tolist()])) if len(chosen) else float("nan")

    return key, of, [np.arange(len(rows))]


def f1_of_items(yes: NDArray[np.bool_], said: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return F1 of each column of two arrays (n, m); NaN where nothing is there and nothing was said."""
    both, total = (yes & said).sum(axis=0), yes.sum(axis=0) + said.sum(axis=0)
    return np.asarray(np.divide(2.0 * both, total, out=np.full(yes.shape[1], np.nan), where=total > 0))


def _principles(sheet: Sheet, rows: NDArray[np.int64]) -> NDArray[np.float64]:
    return f1_of_items(sheet.answers.items[np.ix_(rows, sheet.polar)] > 0, sheet.verdict.assigned[np.ix_(rows, sheet.polar)])


def _macro(sheet: Sheet, rows: NDArray[np.int64]) -> float:
    return float(np.nanmean(_principles(sheet, rows)))


def _least(sheet: Sheet, rows: NDArray[np.int64]) -> float:
    return float(np.nanmin(_principles(sheet, rows)))


def _polarity(sheet: Sheet, rows: NDArray[np.int64]) -> float:
    """Return how often the sign is right where a principle was found that has one."""
    wanted = sheet.answers.signs[rows]
    found = sheet.verdict.assigned[np.ix_(rows, sheet.polar)] & (wanted != 0)
    given = sheet.verdict.sign[np.ix_(rows, sheet.polar)]
    return float((given[found] == wanted[found]).mean()) if found.any() else float("nan")


def _on_nothing(sheet: Sheet, rows: NDArray[np.int64]) -> float:
    """Return the share of passages without a principle that are given one."""
    without = sheet.answers.items[np.ix_(rows, sheet.polar)].max(axis=1) == 0
    said = sheet.verdict.assigned[np.ix_(rows, sheet.polar)].max(axis=1)
    return float(said[without].mean()) if without.any() else float("nan")


def _signed_norms(sheet: Sheet, rows: NDArray[np.int64]) -> float:
    """Return the share of norms and recommendations that are scored + or −."""
    numbers = [sheet.kinds.modalities.index(name) for name in _NO_FINDING]
    which = np.isin(sheet.answers.modality[rows], numbers)
    block = np.ix_(rows, sheet.polar)
    signed = (sheet.verdict.assigned[block] & (sheet.verdict.sign[block] != 0)).any(axis=1)
    return float(signed[which].mean()) if which.any() else float("nan")


def _calibration(sheet: Sheet, rows: NDArray[np.int64]) -> float:
    """Return the expected calibration error of the principles' probabilities, in ten equal bins (Guo et al. 2017, arXiv:1706.04599)."""
    p, yes = _cells(sheet, rows)
    return _gap(p, yes)


def _calibration_told(sheet: Sheet, rows: NDArray[np.int64]) -> float:
    """Return the same of the cells with a probability of at least ``TOLD``; nearly all others are 0 and right, and hide what matters."""
    p, yes = _cells(sheet, rows)
    return _gap(p[p >= TOLD], yes[p >= TOLD]) if (p >= TOLD).any() else float("nan")


def _cells(sheet: Sheet, rows: NDArray[np.int64]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    block = np.ix_(rows, sheet.polar)
    return sheet.verdict.probability[block].ravel(), sheet.answers.items[block].ravel()


def _gap(p: NDArray[np.float32], yes: NDArray[np.float32]) -> float:
    bins = np.minimum((p * BINS).astype(np.int64), BINS - 1)
    gaps = [(bins == b).mean() * abs(float(p[bins == b].mean()) - float(yes[bins == b].mean())) for b in range(BINS) if (bins == b).any()]
    return float(np.sum(gaps))


def _documents(sheet: Sheet, rows: NDArray[np.int64]) -> float:
    """Return micro-F1 of the archetypes that a narrative shows, over narratives."""
    both = total = 0
    begins: NDArray[np.bool_] = np.logical_or(
        np.diff(sheet.story[rows]) != 0, np.diff(rows) <= 0
    )  # of another narrative, or of the same one drawn again
    for part in np.split(rows, np.flatnonzero(begins) + 1):
        yes = (sheet.answers.items[np.ix_(part, sheet.faults)] > 0).any(axis=0)
        said = sheet.verdict.assigned[np.ix_(part, sheet.faults)].any(axis=0)
        both, total = both + int((yes & said).sum()), total + int(yes.sum() + said.sum())
    return 2 * both / total if total else float("nan")


def _archetypes(sheet: Sheet, rows: NDArray[np.int64]) -> float:
    block = np.ix_(rows, sheet.faults)
    return float(np.nanmean(f1_of_items(sheet.answers.items[block] > 0, sheet.verdict.assigned[block])))


def _modality(sheet: Sheet, rows: NDArray[np.int64]) -> float:
    wanted, given = sheet.answers.modality[rows, None], sheet.verdict.modality[rows, None]
    numbers = np.arange(len(sheet.kinds.modalities))
    return float(np.nanmean(f1_of_items(wanted == numbers, given == numbers)))


FIGURES: dict[str, Statistic] = {
    "principles_f1": _macro,
    "principles_least_f1": _least,
    "polarity_accuracy": _polarity,
    "false_on_nothing": _on_nothing,
    "signed_norms": _signed_norms,
    "calibration_error": _calibration,
    "calibration_error_told": _calibration_told,
    "archetypes_document_f1": _documents,
    "archetypes_f1": _archetypes,
    "modality_f1": _modality,
}


def _parts(sheet: Sheet, passages: list[Labelled]) -> Iterator[tuple[str, int, Statistic]]:
    """Yield F1 of each item with the number of its passages, and macro-F1 of the principles in each style with that of its passages."""
    for column, ((_, item), n) in enumerate(zip(sheet.kinds.items, sheet.answers.items.sum(axis=0).tolist(), strict=True)):
        yield item, int(n), partial(_item, column)
    styles = np.array([each.narrative.style for each in passages])
    for style in np.unique(styles).tolist():
        yield style, int((styles == style).sum()), partial(_in_style, styles == style)


def _item(column: int, sheet: Sheet, rows: NDArray[np.int64]) -> float:
    yes, said = sheet.answers.items[rows, column] > 0, sheet.verdict.assigned[rows, column]
    return float(f1_of_items(yes[:, None], said[:, None])[0])


def _in_style(mine: NDArray[np.bool_], sheet: Sheet, rows: NDArray[np.int64]) -> float:
    return _macro(sheet, rows[mine[rows]])
