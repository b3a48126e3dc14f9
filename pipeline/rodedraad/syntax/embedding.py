"""The layer under nl-syntax that turns a word into a vector: its form, first and last letters, and shape.

In: spaCy Docs. Out: a row of floats per token. spaCy's MultiHashEmbed knows one prefix letter and three suffix letters; Dutch compounds
and endings tell more by longer pieces, and a small treebank leaves many words unseen. Registered as ``rodedraad.SubwordEmbed.v1`` (also by
entry point, so that ``spacy.load`` finds it). Hash embeddings: Miranda et al. 2022, arXiv:2212.09255.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

PIECES: tuple[tuple[str, int], ...] = (("norm", 0), ("prefix", 1), ("prefix", 3), ("suffix", 2), ("suffix", 3), ("suffix", 5), ("shape", 0))

_MOST_KEPT = 200_000  # words remembered per process


def subword_embed(width: int, rows: Sequence[int], piece_width: int) -> Any:  # noqa: ANN401 - a thinc Model, whose import is heavy
    """Return the embedding layer: list of Docs → list of float arrays (tokens, ``width``).

    ``rows`` gives the size of the hash table of each of the seven pieces in ``PIECES``; ``piece_width`` the values per piece.
    """
    from thinc.api import HashEmbed, Maxout, Model, chain, concatenate, list2ragged, ragged2list, with_array

    tables = [HashEmbed(piece_width, n, column=i, seed=8 + i, dropout=0.0) for i, n in enumerate(rows)]
    features: Any = Model("subword_features", _forward_with({}))
    mix = Maxout(width, piece_width * len(tables), nP=3, dropout=0.0, normalize=True)
    return chain(features, list2ragged(), with_array(concatenate(*tables)), with_array(mix), ragged2list())


def _forward_with(known: dict[int, tuple[int, ...]]) -> Callable[..., tuple[list[Any], Callable[[Any], list[Any]]]]:
    """Return the layer's forward pass. ``known`` remembers the pieces of words seen; it is no part of what the model saves."""

    def forward(model: Any, docs: Sequence[Any], is_train: bool) -> tuple[list[Any], Callable[[Any], list[Any]]]:  # noqa: ANN401, ARG001
        if len(known) > _MOST_KEPT:
            known.clear()
        return [model.ops.asarray2i(_features(doc, known), dtype="uint64") for doc in docs], lambda d_features: []  # noqa: ARG005

    return forward


def _features(doc: Any, known: dict[int, tuple[int, ...]]) -> NDArray[np.uint64]:  # noqa: ANN401
    rows = []
    for word in doc.to_array("ORTH").tolist():
        row = known.get(word)
        if row is None:
            row = known[word] = _pieces(doc.vocab[word])
        rows.append(row)
    return np.asarray(rows, dtype=np.uint64).reshape(len(rows), len(PIECES))


def _pieces(lexeme: Any) -> tuple[int, ...]:  # noqa: ANN401
    """Return the hashes of a word's pieces; the kind of piece is part of what is hashed, so that "en" first is not "en" last."""
    from spacy.strings import get_string_id

    norm = lexeme.norm_
    parts = {"norm": norm, "shape": lexeme.shape_}
    texts = (parts.get(kind, norm[:n] if kind == "prefix" else norm[-n:]) for kind, n in PIECES)
    return tuple(get_string_id(text if kind == "norm" else f"{kind}{n}:{text}") for (kind, n), text in zip(PIECES, texts, strict=True))
