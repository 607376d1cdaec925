"""``kinchain explain``: a page of the library for a question or an id."""

from __future__ import annotations

import typer


def explain_and_show(question: str, *, as_json: bool) -> None:
    """Print the page that answers.

    Parameters
    ----------
    question
        A question in plain English, or an id.
    as_json
        Print ``kinchain-page/1`` alone.

    Raises
    ------
    InputError
        If nothing was asked.
    """
    from kinchain.app.explain import explain
    from kinchain.report.page_text import page_text

    page = explain(question)
    typer.echo(page.model_dump_json(indent=2) if as_json else page_text(page), nl=as_json)
