"""Carries out an ordered list of stages in a run folder: plans, does only what changed, records each finished stage.

What comes in: the `sources` table, a configuration, stages. What goes out: tables in the run folder. Every result is named by its
fingerprint, so a run that was killed is simply run again and ends with the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import polars as pl

from rodedraad.errors import EnvironmentFault, InternalError, RodeDraadError
from rodedraad.ids import digest
from rodedraad.run.cache import pack
from rodedraad.run.engine import Task, now, where_raised
from rodedraad.run.fingerprint import combine, stage_salt
from rodedraad.run.plan import Reason, StagePlan, reason_for
from rodedraad.run.slices import Slices
from rodedraad.run.stage import Grain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rodedraad.config import Config
    from rodedraad.run.cache import Item, ItemCache
    from rodedraad.run.engine import Engine, Outcome
    from rodedraad.run.journal import Journal
    from rodedraad.run.progress import Progress
    from rodedraad.run.stage import Context, Stage
    from rodedraad.run.store import Store
    from rodedraad.schema import Tables

_PASSING = "!"  # marks the key of a result that must not be found again: the item is tried anew next time


@dataclass(slots=True)
class _Work:
    """One stage, worked out: what it is made from and which items lack a result."""

    stage: Stage
    salt: str
    keys: dict[str, str] = field(default_factory=dict)  # item (source path or document id) → key
    missing: list[str] = field(default_factory=list)  # items without a result
    fingerprint: str = ""
    reason: Reason = Reason.UNCHANGED

    @property
    def plan(self) -> StagePlan:
        """What the user is told."""
        if self.stage.grain is Grain.CORPUS:
            return StagePlan(self.stage.name, self.reason, 0 if self.reason is Reason.UNCHANGED else 1, 1)
        return StagePlan(self.stage.name, self.reason, len(self.missing), len(self.keys))


@dataclass(slots=True)
class Runner:
    """The state of one run over ``stages``."""

    stages: Sequence[Stage]
    config: Config
    sources: pl.DataFrame  # conforming `sources` rows that are to be read
    cache: ItemCache
    store: Store
    journal: Journal
    context: Context
    given: Tables = field(default_factory=dict)  # further tables that no stage makes, for stages over everything
    _done: dict[str, _Work] = field(default_factory=dict)
    _owner: dict[str, str] = field(default_factory=dict)  # document → key of the source item that holds it
    _content: dict[str, str] = field(default_factory=dict)  # document → hash of its rows in that item

    def plan(self) -> list[StagePlan]:
        """Return what would be done and why, doing nothing."""
        plans: list[StagePlan] = []
        for stage in self.stages:
            if any(not p.idle for p in plans if p.stage in self._upstream(stage)):
                plans.append(self._guess(stage))
                continue
            work = self._work_out(stage)
            self._done[stage.name] = work
            plans.append(work.plan)
        return plans

    def execute(self, engine: Engine, progress: Progress) -> None:
        """Do what is missing, stage by stage.

        Raises:
            RodeDraadError: a corpus stage failed, a program or model is missing, the disk is full; what was finished is kept.
        """
        for stage in self.stages:
            stage.check_ready(getattr(self.config, stage.config))
        for stage in self.stages:
            work = self._work_out(stage)
            began = now()
            progress.begin(work.plan)
            if work.reason is not Reason.UNCHANGED:
                tables = self._corpus(work) if stage.grain is Grain.CORPUS else self._items(work, engine, progress)
                hashes = self.store.write(stage.name, work.fingerprint, tables)
                self.journal.append("stage", stage=stage.name, salt=work.salt, fingerprint=work.fingerprint, tables=hashes)
            self._done[stage.name] = work
            progress.end(work.plan, now() - began)

    def results(self) -> Iterator[tuple[str, str, dict[str, str]]]:
        """Yield stage name, fingerprint and table hashes of every finished stage."""
        for name, work in self._done.items():
            entry = self.journal.last("stage", stage=name, fingerprint=work.fingerprint)
            yield name, work.fingerprint, dict(entry["tables"]) if entry else {}

    def failures(self) -> dict[str, str]:
        """Return document or source path → reason, for items that a stage set aside."""
        found: dict[str, str] = {}
        for name, work in self._done.items():
            if work.stage.grain is Grain.CORPUS:
                continue
            items = self.cache.items(name)
            found.update({item: items[key].error for item, key in work.keys.items() if key in items and items[key].error})
        return found

    def used_keys(self) -> dict[str, set[str]]:
        """Return the item keys of this run per stage, those that may be found again only."""
        return {name: {k for k in work.keys.values() if not k.endswith(_PASSING)} for name, work in self._done.items()}

    # ---- planning

    def _upstream(self, stage: Stage) -> list[str]:
        return [s.name for s in self.stages if set(s.outputs) & set(stage.inputs)]

    def _work_out(self, stage: Stage) -> _Work:
        work = _Work(stage, stage_salt(stage, self.config))
        upstream = [self._done[name] for name in self._upstream(stage)]
        if stage.grain is Grain.SOURCE:
            rows = self.sources.select("source_path", "sha256").iter_rows()
            work.keys = {path: combine(work.salt, (path, sha256)) for path, sha256 in rows}
        elif stage.grain is Grain.DOCUMENT:
            work.keys = {doc: combine(work.salt, [self._document_key(w, doc) for w in upstream]) for doc in sorted(self._owner)}
        self._settle(work, upstream)
        return work

    def _settle(self, work: _Work, upstream: list[_Work]) -> None:
        """Find which items lack a result, the fingerprint and the reason."""
        stage = work.stage
        if stage.grain is Grain.CORPUS:
            given = [digest(name, pack({name: self.given[name]})[name]) for name in stage.inputs if name in self.given]
            work.fingerprint = combine(work.salt, [*(w.fingerprint for w in upstream), *given])
        else:
            cached = self.cache.items(stage.name)
            work.missing = [item for item, key in work.keys.items() if key not in cached]
            work.fingerprint = combine(work.salt, [part for pair in sorted(work.keys.items()) for part in pair])
            if stage.grain is Grain.SOURCE and not work.missing:
                self._own(work, cached)
        previous = self.journal.last("stage", stage=stage.name)
        changed = any(w.reason is not Reason.UNCHANGED for w in upstream)
        work.reason = reason_for(previous, work.salt, work.fingerprint, upstream_changed=changed)
        if work.reason is Reason.UNCHANGED and (work.missing or not self.store.has(stage.name, work.fingerprint, stage.outputs)):
            work.reason = Reason.FIRST  # the journal knows it, but its files were taken away

    def _guess(self, stage: Stage) -> StagePlan:
        """Plan for a stage behind one that has yet to run: how much is not known, but why is."""
        previous = self.journal.last("stage", stage=stage.name)
        reason = reason_for(previous, stage_salt(stage, self.config), "", upstream_changed=True)
        return StagePlan(stage.name, reason, None, None)

    def _own(self, work: _Work, items: dict[str, Item]) -> None:
        """Settle which source holds each document. The same register row in two files is one document: the first file's."""
        self._owner, self._content = {}, {}
        for path in sorted(work.keys):
            for doc, content in items[work.keys[path]].documents.items():
                if doc not in self._owner:
                    self._owner[doc], self._content[doc] = work.keys[path], content

    def _document_key(self, work: _Work, doc: str) -> str:
        return self._content[doc] if work.stage.grain is Grain.SOURCE else work.keys[doc]

    # ---- doing

    def _items(self, work: _Work, engine: Engine, progress: Progress) -> Tables:
        stage = work.stage
        config = getattr(self.config, stage.config)
        context = self.context if stage.grain is Grain.SOURCE else replace(self.context, source_root=None)
        slices = Slices(self.cache)
        tasks = [Task(work.keys[item], item, self._fetcher(work, item, slices)) for item in work.missing]
        if tasks:
            named = {task.key: task.label for task in tasks}
            for outcome in engine.map(stage, config, context, tasks):
                self._keep(work, named[outcome.task.key], outcome)
                progress.advance()
        if stage.grain is Grain.SOURCE:
            self._own(work, self.cache.items(stage.name))
        work.fingerprint = combine(work.salt, [part for pair in sorted(work.keys.items()) for part in pair])
        return self._assemble(work)

    def _keep(self, work: _Work, item: str, outcome: Outcome) -> None:
        if not outcome.final:
            work.keys[item] += _PASSING
        self.cache.put(work.stage.name, work.keys[item], outcome.tables, outcome.error.reason if outcome.error else "")

    def _fetcher(self, work: _Work, item: str, slices: Slices) -> Any:  # noqa: ANN401 - a closure of type () -> Packed
        if work.stage.grain is Grain.SOURCE:
            row = self.sources.filter(pl.col("source_path") == item)
            return lambda: pack({"sources": row})
        parts = []
        for name in self._upstream(work.stage):
            before = self._done[name]
            key = self._owner[item] if before.stage.grain is Grain.SOURCE else before.keys[item]
            parts.append((name, key, tuple(t for t in work.stage.inputs if t in before.stage.outputs)))
        return lambda: pack(slices.of(item, parts))

    def _assemble(self, work: _Work) -> Tables:
        from rodedraad.schema import TABLES

        keys = [work.keys[item] for item in sorted(work.keys)]
        tables: Tables = {}
        for name in work.stage.outputs:
            frames = list(self.cache.frames(work.stage.name, keys, name))
            if work.stage.grain is Grain.SOURCE:
                frames = [
                    f.filter(pl.col("doc_id").replace_strict(self._owner, default=None) == k) for f, k in zip(frames, keys, strict=True)
                ]
            tables[name] = TABLES[name].conform(pl.concat(frames)) if frames else TABLES[name].empty()
        return tables

    def _corpus(self, work: _Work) -> Tables:
        stage = work.stage
        inputs = {name: self._read(name) for name in stage.inputs}
        context = replace(self.context, source_root=None, previous=self._previous(stage))
        try:
            return stage.load()(inputs, getattr(self.config, stage.config), context)
        except RodeDraadError:
            raise
        except MemoryError:
            raise EnvironmentFault("corpus_too_much_memory", stage.name) from None
        except OSError:
            raise
        except Exception as error:
            raise InternalError("internal", stage.name, kind=type(error).__name__, place=where_raised(error)) from error

    def _read(self, table: str) -> pl.DataFrame:
        if table in self.given:
            return self.given[table]
        for name, work in self._done.items():
            if table in work.stage.outputs:
                return self.store.read(name, work.fingerprint, table)
        raise KeyError(table)

    def _previous(self, stage: Stage) -> Tables:
        """Return the stage's outputs as they stood before this run, for ids that must be kept."""
        entry = self.journal.last("stage", stage=stage.name)
        if entry is None or not self.store.has(stage.name, entry["fingerprint"], stage.outputs):
            return {}
        return {name: self.store.read(stage.name, entry["fingerprint"], name) for name in stage.outputs}
