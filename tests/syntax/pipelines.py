"""Small spaCy pipelines, trained for a moment on made-up sentences."""

from __future__ import annotations

from functools import cache
from typing import Any

WORDS = (
    ("het", "het", "DET"),
    ("team", "team", "NOUN"),
    ("spreekt", "spreken", "VERB"),
    ("over", "over", "ADP"),
    ("kinderen", "kind", "NOUN"),
    ("huizen", "huis", "NOUN"),
)


@cache
def small_pipeline(*, stock: bool = False) -> Any:
    """Return a blank Dutch pipeline with a tagger that saw one sentence often, and lemmas.

    They come from our lexicon, or with ``stock`` from spaCy's own lemmatizer, as in a package that others made.
    """
    import numpy as np
    import spacy
    from spacy.tokens import Doc
    from spacy.training import Example
    from spacy.util import fix_random_seed

    from rodedraad.syntax import parts
    from rodedraad.syntax.lexicon import of_words

    fix_random_seed(1)
    nlp = spacy.blank("nl")
    nlp.add_pipe("morphologizer")
    if stock:
        nlp.add_pipe("trainable_lemmatizer", config={"min_tree_freq": 1})
    else:
        nlp.add_pipe(parts.LEMMAS).lexicon = of_words([(upos, form, lemma) for form, lemma, upos in WORDS], [], [])
    forms = ["Het", *(form for form, *_ in WORDS[1:])]
    gold = Doc(nlp.vocab, words=forms, pos=[upos for *_, upos in WORDS], lemmas=[lemma for _, lemma, _ in WORDS])
    sample = Example(Doc(nlp.vocab, words=forms), gold)
    nlp.initialize(lambda: [sample])
    np.random.seed(1)  # noqa: NPY002 - thinc draws from the global generator
    for _ in range(30):
        nlp.update([sample])
    return nlp
