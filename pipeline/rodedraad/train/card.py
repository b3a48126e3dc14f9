"""The model card: ``card.md`` in every trained model's folder, in English, in the form the Hugging Face hub reads.

In: the settings, the sources, the record of the training. Out: Markdown with front matter. Figures are not known yet when the weights are
written: the block between the two marks is filled by ``rodedraad evaluate``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import tomli_w

if TYPE_CHECKING:
    from rodedraad.train.corpora import Corpora
    from rodedraad.train.settings import Task, Training

FIGURES_BEGIN, FIGURES_END = "<!-- figures -->", "<!-- /figures -->"
WATTS_PER_CORE = 12  # the value the Green Algorithms calculator (Lannelongue et al. 2021) takes for a core of unknown make
_MINUTE = 60
_METHOD = (
    "Compared are the whole text and each of its sentences, in either language, after NFKC, case folding and removal of punctuation and "
    "white space. Paraphrases and near-duplicates are not found."
)

_CORPUS = (
    "The labelled corpus `{folder}` (its `corpus.toml` says what it is, by whom it was labelled, and its licence):\n\n{parts}\n\n"
    "Learned from is its part train. The part validation weighs the two judges and sets the thresholds, so figures on it flatter. "
    "The part test was not read."
)
_PARTS = (
    "Before anything is learned the corpus is checked as by `rodedraad corpus check`, and refused where a passage of one part says nearly "
    "the same as one of another. Each narrative is in one part."
)


def text(config: Training, task: Task, data: Corpora, record: dict[str, Any], command: str) -> str:
    """Return the whole card."""
    parts = [
        _front(config, task),
        f"# {config.title}",
        config.about,
        _warning(config, data),
        "## Figures",
        f"{FIGURES_BEGIN}\nNot evaluated yet: `rodedraad evaluate --model {config.id} --write-card`.\n{FIGURES_END}",
        "## Training data",
        _data_table(config, data, record),
        "## Leak check",
        _leaks(config, data, record),
        "## Recipe",
        _recipe(record),
        "## Cost",
        _cost(record),
        "## Limits",
        "\n".join(f"- {limit}" for limit in config.limits) or "None stated.",
        "## Training it again",
        _again(config, record, command),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _front(config: Training, task: Task) -> str:
    """YAML front matter as of the hub's model card specification; every value quoted, so that none can be read as something else."""
    pairs = {"license": config.licence.lower(), "library_name": task.library, "pipeline_tag": task.pipeline_tag}
    if config.base_model:
        pairs["base_model"] = config.base_model
    lines = ["language:", "- nl", *(f"{key}: {_quoted(value)}" for key, value in pairs.items()), "tags:", "- rode-draad"]
    return "\n".join(["---", *lines, "---"])


def _warning(config: Training, data: Corpora) -> str:
    names = [i for i in config.sources() if data.source(i).restricted]
    if not names:
        return ""
    return f"> **Not to be shared.** Trained with `allow_restricted` on data whose licence forbids passing it on: {', '.join(names)}."


def _data_table(config: Training, data: Corpora, record: dict[str, Any]) -> str:
    head = ["source", "from", "licence", "read", "blank", "dropped", "kept"]
    counts = record["leaks"]["sources"]
    rows = []
    if not config.sources() and (corpus := config.labelled()):
        return _CORPUS.format(folder=corpus.as_posix(), parts=_facts(record))
    for source_id in config.sources():
        source = data.source(source_id)
        origin = f"{source.origin} @ {source.commit}" if source.commit else source.origin
        what = f"**{source_id}** {source.title}" + (" (machine-translated)" if source.machine_translated else "")
        found = {name.partition("/")[2]: count for name, count in counts.items() if name.partition("/")[0] == source_id}
        cells = [_per_kind(found, "read"), str(data.blank_lines(source_id)), _per_kind(found, "lost"), _per_kind(found, "kept")]
        rows.append([what, origin, source.licence, *cells])
    measured = config.dev_sources()
    note = f"\n\nMeasured with on the way, not learned from: {', '.join(measured)}." if measured else ""
    return _table(head, rows) + "\n\n*dropped*: held a sentence of a test set. *kept*: before any filter of the recipe itself." + note


def _per_kind(found: dict[str, dict[str, Any]], what: str) -> str:
    """Return a figure, once for each way in which a source was read (as pairs, as sentences)."""

    def figure(count: dict[str, Any]) -> str:
        return f"{count['read'] - count['kept'] if what == 'lost' else count[what]:,}"

    if len(found) == 1:
        return figure(next(iter(found.values())))
    return ", ".join(f"{figure(count)} ({kind})" for kind, count in found.items()) or "–"


def _leaks(config: Training, data: Corpora, record: dict[str, Any]) -> str:
    tests, sources = record["leaks"]["tests"], record["leaks"]["sources"]
    if not tests and config.labelled():
        return _PARTS
    if not tests:
        return "**No test set was declared, so nothing was checked.**"
    rows = [[name, count["dropped"][test], test] for name, count in sources.items() for test in sorted(count["dropped"])]
    checked = {name.partition("/")[0] for name in sources}
    passed = [i for i in config.sources() if i not in checked]
    words = [i for i in passed if data.source(i).format == "frequencies"]
    others = [i for i in passed if i not in words]
    guarded = ", ".join(f"{name} ({n:,} texts)" for name, n in tests.items())
    said = [
        f"No training item may hold a sentence of these sets: {guarded}. {_METHOD}",
        _table(["source/read as", "dropped", "test set"], [[str(c) for c in row] for row in rows]) if rows else "Nothing was dropped.",
        f"Not compared, because they hold single words: {', '.join(words)}." if words else "",
        f"**Not compared**: {', '.join(others)}." if others else "",
    ]
    return "\n\n".join(part for part in said if part)


def _recipe(record: dict[str, Any]) -> str:
    settings = tomli_w.dumps(_without_none(record["config"]))
    versions = ", ".join(f"{name} {version}" for name, version in record["versions"].items())
    return "\n\n".join(part for part in (f"```toml\n{settings}```", _facts(record), f"Made with {versions}.") if part)


def _facts(record: dict[str, Any]) -> str:
    return "\n".join(f"- {name}: {value:,}" if isinstance(value, int) else f"- {name}: {value}" for name, value in record["facts"].items())


def _cost(record: dict[str, Any]) -> str:
    minutes, wall = record["cpu_seconds"] / _MINUTE, record["wall_seconds"] / _MINUTE
    machine = record["machine"]
    pieces = f", in {record['pieces']} pieces" if record["pieces"] > 1 else ""
    told = f"{minutes:.1f} CPU minutes, {wall:.1f} minutes on the clock{pieces} ({machine['system']}, {machine['processor']}, "
    if record["device"] != "cpu":
        return f"{told}{record['device']}). Energy was not measured, and is not estimated for a run on a GPU."
    energy = minutes / _MINUTE * WATTS_PER_CORE
    return (
        f"{told}{machine['cores']} cores, no GPU). Energy was not measured; CPU time × an assumed {WATTS_PER_CORE} W a core gives about "
        f"{energy:.2g} Wh."
    )


def _again(config: Training, record: dict[str, Any], command: str) -> str:
    return (
        f"```sh\n{command}\n```\n\n{_needs(config)} Seed {config.seed} "
        "gives the same weights on the same machine with the same versions; the hash over the files of this model is "
        f"`{record['weights'][:16]}…` (`training.json`)."
    )


def _needs(config: Training) -> str:
    if config.sources():
        return "with the files of the table above in the folder that `data` names (or `--data`)."
    return "from the folder of the program; nothing else is needed."


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def _quoted(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _without_none(value: Any) -> Any:  # noqa: ANN401 - TOML has no null
    if isinstance(value, dict):
        return {key: _without_none(inner) for key, inner in value.items() if inner is not None}
    return [_without_none(inner) for inner in value] if isinstance(value, list) else value
