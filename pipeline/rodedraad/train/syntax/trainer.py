"""Training of a Dutch spaCy pipeline from treebanks.

In: settings and declared data. Out: a folder that ``spacy.load`` reads: msgpack, JSON and text, no pickle. Steps: read and harmonise,
initialise, learn to spell (pretraining), learn to annotate, add lexicon and entity rules.
"""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING, Any

from rodedraad import __version__
from rodedraad.syntax import entities
from rodedraad.train import settings as training_settings
from rodedraad.train.syntax import building, fitting, pretraining, treebank, words

if TYPE_CHECKING:
    from pathlib import Path

    from rodedraad.syntax.lexicon import Lexicon
    from rodedraad.train.corpora import Corpora
    from rodedraad.train.runner import Workshop
    from rodedraad.train.syntax.settings import LanguageTraining

_WORDS = (4, 200)  # of a text to learn to spell from


def train(config: LanguageTraining, data: Corpora, shop: Workshop) -> None:
    """Train the pipeline of ``config`` and leave it in ``shop.model``.

    Raises:
        ConfigError: a treebank or the spaCy configuration cannot be used.
    """
    shop.log.phase("read")
    bank = treebank.read(config, data, shop)
    texts = running_texts(config, data, shop)
    shop.log.phase("lemmas")
    lexicon = words.collect(config, data, bank)
    shop.log.phase("init")
    nlp = building.pipeline(training_settings.resolve(config.pipeline), [*bank.older, *bank.current], config.seed)
    strings = set(nlp.vocab.strings)
    if texts:
        pretraining.pretrain(nlp, texts, config.pretraining, config.seed, shop)
    fitting.fit(nlp, bank, config.fit, config.seed, shop)
    shop.log.phase("save")
    finish(nlp, lexicon, config)
    for name, value in fitting.measure(nlp, bank.dev).items():
        shop.log.fact(f"{name} on the sentences kept apart", value)
    nlp.to_disk(shop.model)
    forget(shop.model / "vocab" / "strings.json", strings & looked_up(nlp, shop.model))


def running_texts(config: LanguageTraining, data: Corpora, shop: Workshop) -> list[str]:
    """Return the texts to learn to spell from, shuffled, none of them in a test set."""
    kept = [item for source in config.pretraining.texts for item in shop.leaks.keep(data.sentences([source]))]
    texts = [" ".join(item.text.split()) for item in kept]
    texts = [text for text in dict.fromkeys(texts) if _WORDS[0] <= len(text.split()) <= _WORDS[1]]
    random.Random(config.seed).shuffle(texts)  # noqa: S311 - order of training, no secret
    return texts


def looked_up(nlp: Any, folder: Path) -> set[str]:  # noqa: ANN401 - a spaCy Language
    """Return the strings that a saved pipeline must find in its vocabulary: what the lemmatizer's trees put in the place of endings.

    Labels, tokenizer exceptions and entity rules are saved with their own components, which add them when they load.
    """
    saved = folder / "trainable_lemmatizer" / "trees"
    if not saved.is_file():
        return set()
    import srsly

    hashes = {tree[key] for tree in srsly.msgpack_loads(saved.read_bytes())["trees"] for key in ("orig", "subst") if key in tree}
    return {string for string in nlp.vocab.strings if nlp.vocab.strings[string] in hashes}


def forget(path: Path, known: set[str]) -> None:
    """Leave only ``known`` strings in a saved vocabulary: no words of the texts that were read, and no shapes that spaCy made of them."""
    path.write_text(json.dumps(sorted(known & set(json.loads(path.read_text(encoding="utf-8")))), ensure_ascii=False), encoding="utf-8")


def finish(nlp: Any, lexicon: Lexicon, config: LanguageTraining) -> None:  # noqa: ANN401 - a spaCy Language
    """Add what is not learned, lemmas by lexicon and entity rules, and what the folder says of itself."""
    from rodedraad.syntax import parts

    if nlp.has_pipe("trainable_lemmatizer"):
        nlp.add_pipe(parts.LEMMAS, after="trainable_lemmatizer").lexicon = lexicon
    entities.add(nlp)
    nlp.meta |= {
        "name": config.id.removeprefix("nl-").replace("-", "_"),
        "version": __version__,
        "description": config.title,
        "author": "Rode Draad",
        "license": config.licence,
        "requirements": [f"rodedraad>={__version__}"],
        "sources": [{"name": data_id} for data_id in config.sources()],
    }
