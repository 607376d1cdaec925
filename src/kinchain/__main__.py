"""Run the command line with ``python -m kinchain``."""

from __future__ import annotations

from kinchain.cli import main

if __name__ == "__main__":
    main()
