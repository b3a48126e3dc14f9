"""Words by rules: for the quick profile and for who has no language pipeline.

In: texts. Out: their words with the lower-case form as lemma and no tag.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rodedraad.syntax.protocol import Read

if TYPE_CHECKING:
    from collections.abc import Sequence

NAME = "rules"
_WORD = re.compile(r"\w+(?:[-'’]\w+)*|[^\w\s]")


class Rules:
    """Reads words by a pattern."""

    model_id = NAME

    def read(self, texts: Sequence[str]) -> list[list[Read]]:
        """Return the words and punctuation of each text."""
        return [[Read(*m.span(), m.group().lower(), None) for m in _WORD.finditer(text)] for text in texts]
