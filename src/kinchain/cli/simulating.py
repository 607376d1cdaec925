"""``kinchain simulate``: from settings to a predicted walk, its loads and what changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from kinchain.core.errors import Fault, InputError

if TYPE_CHECKING:
    from kinchain.app.simulate.order import SimulateOrder
    from kinchain.core.formats.simulation import Simulation

PAGE, JSON, TEXT = "simulation.html", "simulation.json", "simulation.txt"


@dataclass(frozen=True)
class Asked:
    """What the arguments told; masses in kg, lengths in m, speed in m/s."""

    mass_kg: float | None = None
    height_m: float | None = None
    sex: str | None = None
    speed_mps: float | None = None
    settings: tuple[str, ...] = ()
    compare: bool = False
    starts: int = 1
    seed: int = 0
    draws: int = 0


@dataclass(frozen=True)
class Shown:
    """How to show it: JSON alone, a page's file, a folder for all files."""

    as_json: bool = False
    html: Path | None = None
    out: Path | None = None


def simulate_and_show(asked: Asked, shown: Shown) -> None:
    """Predict the walk and print, and write files where asked.

    Parameters
    ----------
    asked
        What is to be predicted.
    shown
        How to show it.

    Raises
    ------
    InputError
        If a value or a setting cannot be used.
    typer.Exit
        With 1, if a library that is needed is not installed.
    """
    from kinchain.app.simulate.predict import predicted
    from kinchain.app.simulate.runs import SolverMissingError
    from kinchain.cli.assessing import check_folder
    from kinchain.cli.running import FAILED, show_faults
    from kinchain.cli.walking import progress

    check_folder(shown.out)
    _check_page(shown.html)
    order = order_of(asked)
    try:
        with progress() as say:
            done = predicted(order, say)
    except SolverMissingError as error:
        show_faults(error.faults, as_json=shown.as_json)
        raise typer.Exit(FAILED) from None
    simulation = done.simulation
    if shown.as_json:
        typer.echo(simulation.model_dump_json(indent=2))
    else:
        show(simulation)
    files = list(write_files(simulation, shown))
    if shown.out is not None:
        from kinchain.app.simulate.files import write_predicted

        files += write_predicted(done.gait, order.person, shown.out)
    for file in files:
        typer.echo(f"Written: {file}", err=True)


def order_of(asked: Asked) -> SimulateOrder:
    """Return what is to be predicted, checked; every fault is told at once.

    Parameters
    ----------
    asked
        What the arguments told.

    Raises
    ------
    InputError
        With every fault.
    """
    from kinchain.app.simulate.order import SimulateOrder, person_from
    from kinchain.simulate.settings import Settings, parse_settings

    faults: list[Fault] = []
    person, settings = None, Settings()
    assumed: tuple[str, ...] = ()
    try:
        person, assumed = person_from(
            {"mass_kg": asked.mass_kg, "height_m": asked.height_m, "sex": _sex(asked.sex)}
        )
    except InputError as error:
        faults += error.faults
    try:
        settings = parse_settings(asked.settings, person)
    except InputError as error:
        if not faults:
            raise
        faults += error.faults
    if faults or person is None:
        raise InputError(faults)
    return SimulateOrder(
        person, settings, asked.speed_mps, asked.compare, asked.starts, asked.seed, asked.draws,
        assumed=assumed,
    )  # fmt: skip


def _sex(told: str | None) -> str | None:
    if told not in {None, "female", "male", "other"}:
        raise InputError(
            Fault("the value cannot be used", "kinchain simulate, option '--sex'",
                  "female, male or other", "correct it, or leave it out")
        )  # fmt: skip
    return told


def _check_page(page: Path | None) -> None:
    """Refuse a page's place that cannot be written to before any work is done."""
    if page is not None and (page.is_dir() or not page.parent.is_dir()):
        raise InputError(
            Fault("there is no folder for it" if not page.is_dir() else "a folder is in the way",
                  "kinchain simulate, option '--html'", "a file in a folder that is there",
                  "name a file, as in what-if.html")
        )  # fmt: skip


def show(simulation: Simulation) -> None:
    """Print a predicted walk on standard output, in colour where that is a terminal.

    Parameters
    ----------
    simulation
        The predicted walk.
    """
    from rich.console import Console

    from kinchain.report.simulation import print_simulation, simulation_text

    console = Console(highlight=False, emoji=False)
    if console.is_terminal:
        print_simulation(simulation, console)
    else:
        typer.echo(simulation_text(simulation, encoding=console.encoding), nl=False)


def write_files(simulation: Simulation, shown: Shown) -> Sequence[Path]:
    """Write the page, and into a folder the page, JSON and text.

    Parameters
    ----------
    simulation
        The predicted walk.
    shown
        Where to.

    Returns
    -------
    files
        What was written.
    """
    from kinchain.cli.assessing import write_aside
    from kinchain.report.simulation import simulation_page, simulation_text

    contents: dict[Path, str] = {}
    if shown.html is not None:
        contents[shown.html] = simulation_page(simulation)
    if shown.out is not None:
        shown.out.mkdir(parents=True, exist_ok=True)
        contents[shown.out / PAGE] = simulation_page(simulation)
        contents[shown.out / JSON] = simulation.model_dump_json(indent=2) + "\n"
        contents[shown.out / TEXT] = simulation_text(simulation)
    for file, content in contents.items():
        write_aside(file, content)
    return tuple(contents)
