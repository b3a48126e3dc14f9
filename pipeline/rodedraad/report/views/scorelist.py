"""The score list of a lens with + and −, as the Leerfabriek used it on paper: ! important, + goes well, − can be better.

Passages of every item in, a page to print out. What the passages say stands there as a proposal; what matters (!) nobody can read off a
passage, so that column is left to the people who fill the list in.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rodedraad import messages
from rodedraad.report import format as fmt
from rodedraad.report import places
from rodedraad.report.corpus import n_documents
from rodedraad.report.page import Link, Page, trail

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rodedraad.report.corpus import Passage
    from rodedraad.report.model import LensView
    from rodedraad.report.views.items import ItemPages

FEWEST_SIGNED = 5  # passages with a judgement, before a sign is proposed
_TIMES = 2  # as often as the other sign


@dataclass(frozen=True, slots=True)
class Score:
    """One sign of one item: whether it is proposed, and what speaks for it."""

    proposed: bool
    counts: str


@dataclass(frozen=True, slots=True)
class Line:
    """One item of the list."""

    number: str
    link: Link
    wording: str
    plus: Score
    minus: Score


@dataclass(frozen=True, slots=True)
class ScoreListView:
    """The list, in the phases of the lens; ``phase`` is empty in a lens without phases."""

    title: str
    source: str
    phases: tuple[tuple[str, tuple[Line, ...]], ...]
    rule: str


def page(lens: LensView, made: Sequence[ItemPages]) -> Page:
    """Return the score list of a lens with polarity."""
    title = messages.text("pages.scores.title")
    return Page(
        path=places.score_list(lens.id),
        template="scorelist.jinja",
        title=f"{title}: {lens.name}",
        section=places.LENSES,
        view=ScoreListView(
            title=lens.title,
            source=lens.source,
            phases=_phases(lens, made),
            rule=messages.text("pages.scores.rule", fewest=fmt.number(FEWEST_SIGNED)),
        ),
        crumbs=(*trail(places.LENSES), Link(places.lens(lens.id), lens.name)),
    )


def proposed(plus: int, minus: int) -> int:
    """Return the sign that the passages propose: the one that is at least twice as frequent as the other; 0 for none."""
    if plus + minus < FEWEST_SIGNED:
        return 0
    return 1 if plus >= _TIMES * minus else -1 if minus >= _TIMES * plus else 0


def _phases(lens: LensView, made: Sequence[ItemPages]) -> tuple[tuple[str, tuple[Line, ...]], ...]:
    names = dict(lens.phases)
    found: list[tuple[str, list[Line]]] = []
    for item in made:
        name = names.get(item.item.group, "")
        if not found or found[-1][0] != name:
            found.append((name, []))
        found[-1][1].append(_line(item))
    return tuple((name, tuple(lines)) for name, lines in found)


def _line(made: ItemPages) -> Line:
    item = made.item
    sides = {sign: [p for p in made.passages if made.sign(p) == sign] for sign in (1, -1)}
    sign = proposed(len(sides[1]), len(sides[-1]))
    return Line(
        number=item.number,
        link=Link(places.item(made.lens.id, item.id), item.short or item.name),
        wording=item.wording if item.wording != (item.short or item.name) else "",
        plus=_score(sides[1], proposed=sign > 0),
        minus=_score(sides[-1], proposed=sign < 0),
    )


def _score(passages: Sequence[Passage], *, proposed: bool) -> Score:
    if not passages:
        return Score(proposed, "")
    return Score(proposed, " · ".join((fmt.count(len(passages), "passages"), fmt.count(n_documents(passages), "documents"))))
