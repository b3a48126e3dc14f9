"""The Dutch tokenizer: how it reads, what shapes its vocabulary, and that nothing in it is left to chance."""

import os
import subprocess
import sys

from rodedraad.train.embedding.tokenizer import SPECIAL, content_ids, train_tokenizer

TEXTS = ["De Huisarts belde de huisarts.", "De cliënt was één dag in zorg.", "Een coördinator belde niet.", "Zijn cliënt zei: nee!"] * 3
AGAIN = """
import hashlib
from rodedraad.train.embedding.tokenizer import train_tokenizer
strange = [chr(0x400 + i) + chr(0x401 + i) + "ab" for i in range(1500)]
words = [a + b + c for a in ("zorg", "huis", "wijk") for b in ("arts", "plan", "team", "school") for c in ("", "en", "je")] * 3
made = train_tokenizer(words + strange, {"wachtlijst": 40000}, 1500)
print(hashlib.sha256(made.to_str().encode()).hexdigest())
"""


def test_lower_case_and_accents_stay():
    tokenizer = train_tokenizer(TEXTS, {}, 200)
    assert tokenizer.encode("CLIËNT", add_special_tokens=False).tokens == ["cliënt"]
    assert "client" not in tokenizer.get_vocab()
    assert tokenizer.encode("één").ids != tokenizer.encode("een").ids
    assert tokenizer.encode("clie\u0308nt").ids == tokenizer.encode("cliënt").ids  # the accent as a character of its own


def test_special_tokens_come_first_and_stand_around_a_text():
    tokenizer = train_tokenizer(TEXTS, {}, 200)
    assert [tokenizer.id_to_token(i) for i in range(5)] == list(SPECIAL)
    assert tokenizer.encode("belde de huisarts").tokens == ["[CLS]", "belde", "de", "huisarts", "[SEP]"]
    assert tokenizer.encode("").tokens == ["[CLS]", "[SEP]"]
    pair = tokenizer.encode("de", "niet")
    assert (pair.tokens, pair.type_ids) == (["[CLS]", "de", "[SEP]", "niet", "[SEP]"], [0, 0, 0, 1, 1])
    assert tokenizer.decode(tokenizer.encode("belde de huisarts").ids) == "belde de huisarts"


def test_only_special_tokens_are_special():
    tokenizer = train_tokenizer(TEXTS, {}, 200)
    inner = [token for token in tokenizer.get_vocab() if token.startswith("##")]
    assert inner
    assert not {"##", inner[0]} & set(tokenizer.encode(f"de {inner[0]}", add_special_tokens=False).tokens)
    assert [token.content for token in tokenizer.get_added_tokens_decoder().values()] == list(SPECIAL)


def test_a_character_never_seen_is_unknown():
    tokenizer = train_tokenizer(TEXTS, {}, 200)
    assert tokenizer.encode("漢 \u0000\ufffd", add_special_tokens=False).tokens == ["[UNK]"]


def test_the_frequency_list_shapes_the_vocabulary():
    without = train_tokenizer(TEXTS, {}, 120).get_vocab()
    with_list = train_tokenizer(TEXTS, {"bereikbaarheid": 1_000_000, "zelden": 1}, 120).get_vocab()
    assert "bereikbaarheid" not in without
    assert "bereikbaarheid" in with_list
    assert "zelden" not in with_list


def test_size_is_kept_to():
    assert train_tokenizer(TEXTS, {}, 70).get_vocab_size() == 70
    assert train_tokenizer([], {}, 100).get_vocab_size() == len(SPECIAL)


def test_content_ids_are_cut_and_bare():
    tokenizer = train_tokenizer(TEXTS, {}, 200)
    assert content_ids(tokenizer, ["belde de huisarts", ""], 2) == [[tokenizer.token_to_id("belde"), tokenizer.token_to_id("de")], []]


def test_the_same_in_every_process_and_in_any_order():
    """Also with more rare characters than fit: which are dropped is settled by their place in Unicode."""
    environment = {**os.environ, "TOKENIZERS_PARALLELISM": "true"}
    hashes = {
        subprocess.run([sys.executable, "-c", AGAIN], env=environment, capture_output=True, text=True, check=True, timeout=120).stdout
        for _ in range(3)
    }
    assert len(hashes) == 1
    assert train_tokenizer(TEXTS, {}, 150).to_str() == train_tokenizer(TEXTS[::-1], {}, 150).to_str()
