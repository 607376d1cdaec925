"""The clinician page as plain text."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

from kinchain.report.clinician_model import ClinicianPage, ConditionRow, RouteRow

WIDTH = 96
"""Columns of the plain text."""

NOTHING = "nothing"
CAVEAT = (
    "Made from self-report by fixed rules and a causal network; not a diagnosis. Bits: log2 of "
    "the likelihood ratio, the other conditions at their posterior. Probabilities are marginal: "
    "several may be true. Not told is unknown, never no."
)


def urgency_text(page: ClinicianPage) -> str:
    """Return the urgency, and whether it is provisional.

    Parameters
    ----------
    page
        The page.
    """
    return page.urgency + (" (provisional: danger questions are open)" * page.provisional)


def clinician_text(page: ClinicianPage) -> str:
    """Return the clinician page as plain text.

    Parameters
    ----------
    page
        The page.
    """
    lines = [
        f"For the clinician, {page.date}",
        textwrap.fill(f"{page.person}. Urgency: {urgency_text(page)}.", WIDTH),
        "",
    ]
    for name, rows in _parts(page):
        lines.append(textwrap.fill(name, WIDTH))
        lines += [_wrapped(row) for row in rows] or [f"  {NOTHING}"]
        lines.append("")
    lines += [textwrap.fill(CAVEAT, WIDTH), page.engine]
    return "\n".join(lines) + "\n"


def _parts(page: ClinicianPage) -> Iterable[tuple[str, list[str]]]:
    yield "Told", [f"{row.name}: {'; '.join(row.texts)}" for row in page.told]
    yield "Denied", [f"{row.name}: {'; '.join(row.texts)}" for row in page.denied]
    yield "Not asked: danger", ["; ".join(page.not_asked)] if page.not_asked else []
    yield "Not asked: would tell most", ["; ".join(page.would_tell)] if page.would_tell else []
    yield (
        "Danger rules that fired",
        [
            f"{one.rule} {one.name} ({one.urgency}; {one.basis}"
            f"{': ' if one.sources else ''}{one.sources}): {one.because}"
            for one in page.dangers
        ]
        + [page.more_dangers] * bool(page.more_dangers),
    )
    before = [page.before_exam] if page.before_exam else []
    yield "Conditions", before + [_condition(one) for one in page.conditions]
    yield f"Chain: {page.direction}", [_route(one) for one in page.routes]
    yield (
        "Measured and examined",
        [", ".join(filter(None, (one.text, one.by, one.replaced))) for one in page.measured],
    )
    yield "Medicines", ["; ".join(page.medicines) or "not told"]


def _route(one: RouteRow) -> str:
    return " | ".join(
        (one.name, one.share, one.verdict, one.because, f"settle: {one.settle or 'settled'}")
    )


def _condition(one: ConditionRow) -> str:
    if one.note == "feared":
        return f"Not excluded: {', '.join(one.speaks_for)}"
    against = f" | against: {'; '.join(one.speaks_against)}" if one.speaks_against else ""
    return f"{one.name} [{one.code}] {one.share} | for: {'; '.join(one.speaks_for)}{against}"


def _wrapped(text: str) -> str:
    return textwrap.fill(text, WIDTH, initial_indent="  - ", subsequent_indent="    ")
