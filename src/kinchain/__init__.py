"""What a knee does to a foot, and a foot to a knee: from words and walks to a plan."""

from __future__ import annotations

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
    from pathlib import Path

    from kinchain.app.assess import assess
    from kinchain.app.loads.compute import compute_loads
    from kinchain.body.default import default_body
    from kinchain.core.formats.case import Case
    from kinchain.core.formats.page import Page
    from kinchain.gait.measure import measure_walk
    from kinchain.gait.readers import read_recording


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


def _simulate() -> Any:
    """Return the use case; ``kinchain.simulate`` is also a room, whose import would hide it."""
    from kinchain.app.simulate import simulate

    return simulate


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
    if name == "simulate":
        return _simulate()
    raise AttributeError(f"module 'kinchain' has no attribute '{name}'")
