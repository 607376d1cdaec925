"""The command line: one command per use case, errors in four parts."""

from __future__ import annotations

import sys

__all__ = ["main"]


def main() -> None:
    """Run the command line with the process's arguments and exit with its code."""
    from kinchain.cli.running import run

    sys.exit(run(sys.argv[1:]))
