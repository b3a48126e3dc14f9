"""Dutch text to stems: what a lens's cues and a report's passages are compared by.

In: text. Out: one ``Word`` a word, with its stem, sentence and clause. Participles meet their infinitives ("overgedragen", "droeg … over"
and "over te dragen" become one stem), every negator becomes ``NEGATOR``. Snowball's Kraaij-Pohlmann stemmer (1994) does the endings.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from rodedraad.text.folding import fold
from rodedraad.text.wordlists import without_tags

NEGATOR = "¬"
DENIAL = "¬sprake"  # "geen sprake": turns round what the clause is about, and is no negator of a word
ONE = "1een"  # "één" counts, "een" does not
_ONE = re.compile(r"\béén\b", re.IGNORECASE)
_TOKEN = re.compile(r"\d+-?/\d+\+?|[^\W_]+(?:['-][^\W_]+)*|[.!?…;:,()]|\n")
_SENTENCE_END = frozenset(".!?…;\n")
_CLAUSE_END = frozenset(",:()")
_CLAUSE_WORDS = frozenset({"maar", "want", "terwijl", "omdat", "doordat", "waardoor", "hoewel", "echter", "zodat"})
_AFTER_PARTICLE = frozenset({"dat", "of", "en", "om", "als", "toen", "wat", "wie"})
_REACH = 14  # words between a verb and its particle


@dataclass(frozen=True, slots=True)
class Word:
    """One word: as written (folded), its stem, and the number of the sentence and clause it stands in."""

    text: str
    stem: str
    sentence: int
    clause: int


@cache
def data(name: str) -> dict[str, Any]:
    """Return a word file of ``lens/data``."""
    return tomllib.loads(resources.files("rodedraad.lens").joinpath("data", f"{name}.toml").read_text(encoding="utf-8"))


@cache
def word_set(name: str) -> frozenset[str]:
    """Return a list of ``words.toml`` as a set."""
    return frozenset(str(data("words")[name]).split())


def words(text: str) -> list[Word]:
    """Return the words of ``text`` in order; surrogate tags, numbers apart, leave no word."""
    result: list[Word] = []
    sentence = clause = 0
    for written in _TOKEN.findall(fold(_ONE.sub(ONE, without_tags(text)))):
        if written in _SENTENCE_END:
            sentence, clause = sentence + 1, clause + 1
        elif written in _CLAUSE_END:
            clause += 1
        else:
            clause += written in _CLAUSE_WORDS
            denial = written == "sprake" and bool(result) and result[-1].stem == NEGATOR and result[-1].sentence == sentence
            if denial:
                result[-1] = Word(result[-1].text, DENIAL, sentence, result[-1].clause)
            result.append(Word(written, DENIAL if denial else stem(written), sentence, clause))
    return result


def joined_stems(found: list[Word]) -> list[tuple[int, str]]:
    """Return (index, stem) of verbs whose particle stands apart: "pakte het niet *op*." and "*over* te dragen"."""
    particles = word_set("particles")
    result: list[tuple[int, str]] = []
    for j, word in enumerate(found):
        if word.text not in particles:
            continue
        if j + 2 < len(found) and found[j + 1].text == "te":
            result.append((j + 2, word.text + found[j + 2].stem))
        if j + 1 == len(found) or found[j + 1].clause != word.clause or found[j + 1].text in _AFTER_PARTICLE:
            first = max(0, j - _REACH)
            result += [
                (i, word.text + found[i].stem) for i in range(first, j) if found[i].sentence == word.sentence and found[i].stem != NEGATOR
            ]
    return result


@lru_cache(maxsize=200_000)
def stem(token: str) -> str:
    """Return the stem of a folded word, or ``NEGATOR``."""
    if token in word_set("negators"):
        return NEGATOR
    plain = token.replace("-", "").replace("'", "")
    lemma = _verb(plain)
    if lemma is not None:
        return lemma
    for length in range(6, 1, -1):
        particle = plain[:length]
        if particle in word_set("particles") and (inner := _verb(plain[length:])) is not None:
            return particle + inner
    return _ending(plain)


def _verb(form: str) -> str | None:
    """Return the stem of the infinitive that ``form`` is a strong form of, or None."""
    infinitive = _strong_forms().get(form)
    return None if infinitive is None else _snowball(infinitive)


def _ending(word: str) -> str:
    """Return the stem by rules: Kraaij-Pohlmann, mended for loan verbs, participles in be-/ver-/ont- and nouns in ge-."""
    if word in word_set("not_participles"):
        return _porter(word)
    if word.endswith(tuple(word_set("loan_verbs"))):
        return word[:-4] + "eer"
    found = _snowball(word)
    if found == word and word.endswith(("eld", "erd", "end", "emd", "egd", "ord", "uld")) and word.startswith(("be", "ver", "ont", "her")):
        return _snowball(word[:-1] + "en")
    return found


@cache
def _strong_forms() -> dict[str, str]:
    forms = {form: infinitive for infinitive, listed in data("words")["verbs"].items() for form in listed.split()}
    return {**forms, **{infinitive: infinitive for infinitive in data("words")["verbs"]}}


def _snowball(word: str) -> str:
    return str(_stemmer("dutch").stemWord(word))


def _porter(word: str) -> str:
    found = str(_stemmer("dutch_porter").stemWord(word)).removesuffix("s")
    return found[:-1] if found[-2:-1] == found[-1:] else found


@cache
def _stemmer(algorithm: str) -> Any:  # noqa: ANN401 - snowballstemmer publishes no types
    import snowballstemmer

    return snowballstemmer.stemmer(algorithm)
