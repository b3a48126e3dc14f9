"""Older Dutch UD annotation brought to today's, where the two say the same thing in other words.

In: sentences in an older annotation, and reference sentences in today's. Out: the older ones changed. Two means, both from evidence (the
same word forms counted in UD_Dutch r2.0/r2.1 and r2.16): rules on the tree for what was renamed or hangs the other way round, and a vote
for words that today's annotation always gives one tag or lemma. What the older files simply do not tell (obl:arg) is left as it is.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rodedraad.syntax.inflection import SEPARABLE, infinitives
from rodedraad.train.syntax import punctuation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from rodedraad.syntax.conllu import Sentence, Token

RENAMED = {
    "flat:name": "flat",
    "det:nummod": "det",
    "compound": "flat",
    "nsubj:outer": "nsubj",
    "dobj": "obj",
    "nsubjpass": "nsubj:pass",
    "auxpass": "aux:pass",
    "csubjpass": "csubj",
    "name": "flat",
    "mwe": "fixed",
    "neg": "advmod",
}
POSSESSIVES = frozenset(["mijn", "m'n", "jouw", "je", "zijn", "z'n", "haar", "d'r", "ons", "onze", "jullie", "uw", "hun"])
ORDINALS = frozenset(
    [
        "eerste",
        "tweede",
        "derde",
        "vierde",
        "vijfde",
        "zesde",
        "zevende",
        "achtste",
        "negende",
        "tiende",
        "elfde",
        "twaalfde",
        "laatste",
        "zoveelste",
    ]
)
MODALS = frozenset(["kunnen", "moeten", "mogen", "zullen", "kun", "moet", "mag", "zal", "hoeven"])
AUXILIARIES = frozenset(
    ["zijn", "hebben", "worden", "kunnen", "moeten", "mogen", "zullen", "hoeven", "ben", "heb", "word", "kan", "moet", "mag", "zal", "hoef"]
)
FEATURES = frozenset(["Number", "Gender", "Degree", "Definite", "Tense", "VerbForm"])  # counted alike in both; the rest is dropped in both
_CLAUSAL = frozenset(
    ["nsubj", "csubj", "aux", "mark", "obl", "advmod", "advcl", "cc", "punct", "conj", "parataxis", "expl", "obj"]
)  # what goes along when a verb takes the place of its predicate
_SURE = 0.95
_SEEN = 5
_SEEN_LEMMA = 3
_MOSTLY = 0.7
_RARE = 0.03


@dataclass(frozen=True, slots=True)
class Votes:
    """What the reference annotation always says: tag of a word, lemma of a word with a tag."""

    upos: dict[str, Counter[str]]
    lemma: dict[tuple[str, str], Counter[str]]
    verbs: frozenset[str]  # lemmas of verbs, separable ones with an underscore

    @classmethod
    def of(cls, reference: Iterable[Sentence]) -> Votes:
        """Count ``reference``."""
        upos: defaultdict[str, Counter[str]] = defaultdict(Counter)
        lemma: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        for sentence in reference:
            for token in sentence.tokens:
                upos[token.form.lower()][token.upos] += 1
                lemma[token.form.lower(), token.upos][token.lemma] += 1
        verbs = frozenset(word for (_, tag), words in lemma.items() if tag == "VERB" for word in words)
        return cls(dict(upos), dict(lemma), verbs)


def today(sentence: Sentence) -> Sentence:
    """Return a sentence in today's annotation with the features that are dropped in both left out."""
    return replace(sentence, tokens=tuple(replace(t, feats=_feats(t), deprel=RENAMED.get(t.deprel, t.deprel)) for t in sentence.tokens))


def older(sentence: Sentence, votes: Votes) -> Sentence:
    """Return a sentence in an older annotation in today's."""
    tokens = [replace(t, deprel=RENAMED.get(t.deprel, t.deprel)) for t in sentence.tokens]
    for turn in (_turn_modals, _turn_copulas):
        tokens = turn(tokens)
    tokens = punctuation.punctuation(punctuation.conjunctions(tokens))
    tokens = [_retag(tokens, i) for i in range(len(tokens))]
    tokens = [_relabel(tokens, i) for i in range(len(tokens))]
    tokens = [_vote(t, votes) for t in tokens]
    tokens = [replace(t, lemma=_lemma(t, votes)) for t in tokens]
    return today(replace(sentence, tokens=tuple(tokens)))


def _feats(token: Token) -> str:
    return "|".join(f for f in token.feats.split("|") if f.partition("=")[0] in FEATURES)


def _children(tokens: Sequence[Token], head: int) -> list[int]:
    return [i for i, t in enumerate(tokens) if t.head == head and i != head]


def _turn_modals(tokens: list[Token]) -> list[Token]:
    """Hang 'moet' from the verb it goes with; the older annotation hung the verb from it as xcomp."""
    for i, token in enumerate(tokens):
        if token.upos in {"VERB", "AUX"} and token.lemma in MODALS and not token.deprel.startswith("aux"):
            verb = next((k for k in _children(tokens, i) if tokens[k].deprel == "xcomp" and tokens[k].upos in {"VERB", "AUX"}), None)
            if verb is not None:
                tokens = _swap(tokens, i, verb, "aux", lambda _: True)
    return tokens


def _turn_copulas(tokens: list[Token]) -> list[Token]:
    """Hang the predicate from 'worden' and 'blijven': only 'zijn' is a copula today."""
    for i, token in enumerate(tokens):
        if token.deprel == "cop" and token.lemma not in {"zijn", "ben"} and token.head != i:
            tokens = _swap(tokens, token.head, i, "xcomp", _of_clause)
            tokens[i] = replace(tokens[i], upos="VERB")
    return tokens


def _of_clause(token: Token) -> bool:
    return token.deprel.split(":")[0] in _CLAUSAL


def _swap(tokens: list[Token], upper: int, lower: int, deprel: str, moves: Callable[[Token], bool]) -> list[Token]:
    """Put ``lower`` in the place of ``upper``, which then hangs from it as ``deprel``; dependents that ``moves`` names go along."""
    old = tokens[upper]
    result = [replace(t, head=lower) if t.head == upper and i not in {upper, lower} and moves(t) else t for i, t in enumerate(tokens)]
    result[lower] = replace(tokens[lower], head=lower if old.head == upper else old.head, deprel=old.deprel)
    result[upper] = replace(old, head=lower, deprel=deprel)
    return result


def _retag(tokens: Sequence[Token], i: int) -> Token:
    token, form = tokens[i], tokens[i].form.lower()
    if form in POSSESSIVES and token.upos in {"DET", "PRON"} and token.head > i and token.deprel in {"det", "nmod", "nmod:poss"}:
        return replace(token, upos="PRON", deprel="nmod:poss")
    if form in {"als", "dan"} and token.upos == "ADP":
        return replace(token, upos="SCONJ", deprel="mark" if token.deprel == "case" else token.deprel)
    if token.upos == "NUM" and (form in ORDINALS or (form[:1].isdigit() and form.endswith(("e", "ste", "de")))):
        return replace(token, upos="ADJ", deprel="amod" if token.deprel == "nummod" else token.deprel)
    if token.upos == "AUX" and token.lemma not in AUXILIARIES:
        return replace(token, upos="VERB")
    if token.upos == "VERB" and token.deprel in {"aux", "aux:pass", "cop"} and token.lemma in AUXILIARIES:
        return replace(token, upos="AUX")
    return token


def _relabel(tokens: Sequence[Token], i: int) -> Token:
    token = tokens[i]
    passive = any(tokens[k].deprel == "aux:pass" for k in _children(tokens, token.head))
    if token.deprel == "nsubj" and passive:
        return replace(token, deprel="nsubj:pass")
    if token.deprel == "obl" and passive and any(tokens[k].form.lower() == "door" for k in _children(tokens, i)):
        return replace(token, deprel="obl:agent")
    if (
        token.deprel == "obj"
        and token.form.lower() == "zich"
        and not any(tokens[k].deprel == "obj" for k in _children(tokens, token.head) if k != i)
    ):
        return replace(token, deprel="expl:pv")
    return token


def _vote(token: Token, votes: Votes) -> Token:
    counts = votes.upos.get(token.form.lower())
    if counts is None or token.upos in {"PROPN", "X", "PUNCT", ""}:
        return token
    total = counts.total()
    winner, most = counts.most_common(1)[0]
    if total >= _SEEN and counts[token.upos] <= _RARE * total and most >= _MOSTLY * total and winner not in {"PROPN", "X"}:
        return replace(token, upos=winner)
    return token


def _lemma(token: Token, votes: Votes) -> str:
    if token.upos == "PROPN":  # "Belang" had the lemma of the common noun; "Belgen" keeps "Belg"
        return token.form if token.form[:1].isupper() and not token.lemma[:1].isupper() else token.lemma
    counts = votes.lemma.get((token.form.lower(), token.upos))
    if counts and counts.total() >= _SEEN_LEMMA and counts.most_common(1)[0][1] >= _SURE * counts.total() and token.upos != "VERB":
        return counts.most_common(1)[0][0]
    return _verb_lemma(token, votes) if token.upos in {"VERB", "AUX"} else token.lemma


def _verb_lemma(token: Token, votes: Votes) -> str:
    stem, _, particle = token.lemma.partition("_")
    base = _infinitive(token, stem, votes)
    if particle and not token.lemma.startswith(SEPARABLE):
        return f"{particle}_{base}"
    for first in SEPARABLE:
        rest = base[len(first) :]
        if base.startswith(first) and (
            f"{first}_{rest}" in votes.verbs or (rest in votes.verbs and token.form.lower().startswith(first + "ge"))
        ):
            return f"{first}_{rest}"
    return base


def _infinitive(token: Token, stem: str, votes: Votes) -> str:
    """Return the infinitive where the older lemma is the stem ('kom' for 'komt')."""
    if stem.endswith("n") and stem in votes.verbs:
        return stem
    counts = votes.lemma.get((token.form.lower(), token.upos))
    if counts and not stem.endswith("en"):
        return counts.most_common(1)[0][0].rpartition("_")[2]
    known = (word for word in infinitives(stem) if word in votes.verbs)
    return stem if stem.endswith("en") or not stem else next(known, stem)
