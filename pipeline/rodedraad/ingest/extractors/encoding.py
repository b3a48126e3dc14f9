"""From bytes to text, for formats that do not say what they are written in: TXT, Markdown, CSV.

In: bytes. Out: text, the encoding it was read with and whether that was a guess. The encodings of our field are tried in order, because
short texts are guessed badly; the guesser comes last and may choose from few.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from rodedraad.errors import DocumentError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE_BYTES = 65536
_NUL_SHARE_UTF16 = 0.2  # of a sample: Western text in UTF-16 has nearly every other byte 0
_CONTROL_SHARE_BINARY = 0.02
_CONTROLS = re.compile(r"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffd]")
_LINE_ENDS = re.compile(r"\r\n|[\r\v\x85\u2028\u2029]")
_SINGLE_BYTE = ("cp1252", "cp850", "mac_roman")  # Windows, DOS, old Macs; the first wins a tie
_LETTERS = frozenset("éëïèêöüáóíçàâîôûäñúßÉËÏÈÖÜÁÓÍÇ")
_SIGNS = frozenset("’‘“”„–—…•€°²³½¼§«»·´£©®™±×µ\xa0\xad")
_WITHIN_WORDS = frozenset("’\xad–")
_WRONG_SHARE = 0.1


@dataclass(frozen=True, slots=True)
class Decoded:
    r"""Text with ``\\n`` line ends and without NULs; ``guessed`` when nothing but likelihood chose the encoding."""

    text: str
    encoding: str
    guessed: bool = False


def decode(data: bytes, name: str) -> Decoded:
    """Return the text of a file.

    Raises:
        DocumentError: it is no text.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _checked(data.decode(encoding, "replace"), encoding, name)
    if (wide := _wide_without_mark(data)) is not None:
        return _checked(data.decode(wide, "replace"), wide, name)
    try:
        return _checked(data.decode("utf-8"), "utf-8", name)
    except UnicodeDecodeError:
        pass
    if (nearly := _nearly_utf8(data)) is not None:
        return _checked(nearly, "utf-8", name, guessed=True)
    return _single_byte(data, name)


def _wide_without_mark(data: bytes) -> str | None:
    sample = data[:_SAMPLE_BYTES]
    if sample.count(0) < _NUL_SHARE_UTF16 * len(sample) or len(sample) < 2:  # noqa: PLR2004 - one character
        return None
    low = sample[1::2].count(0) >= sample[0::2].count(0)
    return "utf-16-le" if low else "utf-16-be"


def _nearly_utf8(data: bytes) -> str | None:
    """Return the text when all but a few characters are UTF-8: a file cut off, or pasted together."""
    text = data.decode("utf-8", "replace")
    wrong = text.count("\ufffd")
    right = sum(1 for c in text if c > "\x7f" and c != "\ufffd")
    return text if right > 9 * wrong else None


def _single_byte(data: bytes, name: str) -> Decoded:
    """Return the text in the encoding that makes most sense of it: letters of Dutch, and no quotation marks within words."""
    from charset_normalizer import from_bytes

    shares = {encoding: _wrong_share(data[:_SAMPLE_BYTES].decode(encoding, "replace")) for encoding in _SINGLE_BYTE}
    encoding = min(_SINGLE_BYTE, key=lambda e: shares[e])
    if shares[encoding] > _WRONG_SHARE and (best := from_bytes(data[:_SAMPLE_BYTES]).best()) is not None:
        encoding = best.encoding
    return _checked(
        data.decode(encoding, "replace"), encoding, name, guessed=encoding != _SINGLE_BYTE[0] or shares[encoding] > _WRONG_SHARE
    )


def _wrong_share(text: str) -> float:
    """Return which share (0..1) of the characters outside ASCII is unlikely where it stands."""
    wrong = total = 0
    for before, character, after in zip(f" {text}", text, f"{text[1:]} ", strict=False):
        if character.isascii():
            continue
        total += 1
        within = before.isalpha() and after.isalpha()
        fits = character in _LETTERS or (character in _SIGNS and (not within or character in _WITHIN_WORDS))
        wrong += not fits
    return wrong / max(1, total)


def _checked(text: str, encoding: str, name: str, *, guessed: bool = False) -> Decoded:
    text = _LINE_ENDS.sub("\n", text.replace("\0", ""))
    if len(_CONTROLS.findall(text[:_SAMPLE_BYTES])) > _CONTROL_SHARE_BINARY * max(200, min(len(text), _SAMPLE_BYTES)):
        raise DocumentError("text_binary", name)
    return Decoded(text, encoding, guessed)
