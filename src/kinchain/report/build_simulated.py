"""What simulated walks say of the chain, in plain words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kinchain.core.formats.assessment import LoadEffect
from kinchain.report.context import Context
from kinchain.report.model import SimulatedPart

N_CHANGES = 5


def simulated_of(context: Context) -> SimulatedPart | None:
    """Return what simulated walks say; None where none was asked for.

    Parameters
    ----------
    context
        The assessment.
    """
    chain = context.told.chain
    if chain.load_effects_note is None:
        return None
    names = context.knowledge.mechanisms
    left_out = dict.fromkeys(one for each in chain.load_effects for one in each.not_in_the_model)
    return SimulatedPart(
        note=chain.load_effects_note,
        lines=tuple(
            line
            for line in _lines(chain.load_effects, context)
            if line not in chain.load_effects_note
        ),
        changes=tuple(
            (one.text, one.trial, context.refs(one.sources))
            for one in chain.would_change[:N_CHANGES]
        ),
        left_out=tuple(names[one].name for one in left_out if one in names),
    )


def _lines(effects: Sequence[LoadEffect], context: Context) -> Iterator[str]:
    """Yield what is sure, step by step and where the day tells otherwise; then what is open."""
    from kinchain.report.simulation.words import part_of

    own = [one for one in effects if one.speed == effects[0].speed]
    steps = {(one.cause, one.on, one.side): one for one in own if one.per == "step"}
    for key, one in steps.items():
        if one.verdict != "cant_tell":
            yield f"{one.text or ''}{_split(one, context)}"
        for other in effects:
            same = (other.cause, other.on, other.side) == key
            if same and other is not one and _tells_more(other, one):
                yield other.text or ""
    for cause in ("knee", "foot"):
        unsure = [
            part_of(one.on, one.side)
            for one in steps.values()
            if one.cause == cause and one.verdict == "cant_tell"
        ]
        if unsure:
            yield (f"What the {cause} changes in these, in each step, can't be told: "
                   f"{', '.join(unsure)}.")  # fmt: skip


def _tells_more(other: LoadEffect, one: LoadEffect) -> bool:
    """Say whether an effect is sure where the one of a step is not, or goes the other way."""
    return other.verdict not in {"cant_tell", None, one.verdict}


def _split(one: LoadEffect, context: Context) -> str:
    """Return by which mechanisms an effect comes about, where there are several."""
    if len(one.by_mechanism) < 2:
        return ""
    names = context.knowledge.mechanisms
    parts = ", ".join(
        f"{names[name].name.lower() if name in names else name} {value:+.0f} N"
        for name, value in one.by_mechanism.items()
    )
    return f" Of this: {parts}."
