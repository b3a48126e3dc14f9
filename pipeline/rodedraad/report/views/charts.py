"""Small pictures as numbers: bars with their share, and the balance of + and −. Templates draw them as SVG with the numbers in text."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rodedraad.report import format as fmt
from rodedraad.report import words
from rodedraad.report.words import t

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from rodedraad.report.corpus import Corpus, Document, Passage

_FULL = 100.0  # width of a bar in the drawing's own units


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: label, the numbers in text, and its length (0 to 100) as the drawing wants it."""

    label: str
    text: str
    length: str


@dataclass(frozen=True, slots=True)
class Bars:
    """A group of bars with a heading that says what they count."""

    title: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Balance:
    """How many passages say that it goes well, that it can be better, or neither; lengths are shares of all, 0 to 100."""

    plus: int
    minus: int
    neutral: int
    text: str
    neutral_text: str
    plus_length: str
    minus_length: str
    minus_start: str


def length(part: float, whole: float) -> str:
    """Return a share as a length from 0 to 100, for the drawing (a full stop as decimal mark)."""
    return f"{_FULL * part / whole:.1f}" if whole else "0.0"


def balance(passages: Iterable[Passage], sign: Callable[[Passage], int] = lambda p: p.polarity) -> Balance:
    """Return the balance of + and − over passages; ``sign`` says which polarity counts."""
    found = Counter(sign(p) for p in passages)
    plus, minus, neutral = found[1], found[-1], found[0]
    whole = plus + minus + neutral
    return Balance(
        plus=plus,
        minus=minus,
        neutral=neutral,
        text=t("balance", plus=fmt.number(plus), minus=fmt.number(minus)) if plus or minus else t("balance_none"),
        neutral_text=t("balance_neutral" if plus or minus else "balance_all", neutral=fmt.number(neutral)),
        plus_length=length(plus, whole),
        minus_length=length(minus, whole),
        minus_start=f"{_FULL - float(length(minus, whole)):.1f}",
    )


def spread(corpus: Corpus, passages: Iterable[Passage]) -> tuple[Bars, ...]:
    """Return over which sectors, years, kinds of document and types of organisation passages are spread.

    A bar is a share of the documents that there are: 4 of the 12 reports of youth care, not 4 of all that were found.
    """
    inside = {p.doc_id for p in passages}
    groups: tuple[tuple[str, Callable[[Document], str | None], Callable[[str | None], str]], ...] = (
        ("sector", lambda d: d.sector, lambda code: words.value("sector", code)),
        ("year", lambda d: str(d.date.year) if d.date else None, lambda code: code or t("date_unknown")),
        ("kind", lambda d: d.kind, lambda code: words.value("kind", code)),
        ("organisation", lambda d: d.organisation_type, words.organisation),
    )
    return tuple(
        Bars(t(f"spread.{name}"), _bars(corpus.documents, inside, key, label, by_name=name == "year", zeros=name in ("year", "sector")))
        for name, key, label in groups
    )


def _bars(
    documents: Mapping[str, Document],
    inside: set[str],
    key: Callable[[Document], str | None],
    label: Callable[[str | None], str],
    *,
    by_name: bool,
    zeros: bool,
) -> tuple[Bar, ...]:
    all_of: dict[str | None, list[str]] = defaultdict(list)
    for document in documents.values():
        all_of[key(document)].append(document.id)
    rows = [(code, sum(i in inside for i in ids), len(ids)) for code, ids in all_of.items()]
    rows.sort(key=lambda r: (r[0] is None, r[0] or "") if by_name else (r[0] is None, -r[1], r[0] or ""))
    shown = [r for r in rows if r[1] or zeros]
    return tuple(
        Bar(label(code), t("spread.of", n=fmt.number(n), documents=fmt.count(whole, "documents")), length(n, whole))
        for code, n, whole in shown
    )
