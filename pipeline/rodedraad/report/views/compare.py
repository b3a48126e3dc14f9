"""This report beside an earlier one: archetypes that are new, grown, split, merged or gone, and decisions that no longer fit.

In: the table `lineage` of the run, or a run that was named to compare with. Out: one row for every archetype now and every one that ended.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rodedraad import messages
from rodedraad.report import corpus as corpora
from rodedraad.report import format as fmt
from rodedraad.report import places
from rodedraad.report.corpus import n_documents
from rodedraad.report.naming import proposed_names
from rodedraad.report.page import Link, Page, main_page
from rodedraad.report.views import kinds
from rodedraad.schema import TABLES, Descent

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rodedraad.report.corpus import Archetype, Corpus
    from rodedraad.report.model import Earlier, ReportInput
    from rodedraad.report.views.kinds import KindsView

_GROWN = 1.25  # times as many passages as the earlier one held: more than a passage here or there
_ORDER = ("born", "grown", "shrunk", "split", "merged", "kept", "ended")
_ICONS = {"born": "＋", "grown": "↑", "shrunk": "↓", "split": "⑂", "merged": "⊃", "kept": "=", "ended": "✕"}
_LISTED = 50  # decisions named one by one
_CALLED = ("label", "proposed_label", "keywords", "nearest_lens", "nearest_item", "nearest_score")  # of which a name is made


@dataclass(frozen=True, slots=True)
class Change:
    """An archetype now and what it comes from, or one that ended. ``now`` is None for the latter."""

    icon: str
    word: str
    now: Link | None
    earlier: tuple[str, ...]
    passages: str
    documents: str


@dataclass(frozen=True, slots=True)
class _Names:
    """What archetypes are called: there, else here, else by their id."""

    corpus: Corpus
    there: Mapping[str, str]

    def of(self, earlier_id: str) -> str:
        here = self.corpus.archetypes.get(earlier_id)
        return self.there.get(earlier_id) or (here.label if here else _t("unnamed", id=earlier_id[:8]))


@dataclass(frozen=True, slots=True)
class Misfit:
    """A decision that no longer fits, or about which reviewers differ."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class CompareView:
    """Both comparisons. ``told`` says what this report is compared with; without ``changes`` there was nothing to compare with."""

    told: str
    summary: tuple[tuple[str, str, str], ...]  # icon, number, word
    changes: tuple[Change, ...]
    misfits: tuple[Misfit, ...]
    misfits_text: str
    kinds: KindsView


def pages(given: ReportInput, corpus: Corpus) -> Iterator[Page]:
    """Yield the page that compares."""
    lineage = given.earlier.lineage if given.earlier else given.tables["lineage"]
    rows = lineage.sort(TABLES["lineage"].key).to_dicts()
    names = given.earlier.names if given.earlier else _earlier_names(rows, corpus)
    changes = _changes(rows, corpus, given.earlier, names)
    misfits = _misfits(given, corpus)
    view = CompareView(
        told=_told(given, lineage.height, bool(lineage.height and lineage["known_run"].is_not_null().any())),
        summary=_summary(changes),
        changes=tuple(change for _, change in changes),
        misfits=misfits[:_LISTED],
        misfits_text=_t("misfits", n=fmt.number(len(misfits))) if misfits else "",
        kinds=kinds.view(corpus),
    )
    yield main_page(places.COMPARE, "compare.jinja", view)


def told(given: ReportInput) -> Iterator[str]:
    """Yield the comparison as lines for a terminal: what it is with, how many of each kind, then one line an archetype."""
    view = next(pages(given, corpora.read(given))).view
    if not isinstance(view, CompareView):
        raise TypeError(type(view).__name__)
    yield view.told
    for icon, n, word in view.summary:
        yield f"{icon} {n} {word}"
    for change in view.changes:
        name = change.now.text if change.now else change.earlier[0]
        origin = f" ← {'; '.join(change.earlier)}" if change.now and change.earlier else ""
        yield messages.printable(f"{change.icon} {change.word:<14} {change.passages:>12}  {name}{origin}")


def kind_of(archetype: Archetype, lines: Sequence[Mapping[str, Any]]) -> str:
    """Return what became of an archetype: a kind of ``Descent``, or grown or shrunk for one that was kept."""
    found = {line["kind"] for line in lines}
    for kind in (Descent.MERGED, Descent.SPLIT, Descent.BORN):
        if kind in found:
            return kind.value
    before = sum(_held(line) or 0 for line in lines)
    if before and len(archetype.members) >= _GROWN * before:
        return "grown"
    return "shrunk" if before and len(archetype.members) * _GROWN <= before else "kept"


def _earlier_names(rows: Sequence[dict[str, Any]], corpus: Corpus) -> dict[str, str]:
    """Return what the archetypes of the previous report were called there, as far as `lineage` knows; those decided away as then told."""
    called = {
        row["earlier_id"]: {"archetype_id": row["earlier_id"], **{name: row.get(f"earlier_{name}") for name in _CALLED}}
        for row in rows
        if row["earlier_id"] and row.get("earlier_label")
    }
    told = {said.archetype_id: said.proposal for said in corpus.decisions.all if said.kind == "archetype" and said.proposal}
    return told | {archetype: name.text for archetype, name in proposed_names(list(called.values()), corpus.lenses).items()}


def _changes(rows: Sequence[dict[str, Any]], corpus: Corpus, earlier: Earlier | None, names: Mapping[str, str]) -> list[tuple[str, Change]]:
    found: list[tuple[str, Change]] = []
    for archetype in corpus.archetypes.values():
        lines = [row for row in rows if row["archetype_id"] == archetype.id]
        if lines:
            kind = kind_of(archetype, lines)
            found.append((kind, _change(kind, archetype, lines, earlier, _Names(corpus, names))))
    gone = [row["earlier_id"] for row in rows if row["kind"] == Descent.ENDED]
    found += [("ended", _ended(earlier_id, earlier, _Names(corpus, names))) for earlier_id in sorted(gone)]
    return sorted(found, key=lambda pair: _ORDER.index(pair[0]))


def _change(kind: str, archetype: Archetype, lines: Sequence[dict[str, Any]], earlier: Earlier | None, names: _Names) -> Change:
    ids = [line["earlier_id"] for line in lines if line["earlier_id"]]
    before = sum(_held(line) or 0 for line in lines)
    now = fmt.number(len(archetype.members))
    documents = fmt.number(n_documents(archetype.members))
    known = [earlier.documents[i] for i in ids if i in earlier.documents] if earlier else []
    return Change(
        icon=_ICONS[kind],
        word=_t(f"kind.{kind}"),
        now=Link(places.archetype(archetype.id), archetype.label),
        earlier=tuple(
            names.of(i) for i in ids if i != archetype.id or kind in ("split", "merged") or earlier or names.of(i) != archetype.label
        ),
        passages=_t("from_to", before=fmt.number(before), now=now) if before else now,
        documents=_t("from_to", before=fmt.number(known[0]), now=documents) if len(known) == 1 and len(ids) == 1 else documents,
    )


def _ended(earlier_id: str, earlier: Earlier | None, names: _Names) -> Change:
    n = earlier.passages.get(earlier_id) if earlier else None
    documents = earlier.documents.get(earlier_id) if earlier else None
    return Change(
        icon=_ICONS["ended"],
        word=_t("kind.ended"),
        now=None,
        earlier=(names.of(earlier_id),),
        passages=_t("from_to", before=fmt.number(n), now="0") if n else "0",
        documents=_t("from_to", before=fmt.number(documents), now="0") if documents else "0",
    )


def _held(line: Mapping[str, Any]) -> int | None:
    """Return how many passages of the earlier archetype this run holds, from what is in both and its share."""
    share = line.get("share_of_earlier")
    return round(line["shared"] / share) if share else None


def _summary(changes: Sequence[tuple[str, Change]]) -> tuple[tuple[str, str, str], ...]:
    found = [kind for kind, _ in changes]
    return tuple((_ICONS[kind], fmt.number(found.count(kind)), _t(f"kind.{kind}")) for kind in _ORDER if kind in found)


def _told(given: ReportInput, n_lines: int, known: bool) -> str:
    if given.earlier:
        documents = fmt.count(given.earlier.n_documents, "documents")
        new, gone = fmt.number(given.earlier.new_documents), fmt.number(given.earlier.gone_documents)
        return _t("told_named", title=given.earlier.title, documents=documents, new=new, gone=gone)
    if not n_lines:
        return _t("told_nothing")
    return _t("told_known" if known else "told_previous")


def _misfits(given: ReportInput, corpus: Corpus) -> tuple[Misfit, ...]:
    """Return the decisions that were not applied, from the table `decisions` where there is one."""
    decisions = given.tables.get("decisions")
    if decisions is None:
        return ()
    found = []
    for row in decisions.filter(decisions["state"] != "valid").sort("decision_id").to_dicts():
        passage = corpus.passages.get(row["passage_id"] or "")
        archetype = corpus.archetypes.get(row["archetype_id"] or "")
        href = places.document(passage.doc_id) if passage else places.archetype(archetype.id) if archetype else ""
        told = _t(f"misfit.{row['state'] if row['state'] in ('lost', 'conflict') else 'lost'}")
        found.append(Misfit(f"{told} {passage.text if passage else archetype.label if archetype else row['decision_id']}", href))
    return tuple(found)


def _t(key: str, **values: object) -> str:
    return messages.text(f"pages.compare.{key}", **values)
