"""The patterns: published definition, what of them a recording shows, and in which direction.

References
----------
.. [1] J. Perry, J. M. Burnfield, Gait Analysis: Normal and Pathological Function, 2nd ed., 2010.
.. [2] T. P. Andriacchi, J Biomech Eng 1993;115:557; M. Berchuck et al., J Bone Joint Surg Am
   1990;72:871 (quadriceps avoidance).
.. [3] S. R. Goldberg et al., J Biomech 2006;39:1961 (stiff knee).
   https://doi.org/10.1016/j.jbiomech.2005.06.002
.. [4] A. Chang et al., Arthritis Rheum 2004;50:3897 (thrust). https://doi.org/10.1002/art.20657
.. [5] M. Simic et al., Arthritis Care Res 2011;63:405 (toe-out, toe-in, trunk lean).
   https://doi.org/10.1002/acr.20384
.. [6] D. C. Kerrigan et al., Am J Phys Med Rehabil 2000 (circumduction; as recalled).
.. [7] J. Nilsson, A. Thorstensson, Acta Physiol Scand 1989;136:217 (propulsion by speed; the slope
   taken here is basis: expert). https://doi.org/10.1111/j.1748-1716.1989.tb08655.x
.. [8] C. Alvarez et al., Gait Posture 2007;26:428 (toe walking: no first rocker, early third one).
   https://doi.org/10.1016/j.gaitpost.2006.10.011
.. [9] W. Herzog et al., Med Sci Sports Exerc 1989;21:110 (sides of healthy people).
   https://doi.org/10.1249/00005768-198902000-00020
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Sign:
    """One feature of a pattern.

    Parameters
    ----------
    feature
        Name in ``FEATURES``.
    direction
        1 where the pattern raises it, -1 where it lowers it.
    """

    feature: str
    direction: float


@dataclass(frozen=True)
class PlateSign:
    """A measure of the force plates that a pattern changes; used where it was measured.

    Parameters
    ----------
    measure, words, unit
        Name among the walk's measures, and what it is.
    direction
        As of ``Sign``.
    healthy
        Relative speed to the healthy value.
    sd, side_sd
        Between healthy people, and between the sides of one (basis: expert).
    """

    measure: str
    words: str
    unit: str
    direction: float
    healthy: Callable[[float], float]
    sd: float
    side_sd: float


@dataclass(frozen=True)
class PatternRule:
    """One pattern of a side.

    Parameters
    ----------
    what
        In words, after its published definition.
    signs
        Features that must show it; the score is their mean.
    needs
        What a recording must have.
    middle
        Score at which the pattern is as likely as not.
    plate
        What plates add.
    """

    what: str
    signs: tuple[Sign, ...]
    needs: str
    middle: float
    plate: PlateSign | None = None


# The middles were set on made healthy walkers whose curves differ as much as the published bands:
# a little over what one in a hundred sides of theirs scores, and never below 2.5 (2.3 for the mean
# of two features), because real people and laboratories differ in more ways than made ones.
RULES: Mapping[str, PatternRule] = {
    "quadriceps_avoidance": PatternRule(
        "the knee stays straighter while it takes the load, which spares the quadriceps [2]",
        (Sign("loading_rise", -1.0), Sign("loading_peak", -1.0)),
        "knee angle over a whole stance",
        2.3,
    ),
    "stiff_knee": PatternRule(
        "the knee bends less in swing: low peak and low range [3]",
        (Sign("swing_peak", -1.0), Sign("swing_range", -1.0)),
        "knee angle over a whole swing",
        2.5,
    ),
    "flexed_knee": PatternRule(
        "the knee does not come straight in late stance [1]",
        (Sign("least_knee", 1.0),),
        "knee angle over a whole stance",
        3.3,
    ),
    "varus_thrust": PatternRule(
        "the knee moves outward while it takes the load and comes back [4]",
        (Sign("varus_thrust", 1.0),),
        "three-dimensional knee angles",
        2.6,
    ),
    "valgus_thrust": PatternRule(
        "the knee moves inward while it takes the load and comes back [4]",
        (Sign("valgus_thrust", 1.0),),
        "three-dimensional knee angles",
        2.8,
    ),
    "toe_in": PatternRule(
        "the foot on the ground points inward of the way [5]",
        (Sign("foot_angle", 1.0),),
        "heel and forefoot markers",
        3.2,
    ),
    "toe_out": PatternRule(
        "the foot on the ground points outward of the way [5]",
        (Sign("foot_angle", -1.0),),
        "heel and forefoot markers",
        3.0,
    ),
    "trunk_lean": PatternRule(
        "the trunk leans over the leg that stands [5]",
        (Sign("lean", 1.0),),
        "markers on the trunk or both shoulders",
        2.7,
    ),
    "vaulting": PatternRule(
        "the heel lifts in mid stance so that the other leg clears the ground [1]",
        (Sign("heel_lift", 1.0),),
        "heel markers",
        2.5,
    ),
    "circumduction": PatternRule(
        "the swinging foot goes round in an outward bow [6]",
        (Sign("bow", 1.0),),
        "heel markers in three dimensions",
        3.5,
    ),
    "early_heel_rise": PatternRule(
        "the heel leaves the ground early in stance [1]",
        (Sign("heel_off", -1.0),),
        "heel markers",
        2.5,
    ),
    "weak_push_off": PatternRule(
        "the ankle bends down less at push-off [1]",
        (Sign("push", -1.0),),
        "ankle angle over a whole stance",
        2.5,
        PlateSign(
            "propulsive_peak_bw",
            "largest forward push on the plate",
            "body weights",
            -1.0,
            lambda pace: 0.46 * pace,
            0.04,
            0.025,
        ),
    ),
    "overpronation": PatternRule(
        "the ankle rolls in over the foot further than usual",
        (Sign("eversion", 1.0),),
        "heel, forefoot and both ankle knobs in three dimensions",
        2.5,
    ),
    "toe_walking": PatternRule(
        "the foot lands on its ball and the heel stays off the ground [8]",
        (Sign("pitch_at_landing", -1.0), Sign("heel_high", 1.0)),
        "heel and forefoot markers",
        2.5,
    ),
    "outer_edge": PatternRule(
        "the foot stands on its outer edge (basis: expert)",
        (Sign("edge", 1.0),),
        "markers on both sides of the forefoot",
        2.8,
    ),
}

LESS_WEIGHT_MIDDLE = 2.8
LESS_WEIGHT = "the leg carries less than the other: force times time on the plates [9]"
ANTALGIC_MIDDLE = 2.5
ASYMMETRY_MIDDLE = 3.3
ANTALGIC = "the leg is stood on for a shorter time than the other, and the other steps sooner [1]"
ASYMMETRY = "the two sides' steps differ in length or time"
