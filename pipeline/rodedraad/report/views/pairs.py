"""Pairs: the relations of a corpus in, per two types of organisation or role the passages about the contact between them out.

A pair is the same whichever is named first; each passage knows which way it went. Table, list and pages of pairs are made of this.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rodedraad.report import format as fmt
from rodedraad.report import places, words
from rodedraad.report.views.quotes import SIGNS, folded
from rodedraad.report.words import t

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rodedraad.report.corpus import Corpus, Passage, Relation
    from rodedraad.report.page import Counts

FORTH, BACK, MUTUAL = "forth", "back", "mutual"
WAYS = (FORTH, BACK, MUTUAL)
_KINDS = ("overdracht", "afstemming", "melding", "overig")
_MINUS, _NONE, _PLUS = -1, 0, 1
SIDES = (_MINUS, _PLUS, _NONE)


@dataclass(frozen=True, slots=True)
class Finding:
    """A passage about a pair, with its relations between these two. ``sign`` is − where any of them is: that must not be overlooked."""

    passage: Passage
    relations: tuple[Relation, ...]
    sign: int

    @property
    def first(self) -> Relation:
        """Return the relation under which the passage is shown: the first that has its sign."""
        return next(relation for relation in self.relations if relation.polarity == self.sign)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two types and what was found between them. ``one`` is the type that more often hands over, reports or asks."""

    one: str
    other: str
    findings: tuple[Finding, ...]  # in the order of the pages: by way and kind, best score first
    sides: dict[int, tuple[Finding, ...]]  # sign → its findings, near-equal ones folded

    @property
    def href(self) -> str:
        """Return the first page of the pair."""
        return places.pair(self.one, self.other)

    @property
    def name(self) -> str:
        """Return what the pair is called: 'Wijkteam – Huisarts'."""
        same = self.one == self.other
        return t("between.same" if same else "between.pair", one=words.organisation(self.one), other=words.organisation(self.other))

    @property
    def phrase(self) -> str:
        """Return the pair within a sentence: 'tussen ‘Wijkteam’ en ‘Huisarts’'."""
        same = self.one == self.other
        one, other = words.organisation(self.one), words.organisation(self.other)
        return t("between.phrase_same" if same else "between.phrase", one=one, other=other)

    @property
    def passages(self) -> list[Passage]:
        """Return its passages."""
        return [finding.passage for finding in self.findings]

    def signed(self, sign: int) -> int:
        """Return how many passages have a sign."""
        return sum(finding.sign == sign for finding in self.findings)

    def way(self, relation: Relation) -> str:
        """Return which way a relation of the pair went."""
        return MUTUAL if not relation.directed else FORTH if relation.from_type == self.one else BACK

    def toward(self, giver: str, receiver: str) -> list[Finding]:
        """Return the findings from one type to another; what went both ways counts either way."""
        return [f for f in self.findings if any(not r.directed or (r.from_type, r.to_type) == (giver, receiver) for r in f.relations)]

    def anchor(self, findings: Sequence[Finding]) -> str:
        """Return the link to the group that holds the first of these findings, at the sign that most of them have."""
        sign = max(SIDES, key=lambda s: sum(f.sign == s for f in findings))
        roots = {f.passage.root for f in findings if f.sign == sign}
        at, first = next((at, f) for at, f in enumerate(self.sides[sign]) if f.passage.root in roots)
        return f"{places.paged(self.href, at // places.PER_PAGE + 1)}#{self.group(first)}"

    def group(self, finding: Finding) -> str:
        """Return the anchor of the group that a finding is shown in."""
        relation = finding.first
        return f"{SIGNS[finding.sign]}-{self.way(relation)}-{_rank(relation.kind)}"

    def way_text(self, way: str) -> str:
        """Return a way in words: 'Wijkteam → Huisarts', 'over en weer'."""
        if way == MUTUAL:
            return t("between.mutual")
        if self.one == self.other:
            return t("between.directed_same")
        giver, receiver = (self.one, self.other) if way == FORTH else (self.other, self.one)
        return t("between.directed", giver=words.organisation(giver), receiver=words.organisation(receiver))

    def ways(self) -> tuple[str, ...]:
        """Return how many passages went each way; one that tells of two ways counts for both."""
        return self._counted((way, self.way_text(way)) for way in WAYS)

    def kinds(self) -> tuple[str, ...]:
        """Return how many passages tell of each kind of contact."""
        told = {r.kind for f in self.findings for r in f.relations}
        return self._counted((kind, words.value("contact", kind)) for kind in sorted(told, key=lambda kind: (_rank(kind), kind)))

    def _counted(self, names: Iterable[tuple[str, str]]) -> tuple[str, ...]:
        found = Counter(what for f in self.findings for what in {x for r in f.relations for x in (r.kind, self.way(r))})
        return tuple(t("between.counted", name=name, n=fmt.number(found[key])) for key, name in names if found[key])


def pairs(corpus: Corpus) -> list[Pair]:
    """Return every pair: first those with most passages that show what can be better, then those told of most."""
    found: dict[tuple[str, str], dict[str, list[Relation]]] = defaultdict(lambda: defaultdict(list))
    for passage_id, relations in corpus.relations.items():
        for relation in relations:
            first, second = sorted((relation.from_type, relation.to_type))
            found[first, second][passage_id].append(relation)
    made = [_pair(corpus, key, relations) for key, relations in found.items()]
    return sorted(made, key=lambda pair: (-pair.signed(_MINUS), *often(pair)))


def counted(found: Counts) -> str:
    """Return counts in words; that the types of organisation are those of the documents must be said beside types of parties."""
    passages, documents = fmt.count(found.passages, "passages"), fmt.count(found.documents, "documents")
    return t("between.counts", passages=passages, documents=documents, organisations=fmt.count(found.organisations, "organisations"))


def often(pair: Pair) -> tuple[int, int, str, str]:
    """Return what to sort by, for the pairs told of most first."""
    return -len(pair.findings), -len({p.doc_id for p in pair.passages}), pair.name.casefold(), pair.href


def _pair(corpus: Corpus, types: tuple[str, str], relations: dict[str, list[Relation]]) -> Pair:
    giving = Counter(r.from_type for found in relations.values() for r in found if r.directed)
    one, other = sorted(types, key=lambda kind: (-giving[kind], words.organisation(kind).casefold(), kind))
    unordered = [_finding(corpus.passages[passage_id], found) for passage_id, found in relations.items()]
    bare = Pair(one, other, (), {})

    def order(finding: Finding) -> tuple[int, int, str, float, int, int]:
        relation, passage = finding.first, finding.passage
        score = max((a.score for a in passage.assigned if a.polarity and a.polarity == finding.sign), default=0.0)
        way = WAYS.index(bare.way(relation))
        return way, _rank(relation.kind), relation.kind, -score, corpus.documents[passage.doc_id].number, passage.position

    findings = tuple(sorted(unordered, key=order))
    return Pair(one, other, findings, {sign: _folded(f for f in findings if f.sign == sign) for sign in SIDES})


def _finding(passage: Passage, relations: list[Relation]) -> Finding:
    signs = {relation.polarity for relation in relations}
    return Finding(passage, tuple(relations), _MINUS if _MINUS in signs else max(signs))


def _folded(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    by_passage = {finding.passage.id: finding for finding in findings}
    return tuple(by_passage[passage.id] for passage in folded(f.passage for f in by_passage.values()))


def _rank(kind: str) -> int:
    return _KINDS.index(kind) if kind in _KINDS else len(_KINDS)
