"""Which legs and which ends of them are in trouble, by what is known so far."""

from __future__ import annotations

from kinchain.app._interview_model import Look
from kinchain.core.findings import Side
from kinchain.core.formats.case import FOOT_SITES, KNEE_SITES
from kinchain.reason.story import FOOT_SIGNS, FOOT_STATES, KNEE_SIGNS, KNEE_STATES


def legs_of(look: Look) -> tuple[Side, ...]:
    """Return the legs that something is told of, else one of unknown side.

    Parameters
    ----------
    look
        What is known.
    """
    told = {f.side for f in look.findings if f.side in ("left", "right") and f.value is not False}
    return tuple(sorted(told)) or ("unknown",)


def both_ends(look: Look) -> bool:
    """Say whether the knee end and the foot end both hurt, on whatever legs.

    Parameters
    ----------
    look
        What is known.
    """
    return all(
        any(look.findings.is_true(f"pain_{site}") for site in sites)
        for sites in (KNEE_SITES, FOOT_SITES)
    )


def linked(look: Look) -> bool:
    """Say whether one end is in trouble and the other is too, or may have begun it.

    An end that is stiff, swollen or was once hurt can begin a chain without hurting now, so
    what came first is worth asking then too.

    Parameters
    ----------
    look
        What is known.
    """
    knee, foot = _any(look, KNEE_SIGNS), _any(look, FOOT_SIGNS)
    if (knee and foot) or both_ends(look):
        return True
    return (knee and _any(look, FOOT_STATES)) or (foot and _any(look, KNEE_STATES))


def _any(look: Look, names: tuple[str, ...]) -> bool:
    return any(look.findings.is_true(name) for name in names)
