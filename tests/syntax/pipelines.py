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
def small_pipeline() -> Any:
    """Return a blank Dutch pipeline with a tagger that saw one sentence often, and a lexicon that knows its words."""
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
    nlp.add_pipe(parts.LEMMAS).lexicon = of_words([(upos, form, lemma) for form, lemma, upos in WORDS], [], [])
    forms = [form for form, *_ in WORDS]
    gold = Doc(nlp.vocab, words=["Het", *forms[1:]], pos=[upos for *_, upos in WORDS])
    sample = Example(Doc(nlp.vocab, words=["Het", *forms[1:]]), gold)
    nlp.initialize(lambda: [sample])
    np.random.seed(1)
    for _ in range(30):
        nlp.update([sample])
    return nlp
