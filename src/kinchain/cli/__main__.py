"""Lets ``python -m kinchain.cli`` stand for ``kinchain``."""

from __future__ import annotations

from kinchain.cli import main

if __name__ == "__main__":
    main()
