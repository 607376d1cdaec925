"""A made-up body: segment lengths and marker places from published proportions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Body:
    """Lengths of one person, m.

    Parameters
    ----------
    height_m
        Standing height.
    mass_kg
        Body mass.
    sex
        Changes the width of the pelvis.

    Notes
    -----
    Thigh 0.245, shank 0.246, ankle height 0.039, foot 0.152 and shoulder to hip 0.288 of the
    height [1]. Hip centres lie behind, below and outward of the ASIS by regression [2]. Widths of
    pelvis, knee and ankle are rounded means of adults (basis: expert).

    References
    ----------
    .. [1] D. A. Winter, Biomechanics and Motor Control of Human Movement, 2009, fig. 4.1 (after
       Drillis and Contini, 1966). https://doi.org/10.1002/9780470549148
    .. [2] M. E. Harrington et al., J Biomech 2007;40:595.
       https://doi.org/10.1016/j.jbiomech.2006.02.003
    """

    height_m: float = 1.72
    mass_kg: float = 70.0
    sex: Literal["female", "male"] = "female"

    @property
    def thigh_m(self) -> float:
        """Return hip centre to knee centre."""
        return 0.245 * self.height_m

    @property
    def shank_m(self) -> float:
        """Return knee centre to ankle centre."""
        return 0.246 * self.height_m

    @property
    def ankle_height_m(self) -> float:
        """Return ankle centre over the floor, foot flat."""
        return 0.039 * self.height_m

    @property
    def leg_m(self) -> float:
        """Return hip centre over the floor with straight leg: the leg length for speeds."""
        return self.thigh_m + self.shank_m + self.ankle_height_m

    @property
    def foot_m(self) -> float:
        """Return heel to toe tip."""
        return 0.152 * self.height_m

    @property
    def pelvis_width_m(self) -> float:
        """Return ASIS to ASIS."""
        return (0.148 if self.sex == "female" else 0.140) * self.height_m

    @property
    def pelvis_depth_m(self) -> float:
        """Return mid ASIS to mid PSIS."""
        return 0.086 * self.height_m

    @property
    def hip_from_asis_m(self) -> tuple[float, float, float]:
        """Return the right hip centre from the middle of the ASIS, pelvis axes [2]."""
        depth, width = self.pelvis_depth_m, self.pelvis_width_m
        return (-0.24 * depth - 0.0099, -0.30 * width - 0.0109, 0.33 * width + 0.0073)

    @property
    def knee_width_m(self) -> float:
        """Return width of the knee over the epicondyles."""
        return 0.060 * self.height_m

    @property
    def ankle_width_m(self) -> float:
        """Return width of the ankle over the malleoli."""
        return 0.041 * self.height_m

    @property
    def trunk_m(self) -> float:
        """Return hip centres to shoulders."""
        return 0.288 * self.height_m
