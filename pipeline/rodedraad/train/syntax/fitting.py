"""Learning to annotate: spaCy's own training loop, in stretches between two checkpoints.

In: an initialised pipeline and a treebank. Out: the pipeline with the weights (averaged over the steps) that scored best on the sentences
kept apart. Every stretch draws its random numbers anew from seed and position, so a training that was killed ends with the same bytes.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from rodedraad.syntax import scoring
from rodedraad.train.syntax import building, examples, state

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rodedraad.syntax.conllu import Sentence
    from rodedraad.train.runner import Workshop
    from rodedraad.train.syntax.settings import Fit
    from rodedraad.train.syntax.treebank import Treebank

LEAST_RATE = 0.02
WEIGHTS = {"upos": 0.4, "las": 0.4, "lemma": 0.2}  # of the figure by which the best checkpoint is chosen
_NEVER = 1 << 30


class Part(NamedTuple):
    """A part of the training: what is learned from, and its first and last step."""

    sentences: list[Sentence]
    first: int
    end: int


def fit(nlp: Any, treebank: Treebank, config: Fit, seed: int, shop: Workshop) -> None:  # noqa: ANN401 - a spaCy Language
    """Train ``nlp`` in place and leave the best weights in it; goes on from its checkpoint after a kill."""
    plan = parts(treebank, config)
    total = plan[-1].end
    models = building.models(nlp)
    adam = building.optimizer(nlp, config.rate)
    last, best = shop.folder / "last.safetensors", shop.folder / "best.safetensors"
    figures = state.load(last, models, adam) or {"step": 0, "best": -1.0, "best_step": 0}
    shop.log.phase("train", total)
    while (step := figures["step"]) < total:
        part = next(p for p in plan if p.first <= step < p.end)
        steps = min(config.checkpoint_steps - step % config.checkpoint_steps, part.end - step)
        building.fix_randomness(seed, "train", str(step))
        losses = _stretch(nlp, adam, part, step, steps, config, (seed, total))
        with nlp.use_params(adam.averages):
            found = measure(nlp, treebank.dev)
        figures["step"] = step + steps
        main = sum(weight * found[name] for name, weight in WEIGHTS.items())
        shop.log.step(step + steps, rate=adam.learn_rate, **{f"loss_{name}": round(loss, 1) for name, loss in losses.items()}, **found)
        if main > figures["best"]:
            figures |= {"best": main, "best_step": step + steps}
            state.save(best, models, adam, figures)
        state.save(last, models, adam, figures)
    state.load(best, models, adam)
    state.use_averages(models, adam)
    shop.log.fact("best step", figures["best_step"])


def parts(treebank: Treebank, config: Fit) -> list[Part]:
    """Return the training's parts: all sentences, then those in today's annotation alone."""
    everything = [*treebank.older, *(treebank.current * config.current_weight)]
    first = max(1, int(config.epochs * _words(everything) / config.batch_words))
    plan = [Part(everything, 0, first)]
    second = int(config.current_epochs * _words(treebank.current) / config.batch_words)
    return [*plan, Part(treebank.current, first, first + second)] if second else plan


def measure(nlp: Any, sentences: Sequence[Sentence]) -> dict[str, float]:  # noqa: ANN401
    """Return the metrics of ``scoring.METRICS`` on the raw text of ``sentences``, 0..100."""
    counts = scoring.count(nlp, sentences)
    return {name: round(counts.f1(name), 2) for name in scoring.METRICS}


def _stretch(nlp: Any, adam: Any, part: Part, step: int, steps: int, config: Fit, fixed: tuple[int, int]) -> dict[str, float]:  # noqa: ANN401
    """Do ``steps`` steps from ``step`` on and return the losses."""
    from spacy.training.loop import train_while_improving

    seed, total = fixed
    stream = examples.batches(nlp.vocab, part.sentences, config, seed + part.first, skip=step - part.first)

    def batches() -> Iterator[tuple[int, list[Any]]]:
        for number, batch in enumerate(islice(stream, steps), start=step):
            adam.learn_rate = config.rate * min(1.0, (number + 1) / config.warmup) * max(LEAST_RATE, 1 - number / total)
            yield 0, batch

    loop = train_while_improving(
        nlp,
        adam,
        batches(),
        lambda: (0.0, {}),  # measured below, on raw text
        dropout=config.dropout,
        eval_frequency=_NEVER,
        accumulate_gradient=1,
        patience=0,
        max_steps=0,
        exclude=[],
        annotating_components=[],
        before_update=None,
    )
    losses: dict[str, float] = {}
    for _, info, _ in loop:
        losses = info["losses"]  # added up over the stretch
    return {name: float(loss) for name, loss in losses.items()}


def _words(sentences: Sequence[Sentence]) -> int:
    return sum(len(s.tokens) for s in sentences)
