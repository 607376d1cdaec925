"""The commands and their arguments; each loads its room only when it runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kinchain import __version__

app = typer.Typer(
    name="kinchain",
    help="Knee and foot trouble: how soon to be seen, what may be going on, and how knee and "
    "foot act on each other. Decision support and education, not a diagnosis.",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"kinchain {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool,
        typer.Option("--version", help="Print the version.", callback=_version, is_eager=True),
    ] = False,
) -> None:
    """Knee and foot trouble: how soon, what it may be, and how one acts on the other."""


@app.command()
def assess(  # noqa: PLR0913, PLR0917 - one parameter per option
    case: Annotated[
        Path | None,
        typer.Argument(help="Case file (YAML), or a folder with case.yaml.", show_default=False),
    ] = None,
    text: Annotated[
        str | None,
        typer.Option(help="The person's own words, in place of a case; - reads standard input."),
    ] = None,
    age: Annotated[float | None, typer.Option(help="Years, with --text.")] = None,
    sex: Annotated[str | None, typer.Option(help="female, male or other, with --text.")] = None,
    height_m: Annotated[float | None, typer.Option(help="Metres, with --text.")] = None,
    mass_kg: Annotated[float | None, typer.Option(help="Kilograms, with --text.")] = None,
    walk: Annotated[
        list[Path] | None,
        typer.Option(help="A recorded walk, to be measured; may be repeated."),
    ] = None,
    simulate: Annotated[
        bool,
        typer.Option(
            "--simulate",
            help="Also predict by simulated walks what the knee changes in what the feet carry; "
            "takes minutes.",
        ),
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the assessment's JSON only.")
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--out",
            help="Folder for assessment.json, report.html, report.pdf, report.txt and the "
            "drawings (figures, as SVG).",
        ),
    ] = None,
) -> None:
    """Assess one person: how soon, which conditions, the chain, what to ask next."""
    from kinchain.cli.assessing import Told, assess_and_show

    told = Told(text, age, sex, height_m, mass_kg, tuple(walk or ()))
    assess_and_show(case, told, as_json=as_json, out=out, simulate=simulate)


@app.command()
def ask(
    file: Annotated[
        Path | None,
        typer.Option(help="Case file that keeps the answers; kinchain-case.yaml unless told."),
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with that file.")] = False,
    out: Annotated[
        Path | None,
        typer.Option("-o", "--out", help="Folder for the report's files, as with assess."),
    ] = None,
) -> None:
    """Ask one question after the other, danger signs first; ends in the report."""
    from kinchain.cli.asking import ask_and_assess

    ask_and_assess(file, resume=resume, out=out)


@app.command()
def explain(
    question: Annotated[
        str,
        typer.Argument(
            help="A question in plain English, or the id of a condition, mechanism, treatment, "
            "exercise, home test, claim or topic."
        ),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print the page's JSON only.")] = False,
) -> None:
    """Answer a question from the evidence, with verdict, numbers and sources."""
    from kinchain.cli.explaining import explain_and_show

    explain_and_show(question, as_json=as_json)


@app.command()
def walk(  # noqa: PLR0913, PLR0917 - one parameter per option
    recordings: Annotated[
        list[Path],
        typer.Argument(
            metavar="RECORDING...",
            help="A recording (C3D, TRC, MOT, STO, pose JSON) or session folder; or several "
            "files of one trial: markers, forces, angles.",
        ),
    ],
    static: Annotated[
        Path | None, typer.Option(help="A standing trial of the same person and markers.")
    ] = None,
    marker_map: Annotated[
        Path | None, typer.Option("--map", help="TOML file with your own marker names.")
    ] = None,
    events: Annotated[
        Path | None,
        typer.Option(help="CSV file with your own events: side, event, time_s."),
    ] = None,
    mass_kg: Annotated[float | None, typer.Option(help="Body mass in kilograms.")] = None,
    height_m: Annotated[float | None, typer.Option(help="Height in metres.")] = None,
    trial: Annotated[str | None, typer.Option(help="Which trial of a session folder.")] = None,
    rate_hz: Annotated[
        float | None, typer.Option(help="Frames per second, where the files do not tell it.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the walk's JSON only.")] = False,
    out: Annotated[
        Path | None,
        typer.Option("-o", "--out", help="Folder for walk.json, walk.html and the figures (SVG)."),
    ] = None,
) -> None:
    """Read and measure a recorded walk: speed, steps, both sides, joints, forces."""
    from kinchain.app.walk import WalkOrder
    from kinchain.cli.walking import measure_and_show

    order = WalkOrder(
        tuple(recordings), static, marker_map, events, trial, rate_hz, mass_kg, height_m
    )
    measure_and_show(order, as_json=as_json, out=out)


@app.command()
def loads(  # noqa: PLR0913, PLR0917 - one parameter per option
    recordings: Annotated[
        list[Path],
        typer.Argument(
            metavar="RECORDING...",
            help="A recording (C3D, TRC, MOT, pose JSON, session folder); or several files of one "
            "trial: markers or joint angles, and ground forces (MOT, or an ExternalLoads XML).",
        ),
    ],
    model: Annotated[
        Path | None,
        typer.Option(
            help="Your OpenSim model (.osim) with these markers; without it kinchain's own body is "
            "fitted to the person."
        ),
    ] = None,
    static: Annotated[
        Path | None,
        typer.Option(help="A standing trial: sizes the body and places its markers."),
    ] = None,
    marker_map: Annotated[
        Path | None, typer.Option("--map", help="TOML file with your own marker names.")
    ] = None,
    mass_kg: Annotated[float | None, typer.Option(help="Body mass in kilograms.")] = None,
    height_m: Annotated[float | None, typer.Option(help="Height in metres.")] = None,
    sex: Annotated[str | None, typer.Option(help="female or male, for the own body.")] = None,
    trial: Annotated[str | None, typer.Option(help="Which trial of a session folder.")] = None,
    rate_hz: Annotated[
        float | None, typer.Option(help="Frames per second, where the files do not tell it.")
    ] = None,
    muscles: Annotated[
        bool, typer.Option("--muscles", help="Also each muscle's force and activation.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the loads' JSON only.")] = False,
    out: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--out",
            help="Folder for the report (loads.html), JSON, curves, tables.",
        ),
    ] = None,
) -> None:
    """Work out joint moments, muscle forces and joint loads of a recorded walk."""
    from kinchain.app.loads.compute import LoadsOrder
    from kinchain.cli.loads import compute_and_show

    order = LoadsOrder(
        tuple(recordings), model, static, marker_map, trial, mass_kg, height_m, sex, muscles,
        rate_hz,
    )  # fmt: skip
    compute_and_show(order, as_json=as_json, out=out)


@app.command()
def simulate(  # noqa: PLR0913, PLR0917 - one parameter per option
    settings: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="NAME[@left|@right]=VALUE",
            help="What is set on the person, as knee_extension_deficit_deg@right=10; without a "
            "side both legs; may be repeated.",
        ),
    ] = None,
    mass_kg: Annotated[float | None, typer.Option(help="Body mass in kilograms.")] = None,
    height_m: Annotated[float | None, typer.Option(help="Height in metres.")] = None,
    sex: Annotated[str | None, typer.Option(help="female, male or other.")] = None,
    speed_mps: Annotated[
        float | None,
        typer.Option(help="Speed to keep, metres a second; its own choice unless told."),
    ] = None,
    compare: Annotated[
        bool, typer.Option("--compare", help="Against the same person without what is set.")
    ] = False,
    starts: Annotated[int, typer.Option(help="From how many starts each walk is sought.")] = 1,
    seed: Annotated[int, typer.Option(help="Of the starts and draws.")] = 0,
    draws: Annotated[
        int,
        typer.Option(help="With --compare: repeat in so many other bodies for the ranges."),
    ] = 0,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the simulation's JSON only.")
    ] = False,
    html: Annotated[
        Path | None, typer.Option(help="Write the page with both walks side by side here.")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "-o", "--out", help="Folder for simulation.html, simulation.json, simulation.txt."
        ),
    ] = None,
) -> None:
    """Predict how a body walks with a bad knee or another foot, and what each foot carries."""
    from kinchain.cli.simulating import Asked, Shown, simulate_and_show

    asked = Asked(
        mass_kg, height_m, sex, speed_mps, tuple(settings or ()), compare, starts, seed, draws
    )
    simulate_and_show(asked, Shown(as_json, html, out))


@app.command()
def track(  # noqa: PLR0913, PLR0917 - one parameter per option
    file: Annotated[Path, typer.Argument(help="The track (YAML); made by the first add.")],
    action: Annotated[str, typer.Argument(help="add or show.")],
    date: Annotated[str | None, typer.Option(help="Day, as 2026-03-01; today unless told.")] = None,
    pain: Annotated[
        list[str] | None, typer.Option(help="Worst pain, as heel@left=4; may be repeated.")
    ] = None,
    next_morning: Annotated[
        list[str] | None, typer.Option(help="Pain the next morning, as heel@left=2.")
    ] = None,
    stiffness_min: Annotated[float | None, typer.Option(help="Minutes stiff on waking.")] = None,
    swelling: Annotated[
        bool | None, typer.Option("--swelling/--no-swelling", help="Newly swollen or not.")
    ] = None,
    steps: Annotated[int | None, typer.Option(help="Steps of the day.")] = None,
    exercise: Annotated[
        bool | None, typer.Option("--exercise/--no-exercise", help="Exercises done or not.")
    ] = None,
    sign: Annotated[
        list[str] | None, typer.Option(help="A new sign, as swelling_calf@left.")
    ] = None,
    note: Annotated[str | None, typer.Option(help="A note; it stays in the file.")] = None,
    test: Annotated[
        list[str] | None, typer.Option(help="A home test, as knee_to_wall_cm@left=9.")
    ] = None,
    score: Annotated[
        list[str] | None, typer.Option(help="An outcome score, as lefs=52; may be repeated.")
    ] = None,
    items: Annotated[
        str | None, typer.Option(help='Own tasks with psfs, as "stairs=4;dog walk=6".')
    ] = None,
    about: Annotated[str | None, typer.Option(help="What a score is about, as heel@left.")] = None,
    version: Annotated[str | None, typer.Option(help="Version of a score's form.")] = None,
    condition: Annotated[
        str | None, typer.Option(help="Condition followed, as plantar_fasciitis@left.")
    ] = None,
    started: Annotated[str | None, typer.Option(help="Day care began.")] = None,
    review: Annotated[str | None, typer.Option(help="Day to look again.")] = None,
    today: Annotated[str | None, typer.Option(help="With show: judge as of this day.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="With show: print JSON only.")] = False,
) -> None:
    """Keep a diary with tests and scores, and see whether it is working."""
    from kinchain.cli.tracking import Added
    from kinchain.cli.tracking import track as run

    added = Added(
        date, pain or (), next_morning or (), stiffness_min, swelling, steps, exercise,
        sign or (), note, test or (), score or (), items, about, version, condition, started,
        review,
    )  # fmt: skip
    run(file, action, added, as_json=as_json, today=today)


@app.command()
def serve(
    host: Annotated[
        str, typer.Option(help="Address to listen on; this machine alone unless told.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8000,
    database: Annotated[
        str | None,
        typer.Option(
            help="File (SQLite) or address of the database; in the user's data folder unless told."
        ),
    ] = None,
    allow_host: Annotated[
        list[str] | None,
        typer.Option(help="A further name under which it is reached; may be repeated."),
    ] = None,
    worker_only: Annotated[
        bool,
        typer.Option(
            "--worker-only", help="Serve no pages; only work on recordings and simulations."
        ),
    ] = False,
    no_worker: Annotated[
        bool, typer.Option("--no-worker", help="Leave that work to a worker started elsewhere.")
    ] = False,
) -> None:
    """Serve the pages for a person: tell, be asked, see the result, look things up."""
    from kinchain.cli.serving import serve_pages

    work = "only" if worker_only else "none" if no_worker else "beside"
    serve_pages(host, port, database, tuple(allow_host or ()), work)


@app.command()
def store(
    action: Annotated[str, typer.Argument(help="backup, restore or change-key.")],
    file: Annotated[
        Path | None, typer.Argument(help="The copy to write or to put back; none for change-key.")
    ] = None,
    database: Annotated[
        str | None,
        typer.Option(
            help="File (SQLite) or address of the database; in the user's data folder unless told."
        ),
    ] = None,
    drop_old_keys: Annotated[
        bool,
        typer.Option(
            "--drop-old-keys", help="After change-key: old copies cannot be opened any more."
        ),
    ] = False,
) -> None:
    """Copy what the pages keep, put a copy back, or seal everything with a new key."""
    from kinchain.cli.storing import run

    run(action, file, database, drops_old=drop_old_keys)


@app.command()
def schema(
    name: Annotated[
        str, typer.Argument(help="case, assessment, walk, loads, simulation, page or error.")
    ],
    example: Annotated[
        bool, typer.Option("--example", help="Print a full example in its place.")
    ] = False,
) -> None:
    """Print the JSON Schema of a format, or a full example of it."""
    import json

    from kinchain.core import formats

    data = formats.example(name) if example else formats.json_schema(name)
    typer.echo(json.dumps(data, indent=2, ensure_ascii=False))


@app.command()
def evidence(
    entry: Annotated[
        str | None,
        typer.Argument(
            metavar="ID",
            help="A condition, finding, mechanism, edge, rule, source or claim.",
            show_default=False,
        ),
    ] = None,
    gaps: Annotated[bool, typer.Option("--gaps", help="List what has no source.")] = False,
    check: Annotated[bool, typer.Option("--check", help="Validate all knowledge.")] = False,
) -> None:
    """Browse the evidence, list its gaps, or check it."""
    from kinchain.cli.browsing import browse

    browse(entry, gaps=gaps, check=check)


@app.command()
def bench(
    compare: Annotated[
        bool,
        typer.Option(
            "--compare", help="Also QuickScore, pyAgrum where installed, and OpenSim where named."
        ),
    ] = False,
    opensim: Annotated[
        str | None,
        typer.Option(help="A Python that can import opensim, or KINCHAIN_OPENSIM."),
    ] = None,
) -> None:
    """Measure how long things take, here and now."""
    from kinchain.cli.benchmarking import bench as measure

    measure(compare=compare, opensim=opensim)
