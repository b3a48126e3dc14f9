"""What to ask a reviewer first, where nobody gave an order: what the machine doubts and what stands on few documents, and a random sample.

Corpus in, (passage, lens, item, reason) out. The sample makes it possible to say how good the machine is where it does not doubt.
"""

from __future__ import annotations

import random
from itertools import chain, islice
from typing import TYPE_CHECKING

from rodedraad.report.corpus import n_documents
from rodedraad.report.views.quotes import folded
from rodedraad.report.words import thin_below

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rodedraad.report.corpus import Corpus, Passage
    from rodedraad.report.model import Asked

MOST = 120  # what one reviewer can do in an afternoon or two
_BETWEEN = 4  # questions before the next of the control sample


def order(corpus: Corpus, seed: str, most: int = MOST) -> tuple[Asked, ...]:
    """Return at most ``most`` questions, no question twice. ``seed`` draws the control sample: the same seed, the same sample.

    Of every five questions one is of the control sample, so that it is judged too when the reviewer stops halfway.
    """
    control = _control(corpus, seed, most)
    taught = dict.fromkeys(question[:3] for question in control)
    ranked = _distinct(chain.from_iterable(zip(_doubted(corpus), _doubted_members(corpus), strict=False)))
    rest = [q for q in _distinct(chain(ranked, _doubted(corpus), _doubted_members(corpus), _thin(corpus))) if q[:3] not in taught]
    return tuple(islice(_mixed(rest, control), most))


def _distinct(questions: Iterator[Asked]) -> Iterator[Asked]:
    seen: set[tuple[str, str | None, str | None]] = set()
    for question in questions:
        if question[:3] not in seen:
            seen.add(question[:3])
            yield question


def _mixed(rest: Sequence[Asked], control: Sequence[Asked]) -> Iterator[Asked]:
    n_rounds = max(-(-len(rest) // _BETWEEN), len(control))
    for k in range(n_rounds):
        yield from rest[k * _BETWEEN : (k + 1) * _BETWEEN]
        yield from control[k : k + 1]


def _doubted(corpus: Corpus) -> list[Asked]:
    """Return the statements of lenses whose score is nearest to the threshold, nearest first."""
    found = [(abs(a.score - a.threshold), p.id, a.lens_id, a.item_id) for p in folded(corpus.passages.values()) for a in p.assigned]
    return [(passage_id, lens_id, item_id, "uncertain") for _, passage_id, lens_id, item_id in sorted(found)]


def _doubted_members(corpus: Corpus) -> list[Asked]:
    """Return the members of archetypes that belong least, weakest first."""
    members = sorted((p.strength, p.id) for p in folded(corpus.passages.values()) if p.archetype_id)
    return [(passage_id, None, None, "uncertain") for _, passage_id in members]


def _thin(corpus: Corpus) -> list[Asked]:
    """Return the members of archetypes in few documents, strongest first: are these a pattern at all?"""
    thin = [a for a in corpus.archetypes.values() if n_documents(a.members) < thin_below(len(corpus.documents))]
    return [(p.id, None, None, "thin") for a in thin for p in folded(a.members)]


def _control(corpus: Corpus, seed: str, most: int) -> list[Asked]:
    """Return a random sample of everything that was searched: members, passages without archetype, and statements of lenses."""
    pool: list[Passage] = folded(corpus.passages[i] for i in sorted(corpus.passages))
    pool = [p for p in pool if p.archetype_id or p.assigned]
    draw = random.Random(seed)  # noqa: S311 - a sample, no secret
    sample = draw.sample(pool, min(len(pool), max(1, most // (_BETWEEN + 1)))) if pool else []
    return [_one_of(p, draw) for p in sample]


def _one_of(passage: Passage, draw: random.Random) -> Asked:
    asked: list[tuple[str | None, str | None]] = [(a.lens_id, a.item_id) for a in passage.assigned]
    lens_id, item_id = draw.choice(([(None, None)] if passage.archetype_id else []) + asked)
    return passage.id, lens_id, item_id, "control"
