"""What knee and foot of one leg carry at the same time, and how the legs compare, in words."""

from __future__ import annotations

from kinchain.core.formats.loads import LoadCurve, Loads, SideLoads
from kinchain.report.loads.names import PARTS
from kinchain.report.loads.words import curves_of, phase

WHY_TOGETHER = (
    "The calf links knee and foot. It lifts the heel through the Achilles tendon. Its upper part "
    "also runs over the knee and presses it. When the heel lifts, the weight moves to the ball of "
    "the foot, the toes bend, and the band under the arch gets tight."
)
NOT_TOLD = (
    "This shows what goes together in time. It does not show that one hurts because of the other."
)


def together(own: SideLoads) -> list[tuple[str, str]]:
    """Return what knee and foot of one leg do at the same time: what is looked at, and the words.

    Parameters
    ----------
    own
        Loads of the leg.
    """
    told: list[tuple[str, str]] = []
    knee, heel, band = own.knee_contact_force_bw, own.heel_force_bw, own.plantar_fascia_force_bw
    if heel is not None:
        there = _beside(own, heel.peak_at_pct, ("knee_contact_force_bw",))
        told.append(("Heel", f"{_most(heel, 2)}.{there}"))
    if knee is not None:
        there = _beside(
            own,
            knee.peak_at_pct,
            (
                "metatarsal_heads_force_bw",
                "heel_force_bw",
                "achilles_force_bw",
                "plantar_fascia_force_bw",
            ),
        )
        told.append(("Knee", f"{_most(knee, 1)}.{there}"))
    if band is not None:
        strain, longer = own.plantar_fascia_strain_pct, ""
        if strain is not None:
            low, high = strain.interval_90
            longer = (
                f" It is then {strain.peak:.1f} % ({low:.1f} to {high:.1f}) longer than at rest."
            )
        there = _beside(own, band.peak_at_pct, ("knee_contact_force_bw", "achilles_force_bw"))
        told.append(("Band under the arch", f"{_most(band, 1)}.{longer}{there}"))
    return told


def _most(curve: LoadCurve, digits: int) -> str:
    when = phase(curve.peak_at_pct)
    return f"Most {when}, at {curve.peak_at_pct:.0f} %: {_times(curve, digits)}"


def _beside(own: SideLoads, percent: float, names: tuple[str, ...]) -> str:
    """Return what other parts carry in that moment."""
    there = [
        f"{PARTS[name].phrase.removeprefix('the ')} {value:.1f}"
        for name in names
        if (value := _value_at(getattr(own, name), percent)) >= 0.05
    ]
    return f" Then, about: {_listed(there)}." if there else ""


def _times(curve: LoadCurve, digits: int) -> str:
    low, high = curve.interval_90
    return f"{curve.peak:.{digits}f} times your weight ({low:.{digits}f} to {high:.{digits}f})"


def _value_at(curve: LoadCurve | None, percent: float) -> float:
    if curve is None or curve.mean is None:
        return 0.0
    return float(curve.mean[min(100, max(0, round(percent)))])


def _listed(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def compared(loads: Loads) -> str:
    """Return whether the sides can be told apart.

    Parameters
    ----------
    loads
        The loads.
    """
    more: dict[str, list[str]] = {"left": [], "right": []}
    n_both = 0
    for name, part in PARTS.items():
        found = curves_of(loads, name)
        if len(found) < 2:
            continue
        n_both += 1
        left, right = found["left"].interval_90, found["right"].interval_90
        if left[0] > right[1]:
            more["left"].append(part.phrase)
        elif right[0] > left[1]:
            more["right"].append(part.phrase)
    if not n_both:
        return ""
    parts = [f"The {side} side carries more in {_listed(names)}."
             for side, names in more.items() if names]  # fmt: skip
    if not parts:
        parts = ["Left and right cannot be told apart here: the ranges of both sides overlap."]
    return (
        f"{' '.join(parts)} A sore leg often spares itself and loads the other, so a difference "
        "does not say which leg is the sore one."
    )
