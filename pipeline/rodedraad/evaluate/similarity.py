"""Semantic similarity: does the cosine of two sentences' vectors order pairs as people do?

In: a model and STS-B-nl or SICK-NL. Out: Spearman's rank correlation of cosine and human score, ties at their mean rank.
Sources: May (2021), STSb Multi MT; Wijnholds & Moortgat (2021), SICK-NL, EACL.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from rodedraad.evaluate import data, interval
from rodedraad.evaluate.record import Score, Split

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rodedraad.evaluate.candidate import Candidate
    from rodedraad.evaluate.record import Bench

STS_FILE = "stsb-nl/stsb-nl-{split}.csv"
SICK_FILE = "sick-nl/SICK_NL.txt.gz"
SICK_PARTS: dict[Split, str] = {"dev": "TRIAL", "test": "TEST"}


def sts(candidate: Candidate, bench: Bench) -> list[Score]:
    """Return Spearman on STS-B-nl dev and test (1,500 and 1,379 pairs, machine-translated).

    Raises:
        MissingError: a file is not in the data folder.
        UsageError: a file is broken.
    """
    scores = []
    for split in bench.splits:
        name = STS_FILE.format(split=split)
        path = data.locate(bench.data, name)
        scores.append(_score(candidate, bench, f"stsb-nl/{split}", data.sts(path), {name: data.file_hash(path)}))
    return scores


def sick(candidate: Candidate, bench: Bench) -> list[Score]:
    """Return Spearman on SICK-NL: TRIAL as dev, TEST as test (495 and 4,906 pairs).

    Raises:
        MissingError: the file is not in the data folder.
        UsageError: the file is broken.
    """
    path = data.locate(bench.data, SICK_FILE)
    files = {SICK_FILE: data.file_hash(path)}
    return [_score(candidate, bench, f"sick-nl/{split}", data.sick(path, SICK_PARTS[split]), files) for split in bench.splits]


def cosines(left: Any, right: Any) -> NDArray[np.float64]:  # noqa: ANN401 - numpy or sparse matrices
    """Return the inner product of each row of ``left`` (n, d) with the same row of ``right``: shape (n,)."""
    if isinstance(left, np.ndarray):
        return np.asarray(np.einsum("ij,ij->i", left.astype(np.float64), right.astype(np.float64)))
    return np.asarray(left.multiply(right).sum(axis=1), dtype=np.float64).ravel()


def spearman(found: NDArray[np.float64], gold: NDArray[np.float64]) -> float:
    """Return Spearman's rank correlation; NaN when either is constant."""
    from scipy.stats import spearmanr

    return float(spearmanr(found, gold).statistic)


def _score(candidate: Candidate, bench: Bench, name: str, pairs: data.Pairs, files: dict[str, str]) -> Score:
    vectors = candidate.vectors([*pairs.left, *pairs.right])
    n = len(pairs.gold)
    found = cosines(vectors[:n], vectors[n:])
    figure = interval.figure("spearman", spearman, [found, np.array(pairs.gold)], bench.sampling, name)
    return Score(name, n, (figure,), files)
