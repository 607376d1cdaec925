"""Marker sets: which landmark bears which name in the sets in use."""

from __future__ import annotations

from collections.abc import Mapping

from kinchain.core.errors import UnknownNameError, unknown_name


def _both(pairs: Mapping[str, str], left: str = "L", right: str = "R") -> dict[str, str]:
    """Return name to landmark for both sides; ``{}`` in a name is the side."""
    made = {}
    for name, landmark in pairs.items():
        for side, letter in ((left, "l"), (right, "r")):
            made[name.replace("{}", side) if "{}" in name else side + name] = f"{landmark}_{letter}"
    return made


_TRUNK = {"C7": "c7", "T10": "t10", "CLAV": "clavicle", "STRN": "sternum"}
_PIG_LEG = {
    "ASI": "asis",
    "PSI": "psis",
    "THI": "thigh_wand",
    "KNE": "knee_lateral",
    "TIB": "shank_wand",
    "ANK": "ankle_lateral",
    "HEE": "heel",
    "TOE": "toe",
}
_CLUSTERS = {
    **{f"{{}}TH{k}": f"thigh_cluster_{k}" for k in (1, 2, 3, 4)},
    **{f"{{}}SK{k}": f"shank_cluster_{k}" for k in (1, 2, 3, 4)},
}
_OPENCAP = {
    "{}.ASIS_study": "asis",
    "{}.PSIS_study": "psis",
    "{}_knee_study": "knee_lateral",
    "{}_mknee_study": "knee_medial",
    "{}_ankle_study": "ankle_lateral",
    "{}_mankle_study": "ankle_medial",
    "{}_toe_study": "toe",
    "{}_5meta_study": "mt5",
    "{}_calc_study": "heel",
    "{}_shoulder_study": "shoulder",
    **{f"{{}}_thigh{k}_study": f"thigh_cluster_{k}" for k in (1, 2, 3)},
    **{f"{{}}_sh{k}_study": f"shank_cluster_{k}" for k in (1, 2, 3)},
}
_POSE = {
    "Hip": "hip_centre",
    "Knee": "knee_centre",
    "Ankle": "ankle_centre",
    "BigToe": "toe_tip",
    "SmallToe": "small_toe",
    "Heel": "heel",
    "Shoulder": "shoulder",
    "Elbow": "elbow",
    "Wrist": "wrist",
}

MARKER_SETS: Mapping[str, Mapping[str, str]] = {
    "plug-in gait": {**_both(_PIG_LEG), **_TRUNK, **_both({"SHO": "shoulder"})},
    "helen hayes": {
        **_both({k: v for k, v in _PIG_LEG.items() if k != "PSI"}),
        **_both({"KNM": "knee_medial", "MED": "ankle_medial", "SHO": "shoulder"}),
        "SACR": "sacrum",
    },
    "cgm2": {
        **_both({"SMH": "toe"}),
        **_both({**_PIG_LEG, "TOE": "mt2_base"}),
        **_both(
            {
                "THAP": "thigh_cluster_1",
                "THAD": "thigh_cluster_3",
                "KNM": "knee_medial",
                "TIAP": "tibial_tuberosity",
                "TIAD": "shank_cluster_3",
                "MED": "ankle_medial",
                "FMH": "mt1",
                "VMH": "mt5",
            }
        ),
        **_TRUNK,
        **_both({"SHO": "shoulder"}),
    },
    "ior": {
        **_both(
            {
                "IAS": "asis",
                "IPS": "psis",
                "FTC": "trochanter",
                "FLE": "knee_lateral",
                "FME": "knee_medial",
                "FAX": "fibula_head",
                "TTC": "tibial_tuberosity",
                "FAL": "ankle_lateral",
                "TAM": "ankle_medial",
                "FCC": "heel",
                "FM1": "mt1",
                "FM2": "toe",
                "FM5": "mt5",
            }
        ),
        "C7": "c7",
    },
    "cast": {
        **_both(_CLUSTERS),
        **_both(
            {"ASI": "asis", "PSI": "psis", "HEE": "heel", "FMH": "mt1", "VMH": "mt5", "TOE": "toe"}
        ),
        **_both(
            {
                "FLE": "knee_lateral",
                "FME": "knee_medial",
                "FAL": "ankle_lateral",
                "TAM": "ankle_medial",
            }
        ),
    },
    "opencap": {
        **_both(_OPENCAP, "L", "r"),
        "C7_study": "c7",
        "LHJC_study": "hip_centre_l",
        "RHJC_study": "hip_centre_r",
    },
    "opensim": {
        **_both(
            {
                "{}.ASIS": "asis",
                "{}.PSIS": "psis",
                "{}.Thigh.Upper": "thigh_cluster_1",
                "{}.Thigh.Front": "thigh_wand",
                "{}.Thigh.Rear": "thigh_cluster_4",
                "{}.Knee.Lat": "knee_lateral",
                "{}.Knee.Med": "knee_medial",
                "{}.Shank.Upper": "shank_cluster_1",
                "{}.Shank.Front": "shank_wand",
                "{}.Shank.Rear": "shank_cluster_4",
                "{}.Ankle.Lat": "ankle_lateral",
                "{}.Ankle.Med": "ankle_medial",
                "{}.Heel": "heel",
                "{}.Toe.Med": "mt1",
                "{}.Toe.Lat": "mt5",
                "{}.Toe.Tip": "toe_tip",
                "{}.Acromium": "shoulder",
            }
        ),
        "V.Sacral": "sacrum",
        "Sternum": "sternum",
    },
    "pose": {**_both(_POSE), "Neck": "neck", "MidHip": "pelvis_centre", "Nose": "nose"},
}
"""Set to marker name to landmark."""


def marker_names(marker_set: str) -> Mapping[str, str]:
    """Return a set's marker names with their landmarks.

    Parameters
    ----------
    marker_set
        One of ``MARKER_SETS``.

    Raises
    ------
    UnknownNameError
        If there is no such set.
    """
    if marker_set not in MARKER_SETS:
        raise UnknownNameError(
            unknown_name(marker_set, list(MARKER_SETS), "marker_set", "marker set")
        )
    return MARKER_SETS[marker_set]
