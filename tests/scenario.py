"""Helpers named after what an analyst does: call the command, look at what a run left behind."""

import contextlib
import io
import os
import shutil
import subprocess
import sys
from pathlib import Path

SMALL = Path(__file__).parent / "data" / "klein"
FAST = ("--config", "quick", "--set", "cluster.min_passages=3", "--set", "cluster.resamples=2")
COMMAND = (sys.executable, "-c", "from rodedraad.cli.entry import main; main()")


def cli(*arguments, cwd, env=None, before=(), timeout=180):
    """Run the real command in a process of its own; returns the finished process with text output."""
    return subprocess.run(
        [*before, *COMMAND, *map(str, arguments)],
        cwd=cwd, env={**os.environ, **(env or {})}, capture_output=True, text=True, encoding="utf-8", timeout=timeout, check=False,
    )  # fmt: skip


def here(*arguments, cwd):
    """Run the command in this process, for tests of many runs: a process of its own spends most of its time on imports."""
    from rodedraad.cli.main import main

    out, err = io.StringIO(), io.StringIO()
    with contextlib.chdir(cwd), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main([*map(str, arguments)])
    return subprocess.CompletedProcess(arguments, code, out.getvalue(), err.getvalue())


def start(*arguments, cwd, env=None):
    """Start the command and leave it running."""
    return subprocess.Popen(
        [*COMMAND, *map(str, arguments)], cwd=cwd, env={**os.environ, **(env or {})}, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True, encoding="utf-8", start_new_session=True,
    )  # fmt: skip


def small_corpus(folder):
    """Copy six small invented files into a folder and return it."""
    shutil.copytree(SMALL, folder / "stukken")
    return folder / "stukken"


def contents(run_folder):
    """Return the bytes of everything that must be the same in every run: tables and report."""
    files = [*(run_folder / "tables").glob("*.parquet"), *(run_folder / "private").glob("*.parquet"), *(run_folder / "report").rglob("*")]
    return {p.relative_to(run_folder).as_posix(): p.read_bytes() for p in files if p.is_file()}
