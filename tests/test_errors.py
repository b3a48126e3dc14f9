"""Errors: what and remedy from the catalogue, through processes and tables."""

import ast
import pickle
import tomllib
from pathlib import Path

import pytest

from rodedraad import errors, messages

PACKAGE = Path(errors.__file__).parent
CATALOGUES = sorted((PACKAGE / "locale").iterdir())


def test_one_line_names_file_cause_and_remedy():
    told = str(errors.DocumentError("too_big", "rapport.pdf", mb=300, most=200))
    assert told.startswith("rapport.pdf: ")
    assert "300 MB" in told
    assert "ingest.max_mb" in told


def test_survives_the_trip_between_processes():
    error = errors.DocumentError("too_big", "a.pdf", mb=300, most=200)
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    assert (str(again), again.exit_code) == (str(error), 3)


def test_survives_a_table_cell():
    error = errors.DocumentError("duplicate_file", "b.pdf", other="een & twee=3.pdf")
    assert str(errors.DocumentError.from_reason(error.reason, "b.pdf")) == str(error)


def test_hostile_file_names_stay_on_one_line():
    told = str(errors.DocumentError("unreadable", "a\nb\u202ecod.pdf"))
    assert "\n" not in told
    assert "\u202e" not in told


def test_hostile_names_in_the_values_stay_on_one_line():
    """The other file of a pair, the headings of a register."""
    told = str(errors.DocumentError("duplicate_file", "b.pdf", other="a\nb\u202e\u2028\x1b[31m.pdf"))
    assert told.startswith("b.pdf: Dit bestand is precies gelijk aan a\\u000ab\\u202e\\u2028\\u001b[31m.pdf")
    assert all(c.isprintable() for c in told)


def _codes_in_source():
    """Every constant first argument of a raised error class of ours."""
    names = {n for n in dir(errors) if n.endswith(("Error", "Fault"))}
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and getattr(node.func, "id", "") in names
                and node.args
                and isinstance(node.args[0], ast.Constant)
            ):
                yield node.args[0].value, path.name


@pytest.mark.parametrize("language", [p.name for p in CATALOGUES])
def test_every_code_has_a_cause_and_a_remedy(language):
    known = tomllib.loads((PACKAGE / "locale" / language / "errors.toml").read_text(encoding="utf-8"))
    for code, where in _codes_in_source():
        assert {"what", "remedy"} <= set(known.get(code, {})), f"{code} ({where})"


def test_the_languages_have_the_same_keys():
    def flat(table, prefix=""):
        for key, value in table.items():
            yield from flat(value, f"{prefix}{key}.") if isinstance(value, dict) else [prefix + key]

    def keys(folder):
        return {p.name: sorted(flat(tomllib.loads(p.read_text(encoding="utf-8")))) for p in folder.glob("*.toml")}

    reference = keys(PACKAGE / "locale" / messages.DEFAULT_LANGUAGE)
    for folder in CATALOGUES:
        assert keys(folder) == reference, folder.name


def test_an_unknown_text_is_a_fault():
    with pytest.raises(KeyError):
        messages.text("errors.bestaat_niet.what")


def test_a_shared_table_keeps_no_words_of_a_document():
    assert errors.shareable("sheet_no_text?present=Jan+Jansen&rows=12") == "sheet_no_text?rows=12"
    assert errors.shareable("language_other?language=en") == "language_other?language=en"
    assert errors.shareable("crashed") == "crashed"
    assert errors.shareable(None) is None
    assert "…" in errors.DocumentError.from_reason("duplicate_file").what
