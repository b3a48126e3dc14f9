"""What to ask a reviewer first: what teaches most, and a random sample beside it.

In: the tables of a run, and what reviewers differ on. Out: passages with what is asked about them, in order. Uncertain: a probability near
its threshold (uncertainty sampling, Lewis & Gale 1994, SIGIR), the items taking turns lest one of them fill the queue, or weak membership
of an archetype. The random control sample says how good the rest is, which no list of doubtful cases can; it is drawn by the id of the
report, so that every reviewer of a report is asked the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

UNCERTAIN, DISAGREEMENT, THIN, CONTROL, CHANGED = "uncertain", "disagreement", "thin", "control", "changed"
LENGTH = 120  # questions in a queue: what two people do in an afternoon
CONTROL_EVERY = 5  # one question in so many is of the random sample
THIN_DOCUMENTS = 5  # an archetype in fewer documents is thin evidence
PER_THIN = 3  # passages of a thin archetype that are asked about
NEAR = 2.0  # logits from its threshold within which a probability is doubtful
_LEAST = 1e-4


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: does this passage touch the item of the lens, or, without one, does it belong to its archetype?"""

    passage_id: str
    lens_id: str | None
    item_id: str | None
    reason: str

    @property
    def what(self) -> tuple[str, str | None, str | None]:
        """What it is about, whatever the reason."""
        return self.passage_id, self.lens_id, self.item_id


def work_queue(
    passages: pl.DataFrame,
    members: pl.DataFrame,
    archetypes: pl.DataFrame,
    mappings: pl.DataFrame,
    decisions: pl.DataFrame,
    report_id: str,
    length: int = LENGTH,
    changed: Collection[str] = (),
) -> list[Asked]:
    """Return at most ``length`` questions about what was not decided yet, each once, in the order in which to ask them.

    What was decided and is ``changed`` since (decision ids) comes first, then what reviewers differ on, then doubtful mappings and
    memberships in turn with passages of thin archetypes; one question in ``CONTROL_EVERY`` is of the control sample. Folded duplicates are
    not asked about.
    """
    standing = passages.filter(pl.col("duplicate_of").is_null()).select("passage_id")
    mine, mapped = members.join(standing, on="passage_id"), mappings.join(standing, on="passage_id")
    again = pl.col("decision_id").is_in(list(changed))
    settled = {asked.what for asked in _decided(decisions.filter(~again), "valid", DISAGREEMENT)}
    stale = _decided(decisions.filter(again), "valid", CHANGED)
    disputed = [*stale, *_decided(decisions, "conflict", DISAGREEMENT)]
    doubtful = _turns(_doubtful_mappings(mapped), _doubtful_members(mine), _of_thin(mine, archetypes))
    control = _control(mine, mapped, report_id, length)
    told = _fresh([*disputed, *doubtful], settled)
    return list(_mixed(told, _fresh(control, settled), length))


def _decided(decisions: pl.DataFrame, state: str, reason: str) -> Iterator[Asked]:
    """Yield what ``decisions`` of this state are about, as questions."""
    asked = pl.col("kind").eq("mapping") | (pl.col("kind").eq("passage") & pl.col("action").is_in(["fits", "fits_not", "move"]))
    rows = decisions.filter((pl.col("state") == state) & asked).sort("passage_id", "lens_id", "item_id", "decision_id")
    for row in rows.iter_rows(named=True):
        yield Asked(row["passage_id"], row["lens_id"], row["item_id"], reason)


def _doubtful_mappings(mappings: pl.DataFrame) -> list[Asked]:
    """Return mappings near their threshold, nearest first, the items in turn."""
    odds = [pl.col(name).clip(_LEAST, 1 - _LEAST) for name in ("score", "threshold")]
    margin = ((odds[0] / (1 - odds[0])).log() - (odds[1] / (1 - odds[1])).log()).abs().round(4)
    near = mappings.with_columns(margin=margin).filter(pl.col("margin") <= NEAR).sort("margin", "passage_id", "lens_id", "item_id")
    by_item: dict[tuple[str, str], list[Asked]] = {}
    for passage, lens, item in near.select("passage_id", "lens_id", "item_id").iter_rows():
        by_item.setdefault((lens, item), []).append(Asked(passage, lens, item, UNCERTAIN))
    return _turns(*by_item.values())


def _doubtful_members(members: pl.DataFrame) -> list[Asked]:
    """Return members of archetypes, weakest first, the archetypes in turn."""
    inside = members.filter(pl.col("archetype_id").is_not_null()).sort("strength", "passage_id")
    by_archetype: dict[str, list[Asked]] = {}
    for passage, archetype in inside.select("passage_id", "archetype_id").iter_rows():
        by_archetype.setdefault(archetype, []).append(Asked(passage, None, None, UNCERTAIN))
    return _turns(*(each[: (len(each) + 1) // 2] for each in by_archetype.values()))  # the stronger half is not in doubt


def _of_thin(members: pl.DataFrame, archetypes: pl.DataFrame) -> list[Asked]:
    """Return the strongest passages of archetypes in few documents: if those do not fit together, nothing does."""
    thin = archetypes.filter(pl.col("n_documents") < THIN_DOCUMENTS).sort("n_documents", "archetype_id")["archetype_id"]
    inside = members.sort(["strength", "passage_id"], descending=[True, False])
    each = [inside.filter(pl.col("archetype_id") == one)["passage_id"].to_list()[:PER_THIN] for one in thin]
    return _turns(*([Asked(passage, None, None, THIN) for passage in passages] for passages in each))


def _control(members: pl.DataFrame, mappings: pl.DataFrame, report_id: str, length: int) -> list[Asked]:
    """Return questions drawn at random: of everything that may be asked, each as likely as any other."""
    inside = members.filter(pl.col("archetype_id").is_not_null()).sort("passage_id")["passage_id"].to_list()
    mapped = mappings.sort("passage_id", "lens_id", "item_id").select("passage_id", "lens_id", "item_id").rows()
    every = [Asked(passage, None, None, CONTROL) for passage in inside]
    every += [Asked(passage, lens, item, CONTROL) for passage, lens, item in mapped]
    random = np.random.default_rng(int(report_id, 16))
    return [every[i] for i in random.choice(len(every), min(len(every), length), replace=False)] if every else []


def _turns(*lists: Sequence[Asked]) -> list[Asked]:
    """Return what is in ``lists``, one of each in turn."""
    return [asked for row in zip_longest(*lists) for asked in row if asked is not None]


def _fresh(asked: Iterable[Asked], settled: set[tuple[str, str | None, str | None]]) -> list[Asked]:
    """Return what is not settled, each question once."""
    seen = set(settled)
    return [one for one in asked if one.what not in seen and not seen.add(one.what)]  # type: ignore[func-returns-value]


def _mixed(told: list[Asked], control: list[Asked], length: int) -> Iterator[Asked]:
    """Yield ``length`` questions, every ``CONTROL_EVERY``-th of the control sample; where one list ends the other goes on."""
    seen: set[tuple[str, str | None, str | None]] = set()
    queues = (iter(told), iter(control))
    for number in range(1, length + 1):
        turn = int(number % CONTROL_EVERY == 0)
        for queue in (queues[turn], queues[1 - turn]):
            one = next((asked for asked in queue if asked.what not in seen), None)
            if one is not None:
                seen.add(one.what)
                yield one
                break
