"""What a measured walk shows, in the one vocabulary, beside what the person told.

The table of what a way of walking means is here and nowhere else. A walk only adds findings that
it shows; that it does not show one is told beside what the person said, never taken for a "no".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import hypot, sqrt

from kinchain.app.loads.usual import LoadLook
from kinchain.core.findings import Finding, Findings, Side
from kinchain.core.formats.assessment import WalkSign
from kinchain.core.formats.loads import Loads
from kinchain.core.formats.walk import Compensation, Walk

TELL_FROM = 0.8
"""A way of walking becomes a finding from this probability on (basis: expert)."""

NOT_SEEN = 0.1
"""Below this a walk shows none of it; also what a walk that was looked at leaves unlisted."""

LEAST_STRIDES = 3
"""Fewer strides of a side neither tell a finding nor speak against one (basis: expert)."""

STEP_LENGTH_SD_PCT = 5.0
"""Difference of healthy sides' step lengths over their mean, per cent (basis: expert, as the
compensations have it)."""

REAL_SD = 2.0
"""Sides differ really from this many standard deviations on."""


@dataclass(frozen=True)
class Meaning:
    """What a compensation is in the vocabulary.

    Parameters
    ----------
    finding
        Id of the finding.
    words
        The same as a person says it.
    seen_by
        Measure or coordinate without which it cannot be looked for.
    """

    finding: str
    words: str
    seen_by: str


MEANINGS: Mapping[str, Meaning] = {
    "antalgic": Meaning("limp", "a limp", "stance_pct"),
    "flexed_knee": Meaning("knee_kept_bent", "a knee that stays bent", "knee_angle"),
    "toe_out": Meaning("toe_out", "a foot that turns out", "foot_progression_deg"),
    "overpronation": Meaning("foot_rolls_in", "a foot that rolls in", "subtalar_angle"),
    "toe_walking": Meaning("walks_on_toes", "walking on the toes", "ankle_angle"),
    "outer_edge": Meaning(
        "walks_on_outer_edge", "walking on the outer edge of the foot", "subtalar_angle"
    ),
    "less_weight": Meaning(
        "leans_on_other_leg",
        "more weight on the other leg than on this one",
        "vertical_impulse_bw_s",
    ),
    "short_step": Meaning("short_step", "a shorter step to spare the leg", "step_length_m"),
}
"""Compensation to its finding. ``short_step`` is read here from the step lengths."""

NO_FINDING: Mapping[str, str] = {
    "weak_push_off": "the finding of that name is a symptom of a torn tendon or pressed nerve",
    "quadriceps_avoidance": "no finding says it; a weak quadriceps is another thing",
    "stiff_knee": "the finding 'knee_stiff' is what is felt, not a small bend in swing",
    "varus_thrust": "the finding 'bow_leg' is a shape, not a movement",
    "valgus_thrust": "the finding 'knock_knee' is a shape, not a movement",
    "trunk_lean": "leaning the trunk over a leg does not unload it",
    "toe_in": "no finding says it",
    "vaulting": "no finding says it",
    "circumduction": "no finding says it",
    "early_heel_rise": "walking on the toes is more: the heel never comes down",
    "asymmetry": "it has no side",
}
"""Compensation to why it becomes no finding; it is shown with the walk all the same."""


OF_BOTH = ("stance_pct", "step_length_m", "vertical_impulse_bw_s")
"""Measures that say something of a side only beside the other's."""

Listed = Mapping[tuple[str, str], Compensation]
"""Compensations of a walk by id and side."""


@dataclass(frozen=True)
class Shown:
    """What a case's walks show.

    Parameters
    ----------
    walks
        Measured walks without their curves.
    findings
        What they and their loads show surely enough.
    looked
        Finding, side, recording, probability, evidence: of all that could be looked for.
    notes
        What was not used, and why.
    loads
        Loads of the walks without their curves.
    loads_looked
        Every load that could be set against what is usual.
    """

    walks: tuple[Walk, ...] = ()
    findings: tuple[Finding, ...] = ()
    looked: tuple[Look, ...] = ()
    notes: tuple[str, ...] = ()
    loads: tuple[Loads, ...] = ()
    loads_looked: tuple[LoadLook, ...] = ()


@dataclass(frozen=True)
class Look:
    """One thing looked for in one walk."""

    sign: str
    side: Side
    recording: str
    probability: float
    because: tuple[str, ...]


def shown_by(walks: Sequence[Walk], notes: Sequence[str] = ()) -> Shown:
    """Return what walks show.

    Parameters
    ----------
    walks
        Measured walks.
    notes
        What was said of them.
    """
    looks = tuple(look for walk in walks for look in _looks(walk))
    return Shown(
        tuple(without_curves(walk) for walk in walks),
        tuple(_findings(looks)),
        looks,
        tuple(notes),
    )


def without_curves(walk: Walk) -> Walk:
    """Return a walk as an assessment carries it.

    Parameters
    ----------
    walk
        The walk.
    """
    bare = {
        name: one.model_copy(update={"mean_deg": None, "sd_deg": None})
        for name, one in walk.angles.items()
    }
    return walk.model_copy(update={"angles": bare})


def _looks(walk: Walk) -> Iterable[Look]:
    name = walk.recording.path.replace("\\", "/").rstrip("/").rpartition("/")[2]
    listed: Listed = {(one.id, str(one.side)): one for one in walk.compensations}
    sides: tuple[Side, ...] = ("left", "right")
    for side in sides:
        for sign, meaning in MEANINGS.items():
            if not _could_be_seen(walk, meaning.seen_by, side):
                continue
            if sign == "short_step":
                yield _short_step(walk, side, name, listed)
                continue
            found = listed.get((sign, side))
            yield Look(
                sign,
                side,
                name,
                0.0 if found is None else found.probability,
                () if found is None else found.because,
            )


def _could_be_seen(walk: Walk, seen_by: str, side: Side) -> bool:
    sides = walk.summary.get(seen_by)
    if sides is not None:
        both = ("left", "right") if seen_by in OF_BOTH else (side,)
        return all(one in sides and sides[one].n >= LEAST_STRIDES for one in both)
    curve = walk.angles.get(f"{seen_by}_{side[0]}")
    return curve is not None and curve.n >= LEAST_STRIDES


def _short_step(walk: Walk, side: Side, name: str, listed: Listed) -> Look:
    """Say whether the other leg's step is cut short to spare this one.

    A leg that is stood on for a shorter time shortens the step of the other; a step that is
    merely unequal says nothing of which leg is spared, so a limp on this side is asked for too.
    """
    sides = walk.summary["step_length_m"]
    other = "right" if side == "left" else "left"
    spared, cut = sides[side], sides[other]  # type: ignore[index]
    middle = 0.5 * (spared.mean + cut.mean)
    errors = [(one.sd or 0.0) / sqrt(one.n) for one in (spared, cut)]
    spread = hypot(STEP_LENGTH_SD_PCT, 100.0 * hypot(*errors) / middle) if middle > 0 else 1.0
    apart = 100.0 * (spared.mean - cut.mean) / middle if middle > 0 else 0.0
    limp = listed.get(("antalgic", side))
    share = limp.probability if limp is not None and apart > REAL_SD * spread else 0.0
    text = f"{other} step {100 * cut.mean:.0f} cm against {100 * spared.mean:.0f} cm {side}"
    return Look("short_step", side, name, share, (text,))


def _findings(looks: Sequence[Look]) -> Iterable[Finding]:
    """Yield what is sure enough over all walks that could show it: the mean counts."""
    groups: dict[tuple[str, Side], list[float]] = {}
    for look in looks:
        groups.setdefault((look.sign, look.side), []).append(look.probability)
    for (sign, side), shares in groups.items():
        if sum(shares) / len(shares) >= TELL_FROM:
            yield Finding(MEANINGS[sign].finding, True, side, "walk")


def walk_signs(shown: Shown, told: Findings) -> tuple[WalkSign, ...]:
    """Return what the walks show beside what was told of it.

    Parameters
    ----------
    shown
        What the walks show.
    told
        What was told, without what the walks show.

    Returns
    -------
    signs
        All that became a finding, and all that was told and could be looked for.
    """
    kept = []
    added = {(one.id, one.side) for one in shown.findings}
    for look in shown.looked:
        meaning = MEANINGS[look.sign]
        said = told.value(meaning.finding, look.side)
        said = told.value(meaning.finding, "unknown") if said is None else said
        seen = look.probability >= TELL_FROM
        if said is None and not (seen and (meaning.finding, look.side) in added):
            continue
        agrees = _agrees(said, seen=seen, probability=look.probability)
        kept.append(
            WalkSign(
                recording=look.recording,
                sign=look.sign,
                finding=meaning.finding,
                side=look.side,
                probability=round(look.probability, 4),
                because=look.because,
                told=said,
                agrees=agrees,
                text=_text(look, meaning, said, agrees=agrees),
            )
        )
    return tuple(kept)


def _agrees(said: object, *, seen: bool, probability: float) -> bool | None:
    """Say whether walk and words agree; None where nothing was told or the walk is unsure."""
    if said is None or not (seen or probability < NOT_SEEN):
        return None
    return bool(said) is seen


def _text(look: Look, meaning: Meaning, said: object, *, agrees: bool | None) -> str:
    where = f"on the {look.side}"
    if agrees is False and said:
        return (
            f"You told of {meaning.words} {where}. This walk shows no sign of it. A walk on one "
            "day is not every day: what you told still counts."
        )
    if agrees is False:
        return (
            f"This walk shows {meaning.words} {where}. You told that you do not have it. Both are "
            "kept; what you told counts."
        )
    if agrees:
        seen = "shows" if said else "does not show"
        return f"This walk {seen} {meaning.words} {where}, as you told."
    if said is None:
        return f"This walk shows {meaning.words} {where}. You did not speak of it."
    had = "of" if said else "that you do not have"
    return f"You told {had} {meaning.words} {where}. This walk cannot tell for sure."
