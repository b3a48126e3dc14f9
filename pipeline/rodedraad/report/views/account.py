"""Verantwoording: the method in readable words, its limits, and everything needed to check or repeat the run.

Facts of the run in, one page out. Settings that may hold a name or a path are counted or shortened, never shown.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING, Any

from rodedraad.report import format as fmt
from rodedraad.report import places, words
from rodedraad.report.page import Page, main_page
from rodedraad.report.views.notices import file_name
from rodedraad.report.words import t

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rodedraad.report.corpus import Corpus
    from rodedraad.report.model import ReportInput, StageFact

_METHOD = ("read", "pseudonymise", "segment", "compare", "lens", "between", "focus", "guide", "group", "label", "report")
_LIMITS = ("machine", "language", "polarity", "sample", "names", "absence")
_PRIVATE = ("pseudonymise.extra_names", "pseudonymise.keep")  # the user's own list of names


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the method, or a limit: name and explanation."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting of the run."""

    key: str
    value: str


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A file: how it is called here, its hash, and what became of it."""

    name: str
    sha256: str
    outcome: str


@dataclass(frozen=True, slots=True)
class AccountView:
    """The page. ``settings`` are grouped by section of the configuration."""

    method: tuple[Step, ...]
    limits: tuple[Step, ...]
    funnel: tuple[tuple[str, str], ...]
    scales: tuple[Step, ...]
    lenses: tuple[tuple[str, str], ...]
    version: str
    models: tuple[str, ...]
    stages: tuple[StageFact, ...]
    libraries: tuple[tuple[str, str], ...]
    settings: tuple[tuple[str, tuple[Setting, ...]], ...]
    sources: tuple[SourceRow, ...]


def pages(given: ReportInput, corpus: Corpus) -> Iterator[Page]:
    """Yield the page."""
    facts = given.facts
    view = AccountView(
        method=tuple(_method(facts.config, corpus)),
        limits=tuple(Step(t(f"limit.{limit}.name"), t(f"limit.{limit}.text")) for limit in _LIMITS),
        funnel=_funnel(corpus),
        scales=tuple(
            Step(t(f"scale.{name}.name"), t(f"scale.{name}.text", thin=words.THIN_DOCUMENTS, few=words.FEW_DOCUMENTS))
            for name in ("strength", "stability", "thin")
        ),
        lenses=tuple((lens.title, lens.source) for lens in corpus.lenses.values()),
        version=facts.version,
        models=facts.models,
        stages=facts.stages,
        libraries=tuple(sorted(facts.libraries.items())),
        settings=_settings(facts.config),
        sources=_sources(given, corpus),
    )
    yield main_page(places.ACCOUNT, "account.jinja", view)


def _method(config: Mapping[str, Any], corpus: Corpus) -> Iterator[Step]:
    """Yield the steps of the method as these settings make it: which passages are searched, and whether lenses guide the search."""
    cluster = config.get("cluster", {})
    guides = [corpus.lenses[lens].title for lens in cluster.get("guides", ()) if lens in corpus.lenses]
    told = {
        "guides": " / ".join(guides),
        "evidence": fmt.number(cluster.get("evidence", 0), 2),
        "guidance": fmt.number(cluster.get("guidance", 0), 2),
    }
    for step in _METHOD:
        way = "text"
        if step == "focus":
            way = "text_all" if cluster.get("focus") != "findings" else "text" if guides else "text_no_lens"
        elif step == "guide" and not (guides and cluster.get("guidance")):
            way = "text_off"
        yield Step(t(f"method.{step}.name"), t(f"method.{step}.{way}", **told))


def _funnel(corpus: Corpus) -> tuple[tuple[str, str], ...]:
    """Return what was left after each step, from files to passages in a pattern."""
    passages = list(corpus.passages.values())
    steps = (
        ("aside", len(corpus.set_aside) + sum(bool(row["reason"]) for row in corpus.unread)),
        ("documents", len(corpus.documents)),
        ("passages", len(passages)),
        ("different", len({p.root for p in passages})),
        ("pattern", sum(p.archetype_id is not None for p in passages)),
        ("mapped", sum(bool(p.assigned) for p in passages)),
        ("polar", sum(p.polarity != 0 for p in passages)),
    )
    return tuple((t(f"funnel.{name}"), fmt.number(n)) for name, n in steps)


def _settings(config: Mapping[str, object]) -> tuple[tuple[str, tuple[Setting, ...]], ...]:
    flat = [(key, _shown(key, value)) for key, value in _flat(config)]
    sections = dict.fromkeys(key.rpartition(".")[0] for key, _ in flat)
    return tuple(
        (section or t("settings_general"), tuple(Setting(key, value) for key, value in flat if key.rpartition(".")[0] == section))
        for section in sections
    )


def _flat(values: Mapping[str, object], above: str = "") -> Iterator[tuple[str, object]]:
    """Yield the values of nested tables with their full keys, a table's own values before those of the tables in it."""
    from collections.abc import Mapping as Table

    for key, value in values.items():
        if not isinstance(value, Table):
            yield above + key, value
    for key, value in values.items():
        if isinstance(value, Table):
            yield from _flat(value, f"{above}{key}.")


def _shown(key: str, value: object) -> str:
    if key in _PRIVATE and isinstance(value, list):
        return fmt.count(len(value), "hidden") if value else "–"
    if isinstance(value, list):
        return ", ".join(_shown("", v) for v in value) or "–"
    if isinstance(value, bool):
        return t(f"bool.{str(value).lower()}")
    if isinstance(value, int | float):
        return fmt.number(value, 0 if isinstance(value, int) else 2)
    return "–" if value is None or value == "" else _without_folders(str(value))


def _without_folders(text: str) -> str:
    """Show only the last part of an absolute path: the folders above it may hold a user's name."""
    for kind in (PurePosixPath, PureWindowsPath):
        path = kind(text)
        if path.is_absolute() or text.startswith("~"):
            return f"…/{path.name}"
    return text


def _sources(given: ReportInput, corpus: Corpus) -> tuple[SourceRow, ...]:
    """List every file once. A register is one file with a document a row, so outcomes are counted."""
    copies = {row["source_path"] for row in corpus.unread if row["duplicate_of"]}
    refused = {row["source_path"]: row["reason"] for row in corpus.unread if row["reason"]}
    used = Counter(d.sha256 for d in corpus.documents.values())
    aside = Counter(d.sha256 for d in corpus.set_aside)
    rows = []
    for row in given.tables["sources"].sort("source_path").to_dicts():
        path, sha256 = row["source_path"], row["sha256"] or ""
        if path in refused:
            outcome = words.reason(refused[path])[0]
        elif path in copies:
            outcome = t("outcome.copy")
        else:
            outcome = t("outcome.read", documents=fmt.count(used[sha256], "documents"), aside=fmt.number(aside[sha256]))
        rows.append(SourceRow(file_name(path, sha256, show_file_names=given.config.show_file_names), sha256, outcome))
    return tuple(sorted(rows, key=lambda r: (r.sha256, r.name)))
