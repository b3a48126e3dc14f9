"""The lexicon that the lemmas are looked up in.

In: annotated sentences, word lists and counts. Out: a `Lexicon`. Today's annotation is trusted over the older one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rodedraad.syntax import lexicon

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rodedraad.syntax.lexicon import Lexicon
    from rodedraad.train.corpora import Corpora
    from rodedraad.train.syntax.settings import LanguageTraining
    from rodedraad.train.syntax.treebank import Treebank

_TRUST = 3  # a lemma in today's annotation counts as so many in the older


def collect(config: LanguageTraining, data: Corpora, treebank: Treebank) -> Lexicon:
    """Return the lexicon of a treebank and the word lists of the settings."""
    words = dictionary(word for entry in data.synonyms(config.words) for word in entry.texts)
    counts = data.frequencies(config.frequencies)
    annotated = [
        (token.upos, token.form, token.lemma)
        for sentence in [*treebank.older, *(treebank.current * _TRUST)]
        for token in sentence.tokens
        if token.lemma and token.upos
    ]
    return lexicon.of_words(annotated, words, {word for word in words if counts.get(word, 0) >= config.common})


def dictionary(words: Iterable[str]) -> set[str]:
    """Return the words of a list that can be dictionary forms of common words: one word, lower case, letters alone."""
    return {word for word in words if word.isalpha() and word.islower()}
