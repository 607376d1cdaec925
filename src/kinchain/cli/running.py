"""Run one command line; whatever goes wrong leaves in four parts with its exit code."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

import typer

from kinchain.cli.commands import app
from kinchain.core.errors import Fault, KinchainError, nearest

DONE, FAILED, WRONG_INPUT, INTERRUPTED = 0, 1, 2, 130
"""Exit codes: done; the work failed; input or arguments wrong; stopped by the user."""

UsageError: type[Exception] = typer.BadParameter.__bases__[0]
"""What Typer raises for wrong arguments; Typer shows its parent class only by way of this."""


def run(arguments: Sequence[str]) -> int:
    """Run one command line.

    Parameters
    ----------
    arguments
        The arguments without the program's name.

    Returns
    -------
    exit_code
        0 done, 1 the work failed, 2 input or arguments wrong, 130 interrupted.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    as_json = "--json" in arguments
    try:
        code = app(args=list(arguments) or ["--help"], prog_name="kinchain", standalone_mode=False)
        sys.stdout.flush()
    except (KeyboardInterrupt, typer.Abort):
        typer.echo("\nStopped.", err=True)
        return INTERRUPTED
    except BrokenPipeError:
        _close_quietly(sys.stdout)
        return FAILED
    except UsageError as error:
        show_faults([usage_fault(error, arguments)], as_json=as_json)
        return WRONG_INPUT
    except KinchainError as error:
        show_faults(error.faults, as_json=as_json)
        return WRONG_INPUT
    except Exception as error:  # noqa: BLE001 - the last net: never a traceback
        show_faults([failure(error)], as_json=as_json)
        return FAILED
    return code if isinstance(code, int) else DONE


def show_faults(faults: Sequence[Fault], *, as_json: bool) -> None:
    """Print faults on standard error, and as ``kinchain-error/1`` on standard output.

    Parameters
    ----------
    faults
        The faults.
    as_json
        Whether ``--json`` was given.
    """
    typer.echo("\n\n".join(str(fault) for fault in faults), err=True)
    if as_json:
        report = {"format": "kinchain-error/1", "errors": [fault.as_dict() for fault in faults]}
        typer.echo(json.dumps(report, ensure_ascii=False, indent=2))


def usage_fault(error: Exception, arguments: Sequence[str]) -> Fault:
    """Return wrong arguments in four parts, without the value that was given.

    Parameters
    ----------
    error
        Typer's error.
    arguments
        The arguments.
    """
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "kinchain"
    help_line = f"see {command} --help"
    kind = type(error).__name__
    if kind == "NoSuchOption":
        name = str(getattr(error, "option_name", "")).partition("=")[0]
        known = [one for item in context.command.params for one in item.opts] if context else []
        return Fault(
            f"unknown option '{name[:40]}'",
            command,
            "one of the command's options",
            _did_you_mean(nearest(name, known)) or help_line,
        )
    parameter = getattr(error, "param", None)
    if parameter is not None:
        name = (parameter.opts or [parameter.name])[-1]
        missing = kind == "MissingParameter"
        return Fault(
            "it is missing" if missing else "the value cannot be used",
            f"{command}, argument '{name}'",
            parameter.help or "a value",
            help_line,
        )
    if context is not None and context.parent is None:
        word = next((one for one in arguments if not one.startswith("-")), "")
        known = list(getattr(context.command, "commands", {}))
        if word and word not in known:
            near = nearest(word, known, 2) or known
            return Fault(
                f"unknown command '{word[:40]}'", command, ", ".join(known), _did_you_mean(near)
            )
    return Fault(
        "the arguments cannot be used", command, "the arguments of this command", help_line
    )


def _did_you_mean(names: Sequence[str]) -> str:
    return f"did you mean {' or '.join(names)}?" if names else ""


def failure(error: Exception) -> Fault:
    """Return a failure of the work in four parts; its text may hold what a person told.

    Parameters
    ----------
    error
        What was raised.
    """
    if isinstance(error, OSError):
        return Fault(
            f"the file system refused ({error.strerror or type(error).__name__})",
            str(error.filename or "a file"),
            "a place that can be read and written",
            "check the place, its permissions and the space left",
        )
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    code = frame.tb_frame.f_code if frame is not None else None
    place = f"{Path(code.co_filename).name}, in {code.co_name}" if code else "kinchain"
    return Fault(
        f"the work failed ({type(error).__name__})",
        place,
        "an answer",
        "this is a fault of kinchain: please report it with the command and the case's form,"
        " not with a person's words",
    )


def _close_quietly(stream: TextIO) -> None:
    """Point a broken pipe at nothing, so that closing it at exit says nothing either."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
