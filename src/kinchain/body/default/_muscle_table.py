"""Muscles of a right leg: strength, lengths and paths on the bones of the reference person."""

from __future__ import annotations

from typing import NamedTuple

Place = tuple[str, float, float, float]

SOURCES = {
    "force_n": "rajagopal2016",
    "optimal_mm": "rajagopal2016",
    "slack_mm": "rajagopal2016",
    "pennation_deg": "rajagopal2016",
    "path": "rajagopal2016",
    "volume": "handsfield2014",
    "curves": "millard2013",
    "achilles": "delp2007",
}
"""Sources of the groups of numbers. Rajagopal 2016 took fibre lengths and pennation from Ward 2009,
volumes (and so forces, at 60 N/cm2) from Handsfield 2014, paths from Arnold 2010 and Delp 1990.
Of muscles that are one here and several there forces are added, the rest are means weighted by
force. The Achilles tendon ends 4 mm farther back than in Rajagopal 2016, as in the models of
Delp 2007: its lever arm of 45 mm then lies among those measured (43 to 56 mm, Maganaris 2000).
Hip flexors go around a cylinder about the hip, calf muscles around one at the condyles, in place
of surfaces that paths of another size would slip off; lever arms stay. Slack lengths are those
with which fibres stand in the default pose as long as there: they differ by up to 2 mm, of
merged muscles by more."""

MASS_KG, HEIGHT_M = 75.337, 1.70
"""The person whose muscles these are (Rajagopal 2016)."""

VOLUME_CM3 = (47.05, 1289.6)
"""Muscle volume of a leg, cm3: per kg of mass and m of height, and a constant (Handsfield 2014)."""

HIP_MM = (-56.3, -78.5, 77.3)
"""Hip centre of the pelvis that the paths are on, from the middle of the iliac spines, mm."""

PELVIS_WIDTH_M, PELVIS_DEPTH_M = 0.237, 0.177
"""Its width, m, that of Delp 1990, narrowed as its hips are; and its depth over the skin."""


class MuscleRow(NamedTuple):
    """One muscle.

    Parameters
    ----------
    name
        Name without its side.
    force_n
        Greatest isometric force, N.
    optimal_mm
        Optimal fibre length, mm.
    slack_mm
        Tendon slack length, mm.
    pennation_deg
        Angle of the fibres at their optimal length, degrees.
    path
        Body and place of each point, mm. Of the foot all in the frame of ``calcn``.
    wraps
        Names of surfaces that it goes around, with the points between which.
    """

    name: str
    force_n: float
    optimal_mm: float
    slack_mm: float
    pennation_deg: float
    path: tuple[Place, ...]
    wraps: tuple[tuple[str, int, int], ...] = ()


class WrapRow(NamedTuple):
    """A cylinder that paths go around.

    Parameters
    ----------
    name
        Name without its side.
    body
        Body that it is fixed to.
    centre_mm
        Its centre, mm.
    turn_deg
        Body-fixed x-y-z angles of its axis (z), degrees.
    radius_mm
        Radius, mm.
    quadrant
        Side that paths keep to.
    """

    name: str
    body: str
    centre_mm: tuple[float, float, float]
    turn_deg: tuple[float, float, float]
    radius_mm: float
    quadrant: str = "all"


WRAPS = (
    WrapRow("hip_psoas", "pelvis", (-56.3, -78.5, 77.3), (-16.0, -14.5, 0.0), 23.0),
    WrapRow("hip_iliacus", "pelvis", (-56.3, -78.5, 77.3), (-16.0, -14.5, 0.0), 34.0),
    WrapRow("seat_upper", "pelvis", (-77.0, -99.0, 61.0), (-34.4, 25.8, 0.0), 35.5),
    WrapRow("seat_lower", "pelvis", (-83.0, -88.0, 68.0), (-5.7, 0.0, 0.0), 40.0),
    WrapRow("trochlea", "femur", (3.0, -402.7, 2.1), (-3.6, 2.9, 0.0), 24.5),
    WrapRow("condyles", "femur", (4.0, -409.0, 0.0), (0.0, 0.0, 0.0), 26.5),
    WrapRow("tibia_back", "tibia", (-1.0, -20.0, 0.0), (0.0, -5.7, 0.0), 34.5),
    WrapRow("tibia_inner", "tibia", (-2.3, -20.4, 0.0), (0.0, -15.0, 0.0), 40.5),
)

MUSCLES = (
    MuscleRow("glmax1", 1687.0, 150.7, 96.1, 20.6,
              (("pelvis", -126.7, 23.7, 52.1), ("pelvis", -129.3, -39.5, 79.3),
               ("femur", -44.7, -43.4, 28.1), ("femur", -22.7, -75.4, 44.9)),
              (("seat_upper", -1, -1),)),
    MuscleRow("glmax2", 1651.0, 162.4, 103.7, 21.5,
              (("pelvis", -130.7, -26.4, 24.8), ("pelvis", -130.3, -98.4, 59.6),
               ("femur", -35.3, -89.5, 16.1), ("femur", -10.1, -124.7, 41.4)),
              (("seat_lower", -1, -1),)),
    MuscleRow("glmed1", 1664.0, 76.4, 45.7, 14.1,
              (("pelvis", -46.2, 18.3, 114.0), ("femur", -7.6, -16.3, 57.5))),
    MuscleRow("glmed2", 2280.0, 70.7, 53.6, 13.1,
              (("pelvis", -87.5, 22.4, 76.3), ("femur", -19.6, -6.1, 53.1))),
    MuscleRow("tfl", 411.0, 93.0, 440.9, 3.0,
              (("pelvis", -20.0, 11.0, 129.0), ("femur", 29.4, -99.5, 59.7),
               ("femur", 10.7, -405.0, 32.4), ("tibia", 10.8, -41.0, 34.6))),
    MuscleRow("piri", 1030.0, 25.9, 115.0, 10.0,
              (("pelvis", -101.8, -6.5, 13.5), ("pelvis", -102.0, -30.7, 60.9),
               ("femur", -14.8, -3.6, 43.7))),
    MuscleRow("iliacus", 1021.0, 106.2, 95.3, 16.0,
              (("pelvis", -60.5, 30.9, 84.3), ("pelvis", -13.5, -55.7, 75.6),
               ("femur", -2.3, -56.5, 13.9), ("femur", -12.2, -63.7, 19.6)),
              (("hip_iliacus", 2, 3),)),
    MuscleRow("psoas", 1427.0, 116.4, 100.2, 12.3,
              (("pelvis", -60.6, 62.0, 39.0), ("pelvis", -20.5, -65.4, 65.6),
               ("femur", -13.2, -46.7, 4.6), ("femur", -23.5, -52.4, 8.8)),
              (("hip_psoas", 2, 3),)),
    MuscleRow("addlong", 1543.0, 106.1, 89.0, 7.4,
              (("pelvis", -12.3, -91.0, 17.5), ("femur", 5.9, -190.1, 19.5))),
    MuscleRow("addmag1", 1195.0, 121.7, 36.5, 14.9,
              (("pelvis", -41.9, -114.2, 21.1), ("femur", -6.5, -120.7, 30.6))),
    MuscleRow("addmag2", 1195.0, 166.9, 149.1, 10.4,
              (("pelvis", -81.8, -128.8, 40.8), ("femur", 8.0, -325.3, -6.7))),
    MuscleRow("grac", 281.0, 227.9, 169.1, 9.9,
              (("pelvis", -47.4, -129.3, 24.6), ("tibia", -18.4, -47.6, -29.6),
               ("tibia", 1.8, -69.6, -15.7)),
              (("tibia_inner", -1, -1),)),
    MuscleRow("sart", 249.0, 402.7, 124.3, 1.5,
              (("pelvis", -19.5, -15.6, 105.6), ("femur", -3.0, -356.8, -42.1),
               ("tibia", -25.1, -40.1, -36.5), ("tibia", -15.9, -59.9, -26.4),
               ("tibia", 13.6, -81.0, -2.6))),
    MuscleRow("recfem", 2192.0, 75.9, 449.8, 12.4,
              (("pelvis", -24.0, -38.8, 93.3), ("patella", 12.1, 43.7, -1.0),
               ("patella", 5.0, 2.5, 0.0), ("tibia", 32.6, -63.1, -0.5)),
              (("trochlea", -1, -1),)),
    MuscleRow("vasmed", 3597.0, 111.7, 205.2, 19.3,
              (("femur", 17.5, -205.8, 21.7), ("femur", 35.1, -260.7, 7.4),
               ("patella", 6.2, 45.3, -13.1), ("patella", 5.0, 2.5, -6.6),
               ("tibia", 32.0, -63.5, -5.1)),
              (("trochlea", -1, -1),)),
    MuscleRow("vaslat", 5998.0, 117.0, 218.0, 13.0,
              (("femur", 8.2, -186.4, 34.3), ("femur", 27.8, -251.9, 39.1),
               ("patella", 9.7, 43.1, 12.0), ("patella", 5.0, 2.5, 6.2),
               ("tibia", 32.5, -63.4, 4.4)),
              (("trochlea", -1, -1),)),
    MuscleRow("bflh", 1313.0, 97.7, 332.4, 10.1,
              (("pelvis", -104.0, -119.1, 58.6), ("tibia", -34.4, -36.5, 36.2),
               ("tibia", -27.0, -50.1, 34.8))),
    MuscleRow("bfsh", 557.0, 110.3, 105.7, 15.1,
              (("femur", 5.0, -211.1, 23.4), ("tibia", -28.7, -32.8, 32.0))),
    MuscleRow("semimem", 2201.0, 86.0, 334.9, 14.6,
              (("pelvis", -98.7, -114.0, 61.4), ("tibia", -27.0, -41.0, -19.6)),
              (("tibia_back", -1, -1),)),
    MuscleRow("semiten", 591.0, 193.1, 246.2, 13.8,
              (("pelvis", -103.8, -125.3, 51.5), ("tibia", -31.2, -50.8, -22.9),
               ("tibia", 1.9, -77.3, -11.7)),
              (("tibia_inner", -1, -1),)),
    MuscleRow("gasmed", 3116.0, 59.0, 381.6, 9.5,
              (("femur", -2.0, -381.0, -22.0), ("calcn", 0.0, 31.0, -5.3)),
              (("condyles", -1, -1),)),
    MuscleRow("gaslat", 1575.0, 69.0, 372.9, 12.0,
              (("femur", -2.0, -381.0, 20.6), ("calcn", 0.0, 31.0, -5.3)),
              (("condyles", -1, -1),)),
    MuscleRow("soleus", 6195.0, 44.0, 282.1, 21.9,
              (("tibia", -7.6, -91.6, 9.8), ("calcn", 0.0, 31.0, -5.3))),
    MuscleRow("tibant", 1227.0, 68.3, 240.5, 11.2,
              (("tibia", 15.4, -131.2, 16.2), ("tibia", 25.1, -190.6, 12.8),
               ("tibia", 23.3, -365.9, -13.2), ("forefoot", 116.6, 17.8, -30.5))),
    MuscleRow("tibpost", 1730.0, 37.8, 280.8, 13.0,
              (("tibia", -4.1, -130.4, 10.3), ("tibia", -16.4, -365.5, -17.5),
               ("calcn", 41.7, 33.4, -28.6), ("forefoot", 77.2, 15.9, -28.1))),
    MuscleRow("exdig", 889.0, 71.1, 354.0, 12.1,
              (("tibia", -15.4, -128.3, 20.0), ("tibia", 17.6, -373.8, 6.7),
               ("forefoot", 93.5, 36.9, -6.2), ("forefoot", 165.4, 8.2, -0.2),
               ("toes", 188.6, 2.5, 5.1), ("toes", 227.0, -1.2, 12.1))),
    MuscleRow("flexdig", 1331.0, 50.1, 359.6, 14.2,
              (("tibia", -21.9, -205.8, 13.1), ("tibia", -22.1, -366.3, -9.1),
               ("calcn", 39.4, 28.8, -25.3), ("forefoot", 93.3, 10.2, -25.8),
               ("forefoot", 170.4, -6.2, -14.7), ("toes", 188.8, -8.9, -12.3),
               ("toes", 231.2, -10.9, -3.5))),
    MuscleRow("peron", 1637.0, 49.1, 250.7, 13.5,
              (("tibia", -21.4, -174.2, 27.2), ("tibia", -32.4, -389.8, 24.1),
               ("tibia", -27.6, -401.1, 24.5), ("calcn", 44.8, 24.3, 22.5),
               ("calcn", 68.0, 14.2, 30.3), ("forefoot", 90.0, 9.0, 18.0))),
)  # fmt: skip
