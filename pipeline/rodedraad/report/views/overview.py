"""The overview: what was read, how to read the report, what to be careful about, and the archetypes in one table."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rodedraad.report import format as fmt
from rodedraad.report import places, words
from rodedraad.report.page import Page, main_page
from rodedraad.report.views.archetypes import Row, rows
from rodedraad.report.views.notices import Notice, notices
from rodedraad.report.words import t

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rodedraad.report.corpus import Corpus
    from rodedraad.report.model import ReportInput
    from rodedraad.report.views.quotes import Quoter

_ROWS = 8  # archetypes on the overview; the rest stand on their own page


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the corpus, with what it counts."""

    value: str
    label: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class OverviewView:
    """The overview."""

    title: str
    about: str
    few: str
    figures: tuple[Figure, ...]
    guide: tuple[str, ...]
    notices: tuple[Notice, ...]
    attention: str
    rows: tuple[Row, ...]
    more: str


def pages(given: ReportInput, corpus: Corpus, quoter: Quoter) -> Iterator[Page]:
    """Yield the overview."""
    found = rows(corpus, quoter)
    told = notices(corpus, given.facts.made, show_file_names=given.config.show_file_names)
    few = 0 < len(corpus.documents) < words.FEW_DOCUMENTS
    view = OverviewView(
        title=given.facts.title or t("nav.overview"),
        about=given.facts.about,
        few=t("few", documents=fmt.count(len(corpus.documents), "documents")) if few else "",
        figures=_figures(corpus),
        guide=(t("guide.first"), t("guide.second"), t("guide.third_few" if few else "guide.third")),
        notices=told,
        attention=_attention(told),
        rows=found[:_ROWS],
        more=t("all_archetypes", n=fmt.number(len(found))) if len(found) > _ROWS else "",
    )
    yield main_page(places.OVERVIEW, "index.jinja", view)


def _attention(told: tuple[Notice, ...]) -> str:
    """Return how many notices there are of each level, the gravest first: '1 keer niet gebruikt · 3 keer let op'; empty without notices."""
    n = Counter(notice.level for notice in told)
    return " · ".join(fmt.count(n[level], f"notices_{level}") for level in dict.fromkeys(notice.level for notice in told))


def period(corpus: Corpus) -> str:
    """Return the period the documents cover, or that it is unknown."""
    return words.period(d.date for d in corpus.documents.values() if d.date)


def _figures(corpus: Corpus) -> tuple[Figure, ...]:
    passages = list(corpus.passages.values())
    without = sum(p.archetype_id is None for p in passages)
    dated = sum(d.date is not None for d in corpus.documents.values())
    kinds = len({d.kind for d in corpus.documents.values()} - {None})
    n = fmt.number
    some = t("figure.period_note", n=n(dated), documents=fmt.count(len(corpus.documents), "documents"))
    undated = some if dated < len(corpus.documents) else ""
    return (
        Figure(n(len(corpus.documents)), t("figure.documents"), fmt.count(kinds, "kinds")),
        Figure(n(len(passages)), t("figure.passages"), t("figure.passages_note")),
        Figure(n(len(corpus.archetypes)), t("figure.archetypes"), t("figure.archetypes_note", n=words.THIN_DOCUMENTS)),
        Figure(fmt.percent(without, len(passages)), t("figure.without"), t("of_passages", n=n(without), whole=n(len(passages)))),
        Figure(period(corpus), t("figure.period"), undated),
    )
