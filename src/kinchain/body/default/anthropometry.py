"""How long, heavy and spread out the parts of a person are, by height and sex."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from numbers import Real
from typing import Literal

from kinchain.core.errors import Fault, InputError, unknown_name

Sex = Literal["female", "male"]
Pair = tuple[float, float]
Lengths = Mapping[str, "float | Pair"]

SOURCES = {
    "inertia": "dumas2007",
    "inertia_origins": "dumas2018",
    "lengths": "dumas2007",
    "ankle_height": "winter2009",
    "shoulders": "winter2009",
    "hip_centre": "harrington2007",
    "lumbar_joint": "reed1999",
    "pelvis_depth": "delp1990",
    "pelvis_skin": "mantovani2016",
}
"""Source of each group of numbers here, as in the list of sources."""


@dataclass(frozen=True, slots=True)
class SegmentRow:
    """A row of the table of segments: all over the segment's length.

    Parameters
    ----------
    share
        Mass over that of the body.
    centre
        Centre of mass: forward, up, right, from the segment's origin.
    gyration
        Radii of gyration about these axes through the centre of mass.
    """

    share: float
    centre: tuple[float, float, float]
    gyration: tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class SexTable:
    """The people of one table.

    Parameters
    ----------
    height_m
        Their mean height, m.
    length_m
        Mean length of each segment, m.
    rows
        Segments. Origins: head and thorax at C7-T1, pelvis midway between the front iliac
        spines, limbs at their upper joint, foot at the heel (but up and down from the ankle, over
        its length from the ankle to the heads of the metatarsals).
    hip_to_spine
        Lumbosacral joint from the middle of the front iliac spines, over their distance: forward
        and up.
    """

    height_m: float
    length_m: Mapping[str, float]
    rows: Mapping[str, SegmentRow]
    hip_to_spine: tuple[float, float]


MALE = SexTable(
    1.77,
    {"pelvis": 0.224, "trunk": 0.477, "head": 0.277, "upper_arm": 0.271, "forearm": 0.283,
     "hand": 0.189, "thigh": 0.432, "shank": 0.433, "foot": 0.265},
    {
        "head": SegmentRow(0.067, (0.020, 0.536, 0.0), (0.28, 0.21, 0.30)),
        "trunk": SegmentRow(0.333, (-0.036, -0.420, 0.0), (0.27, 0.25, 0.28)),
        "upper_arm": SegmentRow(0.024, (0.017, -0.452, -0.026), (0.31, 0.14, 0.32)),
        "forearm": SegmentRow(0.017, (0.010, -0.417, 0.014), (0.28, 0.11, 0.27)),
        "hand": SegmentRow(0.006, (0.035, -0.357, 0.032), (0.26, 0.16, 0.24)),
        "pelvis": SegmentRow(0.142, (-0.336, -0.149, 0.0), (0.42, 0.44, 0.40)),
        "thigh": SegmentRow(0.123, (-0.041, -0.429, 0.033), (0.29, 0.15, 0.30)),
        "shank": SegmentRow(0.048, (-0.048, -0.410, 0.007), (0.28, 0.10, 0.28)),
        "foot": SegmentRow(0.012, (0.436, -0.104, 0.0), (0.11, 0.25, 0.25)),
    },
    (-0.264, 0.126),
)  # fmt: skip
FEMALE = SexTable(
    1.61,
    {"pelvis": 0.238, "trunk": 0.429, "head": 0.253, "upper_arm": 0.243, "forearm": 0.247,
     "hand": 0.167, "thigh": 0.379, "shank": 0.388, "foot": 0.233},
    {
        "head": SegmentRow(0.067, (0.016, 0.575, 0.0), (0.29, 0.23, 0.30)),
        "trunk": SegmentRow(0.304, (-0.016, -0.436, 0.0), (0.29, 0.27, 0.29)),
        "upper_arm": SegmentRow(0.022, (-0.073, -0.454, -0.028), (0.33, 0.17, 0.33)),
        "forearm": SegmentRow(0.013, (0.021, -0.411, 0.019), (0.26, 0.14, 0.25)),
        "hand": SegmentRow(0.005, (0.033, -0.327, 0.021), (0.27, 0.18, 0.25)),
        "pelvis": SegmentRow(0.146, (-0.371, -0.050, 0.0), (0.41, 0.45, 0.36)),
        "thigh": SegmentRow(0.146, (-0.077, -0.377, 0.009), (0.31, 0.19, 0.32)),
        "shank": SegmentRow(0.045, (-0.049, -0.404, 0.031), (0.28, 0.10, 0.28)),
        "foot": SegmentRow(0.010, (0.443, -0.154, 0.0), (0.12, 0.25, 0.25)),
    },
    (-0.289, 0.172),
)  # fmt: skip
"""Dumas et al. 2007 with the 2018 additions for head, pelvis and foot: 31 men (1.77 m, 80.5 kg)
and 46 women (1.61 m, 63.9 kg). Products of inertia and what lies aside of the middle plane of
head, trunk and pelvis are left out: bodies stay mirror images. The shares are normalised to 1."""

ANKLE_HEIGHT = 0.039
"""Ankle joint over the floor, over height (Winter 2009, figure 4.1)."""

SHOULDER_OUT, SHOULDER_UP = 0.129, 0.85
"""Shoulder from the middle, over height (Winter 2009), and above the lumbosacral joint, over the
trunk's length (0.818 of height less hip and spine; Winter 2009)."""

PELVIS_DEPTH = 0.104
"""Front to back iliac spines over the skin, over height: 0.148 m of bone (Delp 1990) with 10 mm of
skin and fat in front and 19 mm behind (Mantovani 2016), at 1.70 m."""

HIP_BACK, HIP_DOWN, HIP_OUT = (0.20, 0.0196), (0.30, 0.0109), (0.33, 0.0073)
"""Hip centre from the middle of the front iliac spines: share and constant, m. Back with the
pelvis' depth, down and out with its width (Harrington et al. 2007: of bone, so that back is 0.24 of
the depth without skin and 9.9 mm, and 9.7 mm of skin in front)."""

SIDED = ("thigh", "shank", "foot", "ankle_height")
"""Lengths that may differ between left and right."""


@dataclass(frozen=True, slots=True)
class SegmentLengths:
    """Lengths of a person's segments, m; pairs are left, then right.

    Parameters
    ----------
    pelvis_width
        Between the front upper iliac spines (ASIS).
    pelvis_depth
        From their middle to the middle of the back ones (PSIS), over the skin.
    hip_back
        Hip centre behind the middle of the ASISs.
    hip_down
        Hip centre below it.
    hip_out
        Hip centre to the side of it.
    trunk
        Lumbosacral joint to the joint between neck and trunk (C7-T1).
    thigh
        Hip centre to knee centre.
    shank
        Knee centre to ankle centre.
    ankle_height
        Ankle centre above the floor, barefoot.
    foot
        Heel to tip of the toes.
    """

    pelvis_width: float
    pelvis_depth: float
    hip_back: float
    hip_down: float
    hip_out: float
    trunk: float
    thigh: Pair
    shank: Pair
    ankle_height: Pair
    foot: Pair

    def of(self, name: str, side: Literal["l", "r"]) -> float:
        """Return a length of one leg, m.

        Parameters
        ----------
        name
            One of ``SIDED``.
        side
            ``l`` or ``r``.
        """
        left, right = getattr(self, name)
        return float(left if side == "l" else right)


def table_of(sex: Sex | None) -> SexTable:
    """Return the table of a sex; between both where it is not known.

    Parameters
    ----------
    sex
        As told.
    """
    if sex is not None:
        return FEMALE if sex == "female" else MALE
    height = 0.5 * (FEMALE.height_m + MALE.height_m)
    # Lengths over height are averaged, not lengths.
    length = {
        name: 0.5 * height * (FEMALE.length_m[name] / FEMALE.height_m + own / MALE.height_m)
        for name, own in MALE.length_m.items()
    }
    rows = {}
    for name, one in MALE.rows.items():
        other = FEMALE.rows[name]
        rows[name] = SegmentRow(
            0.5 * (one.share + other.share),
            _between(one.centre, other.centre),
            _between(one.gyration, other.gyration),
        )
    x, y = (0.5 * (a + b) for a, b in zip(FEMALE.hip_to_spine, MALE.hip_to_spine, strict=True))
    return SexTable(height, length, rows, (x, y))


def _between(
    one: tuple[float, float, float], other: tuple[float, float, float]
) -> tuple[float, float, float]:
    x, y, z = (0.5 * (a + b) for a, b in zip(one, other, strict=True))
    return (x, y, z)


def segment_lengths(
    height_m: float, sex: Sex | None = None, given: Lengths | None = None
) -> SegmentLengths:
    """Return the lengths of a person's segments, usual ones for height and sex but where told.

    Parameters
    ----------
    height_m
        Height of the person, m.
    sex
        Sex, where known.
    given
        Measured lengths, m, by the names of ``SegmentLengths``; of the legs one for both, or
        (left, right).

    Returns
    -------
    lengths
        The lengths. Hip centres follow the pelvis where they were not given.

    Raises
    ------
    InputError
        If a name is unknown or a length is no person's.
    """
    told = _checked(given or {})
    table = table_of(sex)
    usual = {name: value / table.height_m * height_m for name, value in table.length_m.items()}
    single = {name: value for name, value in told.items() if not isinstance(value, tuple)}
    width = single.get("pelvis_width", usual["pelvis"])
    depth = single.get("pelvis_depth", PELVIS_DEPTH * height_m)
    usual["ankle_height"] = ANKLE_HEIGHT * height_m
    legs: dict[str, Pair] = {}
    for name in SIDED:
        value = told.get(name, usual[name])
        legs[name] = value if isinstance(value, tuple) else (value, value)
    return SegmentLengths(
        pelvis_width=width,
        pelvis_depth=depth,
        hip_back=single.get("hip_back", HIP_BACK[0] * depth + HIP_BACK[1]),
        hip_down=single.get("hip_down", HIP_DOWN[0] * width + HIP_DOWN[1]),
        hip_out=single.get("hip_out", HIP_OUT[0] * width + HIP_OUT[1]),
        trunk=single.get("trunk", usual["trunk"]),
        **legs,
    )


BOUNDS_M = {
    "pelvis_width": (0.08, 0.45), "pelvis_depth": (0.04, 0.35), "hip_back": (0.0, 0.2),
    "hip_down": (0.0, 0.25), "hip_out": (0.02, 0.2), "trunk": (0.15, 0.8), "thigh": (0.1, 0.8),
    "shank": (0.1, 0.8), "ankle_height": (0.02, 0.2), "foot": (0.08, 0.45),
}  # fmt: skip
"""Lengths beyond are no person's [expert]."""


def within(value: object, low: float, high: float) -> bool:
    """Tell whether a value is a number from ``low`` to ``high``; what is no number is not.

    Parameters
    ----------
    value
        What was given.
    low, high
        Bounds, in the value's unit.
    """
    return isinstance(value, Real) and low <= float(value) <= high


def _checked(given: Lengths) -> dict[str, float | Pair]:
    known = tuple(one.name for one in fields(SegmentLengths))
    faults = []
    told: dict[str, float | Pair] = {}
    for name, value in given.items():
        where = f"segment_lengths, '{name}'"
        if name not in known:
            faults.append(unknown_name(name, known, "segment_lengths", "length"))
            continue
        both = tuple(value) if isinstance(value, tuple | list) else (value, value)
        if len(both) != 2 or (name not in SIDED and isinstance(value, tuple | list)):
            faults.append(
                Fault(f"holds {len(both)} values", where,
                      "one length" + (", or (left, right)" if name in SIDED else ""),
                      "give metres")
            )  # fmt: skip
            continue
        low, high = BOUNDS_M[name]
        if not all(within(one, low, high) for one in both):
            faults.append(
                Fault("is no person's length", where, f"{low:g} to {high:g} m",
                      "check units and how it was measured")
            )  # fmt: skip
            continue
        told[name] = (float(both[0]), float(both[1])) if name in SIDED else float(both[0])
    if faults:
        raise InputError(faults)
    return told
