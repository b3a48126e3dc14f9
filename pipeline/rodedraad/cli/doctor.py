"""`rodedraad doctor`: is everything there that a run may need? With --prepare: make what takes long beforehand."""

from __future__ import annotations

from typing import Annotated

import typer

from rodedraad import messages

NAME = "doctor"


def command(prepare: Annotated[bool, typer.Option("--prepare", help=messages.text("cli.doctor.prepare"))] = False) -> int:
    """Print one line for each thing looked at and what to do where it is wanting."""
    from rodedraad import health
    from rodedraad.errors import ExitCode

    if prepare:
        print(messages.text("cli.doctor.preparing"))
        health.prepare()
    findings = health.examine()
    for finding in findings:
        print(f"{messages.text(f'cli.doctor.{finding.state}')} {finding.text}")
    return int(ExitCode.MISSING if any(f.state is health.State.MISSING for f in findings) else ExitCode.GOOD)
