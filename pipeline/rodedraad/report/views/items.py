"""The page of a lens item, such as a principle: what goes well beside what can be better, grouped by archetype.

Passages assigned to one item in, its pages out. The heat map links to the group of an archetype on these pages.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from rodedraad.report import format as fmt
from rodedraad.report import places
from rodedraad.report.page import CHOICES, Counts, Link, Page, Pager, counts, pager, trail
from rodedraad.report.views.charts import Balance, balance
from rodedraad.report.views.quotes import SIGNS, folded
from rodedraad.report.words import t

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rodedraad.report.corpus import Corpus, Passage
    from rodedraad.report.model import LensItem, LensView
    from rodedraad.report.page import Beside
    from rodedraad.report.views.quotes import Line, Quote, Quoter


@dataclass(frozen=True, slots=True)
class Group:
    """Passages of one archetype under one sign. ``anchor`` is what the heat map links to."""

    anchor: str
    head: Link | None
    quotes: tuple[Quote, ...]  # the strongest of its side
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """All quotes of one sign on this page."""

    sign: str
    title: str
    counts: str
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class ItemView:
    """One page of an item."""

    lens_id: str
    item_id: str
    lens: Link
    number: str
    name: str
    wording: str
    explanation: str
    phase: str
    has_polarity: bool
    counts: Counts
    balance: Balance
    sides: tuple[Side, ...]
    pager: Pager


@dataclass(frozen=True, slots=True)
class ItemPages:
    """The pages of one item: passages are ordered by archetype, strongest score first, and cut into pages per sign."""

    corpus: Corpus
    quoter: Quoter
    lens: LensView
    item: LensItem
    passages: Sequence[Passage]
    findings: Mapping[str, tuple[float, int]]  # passage → score and polarity for this item
    groups: Mapping[str | None, Sequence[Passage]]  # archetype → its passages
    sides: Mapping[int, Sequence[Passage]]  # polarity → its passages in the order of the pages, near-equal ones folded

    @classmethod
    def of(cls, corpus: Corpus, quoter: Quoter, lens: LensView, item: LensItem, passages: Sequence[Passage]) -> ItemPages:
        """Return the pages of an item: every passage's score, sign and place looked up once."""
        findings: dict[str, tuple[float, int]] = {}
        groups: dict[str | None, list[Passage]] = defaultdict(list)
        for passage in passages:
            mine = next(a for a in passage.assigned if (a.lens_id, a.item_id) == (lens.id, item.id))
            findings[passage.id] = (mine.score, mine.polarity if lens.has_polarity else 0)
            groups[passage.archetype_id].append(passage)

        def order(passage: Passage) -> tuple[int, float, str]:
            archetype = corpus.archetypes.get(passage.archetype_id or "")
            return archetype.number if archetype else len(corpus.archetypes) + 1, -findings[passage.id][0], passage.id

        ordered = sorted(passages, key=order)
        sides = {sign: folded(p for p in ordered if findings[p.id][1] == sign) for sign in SIGNS}
        return cls(corpus, quoter, lens, item, passages, findings, groups, sides)

    def sign(self, passage: Passage) -> int:
        """Return the polarity that this item has in a passage."""
        return self.findings[passage.id][1]

    def group(self, archetype_id: str | None) -> Sequence[Passage]:
        """Return the passages of an archetype, or those without one."""
        return self.groups.get(archetype_id, ())

    def anchor(self, archetype_id: str | None) -> str:
        """Return the link to the group of an archetype, at the sign that most of its passages have."""
        mine = self.group(archetype_id)
        sign = max((-1, 1, 0), key=lambda s: sum(self.sign(p) == s for p in mine))
        roots = {p.root for p in mine if self.sign(p) == sign}
        at, first = next((at, p) for at, p in enumerate(self.sides[sign]) if p.root in roots)
        page = places.paged(places.item(self.lens.id, self.item.id), at // places.PER_PAGE + 1)
        return f"{page}#{_anchor(sign, first.archetype_id)}"

    def pages(self, beside: Beside) -> Iterator[Page]:
        """Yield the pages of the item; one, saying that nothing was found, when no passage was assigned."""
        path = places.item(self.lens.id, self.item.id)
        title = self.item.name or self.item.short
        longest = max(len(side) for side in self.sides.values())
        for k in range(1, places.page_count(longest) + 1):
            yield Page(
                path=places.paged(path, k),
                template="item.jinja",
                title=title if k == 1 else t("page_of", title=title, number=fmt.number(k)),
                section=places.LENSES,
                view=self._view(k, longest),
                crumbs=(*trail(places.LENSES), Link(places.lens(self.lens.id), self.lens.name)),
                data=(CHOICES,),
                **beside,
            )

    def _view(self, k: int, longest: int) -> ItemView:
        return ItemView(
            lens_id=self.lens.id,
            item_id=self.item.id,
            lens=Link(places.lens(self.lens.id), self.lens.title),
            number=self.item.number,
            name=self.item.name or self.item.short,
            wording=self.item.wording,
            explanation=self.item.explanation,
            phase=dict(self.lens.phases).get(self.item.group, ""),
            has_polarity=self.lens.has_polarity,
            counts=counts(self.corpus, self.passages),
            balance=balance(self.passages, self.sign),
            sides=tuple(self._side(sign, k) for sign in ((-1, 1, 0) if self.lens.has_polarity else (0,))),
            pager=pager(places.item(self.lens.id, self.item.id), longest, k),
        )

    def _side(self, sign: int, k: int) -> Side:
        mine = [p for p in self.passages if self.sign(p) == sign]
        shown = places.part(self.sides[sign], k)
        name = SIGNS[sign] if self.lens.has_polarity else "none"
        best = max(self.sides[sign], key=lambda p: (self.findings[p.id][0], p.id)) if mine else None
        groups = tuple(self._group(sign, owner, list(found), best) for owner, found in groupby(shown, key=lambda p: p.archetype_id))
        return Side(name, t(f"side.{name}"), counts(self.corpus, mine).text if mine else "", groups)

    def _group(self, sign: int, owner: str | None, found: list[Passage], best: Passage | None) -> Group:
        """Return a group: the best of the side as a quote, the others as lines, since their text stands with archetype and document."""
        archetype = self.corpus.archetypes.get(owner or "")
        head = Link(places.archetype(archetype.id), archetype.label) if archetype else None
        here = (places.item(self.lens.id, self.item.id), *((head.href,) if head else ()))
        return Group(
            _anchor(sign, owner),
            head,
            tuple(self.quoter.quote(p, *here) for p in found if p is best),
            tuple(self.quoter.brief(p, *here) for p in found if p is not best),
        )


def _anchor(sign: int, archetype_id: str | None) -> str:
    return f"{SIGNS[sign]}-{archetype_id or 'geen'}"
