"""An installed nl_core_news_md is preferred: built here with spaCy's own packaging, installed with pip, read in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from syntax.pipelines import small_pipeline

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow
NAME, VERSION = "nl_core_news_md", "3.8.0"
SCRIPT = """
import json
import polars as pl
from rodedraad.config import Syntax
from rodedraad.run.stage import Context
from rodedraad.schema import TABLES
from rodedraad.stages import STAGES
from rodedraad.syntax.stage import run

stage = next(s for s in STAGES if s.name == "syntax")
config = Syntax(models=["nl_core_news_lg", "nl_core_news_md", "rules"])
stage.check_ready(config)
fragments = TABLES["fragments"].frame([{"passage_id": "p1", "doc_id": "d1", "position": 0, "text": "Het team spreekt over kinderen."}])
words = run({"fragments": fragments}, config, Context(None, 13))["words"]
print(json.dumps({"model": words["model_id"].unique().to_list(), "lemmas": words["lemma"].to_list(), "identity": stage.identity(config)}))
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A folder with the package installed in it, as site-packages would have it."""
    folder = tmp_path_factory.mktemp("package")
    nlp = small_pipeline(stock=True)
    nlp.to_disk(folder / "model")
    (folder / "built").mkdir()
    command = [sys.executable, "-m", "spacy", "package", folder / "model", folder / "built", "--build", "none", "--force"]
    command += ["--name", NAME.removeprefix("nl_"), "--version", VERSION]
    subprocess.run(command, check=True, capture_output=True, env=os.environ | {"PYTHONPATH": ""})
    source = folder / "built" / f"{NAME}-{VERSION}"
    pip = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
        "--no-build-isolation",
        "--target",
        folder / "site",
        source,
    ]
    subprocess.run(pip, check=True, capture_output=True)
    return folder / "site"


def _tell(*paths: Path):
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(map(str, paths))}
    told = subprocess.run([sys.executable, "-c", SCRIPT], check=True, capture_output=True, text=True, env=environment)
    return json.loads(told.stdout)


def test_the_package_is_chosen_and_recorded_with_its_version(site):
    told = _tell(site)
    assert told["model"] == [f"{NAME}@{VERSION}"]
    assert told["lemmas"] == ["het", "team", "spreken", "over", "kind"]


def test_without_it_the_next_in_the_list_is_used_and_results_are_made_anew(site):
    with_it, without = _tell(site), _tell()
    assert without["model"] == ["rules"]
    assert with_it["identity"] != without["identity"]
