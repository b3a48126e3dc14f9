"""From a cue and the roles in its clause to pairs: who handed over, reported to or tuned with whom.

One small function a frame; the frames are described in ``data/cues.toml``.
"""

from __future__ import annotations

from itertools import combinations, product
from typing import TYPE_CHECKING, NamedTuple

from rodedraad.relations import cues

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from rodedraad.relations.cues import Cue
    from rodedraad.relations.parties import Party
    from rodedraad.relations.roles import Roles

TUNING = "afstemming"
INSPECTORATE = "inspectie"
_BY = ("door",)
_FROM = ("van", "vanuit", "uit", "namens", "via")
_BETWEEN = ("tussen",)
_WITH = ("met",)


class Pair(NamedTuple):
    """Between whom."""

    giver: Party
    receiver: Party
    directed: bool
    kind: str


class Scene(NamedTuple):
    """What a frame is given."""

    cue: Cue
    place: int  # of the cue's word
    roles: Roles
    is_passive: bool
    forms: frozenset[str]  # of the clause's words
    attached: frozenset[int]  # groups of the parties that hang from the cue's word


def pairs(scene: Scene) -> list[Pair]:
    """Return the pairs that a cue makes of its clause; the conversations of an inspectorate are its inquiry, and no tuning."""
    made = (pair for pair in _FRAMES[scene.cue.frame](scene) if _differ(pair.giver, pair.receiver))
    return [pair for pair in made if pair.directed or INSPECTORATE not in (pair.giver.actor.type, pair.receiver.actor.type)]


def _differ(one: Party, other: Party) -> bool:
    return one.actor.start != other.actor.start and (one.actor.type, one.actor.surface.lower()) != (
        other.actor.type,
        other.actor.surface.lower(),
    )


def _directed(givers: Iterable[Party], receivers: Iterable[Party], kind: str) -> list[Pair]:
    return [Pair(giver, receiver, directed=True, kind=kind) for giver, receiver in product(givers, receivers)]


def _among(members: Iterable[Party], kind: str) -> list[Pair]:
    return [Pair(one, other, directed=False, kind=kind) for one, other in combinations(members, 2)]


def _between(ones: Iterable[Party], others: Iterable[Party], kind: str) -> list[Pair]:
    return [Pair(one, other, directed=False, kind=kind) for one, other in product(ones, others)]


def _is_together(scene: Scene) -> bool:
    return bool(scene.forms & cues.load().together)


def _tell(scene: Scene) -> list[Pair]:
    roles, cue = scene.roles, scene.cue
    addressed = roles.after(cue.to)
    if scene.is_passive:
        return _directed(roles.after(_BY) or roles.after(_FROM), addressed or (*roles.subject, *roles.object), cue.kind)
    if cue.mutual_with and not addressed and (beside := roles.after(_WITH)):
        return _between(roles.subject, beside, TUNING)
    if _is_together(scene) and not addressed and not roles.object:
        return _among(roles.subject, TUNING)
    return _directed(roles.subject or roles.after(_BY) or roles.after(_FROM), addressed or roles.object, cue.kind)


def _transfer(scene: Scene) -> list[Pair]:
    roles, cue = scene.roles, scene.cue
    if _is_together(scene):
        return _among(roles.subject, cue.kind)
    origin = roles.after(_BY) or roles.after(_FROM)
    return _directed(origin if scene.is_passive else roles.subject or origin, roles.after(cue.to), cue.kind)


def _move(scene: Scene) -> list[Pair]:
    return [pair for pair in _directed(_origin(scene), scene.roles.after(scene.cue.to), scene.cue.kind) if _in_order(pair)]


def _in_order(pair: Pair) -> bool:
    """Return whether the giver comes first: in "naar de meldkamer van de gemeente" nothing comes from the municipality."""
    return pair.giver.actor.start < pair.receiver.actor.start


def _origin(scene: Scene) -> tuple[Party, ...]:
    """Return the parties from which something came: not the one in "het parkeerterrein van het ziekenhuis"."""
    return tuple(party for party in scene.roles.after(_FROM) if not party.of or cues.load().carries(party.of))


def _own(scene: Scene, found: Iterable[Party]) -> tuple[Party, ...]:
    """Return the parties that hang from the cue's noun, all of them where the cue is a verb."""
    return tuple(party for party in found if not scene.cue.is_noun or party.group in scene.attached)


def _take(scene: Scene) -> list[Pair]:
    taker = scene.roles.after(_BY) if scene.is_passive else scene.roles.subject
    return _directed(scene.roles.after(("van", "vanuit", "uit")), taker, scene.cue.kind)


def _get(scene: Scene) -> list[Pair]:
    roles, kind = scene.roles, scene.cue.kind
    if scene.is_passive and roles.after(_BY):
        return _directed(roles.after(("van", "vanuit", "uit")) or roles.subject or roles.object, roles.after(_BY), kind)
    return _directed(_origin(scene) or roles.after(_BY), roles.subject or roles.object, kind)


def _reach(scene: Scene) -> list[Pair]:
    return _directed(_origin(scene) or scene.roles.subject, scene.roles.object, scene.cue.kind)


def _mutual(scene: Scene) -> list[Pair]:
    roles, kind = scene.roles, scene.cue.kind
    members = roles.after(_BETWEEN)
    if members:
        # "tussen X en Y" is sometimes read as a preposition with one noun and a subject
        return _among(members if len(members) > 1 else (*members, *roles.subject), kind)
    if beside := roles.after(_WITH):
        return _between(roles.subject or _own(scene, roles.after(("van",))) or roles.after(("bij", "voor", "door")), beside, kind)
    if scene.is_passive and len(roles.after(_BY)) > 1:
        return _among(roles.after(_BY), kind)
    if scene.cue.is_noun and (ends := roles.after(("naar", "aan"))):
        return _between(_own(scene, roles.after(("van",))), ends, kind)
    of = _own(scene, roles.after(("van",)))
    if scene.cue.is_noun and len(of) > 1 and len({party.group for party in of}) == 1:
        return _among(of, kind)
    if len(roles.subject) > 1:
        return _among(roles.subject, kind)
    return _among(roles.object, kind) if not (roles.subject or scene.is_passive) else []


def _joint(scene: Scene) -> list[Pair]:
    between, subject = scene.roles.after(_BETWEEN), scene.roles.subject
    return _among(between if len(between) > 1 else subject, scene.cue.kind)


def _answer(scene: Scene) -> list[Pair]:
    """Return who failed or came to answer: "op de mails van de school reageerde de voogd" tells that the school wrote."""
    written = _directed(scene.roles.after(("van",)), scene.roles.subject, scene.cue.kind)
    return written or _directed(scene.roles.subject, scene.roles.after(scene.cue.to), scene.cue.kind)


def _message(scene: Scene) -> list[Pair]:
    roles, cue, lists = scene.roles, scene.cue, cues.load()
    origin, addressed = roles.after(_BY) or _origin(scene), roles.after(cue.to)
    if scene.forms & lists.reaching and origin and roles.object:
        return _directed(origin, roles.object, cue.kind)
    if scene.forms & lists.getting and origin:
        return _directed(origin, addressed or roles.subject or roles.object, cue.kind)
    origin = roles.after(_BY) or _own(scene, roles.after(_FROM))
    if cue.asked and origin and not addressed:
        addressed = roles.subject
    if not origin and (scene.forms & lists.giving or any(party.left == scene.place + 1 for party in roles.subject)):
        origin = roles.subject
        addressed = addressed or roles.object
    return _directed(origin, addressed, cue.kind)


def _passing(scene: Scene) -> list[Pair]:
    roles = scene.roles
    bare = [*roles.subject, *roles.object]
    if not roles.after(scene.cue.to) and roles.after(_BETWEEN):
        return _among(roles.after(_BETWEEN), scene.cue.kind)
    if not roles.others and len(bare) == 2 and bare[0].group == bare[1].group:  # noqa: PLR2004 - "overdracht ziekenhuis-thuiszorg"
        return _directed(bare[:1], bare[1:], scene.cue.kind)
    return _message(scene) or _directed(roles.subject, roles.after(scene.cue.to), scene.cue.kind)


_FRAMES: dict[str, Callable[[Scene], list[Pair]]] = {
    "tell": _tell,
    "transfer": _transfer,
    "move": _move,
    "take": _take,
    "get": _get,
    "reach": _reach,
    "mutual": _mutual,
    "joint": _joint,
    "answer": _answer,
    "message": _message,
    "passing": _passing,
}
