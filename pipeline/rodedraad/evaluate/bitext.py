"""Bitext retrieval: is a sentence's translation the nearest of all translations?

In: a model for the Dutch side and one for the English side that shares its space (the teacher of a distilled model; a multilingual model
is both). Out: accuracy in both directions by cosine. A tie counts as wrong, so vectors of zeros find nothing.
Sources: FLORES-200 (NLLB Team 2022), NTREX-128 (Federmann et al. 2022), Tatoeba of LASER (Artetxe & Schwenk 2019).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from rodedraad import messages
from rodedraad.errors import UsageError
from rodedraad.evaluate import data, interval
from rodedraad.evaluate.models import MINILM, is_installed
from rodedraad.evaluate.record import Score, Split

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rodedraad.evaluate.candidate import Candidate
    from rodedraad.evaluate.record import Bench

FILES: dict[Split, dict[str, str]] = {
    "dev": {"flores200/dev": "parallel-en-nl/flores200-dev.tsv.gz"},
    "test": {
        "flores200/devtest": "parallel-en-nl/flores200-devtest.tsv.gz",
        "ntrex128": "parallel-en-nl/ntrex128.tsv.gz",
        "tatoeba-laser": "parallel-en-nl/laser-tatoeba-1000.tsv.gz",
    },
}
SAME = "same"  # the model under test reads English too
CHANCE = 0.05  # below this two models can hardly share a space


def run(candidate: Candidate, bench: Bench) -> list[Score]:
    """Return the scores of each set.

    Raises:
        MissingError: a file or the English model is not there.
        UsageError: a file is broken, or the two models have vectors of another length.
    """
    english = _english(candidate, bench)
    return [_score(candidate, english, bench, name, file) for split in bench.splits for name, file in FILES[split].items()]


def accuracy(dutch: Any, english: Any) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:  # noqa: ANN401 - numpy or sparse matrices
    """Return, for vectors (n, d) of n pairs, whether each Dutch row finds its English one, and each English row its Dutch one."""
    product = dutch @ english.T
    likeness = product if isinstance(product, np.ndarray) else product.toarray()
    own = np.diagonal(likeness)
    return (likeness >= own[:, None]).sum(axis=1) == 1, (likeness >= own[None, :]).sum(axis=0) == 1


def _english(candidate: Candidate, bench: Bench) -> Candidate:
    if candidate.fitted or bench.english == SAME:
        return candidate
    if bench.english:
        return bench.models.open(bench.english)
    return bench.models.open(MINILM) if is_installed(MINILM) else candidate


def _score(candidate: Candidate, english: Candidate, bench: Bench, name: str, file: str) -> Score:
    path = data.locate(bench.data, file)
    en, nl = data.parallel(path)
    if candidate.fitted:  # one fit over both sides
        both = candidate.vectors([*nl, *en])
        dutch, other = both[: len(nl)], both[len(nl) :]
    else:
        dutch, other = candidate.vectors(nl), english.vectors(en)
    if dutch.shape[1] != other.shape[1]:
        values = {"one": dutch.shape[1], "other": other.shape[1], "english": english.name}
        raise UsageError("evaluate_dimension", candidate.name, **values)
    there, back = accuracy(dutch, other)
    notes = {"english": english.name}
    if not candidate.fitted and english is not candidate and max(there.mean(), back.mean()) < CHANCE:
        bench.say(messages.text("evaluate.other_space", model=candidate.name, english=english.name))
    figures = (interval.mean("nl_en", there, bench.sampling, name), interval.mean("en_nl", back, bench.sampling, name))
    return Score(name, len(nl), figures, {file: data.file_hash(path)}, notes)
