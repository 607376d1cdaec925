"""Read a user's own marker names: TOML with ``landmark = "marker name"``."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path

from kinchain.core.errors import Fault, InputError, nearest, unknown_name
from kinchain.gait.landmarks import landmark_names

MAX_BYTES = 100_000


def read_marker_map(path: Path, names: Sequence[str]) -> dict[str, str]:
    """Return landmark to marker name.

    Parameters
    ----------
    path
        TOML file; a table ``[markers]`` is allowed.
    names
        Marker names of the recording.

    Raises
    ------
    InputError
        If it is no TOML, or names landmarks or markers that do not exist; all are told.
    """
    where = path.name
    form = 'lines like  heel_l = "LHEE"'
    if not path.is_file() or path.stat().st_size > MAX_BYTES:
        raise InputError(
            Fault("no such marker map, or too large a one", str(path), form, "check the path")
        )
    try:
        content = tomllib.loads(path.read_bytes().decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(
            Fault(
                f"no valid TOML: {error}", where, form, "put marker names in quotes, one per line"
            )
        ) from error
    table = content.get("markers", content)
    if not isinstance(table, dict) or not table:
        raise InputError(Fault("no markers named", where, form, "name at least one"))
    faults: list[Fault] = []
    result: dict[str, str] = {}
    known = landmark_names()
    for landmark, marker in table.items():
        field = f"{where}, field '{landmark}'"
        if landmark not in known:
            faults.append(unknown_name(landmark, known, field, "landmark"))
        elif not isinstance(marker, str):
            faults.append(Fault("its marker is no text", field, form, "put the name in quotes"))
        elif marker not in names:
            near = nearest(marker, list(names))
            faults.append(
                Fault(
                    f"the recording has no marker '{marker[:40]}'",
                    field,
                    f"one of its {len(names)} markers",
                    f"Did you mean {' or '.join(near)}?" if near else "See the recording's labels.",
                )
            )
        else:
            result[landmark] = marker
    if faults:
        raise InputError(faults)
    return result
