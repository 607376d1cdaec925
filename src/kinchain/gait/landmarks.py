"""Which marker of a recording sits on which landmark of the body, by the sets in use."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Literal

Side = Literal["l", "r", ""]

_SIDED: Mapping[str, str] = {
    # landmark: names without side, lower case, letters and digits only
    "asis": "asi asis ias sias asisstudy",
    "psis": "psi psis ips sips psisstudy",
    "iliac_crest": "iliaccrest ilcr ic",
    "trochanter": "gtr ftc greatertrochanter troc trochanter",
    "thigh_wand": "thi thigh thighwand",
    "knee_lateral": "kne knee kneelat kneelateral fle lfc lateralknee lep kneestudy lek latcondyle",
    "knee_medial": "knm kneemed kneemedial fme mfc mknee mkneestudy medialknee kneemm mek kmd",
    "tibial_tuberosity": "tt ttc tub tibialtuberosity",
    "fibula_head": "hf fax fibulahead hfb fh",
    "shank_wand": "tib sha shank shankwand",
    "ankle_lateral": "ank ankle anklelat anklelateral fal lmal lateralankle lm anklestudy",
    "ankle_medial": "med ankm anklemed anklemedial tam mmal mma mankle manklestudy medialankle mm",
    "heel": "hee heel cal calc fcc calcaneus calcstudy hel ca",
    "toe": "toe mt2 smh fm2 mtp2 secondmet toestudy d2m",
    "mt1": "mt1 fmh fm1 toemed toemedial d1m firstmet mtp1",
    "mt5": "mt5 vmh fm5 5meta 5metastudy toelat toelateral d5m fifthmet smalltoe mtp5",
    "toe_tip": "toetip hlx hallux bigtoe",
    "mtp_centre": "mtp",
    "shoulder": "sho shoulder acromium acromion acr shoulderstudy",
    "hip_centre": "hjc hip hipjc hipjointcentre",
    "knee_centre": "kjc kneejc kneejointcentre",
    "ankle_centre": "ajc anklejc anklejointcentre",
}

_MIDDLE: Mapping[str, str] = {
    "sacrum": "sacr sacrum vsac vsacral s2 s1 sac",
    "c7": "c7 c7study",
    "t10": "t10",
    "clavicle": "clav ij jugular",
    "sternum": "strn sternum px xiphoid",
    "pelvis_centre": "pelvis midhip pelviscentre hipmid chip hip",
    "neck": "neck torso",
}

# Names whose bare form means a joint centre in files of pose programs, not a skin marker.
_POSE = frozenset(("hip", "knee", "ankle"))


@dataclass(frozen=True)
class Landmarks:
    """Which marker stands for which landmark.

    Parameters
    ----------
    marker_of
        Landmark with its side (``heel_l``, ``sacrum``) to the marker's name in the file.
    is_pose
        True where the names are those of a pose program: ``RKnee`` is a joint centre.
    set_name
        The marker set that fits best: ``plug-in gait``, ``cgm2``, ``ior``, ``opencap``,
        ``opensim``, ``pose`` or ``other``.
    """

    marker_of: Mapping[str, str]
    is_pose: bool
    set_name: str

    def has(self, *names: str) -> bool:
        """Say whether all these landmarks are there.

        Parameters
        ----------
        *names
            Landmarks, e.g. ``heel_l``.
        """
        return all(name in self.marker_of for name in names)


def landmark_names() -> list[str]:
    """Return every landmark's name, with side where it has one."""
    return [f"{name}_{side}" for name in _SIDED for side in "lr"] + list(_MIDDLE)


def plain(name: str) -> str:
    """Return a marker name in lower case with letters and digits only.

    Parameters
    ----------
    name
        Name as in the file.
    """
    return re.sub(r"[^a-z0-9]", "", name.lower())


def split_side(name: str) -> tuple[Side, str]:
    """Split a marker name into side and the rest.

    Parameters
    ----------
    name
        Name as in the file, without subject prefix.

    Returns
    -------
    side, rest
        ``l``, ``r`` or empty, and the plain rest.
    """
    bare = plain(name)
    word = re.match(r"(right|left)(.+)|(.+?)(right|left)$", bare)
    if word:
        side = (word.group(1) or word.group(4))[0]
        return ("l" if side == "l" else "r"), (word.group(2) or word.group(3))
    if bare[:1] in ("l", "r") and len(bare) > 1:
        return ("l" if bare[0] == "l" else "r"), bare[1:]
    return "", bare


def find_landmarks(names: Iterable[str], given: Mapping[str, str] | None = None) -> Landmarks:
    """Say which marker sits on which landmark.

    Parameters
    ----------
    names
        Marker names of the recording.
    given
        Landmark to marker, from the user's map; wins over what the names suggest.
    """
    return _landmarks(tuple(names), tuple((given or {}).items()))


@lru_cache(maxsize=32)
def _landmarks(names: tuple[str, ...], given: tuple[tuple[str, str], ...]) -> Landmarks:
    """Return the landmarks; one recording asks for them many times."""
    pose = _is_pose(names)
    found: dict[str, str] = {}
    for name in names:
        for landmark in _meant(name, pose):
            found.setdefault(landmark, name)
    found.update({mark: name for mark, name in given if name in names})
    return Landmarks(MappingProxyType(found), pose, _set_name(names, pose))


def _meant(name: str, pose: bool) -> Iterable[str]:
    bare = plain(name)
    for landmark, spelled in _MIDDLE.items():
        if bare in spelled.split():
            yield landmark
    side, rest = split_side(name)
    if not side:
        return
    if pose and rest in _POSE:
        yield f"{rest}_centre_{side}"
        return
    for landmark, spelled in _SIDED.items():
        if rest in spelled.split():
            yield f"{landmark}_{side}"


def _is_pose(names: Sequence[str]) -> bool:
    """Say whether the names are a pose program's: hips but no pelvis markers."""
    bare = {split_side(name)[1] for name in names}
    return {"hip", "knee", "ankle"} <= bare and not bare & {"asi", "asis", "ias"}


def _set_name(names: Sequence[str], pose: bool) -> str:
    bare = {plain(name) for name in names}
    if pose:
        return "pose"
    tests = (
        ("cgm2", {"rknm", "rmed", "rsmh"}),
        ("opencap", {"rasisstudy"}),
        ("opencap", {"rcalc", "r5meta"}),
        ("ior", {"rfcc", "rfle"}),
        ("ior", {"rgtr", "rhf", "rtt"}),
        ("plug-in gait", {"rasi", "rkne", "rank", "rhee", "rtoe"}),
        ("opensim", {"rthighupper"}),
        ("opensim", {"rth1", "rheel"}),
    )
    return next((name for name, needed in tests if needed <= bare), "other")
