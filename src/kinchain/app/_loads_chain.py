"""The mechanics of one motion: forces of joints and muscles, as named loads in each frame."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kinchain.app._loads_ground import SIDES, GroundLoads
from kinchain.core.trial import LegSide, Note

if TYPE_CHECKING:
    from kinchain.body.filtering import Motion
    from kinchain.body.inverse_dynamics import InverseDynamics
    from kinchain.body.joint_reactions import JointReactions
    from kinchain.body.model import Model
    from kinchain.body.muscle_geometry import MuscleGeometry
    from kinchain.body.muscles import Muscles
    from kinchain.body.static_optimisation import Actuator, StaticOptimisation

FloatArray = NDArray[np.float64]

GRAVITY_MPS2 = 9.80665
MOTION_CUTOFF_HZ = 6.0
"""Low-pass of the coordinates, as OpenSim's examples and Winter (2009) for walking."""

ROUNDED, HOLE_STEPS = 0.2, 5.0
"""A clock is only rounded where it is off by less of a step; a longer hole is not filled."""

RESERVE, RESIDUAL = 1.0, 100.0
"""Strength (N m, N) of what makes up for missing muscles: small, so that it is taken last; and for
missing ground force, which no muscle can give: it changes nothing here. In OpenSim, where the pull
of a path around two surfaces does not balance, a small one draws muscles into its place."""

CONTACTS = (
    "knee_contact_force_bw", "knee_medial_force_bw", "knee_lateral_force_bw",
    "patellofemoral_force_bw",
)  # fmt: skip
"""Loads of joint surfaces."""

CALF = ("gas", "soleus")
"""How muscles begin that pull on the Achilles tendon."""


@dataclass(frozen=True)
class Mechanics:
    """What was worked out, over the frames in which everything was known.

    Parameters
    ----------
    model
        The model.
    motion
        Filtered motion of these frames.
    dynamics
        Inverse dynamics.
    optimum
        Muscle forces; None for a model without muscles.
    reactions
        Loads of the joints with muscles (without, where there are none).
    curves
        For each side its loads over the frames, each shape (n_frames,); units end the names.
    spans
        For medial and lateral force their least and greatest, shape (n_frames, 2).
    missing
        For each side what the model does not carry: name to reason.
    residual_n
        Size of the force that nothing carries, shape (n_frames,), N.
    notes
        What was found.
    """

    model: Model
    motion: Motion
    dynamics: InverseDynamics
    optimum: StaticOptimisation | None
    reactions: JointReactions
    curves: Mapping[LegSide, Mapping[str, FloatArray]]
    spans: Mapping[LegSide, Mapping[str, FloatArray]]
    missing: Mapping[LegSide, Mapping[str, str]]
    residual_n: FloatArray
    notes: tuple[Note, ...]


def work_out(
    model: Model,
    time_s: FloatArray,
    coordinates: FloatArray,
    ground: GroundLoads,
    height_m: float | None,
) -> Mechanics | None:
    """Run the chain from a motion and the ground's forces.

    Parameters
    ----------
    model
        The model.
    time_s
        Shape (n_frames,), s.
    coordinates
        Shape (n_frames, n_coords), rad or m; NaN where not seen.
    ground
        Forces of the ground.
    height_m
        Height of the person, m; None leaves what is told by it out.

    Returns
    -------
    mechanics
        None where in no frame both motion and forces are known.
    """
    from kinchain.body.external_loads import loads_at
    from kinchain.body.filtering import Motion, smooth_motion
    from kinchain.body.inverse_dynamics import inverse_dynamics
    from kinchain.body.joint_reactions import joint_reactions
    from kinchain.body.load_checks import check_loads

    time_s, coordinates = evenly(time_s, coordinates)
    smooth = smooth_motion(time_s, coordinates, _cutoff(time_s))
    loads = loads_at(ground.loads, smooth.time_s)
    known = np.isfinite(smooth.acceleration).all(axis=1)
    known &= np.isfinite(loads.force_n).all(axis=(1, 2))
    if not known.any():
        return None
    parts = (smooth.coordinates, smooth.speed, smooth.acceleration)
    q, u, a = (np.ascontiguousarray(one[known]) for one in parts)
    loads = replace(
        loads, time_s=loads.time_s[known], force_n=loads.force_n[known],
        point_m=loads.point_m[known], torque_nm=loads.torque_nm[known],
    )  # fmt: skip
    dynamics = inverse_dynamics(model, q, u, a, loads)
    q, u, a = dynamics.motion.coordinates, dynamics.motion.speed, dynamics.motion.acceleration
    motion = Motion(smooth.time_s[known], q, u, a)
    bare = joint_reactions(model, dynamics)
    optimum, full, notes = _muscles(model, dynamics)
    held = _Held(model, dynamics, bare, full, optimum, height_m)
    lift = loads.force_n[..., 1]
    curves: dict[LegSide, dict[str, FloatArray]] = {}
    spans: dict[LegSide, dict[str, FloatArray]] = {}
    missing: dict[LegSide, dict[str, str]] = {}
    for side in SIDES:
        own = [i for i, one in enumerate(ground.sides) if one == side]
        curves[side], spans[side], missing[side] = held.of(side)
        curves[side]["grf_vertical_bw"] = lift[:, own].sum(axis=1) / held.weight_n
    residual = np.linalg.norm(dynamics.joint_force_n[:, 0], axis=1)
    return Mechanics(
        model, motion, dynamics, optimum, full or bare, curves, spans, missing, residual,
        (*notes, *check_loads(model, dynamics, loads)),
    )  # fmt: skip


def evenly(time_s: FloatArray, coordinates: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return a motion on even times: files round their clock, some programs drop frames.

    Parameters
    ----------
    time_s
        Shape (n_frames,), s, rising.
    coordinates
        Shape (n_frames, n_coords), rad or m; NaN where not seen.

    Returns
    -------
    time_s
        Even times.
    coordinates
        As given where only the clock was rounded; else interpolated, NaN where a neighbour is.
    """
    if len(time_s) < 2:
        return time_s, coordinates
    line = np.linspace(time_s[0], time_s[-1], len(time_s))
    step = float(np.median(np.diff(time_s)))
    if np.abs(time_s - line).max() < ROUNDED * step:
        return line, coordinates
    line = np.arange(time_s[0], time_s[-1] + 0.5 * step, step)
    columns = [np.interp(line, time_s, column) for column in coordinates.T]
    # Frames that are far from every recorded one were not seen.
    after = np.clip(np.searchsorted(time_s, line), 1, len(time_s) - 1)
    hole = (time_s[after] - time_s[after - 1]) > HOLE_STEPS * step
    filled = np.stack(columns, axis=1)
    filled[hole] = np.nan
    return line, filled


def _cutoff(time_s: FloatArray) -> float | None:
    rate = 1.0 / float(np.median(np.diff(time_s)))
    return MOTION_CUTOFF_HZ if rate > 2.0 * MOTION_CUTOFF_HZ else None


def motors(model: Model, moment_arm_m: FloatArray) -> tuple[Actuator, ...]:
    """Return the model's own motors, and a reserve for each coordinate without one.

    Parameters
    ----------
    model
        The model.
    moment_arm_m
        Of all muscles, shape (n_frames, n_muscles, n_coords), m: a reserve of a coordinate that
        no muscle moves makes up for nothing, it is the coordinate's only motor.
    """
    from kinchain.body.static_optimisation import free_coordinates, model_actuators, reserves

    free = {model.coordinates[c] for c in free_coordinates(model)}
    own = [one for one in model_actuators(model) if one.coordinate in free]
    driven = {one.coordinate for one in own}
    is_moved = (moment_arm_m != 0.0).any(axis=(0, 1))
    added = [
        replace(one, kind="model")
        if one.kind == "reserve" and not is_moved[model.coordinate(one.coordinate)]
        else one
        for one in reserves(model, reserve=RESERVE, residual=RESIDUAL)
        if one.coordinate not in driven
    ]
    return (*own, *added)


def _muscles(
    model: Model, dynamics: InverseDynamics
) -> tuple[StaticOptimisation | None, JointReactions | None, tuple[Note, ...]]:
    """Return muscle forces and the loads of joints with them."""
    if not model.source.muscles:
        return None, None, ()
    from kinchain.body.joint_reactions import joint_reactions
    from kinchain.body.muscle_geometry import muscle_paths
    from kinchain.body.muscles import fibre_forces, optimal_forces
    from kinchain.body.static_optimisation import static_optimisation

    motion = dynamics.motion
    geometry, muscles = _built(model)
    pulls_at_bones = all(
        one.functions is None for one in model.source.muscles if one.name in geometry.muscles
    )
    paths = muscle_paths(geometry, motion.coordinates, motion.speed, with_pull=pulls_at_bones)
    assert paths.speed_mps is not None
    strength = optimal_forces(muscles, fibre_forces(muscles, paths.length_m, paths.speed_mps))
    optimum = static_optimisation(
        model, muscles, dynamics.independent_force, paths.moment_arm_m, strength,
        actuators=motors(model, paths.moment_arm_m),
    )  # fmt: skip
    full = None
    if pulls_at_bones:
        full = joint_reactions(model, dynamics, geometry, paths, optimum.muscle_force_n)
    return optimum, full, (*muscles.notes, *optimum.notes)


_KEPT: list[tuple[Model, MuscleGeometry, Muscles]] = []
"""Muscles of the models used last: many trials with one model build them once."""

N_KEPT = 4


def _built(model: Model) -> tuple[MuscleGeometry, Muscles]:
    from kinchain.body.muscle_geometry import build_muscle_geometry
    from kinchain.body.muscles import build_muscles

    for one, geometry, muscles in _KEPT:
        if one is model:
            return geometry, muscles
    names = [one.name for one in model.source.muscles if one.is_applied]
    made = build_muscle_geometry(model, names), build_muscles(model, names)
    _KEPT.append((model, *made))
    del _KEPT[:-N_KEPT]
    return made


@dataclass(frozen=True)
class _Held:
    """All that the named loads are read from."""

    model: Model
    dynamics: InverseDynamics
    bare: JointReactions
    full: JointReactions | None
    optimum: StaticOptimisation | None
    height_m: float | None

    @property
    def weight_n(self) -> float:
        return float(self.model.mass_kg.sum()) * GRAVITY_MPS2

    def of(
        self, side: LegSide
    ) -> tuple[dict[str, FloatArray], dict[str, FloatArray], dict[str, str]]:
        """Return curves, spans and what is missing of one side."""
        curves: dict[str, FloatArray] = {}
        spans: dict[str, FloatArray] = {}
        missing: dict[str, str] = {}
        self._moments(side, curves, missing)
        if self.full is None:
            reason = "it has no muscles"
            if self.optimum is not None:
                reason = "muscle paths by functions do not say on which bones they pull"
            missing.update(dict.fromkeys(CONTACTS, reason))
        else:
            self._contacts(side, curves, spans, missing)
        if self.optimum is None:
            missing["achilles_force_bw"] = "it has no muscles"
        else:
            self._tendon(side, curves, missing)
        return curves, spans, missing

    def _joint(self, body: str) -> str | None:
        return next((j.name for j in self.model.source.joints if j.child.body == body), None)

    def _moments(
        self, side: LegSide, curves: dict[str, FloatArray], missing: dict[str, str]
    ) -> None:
        from kinchain.body.joint_reactions import reaction_of

        end = side[0]
        knee = self._joint(f"tibia_{end}")
        names = ("external_knee_adduction_moment_pct_bwht", "external_knee_flexion_moment_pct_bwht")
        if knee is None or self.height_m is None:
            reason = "the person's height is not known" if knee else f"it has no body tibia_{end}"
            missing.update(dict.fromkeys(names, reason))
        else:
            # From the femur on the tibia; outwards is +Z on the right leg, -Z on the left.
            moment = reaction_of(self.bare, knee).moment_nm / (self.weight_n * self.height_m)
            outward = 1.0 if side == "right" else -1.0
            curves[names[0]] = -100.0 * outward * moment[:, 0]
            curves[names[1]] = 100.0 * moment[:, 2]
        ankle = f"ankle_angle_{end}"
        name = "internal_ankle_plantarflexion_moment_nm_per_kg"
        if ankle in self.model.coordinates:
            force = self.dynamics.independent_force[:, self.model.coordinate(ankle)]
            curves[name] = -force / float(self.model.mass_kg.sum())
        else:
            missing[name] = f"it has no coordinate {ankle}"

    def _contacts(
        self,
        side: LegSide,
        curves: dict[str, FloatArray],
        spans: dict[str, FloatArray],
        missing: dict[str, str],
    ) -> None:
        from kinchain.body.joint_reactions import reaction_of
        from kinchain.body.knee_split import split_knee

        assert self.full is not None
        end = side[0]
        knee, patella = self._joint(f"tibia_{end}"), self._joint(f"patella_{end}")
        if knee is None:
            for name in ("knee_contact_force_bw", "knee_medial_force_bw", "knee_lateral_force_bw"):
                missing[name] = f"it has no body tibia_{end}"
        else:
            load = reaction_of(self.full, knee)
            split = split_knee(load, side)
            curves["knee_contact_force_bw"] = np.linalg.norm(load.force_n, axis=1) / self.weight_n
            curves["knee_medial_force_bw"] = split.medial_n / self.weight_n
            curves["knee_lateral_force_bw"] = split.lateral_n / self.weight_n
            spans["knee_medial_force_bw"] = split.medial_interval_n / self.weight_n
            spans["knee_lateral_force_bw"] = split.lateral_interval_n / self.weight_n
        if patella is None:
            missing["patellofemoral_force_bw"] = f"it has no body patella_{end}"
        else:
            force = reaction_of(self.full, patella).force_n
            curves["patellofemoral_force_bw"] = np.linalg.norm(force, axis=1) / self.weight_n

    def _tendon(
        self, side: LegSide, curves: dict[str, FloatArray], missing: dict[str, str]
    ) -> None:
        assert self.optimum is not None
        own = [
            i
            for i, name in enumerate(self.optimum.muscles)
            if name.endswith(f"_{side[0]}") and is_calf(name)
        ]
        if own:
            force = self.optimum.muscle_force_n[:, own].sum(axis=1)
            curves["achilles_force_bw"] = force / self.weight_n
        else:
            missing["achilles_force_bw"] = "it has no gastrocnemius or soleus by a known name"


def is_calf(name: str) -> bool:
    """Tell whether a muscle pulls on the Achilles tendon, by its usual names.

    Parameters
    ----------
    name
        Such as ``gasmed_r``, ``med_gas_r``, ``gastroc_l``, ``soleus_l``.
    """
    return any(part.startswith(CALF) for part in name.lower().split("_"))
