"""Read what pose programs write as JSON, and plain tables."""

from __future__ import annotations

from pathlib import Path

from kinchain.gait.readers._raw import RawTrial, refuse


def read_json(path: Path) -> RawTrial:
    """Read one JSON file.

    Parameters
    ----------
    path
        The file.

    Raises
    ------
    InputError
        If it is no recording.
    """
    raise refuse("JSON is not read yet", path.name, "C3D, TRC or MOT", "export as TRC")


def read_table(path: Path) -> RawTrial:
    """Read one table.

    Parameters
    ----------
    path
        The file.

    Raises
    ------
    InputError
        If it is no recording.
    """
    raise refuse("tables are not read yet", path.name, "C3D, TRC or MOT", "export as TRC")
