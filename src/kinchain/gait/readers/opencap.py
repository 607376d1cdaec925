"""Read folders: OpenCap sessions, files of one trial beside each other, keypoints per frame."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from kinchain.core.errors import InputError, nearest
from kinchain.core.strict_yaml import StrictLoader
from kinchain.core.trial import Note, Subject
from kinchain.gait.readers._raw import RawTrial, note, refuse, warning
from kinchain.gait.readers.c3d_subject import plausible_length, plausible_mass
from kinchain.gait.readers.detect import detect
from kinchain.gait.readers.pose import keypoint_files, read_keypoints

MAX_FILES = 3000
MAX_DEPTH = 4
_NO_WALK = re.compile(r"static|neutral|calib|cal_|extrinsic", re.I)
_SUFFIX = re.compile(
    r"[_\-. ]?(grfs?|forces?|ik|markers?|kinematics|id|coordinates|filt\w*|filt_butterworth|"
    r"lstm|post|pre|m|px|person\d+)$", re.I,
)  # fmt: skip
_SUFFIXES = (".c3d", ".trc", ".mot", ".sto")


@dataclass(frozen=True)
class Session:
    """What a folder holds.

    Parameters
    ----------
    trials
        Trial name to its files.
    subject
        From the session's metadata.
    model
        Path of a scaled model, or empty.
    is_opencap
        Whether it is an OpenCap session.
    notes
        What was left out.
    """

    trials: dict[str, list[Path]]
    subject: Subject
    model: str
    is_opencap: bool
    notes: tuple[Note, ...] = ()


def read_folder(
    path: Path,
    trial: str | None,
    read_raw: Callable[[Path], RawTrial],
    join: Callable[[RawTrial, RawTrial], RawTrial],
    rate_hz: float | None = None,
    height_m: float | None = None,
) -> RawTrial:
    """Read one trial of a folder.

    Parameters
    ----------
    path
        The folder.
    trial
        Which trial; None where there is only one.
    read_raw, join
        Reader of one file, and what joins two.
    rate_hz, height_m
        For folders of keypoints.

    Raises
    ------
    InputError
        If it holds no recording, or several and none was chosen.
    """
    if keypoint_files(path):
        return read_keypoints(path, rate_hz, height_m)
    session = find_trials(path)
    name = _choose(session, trial, path)
    raw: RawTrial | None = None
    notes = list(session.notes)
    for file in session.trials[name]:
        try:
            part = read_raw(file)
            raw = part if raw is None else join(raw, part)
        except InputError as error:
            notes.append(warning(error.faults[0].what, file.name, "this file is left out"))
    if raw is None:
        raise refuse(
            "none of its files can be read",
            f"{path.name}, trial {name[:60]}",
            "markers, forces or angles of a walk",
            notes[-1].what,
        )
    subject = raw.subject if raw.subject.mass_kg else session.subject
    return replace(
        raw,
        path=str(path),
        kind="opencap" if session.is_opencap else raw.kind,
        subject=subject,
        model=session.model,
    ).with_notes(*notes)


def _choose(session: Session, trial: str | None, path: Path) -> str:
    names = sorted(session.trials)
    if not names:
        raise refuse(
            "no recording in this folder",
            path.name,
            "C3D, TRC, MOT or STO files, an OpenCap session, or keypoint files",
            "give the folder that holds them",
        )
    if trial is not None:
        if trial in session.trials:
            return trial
        near = nearest(trial, names)
        raise refuse(
            f"no trial '{trial[:60]}'",
            path.name,
            "one of: " + ", ".join(names[:30]),
            f"Did you mean {' or '.join(near)}?" if near else "choose one of them",
        )
    walks = [name for name in names if not _NO_WALK.search(name)]
    if len(walks) == 1:
        return walks[0]
    if not walks and len(names) == 1:
        return names[0]
    raise refuse(
        f"{len(walks or names)} trials in this folder",
        path.name,
        "one trial",
        "choose one (--trial NAME): " + ", ".join((walks or names)[:30]),
    )


def find_trials(path: Path) -> Session:
    """Say which trials a folder holds.

    Parameters
    ----------
    path
        The folder.

    Raises
    ------
    InputError
        If it holds too many files.
    """
    files = _files(path, path, [])
    metadata = next((f for f in files if f.name == "sessionMetadata.yaml"), None)
    groups: dict[str, list[Path]] = {}
    for file in files:
        if file.suffix.lower() in _SUFFIXES:
            groups.setdefault(_trial_name(file), []).append(file)
    notes: list[Note] = []
    trials = {}
    for name, listed in groups.items():
        kept, left = _one_of_each(listed)
        if kept:
            trials[name] = kept
            notes += left
    if len(trials) > 1 and all(len(listed) == 1 for listed in trials.values()):
        every, _ = _one_of_each([listed[0] for listed in trials.values()])
        if len(every) == len(trials):
            # One file of each kind under different names: they are one trial.
            trials = {path.name: every}
    models = [f for f in files if f.suffix == ".osim"]
    scaled = [f for f in models if "scaled" in f.stem.lower()] or models
    subject, more = read_metadata(metadata) if metadata else (Subject(), ())
    return Session(
        trials, subject, str(scaled[0]) if scaled else "", metadata is not None, (*notes, *more)
    )


def _files(path: Path, root: Path, found: list[Path]) -> list[Path]:
    """List files, not too many and not too deep; links that lead out are not followed."""
    for entry in sorted(path.iterdir()):
        if len(found) > MAX_FILES:
            raise refuse(
                f"more than {MAX_FILES} files",
                root.name,
                "one session's folder",
                "give the session's own folder",
            )
        if entry.is_symlink() or entry.name.startswith("."):
            continue
        if entry.is_dir() and len(entry.relative_to(root).parts) < MAX_DEPTH:
            _files(entry, root, found)
        elif entry.is_file():
            found.append(entry)
    return found


def _trial_name(file: Path) -> str:
    """Return a file's trial: its name without what says which part of the trial it is."""
    stem = file.stem
    while True:
        shorter = _SUFFIX.sub("", stem)
        if shorter in (stem, ""):
            return stem
        stem = shorter


def _one_of_each(files: list[Path]) -> tuple[list[Path], list[Note]]:
    """Return one file of each kind, filtered and augmented ones first."""

    def rank(file: Path) -> tuple[int, int, str]:
        text = str(file).lower()
        later = -("postaug" in text) - ("filt" in text) - ("_lstm" in text) + ("preaug" in text)
        return later + 2 * text.endswith("_px.trc"), len(file.name), file.name

    kept: dict[str, Path] = {}
    notes: list[Note] = []
    for file in sorted(files, key=rank):
        kind = _kind(file)
        if kind == "":
            continue
        if kind in kept:
            notes.append(note(f"a second file of {kind}", file.name, f"{kept[kind].name} is used"))
        else:
            kept[kind] = file
    whole = "c3d" in kept
    return [file for kind, file in kept.items() if not whole or kind == "c3d"], notes


def _kind(file: Path) -> str:
    """Return what a file brings: c3d, markers, forces or angles; empty for anything else."""
    try:
        form = detect(file)
    except InputError:
        return ""
    if form != "storage":
        return {"c3d": "c3d", "trc": "markers"}.get(form, "")
    with file.open("rb") as opened:
        head = opened.read(20_000).decode("utf-8", errors="replace").lower()
    columns = head.partition("endheader")[2]
    if re.search(r"(force|grf)\w*_?v[xyz]|fp\d_v[xyz]", columns):
        return "forces"
    if re.search(r"knee_angle_[rl]\s|knee_angle_[rl]/value|right knee", columns):
        return "angles"
    return ""


def read_metadata(path: Path) -> tuple[Subject, tuple[Note, ...]]:
    """Return the person of an OpenCap session.

    Parameters
    ----------
    path
        ``sessionMetadata.yaml``.
    """
    if path.stat().st_size > 1_000_000:
        return Subject(), (warning("too large to be read", path.name, "mass and height unknown"),)
    try:
        content: Any = yaml.load(path.read_bytes(), StrictLoader)  # noqa: S506
    except (yaml.YAMLError, UnicodeDecodeError, ValueError, RecursionError):
        return Subject(), (warning("no valid YAML", path.name, "mass and height unknown"),)
    table = content if isinstance(content, dict) else {}

    def _figure(name: str) -> float | None:
        value = table.get(name)
        number = isinstance(value, (int, float)) and not isinstance(value, bool)
        return float(value) if number else None  # type: ignore[arg-type]

    word = str(table.get("gender_mf", ""))[:1].lower()
    return Subject(
        plausible_mass(_figure("mass_kg")),
        plausible_length(_figure("height_m"), 0.5, 2.5),
        "female" if word == "f" else "male" if word == "m" else None,
    ), ()
