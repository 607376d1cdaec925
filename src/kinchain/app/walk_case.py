"""Read the walks of a case; one that cannot be read is said so and never stops the assessment."""

from __future__ import annotations

from pathlib import Path

from kinchain.app.walk_findings import Shown, shown_by
from kinchain.core.errors import KinchainError
from kinchain.core.formats.case import Case, WalkInput
from kinchain.core.formats.walk import Walk


def locate_walks(case: Case, folder: Path) -> Case:
    """Return a case whose recordings are found from here rather than from its own folder.

    Parameters
    ----------
    case
        The case as in its file.
    folder
        The file's folder.
    """

    def _at(path: str | None) -> str | None:
        return None if path is None else str(folder / path)

    walks = tuple(
        WalkInput(path=str(folder / one.path), static=_at(one.static), model=_at(one.model))
        for one in case.walks
    )
    return case.model_copy(update={"walks": walks})


def read_walks(case: Case) -> Shown:
    """Return what a case's recordings show.

    Parameters
    ----------
    case
        The case; paths as seen from here.

    Notes
    -----
    How soon a person must be seen may not hang on a file: whatever goes wrong with a recording
    is told in the notes.
    """
    if not case.walks:
        return Shown()
    walks: list[Walk] = []
    notes: list[str] = []
    for one in case.walks:
        name = Path(one.path).name
        try:
            walks.append(_measured(one, case))
        except KinchainError as error:
            fault = error.faults[0]
            notes.append(f"The recording {name} was not used: {fault.what}. Mend: {fault.mend}.")
        except Exception as error:  # noqa: BLE001 - a fault in measuring must not hide a danger
            kind = type(error).__name__
            notes.append(f"The recording {name} was not used: measuring it failed ({kind}).")
    return shown_by(walks, notes)


def _measured(one: WalkInput, case: Case) -> Walk:
    from kinchain.app.walk import WalkOrder, measure

    static = None if one.static is None else Path(one.static)
    order = WalkOrder(
        (Path(one.path),),
        static,
        mass_kg=case.person.mass_kg,
        height_m=case.person.height_m,
    )
    return measure(order).walk
