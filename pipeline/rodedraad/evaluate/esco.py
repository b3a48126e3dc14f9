"""Grouping Dutch texts: 1,200 descriptions of occupations, whose ISCO groups no model has seen.

In: a model and the ESCO file. Out: V-measure of k-means at 10 and at 42 groups (mean of ten starts) and the share of the five nearest
neighbours in the same sub-major group. dev and test are disjoint halves of a fixed choice by hash, so that tuning leaves test alone.
Sources: Rosenberg & Hirschberg (2007), V-Measure, EMNLP; ISCO-08 (ILO).
"""

from __future__ import annotations

import warnings
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import numpy as np

from rodedraad.errors import UsageError
from rodedraad.evaluate import data, interval
from rodedraad.evaluate.record import Score
from rodedraad.ids import digest

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rodedraad.evaluate.candidate import Candidate
    from rodedraad.evaluate.record import Bench, Figure

FILE = "lexical-nl/esco-occupations-nl.csv.gz"
LEVELS = {"v_major": 1, "v_submajor": 2}  # figure → digits of the ISCO code
STARTS = 10
NEIGHBOURS = 5


def run(candidate: Candidate, bench: Bench) -> list[Score]:
    """Return the scores of each half; of all texts at once for ``bench.sample`` 0.

    Raises:
        MissingError: the file is not in the data folder.
        UsageError: the file is broken.
    """
    path = data.locate(bench.data, FILE)
    whole, files = data.esco(path), {FILE: data.file_hash(path)}
    groups = [code[:2] for code in whole.codes]
    test, dev = halves(whole.keys, groups, bench.sample)
    parts = {f"esco/{split}": test if split == "test" else dev for split in bench.splits} if bench.sample else {"esco/all": test}
    if not all(parts.values()):
        raise UsageError("evaluate_empty", path.name)
    return [_score(candidate, bench, name, whole, rows, files) for name, rows in parts.items()]


def halves(keys: list[str], groups: list[str], size: int) -> tuple[list[int], list[int]]:
    """Return the rows of test and of dev, ``size`` each where there are so many, every group in proportion; all rows are test for size 0.

    Within a group the hash of the key decides, so that the choice is the same whatever the order of the file.
    """
    if not size:
        return list(range(len(keys))), []
    members: dict[str, list[int]] = defaultdict(list)
    for row in sorted(range(len(keys)), key=lambda i: digest("esco", keys[i])):
        members[groups[row]].append(row)
    test = _proportional(members, size)
    chosen = set(test)
    return test, _proportional({group: [r for r in rows if r not in chosen] for group, rows in members.items()}, size)


def _proportional(members: dict[str, list[int]], size: int) -> list[int]:
    """Return ``size`` rows, each group's share rounded by largest remainder, ties by name."""
    total = sum(map(len, members.values()))
    share = min(1.0, size / total) if total else 0.0
    exact = {group: len(rows) * share for group, rows in members.items()}
    count = {group: int(value) for group, value in exact.items()}
    short = round(total * share) - sum(count.values())
    for group in sorted(exact, key=lambda g: (count[g] - exact[g], g))[:short]:
        count[group] += 1
    return sorted(row for group, rows in members.items() for row in rows[: count[group]])


def v_measure(labels: NDArray[np.intp], clusters: NDArray[np.intp]) -> float:
    """Return the harmonic mean of homogeneity and completeness, 0 to 1; 1 when both are a single group.

    From the contingency table in a few array operations: scikit-learn's own takes fifty times as long, and a bootstrap asks 20,000 times.
    """
    table = np.zeros((labels.max() + 1, clusters.max() + 1))
    np.add.at(table, (labels, clusters), 1.0)
    table /= table.sum()
    both, one, other = (_entropy(p) for p in (table.ravel(), table.sum(axis=1), table.sum(axis=0)))
    return 2 * (one + other - both) / (one + other) if one + other > 0 else 1.0


def _entropy(shares: NDArray[np.float64]) -> float:
    some = shares[shares > 0]
    return float(-(some * np.log(some)).sum())


def compact(vectors: Any) -> NDArray[np.float64]:  # noqa: ANN401 - a numpy or a sparse matrix
    """Return rows (n, at most n) with the same inner products, and so the same distances, as those of a wide sparse matrix.

    k-means keeps its centres dense: over 80,000 n-grams that is minutes for what takes a second here. A dense matrix is left as it is.
    """
    if isinstance(vectors, np.ndarray):
        return np.asarray(vectors, dtype=np.float64)
    values, directions = np.linalg.eigh((vectors @ vectors.T).toarray())
    return np.asarray(directions * np.sqrt(np.maximum(values, 0.0)))


def cluster(vectors: NDArray[np.float64], groups: int, seed: int) -> NDArray[np.intp]:
    """Return the k-means cluster of each row, one start of k-means++ with this seed."""
    from sklearn.cluster import KMeans

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # fewer distinct vectors than groups
        return np.asarray(KMeans(groups, n_init=1, random_state=seed).fit_predict(vectors), dtype=np.intp)


def neighbour_precision(vectors: NDArray[np.float64], labels: NDArray[np.intp]) -> NDArray[np.float64]:
    """Return for each row the share of its nearest neighbours (by cosine, itself left out, ties by order) with its label."""
    likeness = vectors @ vectors.T
    np.fill_diagonal(likeness, -np.inf)
    nearest = np.argsort(-likeness, axis=1, kind="stable")[:, : min(NEIGHBOURS, len(labels) - 1)]
    same: NDArray[np.float64] = (labels[nearest] == labels[:, None]).mean(axis=1) if nearest.size else np.zeros(len(labels))
    return same


def _score(candidate: Candidate, bench: Bench, name: str, whole: data.Labelled, rows: list[int], files: dict[str, str]) -> Score:
    vectors = compact(candidate.vectors([whole.texts[row] for row in rows]))
    figures: list[Figure] = []
    for figure, digits in LEVELS.items():
        labels = np.unique([whole.codes[row][:digits] for row in rows], return_inverse=True)[1]
        clusters = np.stack([cluster(vectors, int(labels.max()) + 1, seed) for seed in range(STARTS)], axis=1)
        figures.append(interval.figure(figure, _mean_v, [labels, clusters], bench.sampling, name, centred=True))
    figures.append(interval.mean("p_at_5", neighbour_precision(vectors, labels), bench.sampling, name))
    return Score(name, len(rows), tuple(figures), files)


def _mean_v(labels: NDArray[np.intp], clusters: NDArray[np.intp]) -> float:
    """Return the mean over k-means starts; clusters (n, starts) stay as found on all texts, so the interval is that of the texts alone."""
    return float(np.mean([v_measure(labels, column) for column in clusters.T]))
