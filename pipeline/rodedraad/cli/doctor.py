"""`rodedraad doctor`: is everything there that a run may need?"""

from __future__ import annotations

from rodedraad import messages

NAME = "doctor"


def command() -> int:
    """Print one line for each thing looked at and what to do where it is wanting."""
    from rodedraad import health
    from rodedraad.errors import ExitCode

    findings = health.examine()
    for finding in findings:
        print(f"{messages.text(f'cli.doctor.{finding.state}')} {finding.text}")
    return int(ExitCode.MISSING if any(f.state is health.State.MISSING for f in findings) else ExitCode.GOOD)
