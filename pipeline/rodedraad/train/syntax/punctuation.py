"""Where today's UD hangs punctuation and conjunctions, for trees that hang them elsewhere.

In: the tokens of a sentence. Out: the same with other heads for ``punct`` and ``cc``. UD_Dutch before 2018 hung all punctuation from the
root and a conjunction from the first conjunct. Rules: https://universaldependencies.org/u/dep/punct.html and cc.html.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rodedraad.syntax.conllu import Token

_PAIRS = {"(": ")", "[": "]", "{": "}", "«": "»", "“": "”", "‘": "’", "„": "”", '"': '"', "'": "'"}


def conjunctions(tokens: Sequence[Token]) -> list[Token]:
    """Hang every conjunction from the conjunct that follows it, not from the one before."""
    result = list(tokens)
    for i, token in enumerate(tokens):
        if token.deprel == "cc" and token.head < i:
            following = [k for k, t in enumerate(tokens) if t.head == token.head and t.deprel == "conj" and k > i]
            if following:
                result[i] = replace(token, head=following[0])
    return result


def punctuation(tokens: Sequence[Token]) -> list[Token]:
    """Hang brackets and quotes from what they enclose, other marks from the part of the sentence that they set apart."""
    result = list(tokens)
    partner = _partners(tokens)
    for i, token in enumerate(tokens):
        if token.deprel == "punct" and token.head != i and not any(t.head == i for k, t in enumerate(tokens) if k != i):
            head = _enclosed(tokens, *sorted((i, partner[i]))) if i in partner else None
            result[i] = replace(token, head=_set_apart(tokens, i) if head is None else head)
    return result


def _partners(tokens: Sequence[Token]) -> dict[int, int]:
    """Return for each bracket and quote its other half."""
    partner: dict[int, int] = {}
    open_marks: list[int] = []
    for i, token in enumerate(tokens):
        if token.deprel != "punct":
            continue
        start = next((k for k in reversed(open_marks) if _PAIRS[tokens[k].form] == token.form), None)
        if start is not None:
            partner[start], partner[i] = i, start
            del open_marks[open_marks.index(start) :]
        elif token.form in _PAIRS:
            open_marks.append(i)
    return partner


def _enclosed(tokens: Sequence[Token], start: int, end: int) -> int | None:
    """Return the word between two marks that the others there hang from."""
    inside = [k for k in range(start + 1, end) if tokens[k].deprel != "punct"]
    tops = [k for k in inside if not start < tokens[k].head < end or tokens[k].head == k]
    return tops[0] if tops else None


def _set_apart(tokens: Sequence[Token], i: int) -> int:
    """Return the lower of the two parts that a mark stands between: the highest word on either side that stays on its side."""
    left = _climb(tokens, next((k for k in range(i - 1, -1, -1) if tokens[k].deprel != "punct"), None), i)
    right = _climb(tokens, next((k for k in range(i + 1, len(tokens)) if tokens[k].deprel != "punct"), None), i)
    if left is None or right is None:
        found = right if left is None else left
        return tokens[i].head if found is None else found
    return left if tokens[left].head > i else right


def _climb(tokens: Sequence[Token], start: int | None, mark: int) -> int | None:
    if start is None:
        return None
    here = start
    while tokens[here].head != here and (tokens[here].head < mark) == (start < mark):
        here = tokens[here].head
    return here
