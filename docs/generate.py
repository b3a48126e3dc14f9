"""Writes the reference pages that are made from the program itself: configuratie.md and opdrachten.md.

usage: python docs/generate.py [--check]     (--check: only say whether they are up to date)
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
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
        here, _, name = key.name.rpartition(".")
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


def _walk(command: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    for name, child in sorted(getattr(command, "commands", {}).items()):
        if getattr(child, "commands", None):
            yield from _walk(child, (*path, name))
        else:
            yield (*path, name), child


def _spelling(parameter: Any) -> str:
    if parameter.param_type_name == "argument":
        return str(parameter.metavar or parameter.name.upper())
    return ", ".join(parameter.opts)


PAGES = {"configuratie.md": configuration, "opdrachten.md": commands}


def main() -> int:
    """Write the pages, or say which are out of date."""
    stale = [name for name, make in PAGES.items() if not (HERE / name).is_file() or (HERE / name).read_text(encoding="utf-8") != make()]
    if "--check" in sys.argv[1:]:
        print("\n".join(stale))
        return 1 if stale else 0
    for name in stale:
        (HERE / name).write_text(PAGES[name](), encoding="utf-8")
        print("written", name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
