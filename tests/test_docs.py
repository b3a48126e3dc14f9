"""The documentation keeps up with the program: every command and setting, every link, every file it names."""

import importlib.util
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])


def _generator():
    spec = importlib.util.spec_from_file_location("generate_docs", ROOT / "docs" / "generate.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_reference_pages_are_up_to_date():
    for name, make in _generator().PAGES.items():
        assert (ROOT / "docs" / name).read_text(encoding="utf-8") == make(), f"run `make docs` ({name})"


def test_every_command_has_help_and_is_documented():
    text = (ROOT / "docs" / "opdrachten.md").read_text(encoding="utf-8")
    import typer

    from rodedraad.cli.main import application

    commands = list(_generator()._walk(typer.main.get_command(application()), ("rodedraad",)))
    assert len(commands) >= 8
    for path, command in commands:
        assert command.help, path
        assert f"`{' '.join(path)}`" in text
        for parameter in command.params:
            assert getattr(parameter, "help", None) or parameter.name == "help", (path, parameter.name)


def test_make_bench_makes_every_result_that_the_quality_page_shows():
    shown = set(re.findall(r"<!-- result: (\S+) -->", (ROOT / "docs" / "quality.md").read_text(encoding="utf-8")))
    made = set(re.findall(r"\$\(RESULTS\)/(\S+)", (ROOT / "Makefile").read_text(encoding="utf-8")))
    assert shown <= made


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_links_resolve(page):
    for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        if "://" not in target and not target.startswith("mailto:"):
            assert (page.parent / target).exists(), f"{page.name} → {target}"
