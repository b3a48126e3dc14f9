"""Parts of speech, lemmas and syntax: a language pipeline on the Dutch treebanks, from raw text.

In: a spaCy pipeline and CoNLL-U files. Out: F1 (0 to 100) of tokens, UPOS, lemmas, attachment (UAS, LAS) and sentences with intervals over
texts, and words per CPU second. Source: Zeman et al. (2018), CoNLL 2018 Shared Task; Universal Dependencies 2.16.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rodedraad.evaluate import data, interval, syntax
from rodedraad.evaluate.record import Figure, Score, Split
from rodedraad.evaluate.speed import machine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from rodedraad.evaluate.candidate import Parser
    from rodedraad.evaluate.record import Bench

FILES: dict[Split, dict[str, str]] = {
    "dev": {"alpino/dev": "ud-dutch/nl_alpino-ud-dev.conllu.gz"},  # LassySmall's dev part is training data here
    "test": {
        "alpino/test": "ud-dutch/nl_alpino-ud-test.conllu.gz",
        "lassysmall/test": "ud-dutch/nl_lassysmall-ud-test.conllu.gz",
    },
}
METRICS = ("upos", "lemma", "uas", "las", "token", "sentence")


def run(parser: Parser, bench: Bench) -> list[Score]:
    """Return the scores of each treebank, and how fast it was read.

    Raises:
        MissingError: a file is not in the data folder.
        ConfigError: a file is broken.
    """
    return [score for split in bench.splits for name, file in FILES[split].items() for score in _scores(parser, bench, name, file)]


def _scores(parser: Parser, bench: Bench, name: str, file: str) -> Iterator[Score]:
    path = data.locate(bench.data, file)
    measured = syntax.score(parser.nlp, path)
    figures = []
    for metric in METRICS:
        found = measured[metric]
        figures.append(interval.figure(metric, _percent, [found.correct, found.gold, found.predicted], bench.sampling, name))
    files = {file: data.file_hash(path)}
    yield Score(name, len(measured["token"].gold), tuple(figures), files)
    rate = Figure("words_per_second", measured[syntax.SPEED].value)
    yield Score(f"speed/{name}", measured["token"].n, (rate,), files, {"machine": machine()}, timed=True)


def _percent(correct: NDArray[Any], gold: NDArray[Any], predicted: NDArray[Any]) -> float:
    return 100 * syntax.f1(correct, gold, predicted)
