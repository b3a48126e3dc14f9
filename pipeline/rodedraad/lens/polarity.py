"""Which way a passage points, apart from what it is about: does it say that something goes well, or that it can be better?

In: a passage's words. Out: whether a cue is denied, and the tone of the whole. Denial turns a cue round ("van een koude overdracht was geen
sprake" is a plus); after "maar" weighs more than before it; "had eerder moeten" is a minus whatever the words say.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from rodedraad.lens.words import DENIAL, NEGATOR, data, word_set, words
from rodedraad.schema import Modality

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rodedraad.lens.words import Word

BEFORE = 3  # words before a cue in which a negator denies it
AFTER = 4  # likewise after it: "een warme overdracht heeft niet plaatsgevonden"
GAP = 2  # words that may stand between those of a phrase of judgement
CONCEDED = 0.35  # weight of what is conceded, beside 1 for what follows
_SCARCE = frozenset({"onvoldoende", "nauwelijks", "amper"})  # negators that judge as well
DOUBT = 0.5  # one word of judgement is not yet a tone of 1
_ABOUT_NOTHING_THAT_HAPPENED = frozenset({Modality.NORM, Modality.RECOMMENDATION, Modality.MEASURE})


def is_finding(modality: str) -> bool:
    """Return whether a passage of this modality tells of something that happened."""
    return modality not in _ABOUT_NOTHING_THAT_HAPPENED


def is_denied(passage: Sequence[Word], first: int, last: int, own: Sequence[str], side: int) -> bool:
    """Return whether the cue at words ``first``..``last`` is denied: by a negator of the passage that is not the cue's ``own``.

    A cue on the minus side names the fault itself, and a "niet" behind it usually belongs to what follows; there only a negator before it
    counts. "Geen sprake" denies anywhere in the clause. What goes well but only *should have* ("had moeten krijgen") is denied too.
    """
    clause = {passage[first].clause, passage[last].clause}
    if any(word.stem == DENIAL and word.clause in clause for word in passage):
        return True
    if side > 0 and NEGATOR not in own and _is_counterfactual(passage, passage[first].sentence):
        return True
    end = last if side < 0 else last + AFTER
    reach = [i for i in range(max(0, first - BEFORE), min(len(passage), end + 1)) if passage[i].clause in clause]
    spare = sum(passage[i].stem == NEGATOR and not _only(passage, i) for i in reach) - (NEGATOR in own)
    return spare > 0 and spare % 2 == 1


def _is_counterfactual(passage: Sequence[Word], sentence: int) -> bool:
    texts = {word.text for word in passage if word.sentence == sentence}
    return bool(texts & {"had", "hadden"}) and bool(texts & {"moeten", "kunnen", "horen", "dienen", "gemoeten"})


def weights(passage: Sequence[Word]) -> list[float]:
    """Return the weight of each word: less for what is conceded before a turn ("weliswaar …, maar …")."""
    turning, conceding = frozenset(data("tone")["turning"]), frozenset(data("tone")["conceding"])
    result = [1.0] * len(passage)
    for i, word in enumerate(passage):
        same = [j for j in range(len(passage)) if passage[j].sentence == word.sentence]
        if word.text in turning and not _only_maar(passage, i):
            result = [CONCEDED if j in same and j < i else weight for j, weight in enumerate(result)]
        if word.text in conceding:
            result = [CONCEDED if j >= i and passage[j].clause == word.clause else weight for j, weight in enumerate(result)]
    return result


def tone(passage: Sequence[Word], weight: Sequence[float]) -> float:
    """Return the tone of a passage, -1..1, from its words of judgement; 0 when it has none."""
    values = [-weight[i] for i, word in enumerate(passage) if word.text in word_set("lacking") | _SCARCE]
    where: dict[str, list[int]] = {}
    for i, word in enumerate(passage):
        where.setdefault(word.stem, []).append(i)
    for phrase, sign in _judgements():
        for first, last in _places(phrase, where, passage):
            values.append(weight[last] * (-sign if NEGATOR not in phrase and _is_negated(passage, first) else sign))
    return sum(values) / (sum(map(abs, values)) + DOUBT)


def _is_negated(passage: Sequence[Word], first: int) -> bool:
    near = range(max(0, first - GAP), first)
    return any(passage[i].stem == NEGATOR and passage[i].clause == passage[first].clause and not _only(passage, i) for i in near)


def _only(passage: Sequence[Word], i: int) -> bool:
    """Return whether the negator is "niet alleen" or "niet slechts", which denies nothing."""
    return i + 1 < len(passage) and passage[i + 1].text in {"alleen", "slechts", "enkel"}


def _only_maar(passage: Sequence[Word], i: int) -> bool:
    """Return whether "maar" means "only" (maar één, maar weinig) or closes "niet alleen …, maar ook"."""
    following = passage[i + 1].text if i + 1 < len(passage) else ""
    return i == 0 or (
        passage[i].text == "maar"
        and (following in {"een", "weinig", "twee", "drie", "ook", "net"} or passage[i - 1].clause == passage[i].clause)
    )


@cache
def _judgements() -> tuple[tuple[tuple[str, ...], int], ...]:
    table = data("tone")
    listed = [(phrase, sign) for name, sign in (("negative", -1), ("positive", 1)) for phrase in table[name]]
    found = {tuple(word.stem for word in words(phrase)): sign for phrase, sign in listed}
    return tuple((stems, sign) for stems, sign in sorted(found.items()) if set(stems) != {NEGATOR})


def _places(phrase: tuple[str, ...], where: dict[str, list[int]], passage: Sequence[Word]) -> list[tuple[int, int]]:
    if any(each not in where for each in phrase):
        return []
    result = []
    for first in where[phrase[0]]:
        last = first
        for each in phrase[1:]:
            near = [i for i in where[each] if last < i <= last + 1 + GAP and passage[i].sentence == passage[first].sentence]
            if not near:
                break
            last = near[0]
        else:
            result.append((first, last))
    return result
