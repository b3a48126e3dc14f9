"""Writes the reference pages that are made from the program itself, and puts the results of benchmarks into quality.md."""

from __future__ import annotations

import argparse
import ast
import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent
RESULTS = HERE.parent / "benchmarks" / "results"
_MADE = "<!-- Gemaakt door docs/generate.py uit het programma zelf; niet met de hand wijzigen. -->\n"


def configuration() -> str:
    """Return configuratie.md: every key, its default and its meaning, a table for each section."""
    from rodedraad.config import Config
    from rodedraad.configdoc import keys

    lines = [
        "# Instellingen",
        _MADE,
        "Een eigen configuratie is een tekstbestand in TOML. Begin met een profiel en noem alleen wat anders moet:\n",
        '```toml\nextends = "base"\n\n[cluster]\nmin_documents = 4\n```\n',
        "Gebruik het met `rodedraad run MAP --config eigen.toml`, of geef één instelling mee met",
        "`--set cluster.min_documents=4`. `rodedraad config check eigen.toml` noemt alle fouten in één keer.",
    ]
    section = None
    for key in keys():
        here = key.name.rpartition(".")[0]
        if here != section:
            section = here
            field: Any = Config.model_fields[here.split(".")[0]] if here else None
            about = f": {field.description.rstrip('.').lower()}" if field else ""
            lines += ["", f"## `[{here}]`{about}" if here else "## Algemeen", "", "| instelling | standaard | betekenis |", "|---|---|---|"]
        default = f"`{key.default}`" if key.default else "–"
        lines.append(f"| `{key.name}` | {default.replace('|', '&#124;')} | {key.meaning} |")
    return "\n".join(lines) + "\n"


def commands() -> str:
    """Return opdrachten.md: every command with its arguments and options."""
    import typer

    from rodedraad.cli.main import application

    root = typer.main.get_command(application())
    lines = ["# Opdrachten", _MADE, "`rodedraad --help` en `rodedraad OPDRACHT --help` tonen hetzelfde in de terminal."]
    for path, command in _walk(root, ("rodedraad",)):
        lines += ["", f"## `{' '.join(path)}`", "", command.help or "", "", "| | betekenis |", "|---|---|"]
        lines += [f"| `{_spelling(p)}` | {p.help} |" for p in command.params if getattr(p, "help", None)]
        if lines[-1] == "|---|---|":
            del lines[-3:]
    lines += ["", "## Wat de opdracht teruggeeft (exitcode)", "", "| code | betekenis |", "|---|---|"]
    meanings = {
        0: "goed",
        1: "een fout in Rode Draad zelf",
        2: "verkeerd gebruik, een fout in de configuratie, of de schijf werkt niet mee (vol, geen rechten)",
        3: "klaar, maar een of meer bestanden zijn terzijde gelegd; het scherm noemt bestand, oorzaak en remedie",
        4: "een model of programma ontbreekt",
        130: "onderbroken (Ctrl-C); dezelfde opdracht gaat verder waar hij was",
    }
    lines += [f"| {code} | {meaning} |" for code, meaning in meanings.items()]
    return "\n".join(lines) + "\n"


def tables() -> str:
    """Return tables.md: every table of a run with its place, key and columns."""
    from rodedraad.schema import TABLES
    from rodedraad.table import Privacy

    lines = [
        "# Tables",
        "<!-- Made by docs/generate.py from rodedraad/schema.py; do not edit by hand. -->\n",
        "Parquet, one file a table, rows sorted by key. Offsets count Unicode code points, from 0, end exclusive.",
        "`tables/` holds pseudonymised text, `private/` raw text and names.",
        "How they hang together: [researcher.md](researcher.md#data-model).",
    ]
    for table in TABLES.values():
        folder = "private" if table.privacy is Privacy.PRIVATE else "tables"
        lines += ["", f"## {table.name}", "", f"`RUN/{folder}/{table.name}.parquet`, key: {', '.join(f'`{k}`' for k in table.key)}"]
        lines += ["", "| column | type | meaning |", "|---|---|---|"]
        for name, column in table.columns.items():
            meaning = column.meaning.replace("|", "&#124;").replace("\n", "\\n")
            lines.append(f"| `{name}` | {column.dtype} | {meaning} |")
    return "\n".join(lines) + "\n"


def quality() -> str:
    """Return quality.md with the output of each benchmark between its marks; the rest of that page is written by hand."""
    text = (HERE / "quality.md").read_text(encoding="utf-8")
    text = re.sub(r"<!-- models: (\S+) -->\n.*?<!-- end -->", lambda m: _models(m[1]), text, flags=re.DOTALL)
    text = re.sub(r"<!-- seeds -->\n.*?<!-- end -->", lambda _: _seeds(), text, flags=re.DOTALL)
    text = re.sub(r"<!-- archetypes -->\n.*?<!-- end -->", lambda _: _archetypes(), text, flags=re.DOTALL)
    return re.sub(r"<!-- result: (\S+) -->\n.*?<!-- end -->", lambda m: _result(m[1]), text, flags=re.DOTALL)


def _result(name: str) -> str:
    printed = (RESULTS / name).read_text(encoding="utf-8").strip("\n")
    return f"<!-- result: {name} -->\n```text\n{printed}\n```\n<!-- end -->"


def _seeds() -> str:
    """Return the table of the shipped recipes trained with other seeds, beside what is shipped."""
    from rodedraad.evaluate import markdown, save

    paths = sorted([*(RESULTS / "seeds").glob("*.json"), *(RESULTS / "models").glob("nl-*.json")], key=lambda path: path.stem)
    columns = {"STS-B-nl test": markdown.EMBEDDING["STS-B-nl test"], "SICK-NL test": markdown.EMBEDDING["SICK-NL test"]}
    columns["ESCO V, 42 groups"] = markdown.EMBEDDING["ESCO V, 42 groups"]
    columns |= {f"{head}, LassySmall test": ("ud", "lassysmall/test", markdown.SYNTAX[head]) for head in ("UPOS", "lemma", "LAS")}
    columns |= {head: ("gold", "gold/test", figure) for head, figure in list(markdown.FINDINGS.items())[:3]}
    recipes = {path.stem.rpartition("-")[0] for path in (RESULTS / "seeds").glob("*.json")}
    documents = [save.read(path) for path in paths if path.stem in recipes or path.stem.rpartition("-")[0] in recipes]
    rows = [[d["model"]["name"], *(markdown.cell(d, column) for column in columns.values())] for d in documents]
    return f"<!-- seeds -->\n{markdown.table(['model', *columns], rows)}\n<!-- end -->"


def _archetypes() -> str:
    """Return the table of methods to find archetypes, from the rows of benchmarks/archetypes.py."""
    from rodedraad.evaluate.markdown import table

    rows = json.loads((RESULTS / "archetypes.json").read_text(encoding="utf-8"))["rows"]
    keys = {"noise": 3, "ari": 3, "ami": 3, "cpu_seconds": 1, "seed_ari": 3, "part_ari": 3, "report_shaped": 2}
    cells = [[r["set"], r["method"], f"{r['k']} ({r['true_k']})", *(f"{r[key]:.{n}f}" for key, n in keys.items())] for r in rows]
    for cell, row in zip(cells, rows, strict=True):
        cell.append("–" if row.get("named") is None else f"{row['named']:.2f} of {row['n_named']}")
    heads = ["set", "method", "groups (labels)", "noise", "ARI", "AMI", "CPU s", "ARI between seeds", "ARI with 90 %", "report-shaped"]
    heads.append("name right")
    return f"<!-- archetypes -->\n{table(heads, cells)}\n<!-- end -->"


def _models(kind: str) -> str:
    """Return the table of this kind, a function of evaluate/markdown.py, over every results file of a model."""
    from rodedraad.evaluate import markdown, save

    documents = [save.read(path) for path in sorted((RESULTS / "models").glob("*.json"))]
    tables = {"accuracy": markdown.accuracy, "speed": markdown.speed, "syntax": markdown.syntax}
    tables |= {"findings": markdown.findings, "finding_items": markdown.finding_items, "parties": markdown.parties}
    return f"<!-- models: {kind} -->\n{tables[kind](documents)}\n<!-- end -->"


def _walk(command: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:  # noqa: ANN401 - click objects, whichever copy typer carries
    for name, child in sorted(getattr(command, "commands", {}).items()):
        if getattr(child, "commands", None):
            yield from _walk(child, (*path, name))
        else:
            yield (*path, name), child


def _spelling(parameter: Any) -> str:  # noqa: ANN401 - likewise
    if parameter.param_type_name == "argument":
        return str(parameter.metavar or parameter.name.upper())
    return ", ".join(parameter.opts)


def requirements() -> str:
    """Return report.md: what the report must have, and the tests that hold each of it (``@pytest.mark.requirement``)."""
    import tomllib

    held = _held(HERE.parent / "tests")
    lines = [
        "# What the report must have, and which test holds it",
        "<!-- Made by docs/generate.py from tests/report/requirements.toml and the marks in tests; do not edit by hand. -->\n",
        "A test says what it holds with `@pytest.mark.requirement(7)`. Tests compare this page with the marks, and fail when a requirement",
        "has no test. What only a human can judge is in [handmatige-controle.md](handmatige-controle.md); sizes and speed are measured by",
        "`benchmarks/report_speed.py`.",
    ]
    for part in tomllib.loads((HERE.parent / "tests/report/requirements.toml").read_text(encoding="utf-8"))["part"]:
        lines += ["", f"## {part.pop('title')}", "", "| | requirement | tests |", "|---|---|---|"]
        for number, text in part.items():
            lines.append(f"| {number} | {text} | {'<br>'.join(f'`{test}`' for test in held.get(int(number), []))} |")
    return "\n".join(lines) + "\n"


def _held(folder: Path) -> dict[int, list[str]]:
    """Return the tests (``report/test_x.py::test_y``) by the number of the requirement that they hold, in order."""
    found: dict[int, set[str]] = {}
    for path in folder.rglob("test_*.py"):
        if "node_modules" in path.parts:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for owner, node in _tests(tree, ""):
            for mark in node.decorator_list:
                if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.requirement":
                    for number in mark.args:
                        found.setdefault(ast.literal_eval(number), set()).add(f"{path.relative_to(folder).as_posix()}::{owner}{node.name}")
    return {number: sorted(tests) for number, tests in found.items()}


def _tests(tree: ast.Module | ast.ClassDef, owner: str) -> Iterator[tuple[str, ast.FunctionDef | ast.ClassDef]]:
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            yield owner, node
            yield from _tests(node, f"{owner}{node.name}::")
        elif isinstance(node, ast.FunctionDef):
            yield owner, node


def decisions() -> str:
    """Return decisions.schema.json: the JSON schema of one line of a file with reviewers' decisions."""
    from rodedraad.review.model import json_schema

    return json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n"


PAGES = {
    "configuratie.md": configuration,
    "opdrachten.md": commands,
    "quality.md": quality,
    "tables.md": tables,
    "decisions.schema.json": decisions,
    "report.md": requirements,
}


def main() -> int:
    """Write the pages, or say which are out of date."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; name the pages that are out of date")
    options = parser.parse_args()
    stale = [name for name, make in PAGES.items() if not (HERE / name).is_file() or (HERE / name).read_text(encoding="utf-8") != make()]
    if options.check:
        print("\n".join(stale))
        return 1 if stale else 0
    for name in stale:
        (HERE / name).write_text(PAGES[name](), encoding="utf-8")
        print("written", name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
