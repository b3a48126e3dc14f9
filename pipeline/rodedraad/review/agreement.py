"""How far reviewers agree, and on what they differ.

In: ``reviews`` with the passages of this run. Out: Krippendorff's alpha and Cohen's kappa for each lens item and for belonging to an
archetype, of everything and of what was judged blind; and every question that was answered otherwise. Figures: `labels.agreement`.
With more than two reviewers kappa is the mean over pairs (Light 1971), weighed by what a pair both judged.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from rodedraad.labels.agreement import alpha, kappa
from rodedraad.review.settle import NONE_HERE, answer, settle

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rodedraad.review.settle import Question, Row, Settled

YES, NO = "yes", "no"
SUBJECTS = ("mapping", "polarity", "belongs")
Subject = tuple[str, str, str]  # one of SUBJECTS, lens, item; the latter two empty for belonging to an archetype
Units = dict[str, dict[str, str]]  # passage → reviewer → value


@dataclass(frozen=True, slots=True)
class Figures:
    """Agreement on one subject: ``n`` passages that two reviewers or more judged, how often they said the same, alpha and kappa."""

    subject: Subject
    n: int
    same: int
    alpha: float | None
    kappa: float | None


@dataclass(frozen=True, slots=True)
class Difference:
    """A question that was answered otherwise: reviewer → answer."""

    question: Question
    answers: Mapping[str, str]


def figures(rows: Iterable[Row], *, blind: bool = False) -> list[Figures]:
    """Return the agreement of ``rows`` (of ``reviews``, passages found again), by subject; of blind judgements only if so asked."""
    units = _units(settle(row for row in rows if not blind or row["blind"] or row["action"] == "undo"))
    return [_figures(subject, units[subject]) for subject in sorted(units, key=lambda s: (SUBJECTS.index(s[0]), s))]


def differences(rows: Iterable[Row]) -> list[Difference]:
    """Return every question that reviewers answered otherwise, majority or not, in the order of the questions."""
    return [
        Difference(one.question, {name: text for text, names in one.answers.items() for name in names})
        for one in settle(rows)
        if len(one.answers) > 1
    ]


def light_kappa(units: Iterable[Mapping[str, str]]) -> float | None:
    """Return the mean of Cohen's kappa over pairs of reviewers, weighed by what both judged; None where no pair says anything."""
    told = list(units)
    reviewers = sorted({name for unit in told for name in unit})
    found: list[tuple[float, int]] = []
    for one, other in combinations(reviewers, 2):
        pairs = [(unit[one], unit[other]) for unit in told if one in unit and other in unit]
        value = kappa(pairs)
        if value is not None:
            found.append((value, len(pairs)))
    total = sum(n for _, n in found)
    return sum(value * n for value, n in found) / total if total else None


def _units(settled: Sequence[Settled]) -> dict[Subject, Units]:
    result: dict[Subject, Units] = defaultdict(lambda: defaultdict(dict))
    for one in settled:
        kind, passage, lens, item, family = one.question
        for reviewer, row in one.said.items():
            if kind == "mapping":
                result["mapping", lens, item][passage][reviewer] = YES if row["action"] == "accept" else NO
            elif kind == "passage" and family == "polarity":
                result["polarity", lens, item][passage][reviewer] = row["value"]
            elif kind == "passage" and family == "belongs":
                result["belongs", "", ""][passage][reviewer] = answer(row) or NONE_HERE
    return result


def _figures(subject: Subject, units: Units) -> Figures:
    shared = [said for _, said in sorted(units.items()) if len(said) > 1]
    reviewers = sorted({name for said in shared for name in said})
    table = [[said.get(name) for name in reviewers] for said in shared]
    same = sum(len(set(said.values())) == 1 for said in shared)
    return Figures(subject, len(shared), same, alpha(table), light_kappa(shared))
