"""Every requirement of the report is held by a test, and docs/report.md says which."""

from __future__ import annotations

import importlib.util
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]


def generator():
    spec = importlib.util.spec_from_file_location("generate_requirements", ROOT / "docs" / "generate.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def numbers() -> list[int]:
    parts = tomllib.loads((Path(__file__).parent / "requirements.toml").read_text(encoding="utf-8"))["part"]
    return [int(key) for part in parts for key in part if key != "title"]


def test_there_are_39_requirements_in_order():
    assert numbers() == list(range(1, 40))


def test_every_requirement_is_held_by_a_test():
    held = generator()._held(ROOT / "tests")
    assert [number for number in numbers() if number not in held] == []


def test_no_test_claims_a_requirement_that_does_not_exist():
    assert set(generator()._held(ROOT / "tests")) <= set(numbers())


def test_a_mark_is_found_on_functions_methods_and_classes(tmp_path: Path):
    (tmp_path / "deel").mkdir()
    (tmp_path / "deel/test_x.py").write_text(
        "@pytest.mark.slow\n@pytest.mark.requirement(3, 5)\ndef test_a(): ...\n\n\n"
        "class TestB:\n    @pytest.mark.requirement(3)\n    def test_c(self): ...\n",
        encoding="utf-8",
    )
    assert generator()._held(tmp_path) == {3: ["deel/test_x.py::TestB::test_c", "deel/test_x.py::test_a"], 5: ["deel/test_x.py::test_a"]}
