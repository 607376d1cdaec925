"""Lint the docstrings of everything public with numpydoc, by the list in pyproject.toml.

`numpydoc lint` itself does not know that a dataclass takes its fields as parameters; here the
finding "unknown parameter" is kept for functions and left out for classes.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from numpydoc.hooks.validate_docstrings import parse_config, process_file

ROOT = Path(__file__).resolve().parent.parent
UNKNOWN_PARAMETER = "PR02"


def main() -> int:
    """Lint every public module of the package.

    Returns
    -------
    exit_code
        0 without findings, else 1.
    """
    os.chdir(ROOT)
    config = parse_config(ROOT)
    paths = [path for path in Path("src").rglob("*.py") if is_public(path)]
    found = [fault for path in sorted(paths) for fault in process_file(path, config)]
    faults = [
        fault for fault in found if not (fault[2] == UNKNOWN_PARAMETER and is_class(fault[1]))
    ]
    for place, name, code, text in faults:
        print(f"{place}: {name}: {code} {text}")
    print(f"  {len(paths)} modules, {len(faults)} findings")
    return 1 if faults else 0


def is_public(path: Path) -> bool:
    """Say whether a module may be imported from outside its room.

    Parameters
    ----------
    path
        File of the module.

    Returns
    -------
    is_public
        False for files that begin with one underscore.
    """
    return path.name == "__init__.py" or not path.name.startswith("_")


def is_class(name: str) -> bool:
    """Say whether a finding is about a class.

    Parameters
    ----------
    name
        Qualified name of the thing found wanting.

    Returns
    -------
    is_class
        True when the last part of the name begins with a capital.
    """
    return name.rsplit(".", 1)[-1][:1].isupper()


if __name__ == "__main__":
    sys.exit(main())
