"""Read the walks of a case; one that cannot be read is said so and never stops the assessment."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from kinchain.app.walk_findings import Shown, shown_by
from kinchain.core.errors import KinchainError
from kinchain.core.formats.case import Case, WalkInput
from kinchain.core.formats.walk import Walk

if TYPE_CHECKING:
    from kinchain.app.loads.usual import LoadLook
    from kinchain.core.formats.loads import Loads

Done = TypeVar("Done")


WALK = ("The recording {} was not used", "measuring it")
LOADS = ("The loads of {} were not worked out", "working them out")
"""What did not go, and what failed."""


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


@dataclass(frozen=True)
class ReadWalk:
    """What one recording gave.

    Parameters
    ----------
    name
        Its name, as it is told.
    walk
        The measured walk; None where it could not be used.
    loads
        The loads; None where they could not be worked out.
    notes
        What went wrong with it.
    """

    name: str
    walk: Walk | None
    loads: Loads | None = None
    notes: tuple[str, ...] = ()


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
    return shown_of([_read(one, case) for one in case.walks])


def _read(one: WalkInput, case: Case) -> ReadWalk:
    notes: list[str] = []
    name = Path(one.path).name
    walk = tried(partial(_measured, one, case), notes, WALK, name)
    found = None if walk is None else tried(partial(_loaded, one, case), notes, LOADS, name)
    return ReadWalk(name, walk, found, tuple(notes))


def shown_of(read: Sequence[ReadWalk]) -> Shown:
    """Return what recordings show that were read before, here or elsewhere.

    Parameters
    ----------
    read
        What each gave.
    """
    if not read:
        return Shown()
    loads: list[Loads] = []
    looks: list[LoadLook] = []
    notes: list[str] = []
    for one in read:
        notes += one.notes
        if one.walk is not None and one.loads is not None:
            bare, own = _looked(one.loads, one.walk, one.name, notes)
            loads.append(bare)
            looks += own
    walks = [one.walk for one in read if one.walk is not None]
    return _with_loads(shown_by(walks, notes), loads, looks)


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


def _loaded(one: WalkInput, case: Case) -> Loads:
    """Return the loads of a recording, by the model named or the default body."""
    from kinchain.app.loads.compute import LoadsOrder, compute

    person = case.person
    order = LoadsOrder(
        (Path(one.path),),
        None if one.model is None else Path(one.model),
        None if one.static is None else Path(one.static),
        mass_kg=person.mass_kg,
        height_m=person.height_m,
        sex=person.sex if person.sex in ("female", "male") else None,
    )
    return compute(order).loads


def _looked(
    loads: Loads, walk: Walk, name: str, notes: list[str]
) -> tuple[Loads, tuple[LoadLook, ...]]:
    """Return the loads without curves, and each set against what is usual."""
    from kinchain.app.loads.findings import speed_of, without_load_curves
    from kinchain.app.loads.usual import doubts_of, looked_at
    from kinchain.evidence.load_norms import load_norms

    doubts = doubts_of(loads)
    if loads.left is None and loads.right is None:
        why = next((one.what for one in loads.quality if one.level == "warning"), "no clean stance")
        notes.append(f"{LOADS[0].format(name)}: {why}.")
    elif doubts:
        notes.append(f"The loads of {name} are shown, but tell nothing: {'; '.join(doubts)}.")
    return without_load_curves(loads, name), looked_at(loads, speed_of(walk), name, load_norms())


def _with_loads(shown: Shown, loads: list[Loads], looks: list[LoadLook]) -> Shown:
    if not loads:
        return shown
    from kinchain.app.loads.findings import load_findings

    return replace(
        shown,
        findings=(*shown.findings, *load_findings(looks)),
        loads=tuple(loads),
        loads_looked=tuple(looks),
    )


def tried(
    work: Callable[[], Done], notes: list[str], said: tuple[str, str], name: str
) -> Done | None:
    """Do one piece of work; what goes wrong with it becomes a note.

    Parameters
    ----------
    work
        The work.
    notes
        Where the note goes.
    said
        ``WALK`` or ``LOADS``.
    name
        Name of the recording, as it is told.
    """
    what, doing = said[0].format(name), said[1]
    try:
        return work()
    except KinchainError as error:
        fault = error.faults[0]
        notes.append(f"{what}: {fault.what}. Mend: {fault.mend}.")
    except Exception as error:  # noqa: BLE001 - a fault in measuring must not hide a danger
        notes.append(f"{what}: {doing} failed ({type(error).__name__}).")
    return None
