"""Every table of a run: columns, types, key, meaning, privacy class. No other module names a column's type.

Parquet on disk, Polars in memory; what a table is stands in `rodedraad.table`. Offsets count Unicode code points, from 0, end exclusive.
"""

from __future__ import annotations

from enum import StrEnum

import polars as pl

from rodedraad.table import Column, Privacy, Table

Tables = dict[str, pl.DataFrame]
NAMING_SHARE = 0.2  # `nearest_score` of an archetype from which that item gives its name


class Role(StrEnum):
    """What the section of a report that a block is in is for (glossary: section types)."""

    OCCASION = "aanleiding"
    METHOD = "werkwijze"
    FACTS = "feitenrelaas"
    ANALYSIS = "analyse"
    CONCLUSION = "conclusie"
    JUDGEMENT = "oordeel"
    RECOMMENDATION = "aanbeveling"
    MEASURE = "maatregel"
    REACTION = "reactie"
    LESSON = "leerpunt"
    SUMMARY = "samenvatting"
    APPENDIX = "bijlage"
    FRONT = "voorwerk"
    OTHER = "overig"


class Modality(StrEnum):
    """What a passage does: tell, prescribe, judge, advise, announce a measure."""

    FACT = "feit"
    NORM = "norm"
    JUDGEMENT = "oordeel"
    RECOMMENDATION = "aanbeveling"
    MEASURE = "maatregel"


class Status(StrEnum):
    """What became of a document."""

    OK = "ok"
    SET_ASIDE = "set_aside"  # not used, see `reason`


class Descent(StrEnum):
    """How an archetype relates to an earlier one."""

    KEPT = "kept"
    BORN = "born"
    SPLIT = "split"  # the earlier one lives on in several
    MERGED = "merged"  # several earlier ones live on in this one
    ENDED = "ended"


_S, _I, _F, _B = pl.String(), pl.Int32(), pl.Float32(), pl.Boolean()
_STRINGS = pl.List(pl.String())
_LINES = pl.List(pl.Struct({"start": _I, "page": _I, "x0": _F, "y0": _F, "x1": _F, "y1": _F}))


def _table(name: str, key: str, privacy: Privacy, **columns: tuple[pl.DataType, str]) -> Table:
    return Table(name, tuple(key.split()), privacy, {n: Column(dtype, meaning) for n, (dtype, meaning) in columns.items()})


_DOCUMENT_FACTS: dict[str, tuple[pl.DataType, str]] = {
    "source_path": (_S, "path relative to INPUT; a register's row adds #row"),
    "sha256": (_S, "SHA-256 of the file's bytes, or of a register row's content, hex"),
    "media_type": (_S, "application/pdf, text/csv, …"),
    "title": (_S, "title as found in the document or its file's properties"),
    "kind": (_S, "inspectierapport, calamiteitenrapport, leerreview, leerverhaal, melding, or null"),
    "sector": (_S, "jeugdhulp, ggz, ouderenzorg, ziekenhuis, gemeente, energietransitie, onderwijs, or null"),
    "date": (pl.Date(), "date of the document; for a register's row that of the incident"),
    "organisation_type": (_S, "gazetteer type of the organisation the document is about or by, or null"),
    "language": (_S, "ISO 639-1 code of most of its text"),
    "n_pages": (_I, "pages, null where the format has none"),
    "status": (_S, "one of schema.Status"),
    "reason": (_S, "error code when set aside (locale errors.toml), else null"),
    "warnings": (_STRINGS, "codes of things a reader must know (locale warnings.toml)"),
}

_SAID: dict[str, tuple[pl.DataType, str]] = {
    "report": (_S, "report it was said in (report/identity.py)"),
    "id": (_S, "id of the reviewer's own: <reviewer>-<n>"),
    "program": (_S, "version of Rode Draad that made the report"),
    "reviewer": (_S, "short name, chosen by the reviewer"),
    "time": (_S, "UTC, ISO 8601, by the reviewer's clock"),
    "kind": (_S, "passage, archetype or mapping"),
    "action": (_S, "what was decided (review/model.py)"),
    "value": (_S, "new name, target, polarity, memo …, or null"),
    "passage_id": (_S, "passage, or null"),
    "archetype_id": (_S, "archetype, or null"),
    "lens_id": (_S, "lens, or null"),
    "item_id": (_S, "item of the lens, or null"),
    "proposal": (_S, "what the machine said, or null"),
    "blind": (_B, "judged before the proposal was shown"),
    "queue": (_S, "why it was asked: uncertain, disagreement, thin, control; or empty"),
}

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        _table(
            "sources",
            "source_path",
            Privacy.SHARED,
            source_path=(_S, "path relative to INPUT"),
            sha256=(_S, "SHA-256 of the bytes, hex; empty when unreadable"),
            n_bytes=(pl.Int64(), "size"),
            media_type=(_S, "by content first, by extension second; null when unknown or unreadable"),
            reason=(_S, "error code (locale errors.toml) when it is not read at all, else null"),
            duplicate_of=(_S, "source_path of the identical file that is read instead, or null"),
        ),
        _table(
            "raw_documents",
            "doc_id",
            Privacy.PRIVATE,
            doc_id=(_S, "ids.document_id"),
            **_DOCUMENT_FACTS,
            organisation=(_S, "name of the organisation as written, or null"),
        ),
        _table(
            "blocks",
            "doc_id block",
            Privacy.PRIVATE,
            doc_id=(_S, "document"),
            block=(_I, "position in reading order, from 0"),
            kind=(_S, "heading, paragraph, list_item, table, quote, footnote, caption, comment"),
            level=(_I, "depth of a heading (1 = top) or list item, else 0"),
            text=(_S, "raw text, whitespace normalised; a table's row is one block, cells joined by ' | '"),
            page=(_I, "page the block begins on, from 1, or null"),
            paragraph=(_I, "number of the paragraph in its section, from 1"),
            section=(_S, "heading the block is under, or null"),
            section_role=(_S, "one of schema.Role"),
            language=(_S, "ISO 639-1 code of the block where it differs from the document's, else null"),
            lines=(_LINES, "where each line begins in `text`, its page and box in PDF points from the top left"),
        ),
        _table(
            "documents",
            "doc_id",
            Privacy.SHARED,
            doc_id=(_S, "ids.document_id"),
            **_DOCUMENT_FACTS,
        ),
        _table(
            "mentions",
            "doc_id block start",
            Privacy.PRIVATE,
            doc_id=(_S, "document"),
            block=(_I, "block; -1 is the title"),
            start=(_I, "offset in the raw block"),
            end=(_I, "offset in the raw block"),
            text=(_S, "what was replaced"),
            type=(
                _S,
                "persoon, initiaal, bsn, telefoon, email, url, postcode, adres, plaats, iban, kenteken, zaaknummer, datum, …",
            ),
            surrogate=(_S, "what stands there now"),
            entity=(_S, "the same within a document for the same person or thing"),
            new_start=(_I, "offset in the pseudonymised block"),
            new_end=(_I, "offset in the pseudonymised block"),
            source=(_S, "rule, deduce, linked or gazetteer"),
        ),
        _table(
            "paragraphs",
            "doc_id block",
            Privacy.SHARED,
            doc_id=(_S, "document"),
            block=(_I, "the same number as in blocks"),
            kind=(_S, "as in blocks"),
            level=(_I, "as in blocks"),
            text=(_S, "pseudonymised text"),
            start=(_I, "offset in the document's text: its paragraphs joined by one blank line ('\\n\\n')"),
            end=(_I, "offset in the document's text"),
            page_first=(_I, "page, or null"),
            page_last=(_I, "page, or null"),
            paragraph=(_I, "as in blocks"),
            section=(_S, "as in blocks, pseudonymised"),
            section_role=(_S, "as in blocks"),
            language=(_S, "as in blocks"),
        ),
        _table(
            "reviews",
            "review_id",
            Privacy.PRIVATE,
            review_id=(_S, "hash of the line: what a reviewer said once, as it stands in RUN/decisions"),
            **_SAID,
            anchor_document=(_S, "document the passage was in, or null"),
            anchor_start=(_I, "offset in the document's text, or null"),
            anchor_end=(_I, "offset in the document's text, or null"),
            anchor_hash=(_S, "first 16 hex of the SHA-256 of the passage's text, or null"),
        ),
        _table(
            "decisions",
            "decision_id",
            Privacy.SHARED,
            decision_id=(_S, "of the question and the answer"),
            reviewers=(_STRINGS, "who say so, sorted"),
            kind=(_S, "passage, archetype or mapping"),
            action=(_S, "as in reviews; never undo"),
            value=(_S, "as in reviews"),
            passage_id=(_S, "passage of this run, found again where it was cut otherwise; the old one where it is lost; or null"),
            archetype_id=(_S, "archetype, or null"),
            lens_id=(_S, "lens, or null"),
            item_id=(_S, "item of the lens, or null"),
            state=(_S, "valid; conflict: reviewers differ and none has a majority, nothing is applied; lost: its passage is gone"),
            reason=(_S, "why lost (review/fit.py), reviewers_differ, outvoted:NAMES where a majority decided, or null"),
            proposal=(_S, "what the machine said when it was decided, or null"),
            quote=(_S, "text of the passage as it was last found, by which it is found again, or null"),
            reviews=(_STRINGS, "review_ids behind it"),
        ),
        *(
            _table(
                name,
                "passage_id",
                Privacy.SHARED,
                passage_id=(_S, "ids.passage_id"),
                doc_id=(_S, "document"),
                position=(_I, "order in the document, from 0"),
                block=(_I, "paragraph it lies in"),
                start=(_I, "offset in the document's text"),
                end=(_I, "offset in the document's text"),
                page_first=(_I, "page, or null"),
                page_last=(_I, "page, or null"),
                section=(_S, "heading, or null"),
                section_role=(_S, "one of schema.Role"),
                modality=(_S, "one of schema.Modality"),
                text=(_S, "pseudonymised text"),
                n_words=(_I, "words"),
                duplicate_of=(_S, "passage that says nearly the same and stands for it, or null"),
            )
            for name in ("fragments", "passages")
        ),
        _table(
            "words",
            "passage_id start",
            Privacy.SHARED,
            passage_id=(_S, "passage"),
            start=(_I, "offset in the passage"),
            end=(_I, "offset in the passage"),
            lemma=(_S, "dictionary form; of a surrogate the surrogate"),
            upos=(_S, "universal part of speech (UPOS), or null where rules read"),
            is_content=(_B, "says what the passage is about: a noun, verb or adjective that is no stop word"),
            head=(_I, "where the word it depends on begins; its own start for the root of a sentence; null where rules read"),
            dep=(_S, "dependency label (Universal Dependencies, with subtype), or null where rules read"),
            model_id=(_S, "which language pipeline read it, with its version or hash"),
        ),
        _table(
            "readings",
            "passage_id",
            Privacy.SHARED,
            passage_id=(_S, "passage"),
            modality=(_S, "what the model says the passage does: feit, norm, oordeel, aanbeveling, maatregel"),
            modality_score=(_F, "its probability, 0..1"),
            model_id=(_S, "which model read it, with its hash"),
        ),
        _table(
            "evidence",
            "passage_id lens_id item_id",
            Privacy.SHARED,
            passage_id=(_S, "passage"),
            lens_id=(_S, "lens"),
            item_id=(_S, "item of the lens"),
            score=(_F, "calibrated probability that the passage touches the item, 0..1"),
            threshold=(_F, "probability from which the model assigns it"),
            polarity_score=(_F, "-1..1; 0 in a lens without polarity"),
        ),
        _table(
            "actors",
            "passage_id start",
            Privacy.SHARED,
            passage_id=(_S, "passage"),
            start=(_I, "offset in the passage"),
            end=(_I, "offset in the passage"),
            actor_type=(_S, "gazetteer type"),
            surface=(_S, "as written: a type or role word, never a name"),
            role=(_S, "organisation, professional or network"),
        ),
        _table(
            "relations",
            "passage_id position",
            Privacy.SHARED,
            passage_id=(_S, "passage"),
            position=(_I, "order in the passage, from 0"),
            from_type=(_S, "gazetteer type of who hands over, reports or asks; of the first named where it is mutual"),
            to_type=(_S, "gazetteer type of who receives; of the second named where it is mutual"),
            from_surface=(_S, "as written: a type or role word or a surrogate, never a name"),
            to_surface=(_S, "as written: a type or role word or a surrogate, never a name"),
            from_start=(_I, "offset in the passage, as in actors"),
            to_start=(_I, "offset in the passage, as in actors"),
            directed=(_B, "goes from one to the other; false: between both"),
            kind=(_S, "overdracht, afstemming, melding or overig"),
            polarity=(
                pl.Int8(),
                "-1 can be better, +1 goes well, 0 no finding: that of principle 3, 6 or 1 in the same passage, whichever fits the kind",
            ),
            method=(_S, "parse: by the dependencies of the sentence; order: by the order of its words, where rules read"),
        ),
        _table(
            "embeddings",
            "passage_id",
            Privacy.SHARED,
            passage_id=(_S, "passage"),
            model_id=(_S, "which model made it, with its hash"),
            vector=(pl.List(pl.Float32()), "unit length, the same number of values in every row"),
        ),
        _table(
            "mappings",
            "passage_id lens_id item_id",
            Privacy.SHARED,
            passage_id=(_S, "passage"),
            lens_id=(_S, "lens"),
            item_id=(_S, "item of the lens"),
            score=(_F, "calibrated probability, 0..1"),
            threshold=(_F, "score from which the item is assigned"),
            assigned=(_B, "score ≥ threshold, or a reviewer said so; false = among the best three or rejected, but no statement"),
            polarity=(pl.Int8(), "-1 can be better, +1 goes well, 0 no finding (norm, recommendation, or a lens without polarity)"),
            polarity_score=(_F, "-1..1"),
            indicator=(_S, "the indicator sentence or cue that matched best"),
            method=(_S, "model or indicators; reviewer: assigned or polarity is what a decision says, the scores are still the machine's"),
            model_id=(_S, "what scored it"),
        ),
        _table(
            "members",
            "passage_id",
            Privacy.SHARED,
            passage_id=(_S, "passage"),
            archetype_id=(_S, "archetype, or null: no pattern"),
            strength=(_F, "0..1, how much it belongs; 0 without archetype, 1 where a reviewer put it"),
            x=(_F, "place on the map, 0..1"),
            y=(_F, "place on the map, 0..1"),
            reason=(
                _S,
                "why without archetype: noise, few_documents, excluded, rejected (its archetype), moved_out (by a reviewer); else null",
            ),
            decided=(_B, "a decision put it where it is, or keeps it there"),
            proposed_id=(_S, "the machine's archetype, before decisions; or null"),
        ),
        _table(
            "archetypes",
            "archetype_id",
            Privacy.SHARED,
            archetype_id=(_S, "ids.archetype_id, kept from the previous run where members agree"),
            parent_id=(
                _S,
                "broad level: the archetype_id of the family's largest member, or null; of a known run, it may have no row here",
            ),
            label=(_S, "name a reviewer gave, else a proposal for a name"),
            proposed_label=(_S, "proposal for a name"),
            decided=(_S, "what reviewers decided: merged (others went into it), split (off another), renamed, accepted; or null"),
            keywords=(_STRINGS, "ten at most, most telling first"),
            n_passages=(_I, "members"),
            n_documents=(_I, "documents with members"),
            stability=(_F, "0..1: mean best Jaccard over resamples"),
            exemplars=(_STRINGS, "passage_ids, most typical first, from different documents where possible"),
            boundary_cases=(_STRINGS, "passage_ids that nearly belong elsewhere"),
            nearest_lens=(_S, "lens of the nearest item"),
            nearest_item=(_S, "item nearest to the members"),
            nearest_score=(_F, "share of members, 0..1, weighted by score"),
            previous_id=(_S, "archetype of the previous run, or of the known run, that it continues, or null"),
        ),
        _table(
            "lineage",
            "archetype_id earlier_id",
            Privacy.SHARED,
            archetype_id=(_S, "archetype of this run; null for an earlier one that ended"),
            earlier_id=(_S, "archetype it was compared with; null for one that was born"),
            kind=(_S, "one of schema.Descent"),
            shared=(_I, "passages that are in both"),
            share_of_earlier=(_F, "shared / passages of the earlier one that this run holds, 0..1; null where it holds none"),
            share_of_present=(_F, "shared / passages of this one that the earlier run held, 0..1; null where it held none"),
            known_run=(_S, "which known run it was compared with, a hash; null: this run folder's own previous result"),
            earlier_label=(_S, "label of the earlier one, as in archetypes; null where it had no row any more"),
            earlier_proposed_label=(_S, "its proposed_label"),
            earlier_keywords=(_STRINGS, "its keywords"),
            earlier_nearest_lens=(_S, "its nearest_lens"),
            earlier_nearest_item=(_S, "its nearest_item"),
            earlier_nearest_score=(_F, "its nearest_score"),
        ),
    )
}
