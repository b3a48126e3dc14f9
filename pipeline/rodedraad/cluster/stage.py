"""The cluster stage: passages, vectors and mappings in; archetypes and their members out.

select → damp → guide → neighbours → graph → consensus → communities → families → match → archetypes → lineage; with
``method = "hdbscan"`` reduce → density → cohesion → assign → stability in the place of the two in the middle. What holds a group together
are likenesses between passages of *different* documents, so that a group is a pattern and not a report. With a known run, passages are
first recognised as one of its archetypes, and a group found here is new if most of its passages were not.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from rodedraad.cluster import archetypes, assign, decided, guide, keywords, layout, lineage, members, phrases, select
from rodedraad.cluster.cohesion import keep
from rodedraad.cluster.damp import damp
from rodedraad.cluster.density import NOISE, Groups
from rodedraad.cluster.known import keep_described, load
from rodedraad.cluster.match import carried_ids
from rodedraad.cluster.neighbours import Corpus
from rodedraad.cluster.recognise import recognised, unrecognised
from rodedraad.cluster.search import in_enough_documents, place, search
from rodedraad.schema import TABLES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rodedraad.cluster.known import Known
    from rodedraad.cluster.search import Found
    from rodedraad.cluster.select import Searched
    from rodedraad.config import Cluster
    from rodedraad.run.stage import Context
    from rodedraad.schema import Tables

LIBRARIES = ("scipy.sparse.linalg", "scipy.optimize", "scipy.cluster.hierarchy", "sklearn.manifold", "hdbscan", "graspologic_native")


@dataclass(frozen=True, slots=True)
class _Grouped:
    """The n searched passages in k groups: known ones first, then those found here."""

    groups: Groups
    lost: NDArray[np.bool_]  # (n,) in a group of too few documents
    ids: list[tuple[str, str | None]]  # (k,) archetype_id and the id it continues
    firm: NDArray[np.float64] | None  # (k,)
    family: NDArray[np.int64]  # (k,)


def run(tables: Tables, config: Cluster, context: Context) -> Tables:
    """Return ``members`` (a row for every passage), ``archetypes`` and ``lineage``.

    A passage that was not searched has the reason ``excluded``; a folded duplicate follows the passage it duplicates. Ids are those of
    ``config.known`` for what is recognised, else carried over from ``context.previous["members"]`` where that is given.

    Raises:
        UsageError: the known run cannot be used.
    """
    from threadpoolctl import threadpool_limits

    for name in LIBRARIES:  # before the limit: it holds for the libraries that are loaded
        import_module(name)
    with threadpool_limits(1):
        return _run(tables, config, context)


def _run(tables: Tables, config: Cluster, context: Context) -> Tables:
    passages = tables["passages"]
    searched = select.searched(tables, config)
    own = damp(searched.vectors, searched.documents, config.damping)
    corpus = Corpus(guide.guided(own, guide.profiles(tables["mappings"], searched.ids, config), config.guidance), searched.documents)
    known = load(config.known, tables["embeddings"]) if config.known else None
    proposed = _grouped(searched, corpus, tables, known, config, context)
    machine = _by_passage(passages, searched, proposed)
    settled = decided.decide(machine, tables["decisions"], _scene(passages, searched, corpus, context))
    found = _regrouped(proposed, searched, settled)
    centres = assign.centres(corpus.vectors, found.groups)
    likeness = assign.likeness(corpus.vectors, centres)
    places = layout.positions(corpus.vectors, centres, likeness)
    table = members.frame(passages, searched.ids, found.groups, found.lost, places, [archetype for archetype, _ in found.ids])
    table = decided.over_members(table, machine, settled)
    described = archetypes.frame(
        searched,
        found.groups,
        found.family,
        likeness,
        found.firm,
        found.ids,
        table,
        tables["mappings"],
        passages.select("passage_id", "doc_id"),
        keywords.content(tables["words"], passages),
        phrases.tokens(tables["words"], passages),
    )
    told = _lineage(table, known, context)
    more = TABLES["lineage"].frame(decided.lines(settled, machine, told))
    return {
        "members": table,
        "archetypes": decided.over_archetypes(keep_described(described, known) if known else described, settled),
        "lineage": lineage.called(pl.concat([told, more]), known.archetypes if known else context.previous.get("archetypes")),
    }


def _by_passage(passages: pl.DataFrame, searched: Searched, found: _Grouped) -> dict[str, str | None]:
    """Return the machine's archetype of every passage; a folded duplicate has that of the passage that stands for it."""
    own = {p: None if g == NOISE else found.ids[g][0] for p, g in zip(searched.ids, found.groups.labels.tolist(), strict=True)}
    leaders = passages.select("passage_id", pl.coalesce("duplicate_of", "passage_id")).iter_rows()
    return {passage: own.get(leader) for passage, leader in leaders}


def _scene(passages: pl.DataFrame, searched: Searched, corpus: Corpus, context: Context) -> decided.Scene:
    """Return what decisions are laid over, beside the machine's archetypes."""
    leaders = dict(passages.select("passage_id", pl.coalesce("duplicate_of", "passage_id").alias("leader")).iter_rows())
    before = _previous(context) or {}
    known = {archetype for earlier in (before, _proposed_before(context)) for archetype in earlier.values() if archetype}
    return decided.Scene(leaders, searched.ids, corpus.vectors, before, known)


def _regrouped(found: _Grouped, searched: Searched, settled: decided.Decided) -> _Grouped:
    """Return the groups as decided: those of the machine that are left, in their order, then those that decisions made."""
    here = [settled.archetype[passage] for passage in searched.ids]
    number = {archetype: i for i, (archetype, _) in enumerate(found.ids)}
    left = sorted({archetype for archetype in here if archetype}, key=lambda archetype: (number.get(archetype, len(number)), archetype))
    place = {archetype: i for i, archetype in enumerate(left)}
    origin = [number.get(archetype, number.get(settled.parts.get(archetype, ""), NOISE)) for archetype in left]
    labels = np.array([place[archetype] if archetype else NOISE for archetype in here], dtype=np.int64)
    held = found.groups.labels != NOISE
    strengths = np.where(labels == NOISE, 0.0, np.where(held, found.groups.strengths, 1.0))
    moved = [
        settled.archetype[p] in number and number[settled.archetype[p] or ""] != g
        for p, g in zip(searched.ids, found.groups.labels, strict=True)
    ]
    own = np.array([archetype in number for archetype in left], dtype=bool)
    family = np.array([found.family[i] if i != NOISE else len(number) + n for n, i in enumerate(origin)], dtype=np.int64)
    firm = None if found.firm is None else np.array([found.firm[i] if mine else np.nan for i, mine in zip(origin, own, strict=True)])
    ids = [found.ids[number[archetype]] if archetype in number else (archetype, None) for archetype in left]
    return _Grouped(Groups(labels, np.where(moved, 1.0, strengths)), found.lost, ids, firm, family)


def _grouped(searched: Searched, corpus: Corpus, tables: Tables, known: Known | None, config: Cluster, context: Context) -> _Grouped:
    """Return the known groups that passages were recognised as, and beside them the groups of which most passages were not."""
    n = len(searched.ids)
    everything, found = _everything(corpus, config, context)
    told = recognised(searched, tables["mappings"], known, config) if known else Groups(np.full(n, NOISE, dtype=np.int64), np.zeros(n))
    rest = unrecognised(everything, told, config.min_passages) if known else everything
    recurring = in_enough_documents(rest, corpus.documents, config.min_documents)
    met, kept = np.unique(told.labels[told.labels != NOISE]), np.flatnonzero(recurring)
    familiar, born = keep(told, met), keep(rest, kept)
    labels = np.where(born.labels == NOISE, familiar.labels, born.labels + len(met))
    names = [known.names[g] for g in met] if known else []
    ids = [[searched.ids[i] for i in np.flatnonzero(born.labels == g)] for g in range(born.count)]
    carried = carried_ids(ids, _proposed_before(context, known), set(tables["passages"]["passage_id"].to_list()))
    apart = found.family.max(initial=-1) + 1 + np.arange(len(met))  # families of known archetypes are those of the known run
    return _Grouped(
        groups=Groups(labels, np.maximum(familiar.strengths, born.strengths)),
        lost=np.isin(rest.labels, np.flatnonzero(~recurring)),
        ids=[*((name, name) for name in names), *carried],
        firm=None if found.firm is None else np.concatenate([np.zeros(len(met)), found.firm[kept]]),
        family=np.concatenate([apart, found.family[kept]]),
    )


def _lineage(table: pl.DataFrame, known: Known | None, context: Context) -> pl.DataFrame:
    """Return how the archetypes in ``table`` (members) relate to those of the known run, or else of the previous result."""
    inside = table.filter(pl.col("archetype_id").is_not_null()).group_by("archetype_id").agg("passage_id")
    groups = {archetype: set(passages) for archetype, passages in inside.iter_rows()}
    earlier = known.members if known else _previous(context)
    return lineage.frame(groups, earlier, set(table["passage_id"].to_list()), known.run if known else None)


def _everything(corpus: Corpus, config: Cluster, context: Context) -> tuple[Groups, Found]:
    """Return the groups of all passages, and what the search found on a sample of at most ``fit_sample``."""
    n, random = len(corpus.documents), context.random("cluster.search")
    if n <= config.fit_sample:
        found = search(corpus, config, random)
        return found.groups, found
    inside = np.zeros(n, dtype=bool)
    inside[context.random("cluster.sample").choice(n, config.fit_sample, replace=False)] = True
    found = search(corpus.part(np.flatnonzero(inside)), config, random)
    groups = Groups(np.full(n, NOISE, dtype=np.int64), np.zeros(n))
    for rows, part in ((inside, found.groups), (~inside, place(corpus.part(np.flatnonzero(~inside)), found, config))):
        groups.labels[rows], groups.strengths[rows] = part.labels, part.strengths
    return groups, found


def _previous(context: Context) -> dict[str, str | None] | None:
    """Return the previous result's archetype of each passage; None without a previous result."""
    frame = context.previous.get("members")
    return dict(frame.select("passage_id", "archetype_id").iter_rows()) if isinstance(frame, pl.DataFrame) else None


def _proposed_before(context: Context, known: Known | None = None) -> dict[str, str | None]:
    """Return the archetype that the machine proposed for each passage in the previous result, None in the place of known ones.

    Ids are carried over by proposals: what reviewers decided is decided again, and would otherwise hide what it was decided about.
    """
    frame = context.previous.get("members")
    if not isinstance(frame, pl.DataFrame):
        return {}
    column = "proposed_id" if "proposed_id" in frame.columns else "archetype_id"  # a result from before there were decisions
    taken = set(known.names) if known else set()
    return {passage: None if archetype in taken else archetype for passage, archetype in frame.select("passage_id", column).iter_rows()}
