"""What reviewers decided, in words: how an archetype stands, which are no more, who took a passage out, what asks for another look.

Corpus in, small parts of views out. The words are those of the script of judging, so that a page says the same with and without it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rodedraad import messages
from rodedraad.report import places
from rodedraad.report.decided import CHANGED, PROPOSAL, VALID
from rodedraad.report.page import Link
from rodedraad.report.words import t

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rodedraad.report.corpus import Archetype, Corpus, Passage
    from rodedraad.report.decided import Said
    from rodedraad.report.views.quotes import Quoter

_SIGNS = {"1": "sign_plus", "-1": "sign_minus", "0": "sign_none"}
_SHORT = 8  # characters of an id that is shown for want of a name


@dataclass(frozen=True, slots=True)
class Standing:
    """How an archetype stands: its state, the same in words, and what the machine calls it where that is another name."""

    state: str
    text: str
    proposed: str


@dataclass(frozen=True, slots=True)
class Gone:
    """An archetype that reviewers rejected or merged into another: ``into`` is that other."""

    name: str
    text: str
    into: Link | None


@dataclass(frozen=True, slots=True)
class Asking:
    """A decision that asks for another look: what it is about, what was decided, and why."""

    about: str
    href: str
    text: str
    reason: str


def standing(corpus: Corpus, archetype: Archetype) -> Standing:
    """Return how an archetype stands."""
    told = [by(corpus, said) for said in corpus.decisions.archetypes.get(archetype.id, ()) if said.settles]
    told += [_merged_in(corpus, said) for said in corpus.decisions.merged.values() if _into(corpus, said.archetype_id) == archetype.id]
    if archetype.decided == "split" and not told:
        told.append(_t("told.split_off"))
    if archetype.state == PROPOSAL or not told:
        return Standing(archetype.state, _t(f"state.{archetype.state}"), archetype.proposed)
    reasons = [said.reason for said in corpus.decisions.archetypes.get(archetype.id, ()) if said.reason]
    text = _t(f"script.state_{archetype.state}", what="; ".join(told))
    why = "; ".join(dict.fromkeys(map(_reason, reasons))) if archetype.state == CHANGED else ""
    return Standing(archetype.state, f"{text} – {why}" if why else text, archetype.proposed)


def gone(corpus: Corpus) -> tuple[Gone, ...]:
    """Return the archetypes that reviewers rejected or merged into another, by name."""
    found = [
        Gone(
            named(corpus, said.archetype_id),
            _t("told.by", what=_t("told.merged"), who=_who(said)) if said.action == "merge" else by(corpus, said),
            _link(corpus, _into(corpus, said.archetype_id)),
        )
        for said in corpus.decisions.all
        if said.kind == "archetype" and said.action in ("merge", "reject") and _holds(said) and said.archetype_id not in corpus.archetypes
    ]
    return tuple(sorted(found, key=lambda one: (one.name.casefold(), one.text)))


def asking(quoter: Quoter) -> Iterator[Asking]:
    """Yield the decisions that ask for another look."""
    corpus = quoter.corpus
    for said in corpus.decisions.asking():
        passage = corpus.passages.get(said.passage_id)
        text = passage.text if passage else said.quote or said.passage_id[:_SHORT]
        about = named(corpus, said.archetype_id) if said.kind == "archetype" else text
        href = quoter.places.passage(passage) if passage else _href(corpus, said)
        yield Asking(about, href, by(corpus, said), _reason(said.reason))


def taken_out(corpus: Corpus, passage: Passage) -> str:
    """Return who took a passage out of which archetype, or rejected the archetype it was in; empty where nobody did."""
    own = [*corpus.decisions.passages.get(passage.id, ()), *corpus.decisions.passages.get(passage.root, ())]
    told = next((said for said in own if said.action in ("fits_not", "move") and _holds(said)), None)
    rejected = next(iter(_rejections(corpus, passage)), None)
    if told and passage.reason != "rejected":
        name = named(corpus, passage.proposed_id) if passage.proposed_id else ""
        return _t("told.taken_from" if name else "told.taken_out", who=_who(told), name=name)
    return _t("told.rejected", who=_who(rejected), name=named(corpus, rejected.archetype_id)) if rejected else ""


def named(corpus: Corpus, archetype_id: str) -> str:
    """Return what an archetype is called, or was when it was decided about; an id for want of a name."""
    here = corpus.archetypes.get(archetype_id)
    if here:
        return here.label
    told = [said.proposal for said in corpus.decisions.archetypes.get(archetype_id, ()) if said.proposal]
    return told[-1] if told else _t("told.unnamed", id=archetype_id[:_SHORT])


def by(corpus: Corpus, said: Said) -> str:
    """Return a decision in a few words, with who took it: 'heet ‘Koude overdracht’ (mk, pj)'."""
    return _t("told.by", what=_words(corpus, said), who=_who(said))


def _words(corpus: Corpus, said: Said) -> str:
    action = "move_none" if (said.action, said.value) == ("move", "") else said.action
    text = messages.section("judge.script").get(f"done_{said.kind}_{action}", action)
    return text.format(**_values(corpus, said))


def _values(corpus: Corpus, said: Said) -> dict[str, object]:
    item = _item(corpus, said.lens_id, said.item_id)
    if said.action in ("move", "merge"):
        return {"value": named(corpus, said.value), "item": item}
    if said.action == "other":
        return {"value": _item(corpus, said.lens_id, said.value), "item": item}
    if said.action == "polarity":
        return {"value": _t(f"script.{_SIGNS.get(said.value, 'sign_none')}"), "item": item}
    if said.action == "split":
        part = json.loads(said.value)
        return {"value": part.get("label", ""), "n": len(part.get("passages", ()))}
    return {"value": said.value, "item": item}


def _item(corpus: Corpus, lens_id: str, item_id: str) -> str:
    lens = corpus.lenses.get(lens_id)
    found = [item for item in lens.items if item.id == item_id] if lens else []
    return (found[0].short or found[0].name) if found else item_id


def _merged_in(corpus: Corpus, said: Said) -> str:
    return _t("told.by", what=_t("told.merged_in", name=named(corpus, said.archetype_id)), who=_who(said))


def _into(corpus: Corpus, archetype_id: str) -> str:
    """Return the archetype that one was merged into in the end; itself where it was not."""
    merged = corpus.decisions.merged
    seen = {archetype_id}
    while archetype_id not in corpus.archetypes and archetype_id in merged and merged[archetype_id].value not in seen:
        archetype_id = merged[archetype_id].value
        seen.add(archetype_id)
    return archetype_id


def _rejections(corpus: Corpus, passage: Passage) -> Iterable[Said]:
    """Return who rejected the archetype that the machine, or a decision, had put a passage in."""
    last = _into(corpus, passage.proposed_id or "")
    return (said for said in corpus.decisions.archetypes.get(last, ()) if said.action == "reject" and _holds(said))


def _link(corpus: Corpus, archetype_id: str) -> Link | None:
    here = corpus.archetypes.get(archetype_id)
    return Link(places.archetype(here.id), here.label) if here else None


def _href(corpus: Corpus, said: Said) -> str:
    link = _link(corpus, said.archetype_id)
    return link.href if link else ""


def _holds(said: Said) -> bool:
    return said.state == VALID


def _who(said: Said) -> str:
    return ", ".join(said.who)


def _reason(code: str) -> str:
    """Return why a decision asks for another look."""
    return messages.section("review.reason").get(code) or t("unknown_code", code=code)


def _t(key: str, **values: object) -> str:
    return messages.text(f"judge.{key}", **values)
