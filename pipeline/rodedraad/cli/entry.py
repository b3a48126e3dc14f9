"""Where the `rodedraad` script enters: nothing is imported before Ctrl-C is in hand, and workers that run the script again pay nothing."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line of this process and exit with its code."""
    try:
        from rodedraad.cli.main import main as run

        run()
    except KeyboardInterrupt:
        sys.exit(130)  # errors.ExitCode.INTERRUPTED, which may not have been imported yet
