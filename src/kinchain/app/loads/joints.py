"""Named loads of one leg's joints: moments, contact forces, the pull of the Achilles tendon."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kinchain.core.trial import LegSide

if TYPE_CHECKING:
    from kinchain.body.inverse_dynamics import InverseDynamics
    from kinchain.body.joint_reactions import JointReactions
    from kinchain.body.model import Model
    from kinchain.body.static_optimisation import StaticOptimisation

FloatArray = NDArray[np.float64]

GRAVITY_MPS2 = 9.80665

CONTACTS = (
    "knee_contact_force_bw", "knee_medial_force_bw", "knee_lateral_force_bw",
    "patellofemoral_force_bw",
)  # fmt: skip
"""Loads of joint surfaces."""

CALF = ("gas", "soleus")
"""How muscles begin that pull on the Achilles tendon."""


@dataclass(frozen=True)
class JointLoads:
    """All that the named loads are read from.

    Parameters
    ----------
    model
        The model.
    dynamics
        Inverse dynamics.
    bare
        Loads of the joints as if nothing but the joints carried.
    full
        With muscles; None without.
    optimum
        Muscle forces; None without.
    height_m
        Height of the person, m; None where it is not known.
    """

    model: Model
    dynamics: InverseDynamics
    bare: JointReactions
    full: JointReactions | None
    optimum: StaticOptimisation | None
    height_m: float | None

    @property
    def weight_n(self) -> float:
        """Body weight, N."""
        return float(self.model.mass_kg.sum()) * GRAVITY_MPS2

    def of(
        self, side: LegSide
    ) -> tuple[dict[str, FloatArray], dict[str, FloatArray], dict[str, str]]:
        """Return curves, spans and what is missing of one side.

        Parameters
        ----------
        side
            Leg.
        """
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
