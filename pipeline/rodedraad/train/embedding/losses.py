"""What a step tries to make small.

In: the student's features of Dutch texts and the teacher's vectors of their English. Out: a loss. Written for the sentence-transformers
trainer, which hands the label column to ``forward``. Sources: Reimers & Gurevych (2020), arXiv:2004.09813 (a student that gives the
teacher's vector for a translation); van den Oord et al. (2018), arXiv:1807.03748 (InfoNCE).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch
from torch.nn import functional

if TYPE_CHECKING:
    from collections.abc import Iterable

SAME = 0.95  # two targets this near are the same sentence: no negative of each other
OUT = -1e4


class DistillationLoss(torch.nn.Module):
    """``cosine`` x (1 - cosine to the target) + ``contrast`` x InfoNCE among the targets of the step."""

    def __init__(self, model: torch.nn.Module, *, cosine: float, contrast: float, temperature: float) -> None:
        super().__init__()
        self.model = model
        self.cosine = cosine
        self.contrast = contrast
        self.temperature = temperature

    def forward(self, sentence_features: Iterable[dict[str, Any]], labels: torch.Tensor) -> torch.Tensor:
        """Return the loss of a batch; ``labels`` are the teacher's unit vectors, shape (batch, d)."""
        (features,) = sentence_features
        made = functional.normalize(self.model(features)["sentence_embedding"].float(), dim=-1)
        target = labels.float()
        distance = (1 - (made * target).sum(dim=1)).mean()
        if not self.contrast:
            return self.cosine * distance
        same = (target @ target.T > SAME) & ~torch.eye(len(target), dtype=torch.bool)
        likeness = (made @ target.T / self.temperature).masked_fill(same, OUT)
        named: torch.Tensor = functional.cross_entropy(likeness, torch.arange(len(target)))
        return self.cosine * distance + self.contrast * named
