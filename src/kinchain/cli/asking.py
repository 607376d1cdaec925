"""``kinchain ask``: the interview in the terminal, saved after every answer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from kinchain.cli.asking_words import lines_of
from kinchain.core.errors import Fault, InputError

if TYPE_CHECKING:
    from rich.console import Console

    from kinchain.app.interview import Interview, Question

CASE_FILE = Path("kinchain-case.yaml")
"""Where the answers are kept unless told otherwise."""

INTERRUPTED = 130
"""Exit code where the person stopped."""

WIDTH = 80
"""Columns of text."""

INTRO = (
    "I ask about your knee and foot: first in your own words, then the danger signs, then what "
    "tells most. At most {most} questions. If you are not sure, just press Enter: it is never "
    "taken for a no. Some questions list several things: type the numbers of all that are so."
)
COMMANDS = "back: the question before.  done: see the result now.  stop: go on another time."
NOW = (
    "What you told calls for being seen today. Type done to see what to do. The next questions "
    "only find out if it is more urgent still."
)


class Talk:
    """One interview in a terminal, or with typed lines from a pipe.

    Parameters
    ----------
    interview
        Where it begins.
    file
        The case file that keeps the answers.
    console
        Where to print.
    """

    def __init__(self, interview: Interview, file: Path, console: Console) -> None:
        self.interview = interview
        self.file = file
        self.console = console
        self.told_today = False

    def say(self, text: str, style: str = "") -> None:
        """Print a paragraph.

        Parameters
        ----------
        text
            The words.
        style
            How they are shown in a terminal; nothing is told by style alone.
        """
        from rich.text import Text

        self.console.print(
            Text(text, style=style), width=min(self.console.width, WIDTH), soft_wrap=False
        )

    def line(self) -> str | None:
        """Return one typed line, or None where there are no more."""
        try:
            return input("> ")
        except EOFError:
            return None

    def run(self) -> bool:
        """Ask until the interview ends; return False where the person stopped."""
        from kinchain.app.interview import MAX_QUESTIONS, next_question

        self.say(INTRO.format(most=MAX_QUESTIONS))
        self.say(COMMANDS, "dim")
        self.say(f"Your answers stay on this machine, in {self.file}.", "dim")
        while (question := next_question(self.interview)) is not None:
            self.show(question)
            typed = self.typed(question)
            command = typed.strip().lower() if typed is not None else "done"
            if command == "stop":
                return False
            if command == "done":
                return True
            if typed is not None:
                self.step(question, typed, command)
        return True

    def typed(self, question: Question) -> str | None:
        """Return what was typed; own words may take several lines, to an empty one.

        Parameters
        ----------
        question
            The question.
        """
        first = self.line()
        if question.kind != "words" or first is None or not first.strip():
            return first
        if first.strip().lower() in ("back", "done", "stop"):
            return first
        lines = [first]
        while more := self.line():
            lines.append(more)
        return "\n".join(lines)

    def step(self, question: Question, typed: str, command: str) -> None:
        """Take one answer, or go back; what cannot be used is said, and asked again.

        Parameters
        ----------
        question
            The question.
        typed, command
            What was typed, and the same without blanks and capitals.
        """
        from kinchain.app.interview import answer, back, read_answer, save_interview

        try:
            if command == "back":
                self.interview = back(self.interview)
            else:
                self.interview = answer(self.interview, read_answer(question, typed))
        except InputError as error:
            for fault in error.faults:
                self.say(str(fault), "yellow")
            return
        save_interview(self.interview, self.file)
        if self.interview.urgency == "same_day" and not self.told_today:
            self.told_today = True
            self.say("")
            self.say(NOW, "bold")

    def show(self, question: Question) -> None:
        """Put a question.

        Parameters
        ----------
        question
            The question.
        """
        self.say("")
        for text, style in lines_of(question, len(self.interview.asked) + 1):
            self.say(text, style)


def ask_and_assess(file: Path | None, *, resume: bool, out: Path | None) -> None:
    """Ask, save after every answer, and end in the report.

    Parameters
    ----------
    file
        The case file that keeps the answers; `CASE_FILE` where None.
    resume
        Whether to go on with what is in it.
    out
        Folder for the report's files, or None.

    Raises
    ------
    InputError
        If a file is in the way, or the file to go on with cannot be used.
    """
    from rich.console import Console

    from kinchain.cli.asking_end import finish, how_to_resume
    from kinchain.cli.assessing import check_folder

    check_folder(out)
    place = file or CASE_FILE
    talk = Talk(_begin(place, resume=resume), place, Console(highlight=False, emoji=False))
    try:
        done = talk.run()
    except KeyboardInterrupt:
        done = False
    if not done:
        typer.echo(how_to_resume(talk), err=True)
        raise typer.Exit(INTERRUPTED)
    finish(talk, out)


def _begin(place: Path, *, resume: bool) -> Interview:
    from kinchain.app.interview import begin, load_interview
    from kinchain.core.formats.case import Case

    if resume:
        return load_interview(place)
    if place.exists():
        raise InputError(
            Fault(
                "there is a file of that name already",
                str(place),
                "a new file, or --resume to go on with this one",
                "add --resume, or name another file with --file",
            )
        )
    return begin(Case())
