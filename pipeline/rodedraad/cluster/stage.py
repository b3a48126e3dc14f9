"""The cluster stage: passages, vectors and mappings in; archetypes and their members out.

select → damp → guide → neighbours → graph → consensus → communities → families → match → archetypes; with ``method = "hdbscan"`` reduce →
density → cohesion → assign → stability in the place of the two in the middle. What holds a group together are likenesses between passages
of *different* documents, so that a group is a pattern and not a report.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from rodedraad.cluster import archetypes, assign, guide, keywords, layout, members, select
from rodedraad.cluster.cohesion import keep
from rodedraad.cluster.damp import damp
from rodedraad.cluster.density import NOISE, Groups
from rodedraad.cluster.match import carried_ids
from rodedraad.cluster.neighbours import Corpus
from rodedraad.cluster.search import in_enough_documents, place, search

if TYPE_CHECKING:
    from rodedraad.cluster.search import Found
    from rodedraad.config import Cluster
    from rodedraad.run.stage import Context
    from rodedraad.schema import Tables

LIBRARIES = ("scipy.sparse.linalg", "scipy.optimize", "scipy.cluster.hierarchy", "sklearn.manifold", "hdbscan", "graspologic_native")


def run(tables: Tables, config: Cluster, context: Context) -> Tables:
    """Return ``members`` (a row for every passage) and ``archetypes``.

    A passage that was not searched has the reason ``excluded``; a folded duplicate follows the passage it duplicates. Ids are carried
    over from ``context.previous["members"]`` where that is given.
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
    everything, found = _everything(corpus, config, context)
    recurring = in_enough_documents(everything, corpus.documents, config.min_documents)
    kept = np.flatnonzero(recurring)
    groups = keep(everything, kept)
    centres = assign.centres(corpus.vectors, groups)
    likeness = assign.likeness(corpus.vectors, centres)
    places = layout.positions(corpus.vectors, centres, likeness)
    ids = [[searched.ids[i] for i in np.flatnonzero(groups.labels == g)] for g in range(groups.count)]
    carried = carried_ids(ids, _previous(context), set(passages["passage_id"].to_list()))
    lost = np.isin(everything.labels, np.flatnonzero(~recurring))
    table = members.frame(passages, searched.ids, groups, lost, places, [archetype for archetype, _ in carried])
    described = archetypes.frame(
        searched,
        groups,
        found.family[kept],
        likeness,
        None if found.firm is None else found.firm[kept],
        carried,
        table,
        tables["mappings"],
        passages.select("passage_id", "doc_id"),
        keywords.content(tables["words"], passages),
    )
    return {"members": table, "archetypes": described}


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


def _previous(context: Context) -> dict[str, str | None]:
    frame = context.previous.get("members")
    return dict(frame.select("passage_id", "archetype_id").iter_rows()) if isinstance(frame, pl.DataFrame) else {}
