"""What a reader must know before believing anything: files not used, doubtful documents, thin and shaky archetypes.

Corpus in, notices out, each with a link to what it is about. An empty list is said to be empty.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rodedraad.report import format as fmt
from rodedraad.report import places, words
from rodedraad.report.corpus import n_documents
from rodedraad.report.views.quotes import document_name
from rodedraad.report.words import t

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date

    from rodedraad.report.corpus import Corpus

_SHAKY = 0.6  # see words.stability


@dataclass(frozen=True, slots=True)
class Thing:
    """What a notice is about. ``href`` is empty for a file without a page; ``detail`` is said where it differs from thing to thing."""

    href: str
    name: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to know. ``level`` is stop (not used), careful (doubt) or know (for information)."""

    level: str
    word: str
    text: str
    remedy: str
    things: tuple[Thing, ...] = ()


def notices(corpus: Corpus, made: Mapping[str, date] | None = None, *, show_file_names: bool) -> tuple[Notice, ...]:
    """Return what a reader must know, the gravest first. ``made`` says when models were made."""
    return (
        *_nothing(corpus),
        *_set_aside(corpus, show_file_names=show_file_names),
        *_about_documents(corpus),
        *_older_models(corpus, made or {}),
        *_about_archetypes(corpus),
        *_copies(corpus, show_file_names=show_file_names),
    )


def file_name(source_path: str, sha256: str, *, show_file_names: bool) -> str:
    """Return how a file is called in the report: by name where allowed, else by the start of its hash."""
    return source_path if show_file_names else t("file_unnamed", id=sha256[:8] or "?")


def _nothing(corpus: Corpus) -> tuple[Notice, ...]:
    if not corpus.documents:
        return (_notice("stop", t("notice.no_documents")),)
    if not corpus.archetypes:
        return (_notice("stop", t("notice.no_archetypes")),)
    if len(corpus.documents) < words.FEW_DOCUMENTS:
        return (_notice("careful", t("notice.few_documents", documents=fmt.count(len(corpus.documents), "documents"))),)
    return ()


def _set_aside(corpus: Corpus, *, show_file_names: bool) -> tuple[Notice, ...]:
    found: list[tuple[str, Thing]] = []
    for document in corpus.set_aside:
        name = document.title or file_name(document.source_path, document.sha256, show_file_names=show_file_names)
        found.append((document.reason or "unknown", Thing("", name)))
    unread = [row for row in corpus.unread if row["reason"]]
    found += [(row["reason"], Thing("", file_name(row["source_path"], row["sha256"], show_file_names=show_file_names))) for row in unread]
    return tuple(
        _notice(
            "stop", t("notice.set_aside", files=fmt.count(len(things), "files"), what=words.reason(told)[0]), words.reason(told)[1], things
        )
        for told, things in _grouped(found, lambda told: words.reason(told)[0])
    )


def _about_documents(corpus: Corpus) -> tuple[Notice, ...]:
    found = [(told, Thing(places.document(d.id), document_name(d))) for d in corpus.documents.values() for told in d.warnings]
    return tuple(
        _notice("careful", t("notice.document", documents=fmt.count(len(things), "documents"), text=words.warning(told)), things=things)
        for told, things in _grouped(found, words.warning)
    )


def _older_models(corpus: Corpus, made: Mapping[str, date]) -> Iterator[Notice]:
    """Yield which models were made before some of the documents were written: of new words and ways of working they know nothing."""
    by_day: dict[date, list[str]] = defaultdict(list)
    for model, day in made.items():
        by_day[day].append(model.partition("@")[0])
    for day, models in sorted(by_day.items()):
        later = [d for d in corpus.documents.values() if d.date and d.date > day]
        if later:
            told = {"models": ", ".join(sorted(models)), "day": fmt.date(day), "documents": fmt.count(len(later), "documents")}
            yield _notice(
                "careful", t("notice.older_model", **told), things=tuple(Thing(places.document(d.id), document_name(d)) for d in later)
            )


def _grouped(found: list[tuple[str, Thing]], text: Callable[[str], str]) -> list[tuple[str, tuple[Thing, ...]]]:
    """Group by code. Where values differ within a group, the group is told without them and each thing says its own."""
    groups: dict[str, list[tuple[str, Thing]]] = defaultdict(list)
    for told, thing in found:
        groups[words.general(told)].append((told, thing))
    result: list[tuple[str, tuple[Thing, ...]]] = []
    for code, things in sorted(groups.items()):
        ordered = sorted(things, key=lambda pair: (pair[1].name, pair[1].href, pair[0]))
        if len({told for told, _ in ordered}) == 1:
            result.append((ordered[0][0], tuple(thing for _, thing in ordered)))
        else:
            result.append((code, tuple(Thing(thing.href, thing.name, text(told)) for told, thing in ordered)))
    return result


def _about_archetypes(corpus: Corpus) -> tuple[Notice, ...]:
    limit = words.THIN_DOCUMENTS if len(corpus.documents) >= words.FEW_DOCUMENTS else 0  # of few documents it is said of all at once
    thin = [a for a in corpus.archetypes.values() if n_documents(a.members) < limit]
    shaky = [a for a in corpus.archetypes.values() if a.stability is not None and a.stability < _SHAKY]
    return tuple(
        _notice(
            "careful",
            t(f"notice.{kind}", archetypes=fmt.count(len(found), "archetypes")),
            things=tuple(Thing(places.archetype(a.id), a.label) for a in found),
        )
        for kind, found in (("thin", thin), ("shaky", shaky))
        if found
    )


def _copies(corpus: Corpus, *, show_file_names: bool) -> tuple[Notice, ...]:
    copies = [row for row in corpus.unread if row["duplicate_of"] and not row["reason"]]
    if not copies:
        return ()
    names = sorted(file_name(row["source_path"], row["sha256"], show_file_names=show_file_names) for row in copies)
    return (_notice("know", t("notice.copies", files=fmt.count(len(copies), "files")), things=tuple(Thing("", name) for name in names)),)


def _notice(level: str, text: str, remedy: str = "", things: tuple[Thing, ...] = ()) -> Notice:
    return Notice(level, t(f"level.{level}"), text, remedy, things)
