"""Groups sentences into passages: the unit of meaning that a human coder would mark.

In: the paragraphs of one document, in order. Out: stretches of the document's text, in order, never overlapping. A passage is one sentence,
or a few short ones that belong together, within one paragraph; list items that are no sentence stay with the sentence that leads them in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rodedraad.segment.modality import classify
from rodedraad.segment.sentences import Span, split
from rodedraad.text.wordlists import without_tags

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rodedraad.config import Segment

MAX_SENTENCES = 3
"""A passage of short sentences has at most so many: more is a paragraph, not a point."""

MAX_SENTENCE_WORDS = 200
"""A "sentence" beyond this is none (a cell without a full stop): it is cut, so that no later stage meets a passage of a megabyte."""

MAX_HEAD_CELL_WORDS = 5
MAX_LABEL_WORDS = 5
"""A paragraph up to this length that ends without a full stop is a label or a name ("Datum gesprek"), not a statement."""

MIN_LETTER_WORDS = 2
"""A passage has at least so many words that are no number and no surrogate tag."""

_READ = frozenset({"paragraph", "list_item", "quote", "footnote", "table"})
_WORD = re.compile(r"\[[^\]\n]*\]|\w[\w'’.,-]*")
_LETTER_WORD = re.compile(r"[^\W\d_]{2,}")
_LEADER = re.compile(r"(?:\.\s?){4,}\s*\d+\s*\Z|…\s*\d+\s*\Z")
_REFERENCE = re.compile(r"\W*\d*\W*(?:zie|vgl|vergelijk|bron|ibid|idem|id|artikel|art|https?|www)\b", re.IGNORECASE)
_LEADS_ON = re.compile(
    r"[\"'“‘(]*(?:dat|die|dit|deze|daar\w*|hier\w*|toch|maar|en|want|dus|ook|wel|niet|geen|zo|zij|ze|hij|hem|haar|het|er|men|toen|intussen|ondertussen)\b",
    re.IGNORECASE,
)
_ITEM_MARK = re.compile(r"\s*(?:[-–—•·*▪◦○‣➢]|\(?\d{1,2}[.)]|\(?[a-z][.)])\s+")
_ENDED = re.compile(r"[.!?…:;][\"'”’»)\]]*\s*\Z")
_UNFINISHED = (";", ",", ":")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """What of a row of `paragraphs` the cutting needs; offsets are those in the document's text."""

    block: int
    kind: str
    text: str
    start: int
    page_first: int | None
    page_last: int | None
    section: str | None
    section_role: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A passage without text and id: where it is, and the sentence that leads it in (text, or empty)."""

    paragraph: Paragraph  # the one it begins in
    start: int  # in the document's text
    end: int
    n_words: int
    n_letter_words: int  # of those, without numbers and surrogate tags
    page_last: int | None
    lead: str = ""
    is_list: bool = False


def cut(paragraphs: Sequence[Paragraph], config: Segment) -> list[Draft]:
    """Return the passages of paragraphs that are given in order; ``config`` gives the lengths in words."""
    drafts: list[Draft] = []
    for index, paragraph in enumerate(paragraphs):
        if not _is_read(paragraphs, index, config):
            continue
        lead = _lead(drafts, paragraphs, index) if paragraph.kind == "list_item" else None
        for draft in _cut_paragraph(paragraph, config):
            _add(drafts, draft, lead, config)
    return [draft for draft in drafts if draft.n_words >= config.min_words and draft.n_letter_words >= MIN_LETTER_WORDS]


def count_words(text: str) -> int:
    """Return the number of words; a surrogate tag is one."""
    return sum(1 for _ in _WORD.finditer(text))


def _is_read(paragraphs: Sequence[Paragraph], index: int, config: Segment) -> bool:
    """Return whether passages are looked for: no headings, captions, comments, tables of contents or references."""
    paragraph = paragraphs[index]
    if paragraph.kind not in _READ or paragraph.section_role in config.excluded_roles or _LEADER.search(paragraph.text[-80:]):
        return False
    if paragraph.kind == "footnote":
        return _REFERENCE.match(paragraph.text) is None
    if paragraph.kind == "paragraph" and _ENDED.search(paragraph.text) is None:
        return count_words(paragraph.text) > MAX_LABEL_WORDS
    return paragraph.kind != "table" or not _is_head_row(paragraphs, index)


def _is_head_row(paragraphs: Sequence[Paragraph], index: int) -> bool:
    """Return whether the first row of a table names its columns: only short cells without digits or full stops."""
    if index and paragraphs[index - 1].kind == "table" and paragraphs[index - 1].block == paragraphs[index].block - 1:
        return False
    cells = paragraphs[index].text.split(" | ")
    return all(len(cell.split()) <= MAX_HEAD_CELL_WORDS and not re.search(r"[\d.!?]", cell) for cell in cells)


def _cut_paragraph(paragraph: Paragraph, config: Segment) -> list[Draft]:
    text = paragraph.text
    is_row = paragraph.kind == "table"
    sentences = [Span(0, len(text))] if is_row else split(text)
    pieces = [piece for sentence in sentences for piece in _short_enough(text, sentence)]
    return [_draft(paragraph, span) for span in (pieces if is_row else _group(paragraph, pieces, config))]


def _draft(paragraph: Paragraph, span: Span) -> Draft:
    text = paragraph.text[span.start : span.end]
    return Draft(
        paragraph,
        start=paragraph.start + span.start,
        end=paragraph.start + span.end,
        n_words=count_words(text),
        n_letter_words=len(_LETTER_WORD.findall(without_tags(text))),
        page_last=paragraph.page_last,
        is_list=paragraph.kind == "list_item",
    )


def _short_enough(text: str, span: Span) -> Iterator[Span]:
    """Yield the span, or pieces of it of at most MAX_SENTENCE_WORDS words."""
    words = list(re.finditer(r"\S{1,200}", text[span.start : span.end]))
    for first in range(0, len(words), MAX_SENTENCE_WORDS):
        last = min(first + MAX_SENTENCE_WORDS, len(words)) - 1
        yield Span(span.start + words[first].start(), span.start + words[last].end())


def _group(paragraph: Paragraph, sentences: list[Span], config: Segment) -> list[Span]:
    """Join sentences that belong together: too short ones with a neighbour, short ones that lead on with the one before."""
    groups: list[list[Span]] = []
    for sentence in sentences:
        if groups and _belongs(paragraph, groups[-1], sentence, config):
            groups[-1].append(sentence)
        else:
            groups.append([sentence])
    return [Span(group[0].start, group[-1].end) for group in groups]


def _belongs(paragraph: Paragraph, group: list[Span], sentence: Span, config: Segment) -> bool:
    text = paragraph.text
    whole, before, here = text[group[0].start : group[-1].end], text[group[-1].start : group[-1].end], text[sentence.start : sentence.end]
    n_here, n_before, n_whole = count_words(here), count_words(before), count_words(whole)
    if n_whole + n_here > config.max_words:
        return False
    if n_here < config.min_words or n_whole < config.min_words or _quotation_open(whole):
        return True
    if len(group) >= MAX_SENTENCES or n_here > config.join_short or here.endswith(":"):
        return False
    leads_on = n_before <= config.join_short or before.endswith("?") or _LEADS_ON.match(here) is not None
    # what tells and what judges are two points, however short
    return leads_on and classify(whole, paragraph.section_role) is classify(here, paragraph.section_role)


def _quotation_open(text: str) -> bool:
    """Return whether a quotation that began in ``text`` goes on after it."""
    return text.count('"') % 2 == 1 or text.count("“") + text.count("„") > text.count("”")


def _lead(drafts: list[Draft], paragraphs: Sequence[Paragraph], index: int) -> Draft | None:
    """Return the passage that leads a list item in: one that ends with a colon right before it, or what led in the item before."""
    if not drafts or not index:
        return None
    last, before = drafts[-1], paragraphs[index - 1]
    if before.block != paragraphs[index].block - 1:
        return None
    if last.is_list and before.kind == "list_item":
        return last
    touches = last.end == before.start + len(before.text.rstrip())
    return last if touches and before.text.rstrip().endswith(":") else None


def _add(drafts: list[Draft], draft: Draft, lead: Draft | None, config: Segment) -> None:
    """Append a passage; a list item first tries to join the lead-in sentence, or the items before it where it is a fragment."""
    if lead is None:
        drafts.append(draft)
        return
    lead_text = lead.lead or ("" if lead.is_list else _text(lead))
    fits = lead.n_words + draft.n_words <= config.max_words
    if drafts[-1] is lead and fits and (not lead.is_list or _is_fragment(draft, config)):
        drafts[-1] = _joined(lead, draft, lead_text)
    else:
        drafts.append(replace(draft, lead=lead_text))


def _joined(lead: Draft, item: Draft, lead_text: str) -> Draft:
    """Return one passage of both; the paragraph it began in stays its place."""
    return replace(
        lead,
        end=item.end,
        n_words=lead.n_words + item.n_words,
        n_letter_words=lead.n_letter_words + item.n_letter_words,
        page_last=item.page_last,
        lead=lead_text,
        is_list=True,
    )


def _text(draft: Draft) -> str:
    at = draft.start - draft.paragraph.start
    return draft.paragraph.text[at : at + draft.end - draft.start]


def _is_fragment(draft: Draft, config: Segment) -> bool:
    """Return whether a list item is part of a sentence: it begins in lower case, ends with ";" or is very short."""
    text = _ITEM_MARK.sub("", draft.paragraph.text, count=1)
    return draft.n_words < config.min_words or text[:1].islower() or draft.paragraph.text.rstrip().endswith(_UNFINISHED)
