"""Results files as Markdown, in English: the tables of docs/quality.md.

In: the documents of save.py. Out: Markdown, every figure with its interval. The columns are chosen here; a results file holds more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rodedraad.evaluate.published import published

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

EMBEDDING = {
    "STS-B-nl test": ("sts", "stsb-nl/test", "spearman"),
    "SICK-NL test": ("sick", "sick-nl/test", "spearman"),
    "ESCO V, 10 groups": ("esco", "esco/test", "v_major"),
    "ESCO V, 42 groups": ("esco", "esco/test", "v_submajor"),
    "ESCO P@5": ("esco", "esco/test", "p_at_5"),
    "FLORES nl→en": ("bitext", "flores200/devtest", "nl_en"),
    "NTREX nl→en": ("bitext", "ntrex128", "nl_en"),
}
SPEED = {
    "passages per CPU s": ("speed", "speed/passages", "per_second"),
    "× reference": ("speed", "speed/passages", "ratio"),
    "sentences per CPU s": ("speed", "speed/sentences", "per_second"),
    "MB on disk": ("speed", "speed/footprint", "megabytes"),
    "CPU s to load": ("speed", "speed/footprint", "load_seconds"),
    "peak MB": ("speed", "speed/footprint", "peak_megabytes"),
}
FINDINGS = {
    "principles, macro-F1": "principles_f1",
    "worst principle": "principles_least_f1",
    "+ or − right": "polarity_accuracy",
    "false on nothing": "false_on_nothing",
    "norms with a sign": "signed_norms",
    "ECE": "calibration_error",
    "ECE from 0.1": "calibration_error_told",
    "archetypes per narrative, micro-F1": "archetypes_document_f1",
    "archetypes per passage, macro-F1": "archetypes_f1",
    "modality, macro-F1": "modality_f1",
}
PARTIES = {"types F1": "types_f1", "pairs P": "pairs_precision", "pairs R": "pairs_recall", "pairs F1": "pairs_f1"}
SYNTAX = {"UPOS": "upos", "lemma": "lemma", "UAS": "uas", "LAS": "las", "sentences": "sentence"}
_PERCENT = tuple(SYNTAX.values())
_WHOLE = ("per_second", "words_per_second", "peak_megabytes")
_TENTH = ("megabytes", "load_seconds")

Column = tuple[str, str, str]


def accuracy(documents: Sequence[dict[str, Any]]) -> str:
    """Return the table of embedding models on the test sets, best first on the first column; published figures below, in italics."""
    ours = [d for d in documents if set(d["tasks"]) & {column[0] for column in EMBEDDING.values()}]
    ours.sort(key=lambda d: -(_value(d, EMBEDDING["STS-B-nl test"]) or 0.0))
    rows = [[d["model"]["name"], *(cell(d, column) for column in EMBEDDING.values())] for d in ours]
    theirs = dict.fromkeys(p.model for p in published() if p.data.endswith("/test"))
    for model in theirs:
        values = {(p.data, p.figure): p.value for p in published() if p.model == model}
        rows.append([f"*{model}*, published", *(_italic(values.get(column[1:])) for column in EMBEDDING.values())])
    return table(["model", *EMBEDDING], rows)


def speed(documents: Sequence[dict[str, Any]]) -> str:
    """Return the table of speed and size; the interval of a rate is that of its slowest and fastest round."""
    rows = [[d["model"]["name"], *(cell(d, column) for column in SPEED.values())] for d in documents if "speed" in d["speed"]]
    return table(["model", *SPEED], sorted(rows))


def syntax(documents: Sequence[dict[str, Any]]) -> str:
    """Return the table of language pipelines, a row for each test set."""
    found = [(d, name) for d in documents for name in sorted(d["tasks"].get("ud", {}).get("data", {}))]
    rows = [[d["model"]["name"], name, *_syntax_cells(d, name)] for d, name in found]
    return table(["model", "data", *SYNTAX, "words per CPU s"], rows)


def findings(documents: Sequence[dict[str, Any]]) -> str:
    """Return the table of judges of passages on the test part of the gold corpus, best first."""
    columns = {head: ("gold", "gold/test", figure) for head, figure in FINDINGS.items()}
    ours = [d for d in documents if "gold" in d["tasks"]]
    ours.sort(key=lambda d: -(_value(d, columns["principles, macro-F1"]) or 0.0))
    return table(["judge", *columns], [[d["model"]["name"], *(cell(d, column) for column in columns.values())] for d in ours])


def finding_items(documents: Sequence[dict[str, Any]]) -> str:
    """Return F1 of every item, and of the principles in every style, for every judge; n is the number of passages."""
    ours = sorted((d for d in documents if "gold" in d["tasks"]), key=lambda d: str(d["model"]["name"]))
    names: dict[str, int] = {}
    for document in ours:
        names |= {name: score["n"] for name, score in document["tasks"]["gold"]["data"].items() if name.startswith("gold/test/")}
    rows = [[name.removeprefix("gold/test/"), str(n), *(cell(d, ("gold", name, "f1")) for d in ours)] for name, n in sorted(names.items())]
    return table(["item or style", "n", *(d["model"]["name"] for d in ours)], rows)


def parties(documents: Sequence[dict[str, Any]]) -> str:
    """Return the table of who and between whom, on the labelled sentences."""
    found = [(d, name) for d in documents for name in sorted(d["tasks"].get("actors", {}).get("data", {}))]
    rows = [[d["model"]["name"], name, *(cell(d, ("actors", name, figure)) for figure in PARTIES.values())] for d, name in found]
    return table(["model", "data", *PARTIES], rows)


def _syntax_cells(document: dict[str, Any], name: str) -> list[str]:
    speed = cell(document, ("ud", f"speed/{name}", "words_per_second"))
    return [*(cell(document, ("ud", name, figure)) for figure in SYNTAX.values()), speed]


def table(heads: list[str], rows: Iterable[list[str]]) -> str:
    """Return a Markdown table."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _figure(document: dict[str, Any], column: Column) -> dict[str, Any]:
    task, data, figure = column
    for block in (document["tasks"], document["speed"]):
        found: dict[str, Any] = block.get(task, {}).get("data", {}).get(data, {}).get("figures", {})
        if figure in found:
            return dict(found[figure])
    return {}


def _value(document: dict[str, Any], column: Column) -> float | None:
    value: float | None = _figure(document, column).get("value")
    return value


def cell(document: dict[str, Any], column: Column) -> str:
    """Return a figure with its interval, a dash when it was not measured."""
    figure, name = _figure(document, column), column[2]
    shown = [_number(figure.get(key), name) for key in ("value", "low", "high")]
    return shown[0] if figure.get("low") is None else f"{shown[0]} [{shown[1]}–{shown[2]}]"


def _number(value: float | None, figure: str) -> str:
    if value is None:
        return "–"
    decimals = 0 if figure in _WHOLE else 1 if figure in (*_TENTH, *_PERCENT) else 2 if figure == "ratio" else 3
    return f"{value:,.{decimals}f}"


def _italic(value: float | None) -> str:
    return "–" if value is None else f"*{value:.3f}*"
