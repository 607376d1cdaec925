"""What is unsure in the loads of a walk, and how much: standard deviations to draw from.

Basis of all: expert, set wide, after the literature named beside each; none was fitted to loads.
They stay the same within one recording (a misplaced marker is misplaced in every frame).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]

CENTRE_M: Mapping[str, float] = {"femur": 0.008, "tibia": 0.005, "talus": 0.004, "calcn": 0.004}
"""Of a joint's centre along each axis. Hip centres by Harrington's regression, which the default
body takes, lie 12.3 (SD 5.9) mm off those of scans, in all three axes together (67 people;
Mantovani et al. 2016, Gait and Posture 44, 48 to 54, abstract seen); knee and ankle by palpation
about half [expert]. Muscles and joint surfaces go with the centre; how far their levers are off is
``ARM``."""

SEGMENT_MASS = 0.08
"""Of the leg's mass as a share: regression tables differ by about so much."""

MASS_TOLD, MASS_GUESSED = 0.015, 0.08
"""Of body mass as a share, weighed (with clothes) or guessed from height."""

ARM = 0.08
"""Of each muscle's moment arm as a share."""

STRENGTH = 0.20
"""Of each muscle's strength as a share (log-normal)."""

METHOD = 0.10
"""Of a contact or tendon force as a share (log-normal): what the model's form leaves, such as
muscles that work against each other. Predictions for instrumented knees missed by 0.2 to 0.4 body
weights (Fregly et al. 2012, https://doi.org/10.1002/jor.22023)."""

PITCH_RAD, TOES_RAD = np.deg2rad(3.0), np.deg2rad(5.0)
"""Of the foot's tilt and of the toes' bend."""


@dataclass(frozen=True)
class Ground:
    """How sure the ground's force is.

    Parameters
    ----------
    size
        Of its size as a share.
    tilt
        Of its direction, horizontal over vertical.
    ahead_m, aside_m
        Of its place along and across the foot, m.
    """

    size: float
    tilt: float
    ahead_m: float
    aside_m: float


SURE_PLATES = Ground(size=0.01, tilt=0.005, ahead_m=0.004, aside_m=0.004)
"""Force plates, and where they lie among the cameras."""

UNSURE_MOTION = Ground(size=0.07, tilt=0.03, ahead_m=0.028, aside_m=0.015)
"""Forces worked out from the motion: about what was found beside the plates of the open recordings
(``benchmarks/plate_free.py``)."""


@dataclass(frozen=True)
class Unsure:
    """All standard deviations of one recording."""

    ground: Ground
    mass: float

    def drawn(
        self, rng: np.random.Generator, n: int, n_muscles: int, *, is_zero: bool = False
    ) -> dict[str, FloatArray]:
        """Draw everything.

        Parameters
        ----------
        rng
            Random numbers.
        n
            How many draws.
        n_muscles
            Muscles of the model.
        is_zero
            Draw nothing: what was worked out.

        Returns
        -------
        draws
            Each of shape (n,) or (n, ...): ``mass``, ``leg_mass``, ``size``, ``strength``,
            ``arm``, ``method`` as factors; ``tilt`` (n, 2), ``ahead_m``, ``aside_m``,
            ``pitch_rad``, ``toes_rad``, ``split`` (of the knee's width, standard normal) and a
            ``centre_`` (n, 3) for each joint as differences; ``foot`` (n, n_constants), standard
            normal, for the foot's constants.
        """
        from kinchain.body.foot import CONSTANTS

        def _normal(sd: float, *shape: int) -> FloatArray:
            return np.zeros((n, *shape)) if is_zero else sd * rng.standard_normal((n, *shape))

        found = {
            "mass": 1.0 + _normal(self.mass),
            "leg_mass": 1.0 + _normal(SEGMENT_MASS),
            "size": 1.0 + _normal(self.ground.size),
            "tilt": _normal(self.ground.tilt, 2),
            "ahead_m": _normal(self.ground.ahead_m),
            "aside_m": _normal(self.ground.aside_m),
            "arm": 1.0 + _normal(ARM, n_muscles),
            "strength": np.exp(_normal(STRENGTH, n_muscles)),
            "method": np.exp(_normal(METHOD)),
            "split": _normal(1.0),
            "pitch_rad": _normal(PITCH_RAD),
            "toes_rad": _normal(TOES_RAD),
            "foot": _normal(1.0, len(CONSTANTS)),
        }
        for body, sd in CENTRE_M.items():
            found[f"centre_{body}"] = _normal(sd, 3)
        return found


def unsure_body(ground: Ground, *, mass_is_told: bool) -> Unsure:
    """Return what is unsure of a recording.

    Parameters
    ----------
    ground
        How sure the ground's force is.
    mass_is_told
        Whether body mass is known.
    """
    return Unsure(ground, MASS_TOLD if mass_is_told else MASS_GUESSED)


def foot_constants(normal: FloatArray) -> dict[str, FloatArray]:
    """Return draws of the foot's constants.

    Parameters
    ----------
    normal
        Standard normal, shape (n_draws, n_constants), columns as ``CONSTANTS``.

    Returns
    -------
    constants
        Each of shape (n_draws, 1), within its 90 % range in nine of ten draws.
    """
    from kinchain.body.foot import CONSTANTS

    found = {}
    for column, (name, one) in enumerate(CONSTANTS.items()):
        z = normal[:, column, None] / 1.645
        low, high = one.low, one.high
        if one.is_skewed:
            away = np.where(z < 0.0, np.log(one.value / low), np.log(high / one.value))
            found[name] = one.value * np.exp(z * away)
        else:
            found[name] = one.value + z * np.where(z < 0.0, one.value - low, high - one.value)
    return found
