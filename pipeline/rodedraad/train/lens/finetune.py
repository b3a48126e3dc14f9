"""Tuning a sentence encoder on labels, one layer on top: the items, plus or minus, and the modality, all at once.

In: an encoder, examples. Out: the tuned encoder and the layer. The layer is a module of the model, so that checkpoints hold it. Sources:
Tunstall et al. (2022), arXiv:2209.11055, for tuning a sentence encoder on few labels; the loss is plain binary cross-entropy, which did as
well here and needs no pairs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch.nn import functional

from rodedraad.train.lens.examples import UNTOLD

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from rodedraad.reading.heads import Outputs
    from rodedraad.train.lens.examples import Examples
    from rodedraad.train.lens.settings import LensTraining, Tune
    from rodedraad.train.runner import Workshop

HEAD = r"linear\."
START_EPOCHS, START_BATCH, START_RATE, START_DECAY = 12, 512, 0.1, 0.8  # of the layer alone, before the encoder learns
COMMON = 0.5  # power of the ratio of noes to yeses by which a yes weighs more


class LabelLoss(torch.nn.Module):
    """Binary cross-entropy of items and signs, cross-entropy of the modality; what is not told does not count.

    With ``consistency`` each text is read twice, with other values dropped, and the two readings of its items are drawn together by that
    weight (R-Drop, Liang et al. 2021, arXiv:2106.14448): a small encoder learns the training passages by heart, and this holds it back.
    """

    def __init__(
        self, model: torch.nn.Module, outputs: Outputs, items: NDArray[np.float32], settings: Tune, consistency: float = 0.0
    ) -> None:
        super().__init__()
        self.model = model
        self.consistency = consistency
        self.ends = (len(outputs.items), len(outputs.items) + len(outputs.signed))
        self.settings = settings
        yes, said = (items > 0).sum(axis=0, dtype=np.float32), (items != UNTOLD).sum(axis=0, dtype=np.float32)
        self.register_buffer("rare", torch.from_numpy(((said - yes) / yes.clip(min=1)) ** COMMON), persistent=False)

    def forward(self, sentence_features: Iterable[dict[str, Any]], labels: torch.Tensor) -> torch.Tensor:
        """Return the loss of a batch; ``labels`` are rows of `Examples.answers`."""
        (features,) = sentence_features
        wanted = labels.float()
        if not self.consistency:
            return self._apart(self._logits(features), wanted)
        first, second = self._logits(_twice(features, len(wanted))).chunk(2)
        gap = (torch.sigmoid(first) - torch.sigmoid(second)) * (first - second)  # the symmetric divergence of two yes-or-no answers
        return (self._apart(first, wanted) + self._apart(second, wanted)) / 2 + self.consistency * gap[:, : self.ends[0]].mean()

    def _logits(self, features: dict[str, Any]) -> torch.Tensor:
        logits: torch.Tensor = self.model(features)["sentence_embedding"].float()
        return logits

    def _apart(self, logits: torch.Tensor, wanted: torch.Tensor) -> torch.Tensor:
        a, b = self.ends
        rare: Any = self.rare
        said = (wanted[:, :a] != UNTOLD).float()
        asked = functional.binary_cross_entropy_with_logits(logits[:, :a], wanted[:, :a].clamp(min=0), weight=said, pos_weight=rare)
        loss = self.settings.items * asked
        signs = wanted[:, a:b]
        told = (signs != 0).float()
        each = functional.binary_cross_entropy_with_logits(logits[:, a:b], (signs > 0).float(), reduction="none")
        loss = loss + self.settings.polarity * (each * told).sum() / told.sum().clamp(min=1)
        return loss + self.settings.modality * functional.cross_entropy(logits[:, b:], wanted[:, b].long())


def _twice(features: dict[str, Any], n: int) -> dict[str, Any]:
    """Return the features of n texts with every text in it once more, after all of them."""
    return {
        key: torch.cat([value, value]) if torch.is_tensor(value) and value.shape[:1] == (n,) else value for key, value in features.items()
    }


def model(folder: Path, config: LensTraining, width: int) -> Any:  # noqa: ANN401 - sentence-transformers has no types
    """Return the encoder of ``folder`` with a layer of ``width`` logits on its unit vectors."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Dense

    plain = {"attn_implementation": "eager", "dtype": torch.float32}
    made = SentenceTransformer(str(folder), device="cpu", local_files_only=True, model_kwargs=plain)
    for module in made.modules():
        if isinstance(module, torch.nn.Dropout):
            module.p = config.tune.dropout
    made[0].max_seq_length = config.tune.max_tokens
    layer = Dense(made.get_embedding_dimension(), width, bias=True, activation_function=torch.nn.Identity())
    torch.nn.init.zeros_(layer.linear.weight)
    torch.nn.init.zeros_(layer.linear.bias)
    made.append(layer)
    return made


def tune(made: Any, examples: Examples, outputs: Outputs, config: LensTraining, workshop: Workshop, numbers: str) -> None:  # noqa: ANN401
    """Train ``made`` in place on ``examples``: the layer first, then all of it."""
    from datasets import Dataset

    from rodedraad.train.embedding.fitting import fit

    _start(made, examples, outputs, config, numbers)
    rows = Dataset.from_dict({"text": list(examples.texts), "label": list(examples.answers())})
    rows = rows.with_format("torch", columns=["label"], output_all_columns=True)
    tokenizer = getattr(made.tokenizer, "backend_tokenizer", made.tokenizer)
    lengths = [len(encoding.ids) for encoding in tokenizer.encode_batch(list(examples.texts))]
    fit(
        made,
        rows,
        lengths,
        LabelLoss(made, outputs, examples.items, config.tune, config.tune.consistency),
        config.tune,
        folder=workshop.folder / "labels",
        phase="labels",
        log=workshop.log,
        seed=config.seed,
        precision=numbers,
        measure=lambda _: {},
        rates={HEAD: config.tune.head_rate},
    )


def _start(made: Any, examples: Examples, outputs: Outputs, config: LensTraining, numbers: str) -> None:  # noqa: ANN401
    """Fit the layer on the vectors as they are, so that the encoder is told from its first step which way to move.

    Unit vectors lie close together: from nothing the layer's weights need thousands of steps to reach the length with which it tells them
    apart, and until then the encoder learns next to nothing.
    """
    top = made[-1]
    del made[len(made) - 1]
    rows, wanted = torch.from_numpy(vectors(made, examples.texts, numbers)), torch.from_numpy(examples.answers())
    made.append(top)
    loss = LabelLoss(_Alone(top.linear), outputs, examples.items, config.tune)
    optimiser = torch.optim.Adam(top.linear.parameters(), lr=START_RATE)
    dice = torch.Generator().manual_seed(config.seed)
    for _ in range(START_EPOCHS):
        order = torch.randperm(len(rows), generator=dice)
        for at in range(0, len(order), START_BATCH):
            part = order[at : at + START_BATCH]
            optimiser.zero_grad()
            loss([{"rows": rows[part]}], wanted[part]).backward()
            optimiser.step()
        for group in optimiser.param_groups:
            group["lr"] *= START_DECAY


class _Alone(torch.nn.Module):
    """A layer without an encoder, which takes vectors."""

    def __init__(self, linear: torch.nn.Module) -> None:
        super().__init__()
        self.linear = linear

    def forward(self, features: dict[str, Any]) -> dict[str, Any]:
        """Return the logits of ``rows`` under the name that `LabelLoss` reads."""
        return {"sentence_embedding": self.linear(features["rows"])}


def layer(made: Any) -> tuple[NDArray[np.float32], NDArray[np.float32]]:  # noqa: ANN401
    """Take the layer off the model and return its weights (d, width) and bias (width)."""
    linear = made[-1].linear
    weights, bias = (np.array(p.detach().float().numpy()) for p in (linear.weight, linear.bias))
    del made[len(made) - 1]
    return weights.T.copy(), bias


def vectors(made: Any, texts: Sequence[str], numbers: str) -> NDArray[np.float32]:  # noqa: ANN401
    """Return the unit vectors (n, d) of a model without its layer."""
    from rodedraad.train.embedding.precision import autocast

    with autocast(numbers):
        found: NDArray[np.float32] = made.encode(list(texts), batch_size=64, show_progress_bar=False)
    return found.astype(np.float32)
