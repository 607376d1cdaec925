"""What the loads say, in plain words: how much, how sure, when in the step, measured or not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from kinchain.core.formats.loads import LoadCurve, Loads, SideLoads
from kinchain.report.loads.names import PARTS

SIDES = ("left", "right")

GRAVITY_MPS2 = 9.80665

PHASES = ((19.0, "just after landing"), (50.0, "with the foot flat"),
          (81.0, "as the heel lifts"), (101.0, "at push-off"))  # fmt: skip
"""Ends of the parts of a step on the ground, %: loading response, mid stance, terminal stance and
pre-swing end at 12, 31, 50 and 62 % of the stride (Perry and Burnfield, Gait Analysis, 2010)."""

SOURCES = {"plates": "force plates", "insole": "pressure insoles",
           "estimated": "worked out from the motion"}  # fmt: skip

IMPLANTS = (
    "Five people with a knee implant that measures had 2.6 times their weight on it in each step, "
    "on average. Knees carry more than the body weighs because muscles press the bones together.",
    "https://doi.org/10.1016/j.jbiomech.2010.03.046",
    "Kutzner 2010",
)
"""Said beside the knee's load, with its source: 261 % of body weight in level walking."""

HIGHER_THAN_IMPLANTS_BW = 3.5
"""A knee that comes out with more is told to be likely too high: models of muscles tend to say
more than implants measured (2 to 3 body weights in nearly all) [expert]."""

HIGHER = "Here it comes out higher. Models like this one often say too much."

DISCLAIMER = (
    "Worked out from one recording with a model. It says what this walk may load, not what is "
    "wrong, and it can be wrong itself. It helps to decide; it does not decide. Not a diagnosis."
)


class Carried(NamedTuple):
    """How much one part carries at most.

    Parameters
    ----------
    times
        In body weights, with its sign: ``3.6``.
    range
        Its 90 % interval: ``2.6 to 4.6``.
    alike
        The same as a force and as a mass at rest.
    when
        When in the step.
    """

    times: str
    range: str
    alike: str
    when: str


def curves_of(loads: Loads, name: str) -> dict[str, LoadCurve]:
    """Return the curves of one load by side.

    Parameters
    ----------
    loads
        The loads.
    name
        Name in the exchange format.
    """
    found = {side: getattr(getattr(loads, side), name, None) for side in SIDES}
    return {side: one for side, one in found.items() if one is not None}


def digits_of(name: str) -> int:
    """Return the digits that people are told of a load: two where it is small.

    Parameters
    ----------
    name
        Name in the exchange format.
    """
    big = ("knee_", "achilles", "patello")
    return 1 if name.startswith(big) else 2


def carried(name: str, curve: LoadCurve, mass_kg: float) -> Carried:
    """Return how much a part carries at most.

    Parameters
    ----------
    name
        Name in the exchange format.
    curve
        In body weights.
    mass_kg
        Body mass.
    """
    low, high = curve.interval_90
    digits = digits_of(name)
    newton = rounded(curve.peak * mass_kg * GRAVITY_MPS2)
    return Carried(
        f"{curve.peak:.{digits}f}",
        f"{low:.{digits}f} to {high:.{digits}f}",
        f"{newton} N, like {rounded(curve.peak * mass_kg)} kg",
        f"{phase(curve.peak_at_pct)}, {curve.peak_at_pct:.0f} %",
    )


def rounded(value: float) -> str:
    """Return a number with two digits that count.

    Parameters
    ----------
    value
        The number.
    """
    if value <= 0.0:
        return "0"
    text = f"{value:.1e}"
    power = int(text[4:])
    return f"{float(text):.{max(0, 1 - power)}f}" if power < 1 else f"{round(value, 1 - power):.0f}"


def phase(percent: float) -> str:
    """Return when in the step on the ground something happens.

    Parameters
    ----------
    percent
        Of the time on the ground, 0 at landing.
    """
    return next(words for end, words in PHASES if percent < end)


def source_of(loads: Loads) -> str:
    """Return where the ground's push comes from; none where nothing could be worked out.

    Parameters
    ----------
    loads
        The loads.
    """
    if loads.left is None and loads.right is None:
        return "none that could be used"
    return SOURCES[loads.source_of_ground_reaction]


def n_steps(side: SideLoads | None) -> int:
    """Return how many steps a side's loads rest on.

    Parameters
    ----------
    side
        Its loads.
    """
    if side is None:
        return 0
    return max((one.n for _, one in side if isinstance(one, LoadCurve)), default=0)


def steps(n: int) -> str:
    """Return a number of steps in words.

    Parameters
    ----------
    n
        How many.
    """
    return "1 step" if n == 1 else f"{n} steps" if n else "no whole step"


def is_doubted(loads: Loads, side: str) -> bool:
    """Return whether the recording itself doubts a leg's loads.

    Parameters
    ----------
    loads
        The loads.
    side
        ``left`` or ``right``.
    """
    return any(one.level == "warning" and one.where == f"{side} leg" for one in loads.quality)


def headline(loads: Loads) -> str:
    """Return the first thing to know.

    Parameters
    ----------
    loads
        The loads.
    """
    for name, verb in (("knee_contact_force_bw", "carries about"),
                       ("metatarsal_heads_force_bw", "carries about")):  # fmt: skip
        found = curves_of(loads, name)
        if found:
            what = PARTS[name].phrase.removeprefix("the ")
            parts = [
                f"your {side} {what} {verb} {one.times} times your weight ({one.range})"
                for side, curve in found.items()
                for one in (carried(name, curve, loads.mass_kg),)
            ]
            text = f"By this estimate, {' and '.join(parts)} at the hardest moment of a step."
            doubted = [side for side in found if is_doubted(loads, side)]
            if doubted:
                text += (
                    f" Do not rely on it for the {' and the '.join(doubted)} leg: see below why."
                )
            return text
    return "The loads could not be worked out. See below what was missing."


def foot_line(loads: Loads) -> str:
    """Return the first thing to know of the feet; empty where nothing is known.

    Parameters
    ----------
    loads
        The loads.
    """
    parts = []
    for name in ("heel_force_bw", "metatarsal_heads_force_bw"):
        found = curves_of(loads, name)
        if found:
            sides = " and ".join(f"{one.peak:.1f} on the {side}" for side, one in found.items())
            parts.append(f"{PARTS[name].phrase} up to {sides}")
    told = f"Under the foot, in times your weight: {', '.join(parts)}." if parts else ""
    bands = curves_of(loads, "plantar_fascia_force_bw")
    if bands:
        when = {phase(one.peak_at_pct): None for one in bands.values()}
        told += f" The band under the arch is pulled hardest {' or '.join(when)}."
    return told.strip()


def measured(loads: Loads) -> list[tuple[str, str]]:
    """Return what was measured and what was worked out, each with how.

    Parameters
    ----------
    loads
        The loads.
    """
    rms = loads.marker_rms_mm
    rows = [
        ("Your motion", "Not measured here: joint angles from a file." if rms is None else
         f"Measured by markers on the skin. They lie {rms:.0f} mm from where the model has them."),
    ]  # fmt: skip
    if loads.left is not None or loads.right is not None:
        rows.append(("Push of the ground", {
            "plates": "Measured by force plates.",
            "insole": "Measured by pressure insoles: the upward part alone.",
            "estimated": "Not measured. Worked out from how the body's masses move; while both "
                         "feet are down, shared between them by a rule. The ranges are wider.",
        }[loads.source_of_ground_reaction]))  # fmt: skip
    names = {name for name in PARTS if curves_of(loads, name)}
    if names & {"knee_contact_force_bw", "patellofemoral_force_bw", "achilles_force_bw"}:
        rows.append((
            "Muscles, knee, tendon",
            "Worked out. Nobody can measure them in a walk. Of all ways that muscles could make "
            "this motion, the model takes the one with the least effort. You may use another.",
        ))  # fmt: skip
    if names & {"heel_force_bw", "metatarsal_heads_force_bw"}:
        rows.append((
            "Parts of the sole",
            "Worked out from where the ground pushes and from the form of a foot. No pressure "
            "mat was used.",
        ))  # fmt: skip
    if "plantar_fascia_force_bw" in names:
        rows.append((
            "Band under the arch",
            "Worked out with the stiffness of other people's feet. Feet differ much, so the range "
            "is wide.",
        ))  # fmt: skip
    return rows


def shares(loads: Loads) -> Mapping[str, Mapping[str, float]]:
    """Return for each side what each region of the sole bears of the whole push, in percent.

    Parameters
    ----------
    loads
        The loads.
    """
    found = {}
    for side in SIDES:
        own: SideLoads | None = getattr(loads, side)
        if own is not None and own.region_impulse_pct is not None:
            found[side] = {
                f"{name}_force_bw": float(getattr(own.region_impulse_pct, name))
                for name in ("heel", "midfoot", "metatarsal_heads", "toes")
            }
    return found
