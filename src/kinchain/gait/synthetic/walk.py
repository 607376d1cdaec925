"""A made walk with everything about it known: settings, the walk, its truth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np

from kinchain.core.errors import Fault, InputError
from kinchain.core.trial import (
    GivenEvent,
    Origin,
    Subject,
    Trial,
    angle_array,
    marker_array,
    plate_set,
)
from kinchain.gait.synthetic._angles import joint_angles
from kinchain.gait.synthetic._forces import FootForce, acceleration_of, foot_forces
from kinchain.gait.synthetic._landmarks import Skeleton, landmark_paths, skeleton
from kinchain.gait.synthetic._leg_curves import LegCurves, wobbles
from kinchain.gait.synthetic._motion import Motion
from kinchain.gait.synthetic._norms import GRAVITY_MPS2, FloatArray, Norms, norms_at
from kinchain.gait.synthetic._schedule import Footfalls, StepPlan, schedule
from kinchain.gait.synthetic.body import Body
from kinchain.gait.synthetic.changes import AS_PUBLISHED, SideChange
from kinchain.gait.synthetic.flaws import FLAWLESS, Flaws, flawed, skin_shifts
from kinchain.gait.synthetic.marker_sets import marker_names
from kinchain.gait.synthetic.patterns import Pattern, sides_of
from kinchain.gait.synthetic.plates import PlateLoads, Plates, place_plates, plate_loads

Side = Literal["left", "right"]

SIDES: tuple[Side, Side] = ("left", "right")

STEP_PER_LEG = 0.77
STEP_AT_SPEED = 0.449
STEP_POWER = 0.42
"""Preferred step length grows with a power of speed (Kuo AD, J Biomech Eng 2001;123:264.
https://doi.org/10.1115/1.1372322, whose exponent is as recalled); 0.77 leg lengths at 0.449 are
those of adults at comfortable speed (basis: expert)."""
WIDTH_PER_HEIGHT = 0.058
"""About 0.10 m for adults (basis: expert)."""


@dataclass(frozen=True)
class SyntheticWalk:
    """Settings of a made walk.

    Parameters
    ----------
    height_m, mass_kg, sex
        The person.
    speed_mps
        Mean walking speed.
    step_length_m
        Mean of both sides' steps; None takes the usual for the speed. Cadence follows.
    step_width_m
        Distance of the lines that the heels walk on; None takes the usual.
    stance_share
        Share of the stride in stance; None takes the usual for the speed.
    duration_s, rate_hz, plate_rate_hz
        Length and rates.
    surface
        On a treadmill the ground frame stays with the laboratory and the belt runs back.
    pattern
        Patterns that the person walks with; a single one may stand alone.
    left, right
        Further changes of a side.
    variability
        Times the stride-to-stride variability of healthy adults.
    person_variation
        Times the differences between healthy people: shifts each curve at random.
    seed
        Of all chance.
    first_side
        Which side touches first.
    marker_set
        One of ``MARKER_SETS``.
    flaws
        What is wrong with the markers.
    plates
        Force plates; None takes clean plates overground and belts on a treadmill.
    """

    height_m: float = 1.72
    mass_kg: float = 70.0
    sex: Literal["female", "male"] = "female"
    speed_mps: float = 1.25
    step_length_m: float | None = None
    step_width_m: float | None = None
    stance_share: float | None = None
    duration_s: float = 10.0
    rate_hz: float = 100.0
    plate_rate_hz: float = 1000.0
    surface: Literal["overground", "treadmill"] = "overground"
    pattern: Pattern | tuple[Pattern, ...] = ()
    left: SideChange = AS_PUBLISHED
    right: SideChange = AS_PUBLISHED
    variability: float = 1.0
    person_variation: float = 0.0
    seed: int = 0
    first_side: Side = "right"
    marker_set: str = "plug-in gait"
    flaws: Flaws = FLAWLESS
    plates: Plates | None = None

    @property
    def body(self) -> Body:
        """Return the person's lengths."""
        return Body(self.height_m, self.mass_kg, self.sex)

    def mirrored(self) -> SyntheticWalk:
        """Return the same walk with the sides changed over."""
        patterns = (self.pattern,) if isinstance(self.pattern, Pattern) else self.pattern
        other: Mapping[str, Side] = {"left": "right", "right": "left"}
        return replace(
            self,
            left=self.right,
            right=self.left,
            first_side=other[self.first_side],
            pattern=tuple(replace(p, side=other[p.side]) for p in patterns),
        )

    def make(self) -> MadeWalk:
        """Make the walk.

        Returns
        -------
        walk
            Truth and recording.

        Raises
        ------
        InputError
            If a setting is out of range.
        UnknownNameError
            If a pattern or marker set does not exist.
        """
        _check(self)
        names = marker_names(self.marker_set)
        chance = np.random.default_rng(self.seed)
        body = self.body
        norms = norms_at(self.speed_mps / np.sqrt(GRAVITY_MPS2 * body.leg_m))
        left, right = self._changes()
        plan = self._plan(norms)
        falls = schedule(plan, left, right, chance)
        curves = self._curves(norms, falls, {"left": left, "right": right}, chance)
        # forces need the pelvis and the pelvis follows the forces: one round settles it
        motion = Motion(body, curves, self.duration_s)
        motion = Motion(body, curves, self.duration_s, acceleration_of(motion))
        time = np.arange(round(self.duration_s * self.rate_hz)) / self.rate_hz
        bones = skeleton(motion, time)
        belt = plan.stride_m / plan.stride_s if self.surface == "treadmill" else 0.0
        truth = _truth(self, motion, bones, time, belt)
        plate_time = np.arange(round(self.duration_s * self.plate_rate_hz)) / self.plate_rate_hz
        feet = foot_forces(motion, plate_time)
        for foot in feet.values():
            foot.cop_m[:, 0] -= belt * plate_time
        loads = self._loads(feet, falls, body)
        phases = {side[0]: falls[side].phase(time) for side in ("left", "right")}
        marks = truth.landmarks_m
        shifts = skin_shifts(names.values(), self.flaws, phases, self.seed)
        if shifts:
            marks = _on_belt(landmark_paths(body, bones, shifts), belt, time)
        placed = {name: marks[mark] for name, mark in names.items()}
        markers = flawed(placed, self.flaws, self.rate_hz, self.seed)
        trial = _trial(self, truth, markers, plate_time, loads)
        return MadeWalk(self, truth, trial, feet, plate_time, loads)

    def _changes(self) -> tuple[SideChange, SideChange]:
        left, right = self.left, self.right
        patterns = (self.pattern,) if isinstance(self.pattern, Pattern) else self.pattern
        for pattern in patterns:
            more_left, more_right = sides_of(pattern)
            left, right = left.plus(more_left), right.plus(more_right)
        return left, right

    def _plan(self, norms: Norms) -> StepPlan:
        leg = self.body.leg_m
        relative = self.speed_mps / np.sqrt(GRAVITY_MPS2 * leg)
        usual = STEP_PER_LEG * leg * (relative / STEP_AT_SPEED) ** STEP_POWER
        step = self.step_length_m if self.step_length_m is not None else usual
        width = self.step_width_m
        return StepPlan(
            stride_s=2 * step / self.speed_mps,
            stride_m=2 * step,
            width_m=width if width is not None else WIDTH_PER_HEIGHT * self.height_m,
            foot_off=self.stance_share if self.stance_share is not None else norms.foot_off,
            first_side=self.first_side,
            duration_s=self.duration_s,
            variability=self.variability,
        )

    def _curves(
        self,
        norms: Norms,
        falls: Mapping[str, Footfalls],
        change: Mapping[str, SideChange],
        chance: np.random.Generator,
    ) -> dict[str, LegCurves]:
        both = {name: chance.standard_normal() for name in norms.sd_rad}
        curves = {}
        other = "left" if self.first_side == "right" else "right"
        for side in (self.first_side, other):
            person = {
                name: self.person_variation * sd * _person_share(name)
                * float(np.clip(0.9 * both[name] + 0.3 * chance.standard_normal(), -2.2, 2.2))
                for name, sd in norms.sd_rad.items()
            }  # fmt: skip
            varied = wobbles(len(falls[side].contact_s), self.variability, chance)
            curves[side] = LegCurves(norms, falls[side], change[side], person, varied)
        return curves

    def _loads(
        self, feet: Mapping[str, FootForce], falls: Mapping[str, Footfalls], body: Body
    ) -> PlateLoads:
        plates = self.plates
        if plates is None:
            plates = Plates("belts" if self.surface == "treadmill" else "clean")
        corners = place_plates(plates, falls, self.duration_s, body.foot_m)
        return plate_loads(feet, corners)


def _person_share(name: str) -> float:
    """Return how much of the published band is a person's own level; the middle's is odd: none."""
    if name in ("pelvis_obliquity", "pelvis_rotation", "trunk_obliquity", "trunk_rotation"):
        return 0.0
    return 0.5


@dataclass(frozen=True)
class Truth:
    """What is exactly so in a made walk.

    Parameters
    ----------
    initial_contact_s, foot_off_s
        Events of each side within the recording, s.
    time_s
        Clock of angles and landmarks.
    angles
        Coordinate (OpenSim's names) to angle, rad (m for translations), shape (n,).
    landmarks_m
        Landmark to path, shape (n, 3), m, ground frame, without flaws.
    speed_mps, cadence_spm, stride_time_s, stride_length_m
        Means over the whole walk as planned.
    step_length_m, step_time_s, stance_share
        Of each side: values of the steps within the recording.
    step_width_m
        Mean distance of the heel lines.
    belt_mps
        Speed of the belt; 0 overground.
    phase
        Of each side, shape (n,): whole at initial contacts.
    """

    initial_contact_s: Mapping[str, FloatArray]
    foot_off_s: Mapping[str, FloatArray]
    time_s: FloatArray
    angles: Mapping[str, FloatArray]
    landmarks_m: Mapping[str, FloatArray]
    speed_mps: float
    cadence_spm: float
    stride_time_s: float
    stride_length_m: float
    step_length_m: Mapping[str, FloatArray]
    step_time_s: Mapping[str, FloatArray]
    stance_share: Mapping[str, FloatArray]
    step_width_m: float
    belt_mps: float
    phase: Mapping[str, FloatArray]


@dataclass(frozen=True)
class MadeWalk:
    """A made walk.

    Parameters
    ----------
    settings
        What it was made from.
    truth
        What is so.
    trial
        The recording, ground frame, as a reader would give it.
    feet
        Ground force under each foot, at ``plate_time_s``.
    plate_time_s
        Clock of the forces.
    plates
        What each plate feels, without noise and offset.
    """

    settings: SyntheticWalk
    truth: Truth
    trial: Trial
    feet: Mapping[str, FootForce] = field(repr=False)
    plate_time_s: FloatArray = field(repr=False)
    plates: PlateLoads = field(repr=False)


def _on_belt(
    paths: dict[str, FloatArray], belt_mps: float, time: FloatArray
) -> dict[str, FloatArray]:
    """Return paths as the laboratory sees them when the ground is a belt that runs back."""
    if not belt_mps:
        return paths
    back = np.column_stack([belt_mps * time, np.zeros_like(time), np.zeros_like(time)])
    return {name: path - back for name, path in paths.items()}


def _truth(
    settings: SyntheticWalk, motion: Motion, bones: Skeleton, time: FloatArray, belt: float
) -> Truth:
    landmarks = _on_belt(landmark_paths(motion.body, bones), belt, time)
    falls = {side: motion.curves[side].falls for side in ("left", "right")}
    end = (len(time) - 1) / settings.rate_hz
    inside = {s: _within(f.contact_s, end) for s, f in falls.items()}
    steps = _steps(falls, inside)
    widths = np.concatenate([f.heel_z_m for f in falls.values()])
    stride_s = float(np.mean([np.mean(np.diff(f.contact_s)) for f in falls.values()]))
    stride_m = float(np.mean([np.mean(np.diff(f.heel_x_m)) for f in falls.values()]))
    angles = joint_angles(bones, motion)
    for axis, name in enumerate(("pelvis_tx", "pelvis_ty", "pelvis_tz")):
        angles[name] = 0.5 * (landmarks["asis_l"] + landmarks["asis_r"])[:, axis]
    return Truth(
        initial_contact_s={s: f.contact_s[inside[s]] for s, f in falls.items()},
        foot_off_s={s: f.off_s[_within(f.off_s, end)] for s, f in falls.items()},
        time_s=time,
        angles=angles,
        landmarks_m=landmarks,
        speed_mps=stride_m / stride_s,
        cadence_spm=120.0 / stride_s,
        stride_time_s=stride_s,
        stride_length_m=stride_m,
        step_length_m={s: steps[s][0] for s in falls},
        step_time_s={s: steps[s][1] for s in falls},
        stance_share={s: steps[s][2] for s in falls},
        step_width_m=2 * float(np.mean(widths)),
        belt_mps=belt,
        phase={s: f.phase(time) for s, f in falls.items()},
    )


def _within(when: FloatArray, end: float) -> np.ndarray:
    return (when >= 0.0) & (when <= end)


def _steps(
    falls: Mapping[str, Footfalls], inside: Mapping[str, np.ndarray]
) -> dict[str, tuple[FloatArray, FloatArray, FloatArray]]:
    made = {}
    for side, other in (("left", "right"), ("right", "left")):
        own, before = falls[side], falls[other]
        index = np.flatnonzero(inside[side])
        last = np.searchsorted(before.contact_s, own.contact_s[index]) - 1
        length = own.heel_x_m[index] - before.heel_x_m[last]
        duration = own.contact_s[index] - before.contact_s[last]
        full = index[index + 1 < len(own.contact_s)]
        stance = (own.off_s[full] - own.contact_s[full]) / np.diff(own.contact_s)[full]
        made[side] = (length, duration, stance)
    return made


def _trial(
    settings: SyntheticWalk,
    truth: Truth,
    markers: Mapping[str, FloatArray],
    plate_time: FloatArray,
    loads: PlateLoads,
) -> Trial:
    events: list[GivenEvent] = []
    for side in SIDES:
        for at in truth.initial_contact_s[side]:
            events.append(GivenEvent(side, "initial_contact", float(at), "file"))
        for at in truth.foot_off_s[side]:
            events.append(GivenEvent(side, "foot_off", float(at), "file"))
    plates = None
    if len(loads.corners_m):
        moment = np.zeros_like(loads.force_n)
        moment[:, :, 1] = loads.free_moment_nm
        names = [f"plate_{k + 1}" for k in range(len(loads.corners_m))]
        plates = plate_set(plate_time, names, loads.force_n, loads.cop_m, moment, loads.corners_m)
    names = list(markers)
    return Trial(
        origin=Origin("made", "synthetic", maker="kinchain"),
        markers=marker_array(truth.time_s, names, np.stack([markers[k] for k in names], axis=1)),
        angles=angle_array(
            truth.time_s, list(truth.angles), np.column_stack(list(truth.angles.values())), "truth"
        ),
        plates=plates,
        events=tuple(sorted(events, key=lambda e: e.time_s)),
        subject=Subject(
            settings.mass_kg, settings.height_m, settings.sex, None, settings.body.leg_m
        ),
        is_treadmill=settings.surface == "treadmill",
    )


_RANGES: Mapping[str, tuple[float, float]] = {
    "height_m": (0.8, 2.3),
    "mass_kg": (10.0, 300.0),
    "speed_mps": (0.15, 2.3),
    "step_length_m": (0.08, 1.2),
    "step_width_m": (-0.1, 0.5),
    "stance_share": (0.52, 0.85),
    "duration_s": (0.5, 3600.0),
    "rate_hz": (10.0, 2000.0),
    "plate_rate_hz": (10.0, 5000.0),
    "variability": (0.0, 4.0),
    "person_variation": (0.0, 3.0),
}


def _check(settings: SyntheticWalk) -> None:
    faults = []
    for name, (low, high) in _RANGES.items():
        value = getattr(settings, name)
        if value is not None and not low <= value <= high:
            faults.append(
                Fault(
                    f"{name} is out of range",
                    f"SyntheticWalk, {name}",
                    f"a number from {low:g} to {high:g}",
                    f"Give {name} within the range or leave it out.",
                )
            )
    if faults:
        raise InputError(faults)
