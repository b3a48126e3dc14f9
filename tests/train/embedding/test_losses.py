"""The distillation loss on vectors that are given, so that every figure can be worked out by hand."""

import pytest
import torch

from rodedraad.train.embedding.losses import DistillationLoss

BASIS = torch.eye(4)


class Given(torch.nn.Module):
    """A model whose vectors are its input."""

    def forward(self, features):
        return {"sentence_embedding": features["vectors"]}


def loss(made, targets, **weights):
    settings = {"cosine": 4.0, "contrast": 0.5, "temperature": 0.05} | weights
    return DistillationLoss(Given(), **settings)([{"vectors": made}], targets)


def test_equal_to_the_target_costs_nothing_without_contrast():
    assert loss(BASIS, BASIS, contrast=0.0).item() == pytest.approx(0, abs=1e-6)
    assert loss(7 * BASIS, BASIS, contrast=0.0).item() == pytest.approx(0, abs=1e-6)  # length says nothing


def test_cosine_distance_times_its_weight():
    assert loss(BASIS, -BASIS, contrast=0.0).item() == pytest.approx(8)
    assert loss(BASIS, BASIS.roll(1, 0), contrast=0.0, cosine=2.0).item() == pytest.approx(2)


def test_a_swapped_batch_costs_more():
    whole = {weight: loss(BASIS, BASIS, **weights) for weight, weights in (("both", {}), ("contrast", {"cosine": 0.0}))}
    swapped = {"both": loss(BASIS.flip(0), BASIS), "contrast": loss(BASIS.flip(0), BASIS, cosine=0.0)}
    assert whole["both"] < 0.01
    assert swapped["both"] > whole["both"] + 4
    assert swapped["contrast"] > whole["contrast"] + 5


def test_infonce_by_hand():
    made, targets = torch.tensor([[1.0, 0.0], [0.0, 1.0]]), torch.tensor([[1.0, 0.0], [0.6, 0.8]])
    first = -torch.log_softmax(torch.tensor([1.0, 0.6]) / 0.5, 0)[0]
    second = -torch.log_softmax(torch.tensor([0.0, 0.8]) / 0.5, 0)[1]
    assert loss(made, targets, cosine=0.0, contrast=1.0, temperature=0.5) == pytest.approx(((first + second) / 2).item(), abs=1e-6)


def test_the_same_sentence_is_no_negative_of_itself():
    targets = torch.stack([BASIS[0], BASIS[0], BASIS[1]])
    alone = torch.stack([BASIS[0], BASIS[1]])
    masked, least = loss(targets, targets, cosine=0.0), loss(alone, alone, cosine=0.0)
    assert masked <= least + 1e-6
    near = torch.nn.functional.normalize(torch.tensor([[1.0, 0.0], [1.0, 0.5]]), dim=-1)  # cosine 0.89: a negative
    assert loss(near, near, cosine=0.0) > 0.04


def test_half_precision_targets_and_a_batch_of_one():
    assert loss(BASIS, BASIS.half()).item() == pytest.approx(loss(BASIS, BASIS).item())
    assert loss(BASIS[:1], BASIS[:1]).item() == pytest.approx(0, abs=1e-6)


def test_a_zero_vector_gives_a_finite_loss_and_gradient():
    made = torch.zeros(2, 4, requires_grad=True)
    value = loss(made, BASIS[:2])
    value.backward()
    assert torch.isfinite(value)
    assert torch.isfinite(made.grad).all()
