"""A Dutch WordPiece tokenizer, trained on the texts it will read.

In: Dutch texts and a word-frequency list. Out: a ``tokenizers.Tokenizer`` in BERT's form, so that any BERT body can use it.
Source: Wu et al. (2016), arXiv:1609.08144 (WordPiece); library: tokenizers.
"""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
PREFIX = "##"  # of a piece that is not the first of its word
MIN_FREQUENCY = 2
MAX_CHARACTERS = 1000  # in the vocabulary; words with a rarer one become [UNK]
MAX_REPEATS = 400
REPEAT_DIVISOR = 10  # a word seen n times in the frequency list counts as √n / 10 more sightings


def train_tokenizer(texts: Sequence[str], frequencies: Mapping[str, int], size: int) -> Any:  # noqa: ANN401 - tokenizers has no stubs
    """Return a lower-casing WordPiece tokenizer of at most ``size`` tokens (or one for each character, if those are more).

    Accents stay, for they part Dutch words. The frequency list keeps long legal texts from taking over the vocabulary. The same texts give
    the same tokens with the same ids.
    """
    from tokenizers import models

    learner = _blank(models.WordPiece(unk_token="[UNK]"))  # noqa: S106 - a token of text
    characters = _characters(learner, texts, frequencies)
    _learn(learner, texts, frequencies, characters, SPECIAL, 0)  # no room for merges: only the characters and how they go on
    inner = sorted(token for token in learner.get_vocab() if token.startswith(PREFIX))
    _learn(learner, texts, frequencies, characters, [*SPECIAL, *inner], size)
    words = models.WordPiece(learner.get_vocab(with_added_tokens=False), unk_token="[UNK]")  # noqa: S106 - likewise
    return _finished(words)


def content_ids(tokenizer: Any, texts: Sequence[str], limit: int) -> list[list[int]]:  # noqa: ANN401
    """Return the token ids of each text without [CLS] and [SEP], at most ``limit`` of them."""
    return [encoding.ids[:limit] for encoding in tokenizer.encode_batch(list(texts), add_special_tokens=False)]


def _blank(model: Any) -> Any:  # noqa: ANN401
    """Return a tokenizer that reads text as ours does: lower case, words and punctuation apart."""
    from tokenizers import Tokenizer, decoders, normalizers, pre_tokenizers

    tokenizer = Tokenizer(model)
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFKC(), normalizers.BertNormalizer(clean_text=True, handle_chinese_chars=True, strip_accents=False, lowercase=True)]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece(prefix=PREFIX)
    return tokenizer


def _learn(
    tokenizer: Any,  # noqa: ANN401
    texts: Sequence[str],
    frequencies: Mapping[str, int],
    characters: Sequence[str],
    first: Sequence[str],
    size: int,
) -> None:
    """Fill the vocabulary of ``tokenizer``: ``first``, the characters, then merges up to ``size`` tokens.

    The library meets words in the random order of a hash table. It gives ids to characters inside words (``##a``) in that order, and
    between merges of equal frequency chooses by id; which rare characters it drops is left to that order too. With the characters given,
    and those inside words listed first, nothing is left to chance.
    """
    from tokenizers import trainers

    trainer = trainers.WordPieceTrainer(
        vocab_size=size,
        min_frequency=MIN_FREQUENCY,
        special_tokens=list(first),
        limit_alphabet=len(characters),
        initial_alphabet=list(characters),
        show_progress=False,
        continuing_subword_prefix=PREFIX,
    )
    tokenizer.train_from_iterator(_lines(texts, frequencies), trainer)


def _finished(model: Any) -> Any:  # noqa: ANN401
    """Return the tokenizer of a learned vocabulary: the special tokens known as such, [CLS] and [SEP] put around a text."""
    from tokenizers import processors

    tokenizer = _blank(model)
    tokenizer.add_special_tokens(list(SPECIAL))
    start, end = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", end), ("[CLS]", start))
    return tokenizer


def _characters(tokenizer: Any, texts: Sequence[str], frequencies: Mapping[str, int]) -> list[str]:  # noqa: ANN401
    """Return the most frequent characters as the tokenizer reads them; of equally frequent ones the first in Unicode."""
    counts: Counter[str] = Counter()
    for line in _lines(texts, frequencies):
        counts.update(tokenizer.normalizer.normalize_str(line))
    seen = sorted((c for c in counts if not c.isspace()), key=lambda c: (-counts[c], c))
    return seen[:MAX_CHARACTERS]


def _lines(texts: Iterable[str], frequencies: Mapping[str, int]) -> Iterator[str]:
    yield from texts
    for word, count in frequencies.items():
        repeats = min(MAX_REPEATS, max(1, math.isqrt(count) // REPEAT_DIVISOR))
        yield " ".join([word] * repeats)
