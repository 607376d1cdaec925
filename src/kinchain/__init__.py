"""What a knee does to a foot, and a foot to a knee: from words and walks to a plan."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

__all__ = [
    "__version__",
    "assess",
    "compute_loads",
    "default_body",
    "explain",
    "measure_walk",
    "read_case",
    "read_recording",
    "simulate",
]

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from kinchain.app.assess import assess
    from kinchain.app.loads.compute import compute_loads
    from kinchain.body.default import default_body
    from kinchain.core.formats.case import Case
    from kinchain.core.formats.page import Page
    from kinchain.core.formats.simulation import Simulation
    from kinchain.gait.measure import measure_walk
    from kinchain.gait.readers import read_recording
    from kinchain.simulate.gait_cycle import Person
    from kinchain.simulate.settings import Settings


def read_case(path: str | Path) -> Case:
    """Read a ``kinchain-case/1`` file, or ``case.yaml`` in a folder; its walks are found from it.

    Parameters
    ----------
    path
        File or folder.

    Raises
    ------
    kinchain.core.errors.InputError
        With every fault of the file.
    """
    from pathlib import Path

    from kinchain.app.walk_case import locate_walks
    from kinchain.evidence import load_knowledge
    from kinchain.intake.case_file import read_case as read

    case = read(path, load_knowledge().findings)
    place = Path(path)
    return locate_walks(case, place if place.is_dir() else place.parent) if case.walks else case


def explain(text: str) -> Page:
    """Answer a question from the evidence, or show the page of an id.

    Parameters
    ----------
    text
        A question in plain English, or an id such as ``plantar_fasciitis``.

    Raises
    ------
    kinchain.core.errors.InputError
        If nothing was asked.
    """
    from kinchain.app.explain import explain as answer

    return answer(text)


def simulate(
    person: Person | Mapping[str, Any],
    settings: Settings | Mapping[str, float] | None = None,
    *,
    speed_mps: float | None = None,
    compare: bool = True,
    starts: int = 1,
    seed: int = 0,
    draws: int = 0,
) -> Simulation:
    """Predict how a person walks with what is set, and what each foot then carries.

    Parameters
    ----------
    person
        ``{"mass_kg": .., "height_m": .., "sex": ..}``, or a case's person.
    settings
        ``NAME``, ``NAME@left`` or ``NAME@right`` -> value, as ``kinchain simulate --set``.
    speed_mps
        Speed to keep, m/s; None for the speed of its own choice.
    compare
        Whether to compare with the same person without what is set.
    starts
        From how many starts each walk is sought.
    seed
        Of the starts and draws.
    draws
        In how many other bodies the comparison is repeated for its interval.

    Raises
    ------
    kinchain.core.errors.InputError
        If a value is out of range, a name unknown, or two settings contradict each other.
    """
    from kinchain.app.simulate.predict import simulate as predict

    return predict(
        person, settings, speed_mps=speed_mps, compare=compare, starts=starts, seed=seed,
        draws=draws,
    )  # fmt: skip


def __getattr__(name: str) -> Any:
    if name == "assess":
        from kinchain.app.assess import assess

        return assess
    if name == "read_recording":
        from kinchain.gait.readers import read_recording

        return read_recording
    if name == "compute_loads":
        from kinchain.app.loads.compute import compute_loads

        return compute_loads
    if name == "default_body":
        from kinchain.body.default import default_body

        return default_body
    if name == "measure_walk":
        from kinchain.gait.measure import measure_walk

        return measure_walk
    raise AttributeError(f"module 'kinchain' has no attribute '{name}'")


_predict = simulate


class _CallableRoom(ModuleType):
    """The room ``simulate`` once it is loaded: called, it does what the function does."""

    __call__ = staticmethod(_predict)


class _Package(ModuleType):
    """Sees to it that ``kinchain.simulate(..)`` works though a room bears the same name.

    Python sets a package's attribute to each of its parts that is imported.
    """

    def __setattr__(self, name: str, value: object) -> None:
        if name == "simulate" and isinstance(value, ModuleType):
            value.__class__ = _CallableRoom
        super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
