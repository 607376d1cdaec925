"""The words around a question in the terminal: what it is about and what can be answered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kinchain.app.interview import Question

SIDE_HEADS = {"left": "Left leg: ", "right": "Right leg: ", "both": "Left or right leg: "}
"""What stands before a question about one leg."""

LEFT_OUT = "What you leave out counts as no. Put a ? behind a number you are not sure of."


def lines_of(question: Question, number: int) -> Iterator[tuple[str, str]]:
    """Yield the lines that put a question, each with its style.

    Parameters
    ----------
    question
        The question.
    number
        Which one it is.

    Yields
    ------
    line, style
        What to print and how.
    """
    from kinchain.app.interview import MAX_QUESTIONS

    kind = ", danger sign" if question.is_danger else ", home test" * question.is_test
    yield f"Question {number} of at most {MAX_QUESTIONS}{kind}", "dim"
    if question.is_test:
        yield "A test you can do at home, if you like. Nobody has to.", "bold"
        for index, step in enumerate(question.steps, 1):
            yield f"  {index}. {step}", ""
        if question.caution:
            yield f"Take care: {question.caution}", "bold"
    yield f"{SIDE_HEADS.get(question.side, '')}{question.text}", "bold"
    for index, (_, words) in enumerate(question.items, 1):
        yield f"  {index}. {words}", ""
    yield f"Why I ask: {question.why}", "dim"
    if not question.is_test and question.steps:
        yield f"How to find out: {' '.join(question.steps)}", "dim"
    if question.kind == "several":
        yield LEFT_OUT, "dim"
    yield f"Answer: {possible(question)}, or Enter if you are not sure.", "dim"


def possible(question: Question) -> str:
    """Return in words what can be answered.

    Parameters
    ----------
    question
        The question.
    """
    if question.kind == "words":
        return "your own words; an empty line ends them"
    if question.kind == "several":
        like = "1 left, 3 both" if question.side == "both" else "1, 3"
        return f"the numbers of all that are so, such as {like}; or none"
    if question.unit == "days":
        return "a length of time, such as 10 days, 3 weeks, 2 months"
    if question.kind == "number":
        unit = "" if question.unit in ("0-10", "count", "grade") else f" {question.unit}"
        return f"a number from {question.low:g} to {question.high:g}{unit}"
    if question.kind == "places":
        names = ", ".join(one.replace("_", " ") for one in question.choices)
        nothing = "; or no" if question.key == "elsewhere" else ""
        return f"places with left, right or both ({names}){nothing}"
    return " / ".join(one.replace("_", " ") for one in question.choices)
