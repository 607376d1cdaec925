"""Read session folders: OpenCap downloads, and folders with files of one trial."""

from __future__ import annotations

from pathlib import Path

from kinchain.gait.readers._raw import RawTrial, refuse


def read_folder(path: Path, trial: str | None = None) -> RawTrial:
    """Read one trial of a folder.

    Parameters
    ----------
    path
        The folder.
    trial
        Which trial; None where there is only one.

    Raises
    ------
    InputError
        If it holds no recording.
    """
    raise refuse("folders are not read yet", path.name, "a file", f"name a file of {trial}")
