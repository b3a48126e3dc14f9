"""A Dutch WordPiece tokenizer, trained on the texts it will read.

In: Dutch texts and a word-frequency list. Out: a ``tokenizers.Tokenizer`` in BERT's form, so that any BERT body can use it.
Source: Wu et al. (2016), arXiv:1609.08144 (WordPiece); library: tokenizers.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
MIN_FREQUENCY = 2
MAX_REPEATS = 400
REPEAT_DIVISOR = 10  # a word seen n times in the frequency list counts as √n / 10 more sightings


def train_tokenizer(texts: Iterable[str], frequencies: Mapping[str, int], size: int) -> Any:  # noqa: ANN401 - tokenizers has no stubs
    """Return a lower-casing WordPiece tokenizer of at most ``size`` tokens; accents stay, for they part Dutch words.

    The frequency list keeps long legal texts from taking over the vocabulary.
    """
    from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))  # noqa: S106 - a token of text
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFKC(), normalizers.BertNormalizer(clean_text=True, handle_chinese_chars=True, strip_accents=False, lowercase=True)]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece(prefix="##")
    trainer = trainers.WordPieceTrainer(
        vocab_size=size, min_frequency=MIN_FREQUENCY, special_tokens=list(SPECIAL), show_progress=False, continuing_subword_prefix="##"
    )
    tokenizer.train_from_iterator(_lines(texts, frequencies), trainer)
    start, end = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", end), ("[CLS]", start))
    return tokenizer


def content_ids(tokenizer: Any, texts: Sequence[str], limit: int) -> list[list[int]]:  # noqa: ANN401
    """Return the token ids of each text without [CLS] and [SEP], at most ``limit`` of them."""
    return [encoding.ids[:limit] for encoding in tokenizer.encode_batch(list(texts), add_special_tokens=False)]


def _lines(texts: Iterable[str], frequencies: Mapping[str, int]) -> Iterator[str]:
    yield from texts
    for word, count in frequencies.items():
        repeats = min(MAX_REPEATS, max(1, math.isqrt(count) // REPEAT_DIVISOR))
        yield " ".join([word] * repeats)
