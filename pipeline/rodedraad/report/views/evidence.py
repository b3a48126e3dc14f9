"""The evidence of an archetype: what is typical of it, what points the other way and what hardly belongs, each passage quoted once.

An archetype in, quotes with their reasons out; the text around each quote and what resembles it are data, which the script shows on demand.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rodedraad.report import islands, places
from rodedraad.report.views.quotes import Line, folded
from rodedraad.report.views.reasons import Evidence, context, neighbours

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rodedraad.report.corpus import Archetype, Corpus, Passage
    from rodedraad.report.views.quotes import Quoter
    from rodedraad.report.views.reasons import Likeness, Reasons


@dataclass(frozen=True, slots=True)
class Shown:
    """A kind of evidence: passages as quotes, and as lines those that are quoted above already."""

    quotes: tuple[Evidence, ...] = ()
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """The evidence of one archetype, nearly equal passages folded into the first."""

    archetype: Archetype
    typical: tuple[Passage, ...]
    contradicting: tuple[Passage, ...]
    boundary: tuple[Passage, ...]

    @classmethod
    def of(cls, corpus: Corpus, archetype: Archetype, most: int) -> Case:
        """Return the evidence: of each kind ``most`` passages at most; what is typical is no borderline case."""
        way = direction(archetype)
        best = folded(typical(archetype, corpus))[:most]
        against = folded(p for p in archetype.members if way and p.polarity == -way)[:most]
        edge = folded(corpus.passages[i] for i in archetype.boundary_cases if i in corpus.passages)
        shown = {p.root for p in best}
        return cls(archetype, tuple(best), tuple(against), tuple([p for p in edge if p.root not in shown][:most]))

    @property
    def quoted(self) -> dict[str, Passage]:
        """Return the passages that are quoted whole, by the passage that stands for each."""
        return {p.root: p for p in reversed((*self.typical, *self.contradicting, *self.boundary))}

    def shown(self, reasons: Reasons) -> tuple[Shown, Shown, Shown]:
        """Return typical, contradicting and borderline evidence; whatever is quoted in one is a line in the next."""
        kinds = (self.typical, self.contradicting, self.boundary)
        above = [{p.root for kind in kinds[:k] for p in kind} for k in range(len(kinds))]
        first, second, third = (self._shown(reasons, kind, seen) for kind, seen in zip(kinds, above, strict=True))
        return first, second, third

    def _shown(self, reasons: Reasons, passages: tuple[Passage, ...], seen: set[str]) -> Shown:
        here = places.archetype(self.archetype.id)
        fresh = [p for p in passages if p.root not in seen]
        return Shown(
            tuple(reasons.evidence(p, reasons.quoter.quote(p, here), self.archetype.keywords) for p in fresh),
            tuple(reasons.quoter.brief(p, here, is_signed=True) for p in passages if p.root in seen),
        )


def typical(archetype: Archetype, corpus: Corpus) -> list[Passage]:
    """Return the exemplars of an archetype, or its strongest members when none were chosen."""
    chosen = [corpus.passages[i] for i in archetype.exemplars if i in corpus.passages]
    return chosen or list(archetype.members)


def direction(archetype: Archetype) -> int:
    """Return the sign most members have: +1, -1, or 0 when neither prevails."""
    total = sum(p.polarity for p in archetype.members)
    return (total > 0) - (total < 0)


def around(archetype_id: str) -> str:
    """Return the name of the set of data with the text around the quotes of an archetype."""
    return f"around-{archetype_id}"


def sets(quoter: Quoter, likeness: Likeness, most: int) -> Iterator[tuple[str, object]]:
    """Yield for each archetype what is shown with its quotes on demand: passage → text around it, neighbours."""
    for archetype in quoter.corpus.archetypes.values():
        quoted = Case.of(quoter.corpus, archetype, most).quoted
        yield around(archetype.id), islands.packed({p.id: _beside(quoter, likeness, p) for p in quoted.values()})


def _beside(quoter: Quoter, likeness: Likeness, passage: Passage) -> dict[str, object]:
    found = context(passage, quoter.corpus.paragraphs.get(passage.doc_id, ()))
    return {
        "around": [found.before, found.lead, found.rest, found.after] if found else [],
        "neighbours": [[n.text, n.href, n.told] for n in neighbours(quoter, likeness, passage)],
    }
