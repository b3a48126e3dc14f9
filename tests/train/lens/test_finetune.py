"""The loss that the encoder learns labels with."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from rodedraad.reading.heads import Outputs
from rodedraad.train.lens.finetune import LabelLoss
from rodedraad.train.lens.settings import Tune

KINDS = Outputs((("lens", "one"), ("lens", "two")), (("lens", "one"),))
ITEMS = np.array([[1, 0], [0, 1], [0, 0], [1, 1]], np.float32)


class Encoder(torch.nn.Module):
    """A layer on numbers, of which a part is dropped."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.drop = torch.nn.Dropout(dropout)
        self.linear = torch.nn.Linear(16, KINDS.width)

    def forward(self, features):
        """Return the logits under the name that the loss reads."""
        return {"sentence_embedding": self.linear(self.drop(features["rows"]))}


def answers():
    """Return the rows of `Examples.answers` for `ITEMS`."""
    signs, modality = np.array([[1], [0], [0], [-1]], np.float32), np.zeros((4, 1), np.float32)
    return torch.from_numpy(np.hstack([ITEMS, signs, modality]))


def loss_of(dropout: float, consistency: float) -> float:
    torch.manual_seed(7)
    encoder = Encoder(dropout)
    loss = LabelLoss(encoder, KINDS, ITEMS, Tune(epochs=1, rate=0.1), consistency)
    torch.manual_seed(8)
    return loss([{"rows": torch.randn(4, 16), "prompt_length": 3}], answers()).item()


def test_two_readings_that_agree_cost_nothing_extra():
    assert loss_of(0.0, 5.0) == pytest.approx(loss_of(0.0, 0.0), rel=1e-5)


def test_two_readings_that_differ_cost_by_the_weight():
    little, much = loss_of(0.5, 0.5), loss_of(0.5, 5.0)
    assert much > little + 0.01


def test_what_is_not_told_does_not_count():
    encoder = Encoder(0.0)
    loss = LabelLoss(encoder, KINDS, ITEMS, Tune(epochs=1, rate=0.1))
    rows, wanted = {"rows": torch.randn(4, 16)}, answers()
    wanted[:, 1] = -1.0
    before = loss([rows], wanted)
    with torch.no_grad():
        encoder.linear.bias[1] += 3
    assert torch.isclose(before, loss([rows], wanted))
