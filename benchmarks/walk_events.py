"""Gait events without plates against plates: ``python benchmarks/walk_events.py [--json FILE]``.

Initial contact and foot off against the plates' 20 N, by recording: each published rule,
kinchain's own (as shipped, and with its offsets fitted without the person it is tried on), and
gaitkit's detectors on the same landmarks where a Python that has gaitkit is named by
``KINCHAIN_GAITKIT_PYTHON``. Then kinchain's own on made walks with known truth.
"""

# ruff: noqa: T201  it is a script that prints
from __future__ import annotations

import argparse
import json
import os
import subprocess
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from walk_data import Judged, Source, judge, judged, recordings, skip, table, write_json

from kinchain.core.trial import LegSide
from kinchain.gait.events import find_events
from kinchain.gait.events.combine import (
    CONTACT_LATER_S,
    OFF_LATER_S,
    contact_signs,
    in_turn,
    middle,
    off_signs,
)
from kinchain.gait.events.rules import RULES
from kinchain.gait.events.signals import FootSignals
from kinchain.gait.kinematics import joint_angles
from kinchain.gait.measure import heading_of

SAME_S = 0.05
"""A found event within this of a true one is that event."""

REACH_S = 0.25
"""The plates' word holds from this before a landing to this after the foot off."""

MIN_RATE_HZ = 70.0
GOAL_MS = {"ic": 10.0, "fo": 15.0}
KINDS = ("ic", "fo")
SIDES: tuple[LegSide, ...] = ("left", "right")
Found = Mapping[LegSide, Mapping[str, np.ndarray]]
GAITKIT = (
    "zeni",
    "oconnor",
    "hreljac",
    "mickelborough",
    "ghoussayni",
    "vancanneyt",
    "dgei",
    "bike",
)
"""Its two detectors by neural networks are left out: they fetch weights or large libraries."""

GAITKIT_SCRIPT = """
import json, sys, warnings
warnings.simplefilter("ignore")
import gaitkit
out = {}
for trial in json.load(open(sys.argv[1])):
    for method in trial["methods"]:
        ways = {"": trial["frames"], ", its own reading": trial["c3d"]}
        for way, data in ways.items():
            if data is None:
                continue
            try:
                r = gaitkit.detect(data, method=method, fps=None if way else trial["fps"],
                                   auto_install_deps=False)
                found = {
                    s: {"ic": [e["frame"] for e in r.hs(s)], "fo": [e["frame"] for e in r.to(s)]}
                    for s in ("left", "right")}
            except Exception as error:
                found = type(error).__name__ + ": " + str(error)
            out.setdefault(trial["name"], {})[method + way] = found
json.dump({"version": gaitkit.__version__, "found": out}, open(sys.argv[2], "w"))
"""


def by_rule(name: str) -> Callable[[Judged], Found]:
    """Return the finder by one published rule."""

    def find(one: Judged) -> Found:
        marks = {side: RULES[name](foot) for side, foot in one.feet.items()}
        return {s: {"ic": m.initial_contact_s, "fo": m.foot_off_s} for s, m in marks.items()}

    return find


def by_kinchain(one: Judged) -> Found:
    """Find by kinchain's own choice, told nothing of the plates."""
    events = find_events(one.trial, one.feet)
    return {
        side: {"ic": foot.initial_contact_s, "fo": foot.foot_off_s}
        for side, foot in events.feet.items()
    }


def by_offsets(one: Judged, later: Mapping[str, Sequence[float]]) -> Found:
    """Find by kinchain's own signs with other offsets."""

    def of(foot: FootSignals) -> dict[str, np.ndarray]:
        landed, left = in_turn(
            foot,
            middle(*contact_signs(foot), later["ic"]),
            middle(*off_signs(foot), later["fo"]),
        )
        return {"ic": landed.time_s, "fo": left.time_s}

    return {side: of(foot) for side, foot in one.feet.items()}


def sign_errors(one: Judged) -> dict[str, np.ndarray]:
    """Return the median error of each sign on a recording, s, before any offset."""
    found: dict[str, list[np.ndarray]] = {"ic": [], "fo": []}
    for side, foot in one.feet.items():
        for kind, signs_of in (("ic", contact_signs), ("fo", off_signs)):
            _, signs = signs_of(foot)
            if not len(signs):
                continue
            place = np.nanmedian(signs, axis=1)
            for true in one.truth[side][kind]:
                near = int(np.nanargmin(np.abs(place - true)))
                if abs(place[near] - true) < 0.15:
                    found[kind].append(signs[near] - true)
    return {
        kind: np.nanmedian(rows, axis=0) if rows else np.full(3, np.nan)
        for kind, rows in found.items()
    }


def fitted_without(person: str, data: Sequence[Judged]) -> dict[str, np.ndarray]:
    """Return the offsets as the other people's recordings suggest them.

    As in ``combine``: minus the median over recordings of each sign's median error. Recordings of
    joint centres and those under 70 Hz tell nothing of skin markers and are left out.
    """
    others = [
        sign_errors(one)
        for one in data
        if one.source.person != person
        and one.trial.rate_hz > MIN_RATE_HZ
        and not one.prepared.marks.is_pose
    ]
    return {kind: -np.nanmedian([e[kind] for e in others], axis=0) for kind in KINDS}


def score(one: Judged, found: Found) -> dict[str, dict[str, Any]]:
    """Return errors in ms and counts of hits, misses and false events of each kind."""
    out: dict[str, dict[str, Any]] = {}
    for kind in KINDS:
        errors: list[float] = []
        missed = false = 0
        for side in one.truth:
            own = np.sort(np.asarray(found.get(side, {}).get(kind, ()), dtype=float))
            true = one.truth[side][kind]
            taken: set[int] = set()
            for t in true:
                near = [i for i in np.argsort(np.abs(own - t)) if i not in taken][:1]
                if near and abs(own[near[0]] - t) <= SAME_S:
                    taken.add(int(near[0]))
                    errors.append(1000.0 * (own[near[0]] - t))
                else:
                    missed += 1
            false += sum(
                1 for i, t in enumerate(own) if i not in taken and _in_reach(one, side, kind, t)
            )
        out[kind] = {"errors_ms": errors, "missed": missed, "false": false}
    return out


def _in_reach(one: Judged, side: LegSide, kind: str, time_s: float) -> bool:
    """Say whether the plates can tell that no such event was there."""
    for start, end in one.spans[side]:
        judged_end = start if kind == "ic" else end
        if not np.isclose(one.truth[side][kind], judged_end).any():
            continue
        low, high = (start - REACH_S, end) if kind == "ic" else (start, end + REACH_S)
        if low <= time_s <= high:
            return True
    return False


def f1(parts: Sequence[Mapping[str, Any]]) -> float:
    """Return F1 over recordings and kinds."""
    hits = sum(len(p["errors_ms"]) for p in parts)
    wrong = sum(p["missed"] + p["false"] for p in parts)
    return hits / (hits + 0.5 * wrong) if hits + wrong else float("nan")


def gaitkit_found(data: Sequence[Judged]) -> tuple[str, dict[str, dict[str, Found]]]:
    """Return what gaitkit's detectors find on the same landmarks, by recording and method."""
    python = os.environ.get("KINCHAIN_GAITKIT_PYTHON", "")
    if not python:
        skip("gaitkit", "name a Python that has it by KINCHAIN_GAITKIT_PYTHON")
        return "", {}
    root = recordings()
    asked = [
        {
            "name": j.source.name,
            "fps": j.trial.rate_hz,
            "methods": GAITKIT,
            "frames": frames_of(j),
            "c3d": str(root / j.source.files[0]) if j.source.files[0].endswith("c3d") else None,
        }
        for j in data
        if root is not None
    ]
    with tempfile.TemporaryDirectory() as room:
        into, out, script = (Path(room) / n for n in ("in.json", "out.json", "ask.py"))
        into.write_text(json.dumps(asked))
        script.write_text(GAITKIT_SCRIPT)
        done = subprocess.run(
            [python, str(script), str(into), str(out)], capture_output=True, text=True, check=False
        )
        if done.returncode:
            skip("gaitkit", done.stderr.strip().splitlines()[-1] if done.stderr else "it failed")
            return "", {}
        told = json.loads(out.read_text())
    found: dict[str, dict[str, Found]] = {}
    for one in data:
        clock = one.trial.time_s
        for method, sides in told["found"][one.source.name].items():
            if isinstance(sides, str):
                skip(f"gaitkit {method} on {one.source.name}", sides)
                continue
            found.setdefault(one.source.name, {})[method] = {
                side: {kind: clock[np.asarray(sides[side][kind], dtype=int)] for kind in KINDS}
                for side in SIDES
            }
    return told["version"], found


def frames_of(one: Judged) -> list[dict[str, Any]]:
    """Return a recording as gaitkit wants it: mm, x right, y forward, z up; angles in degrees."""
    trial = one.trial
    joints = joint_angles(trial, None, heading_of(one.prepared))
    paths: dict[str, np.ndarray] = {}
    points = joints.points
    assert points is not None
    for side in SIDES:
        end = side[0]
        centres = {} if joints.skeleton is None else joints.skeleton.centres
        toe = next(
            (p for n in ("toe", "mt5", "mt1", "mtp_centre", "toe_tip")
             if (p := points.get(f"{n}_{end}")) is not None), None,
        )  # fmt: skip
        found = {
            "hip": centres.get(f"hip_{end}", points.get(f"hip_centre_{end}")),
            "knee": centres.get(f"knee_{end}", points.get(f"knee_centre_{end}")),
            "ankle": points.get(
                f"ankle_lateral_{end}",
            ),
            "heel": points.get(f"heel_{end}"),
            "toe": toe,
        }
        if found["ankle"] is None:
            found["ankle"] = centres.get(f"ankle_{end}", points.get(f"ankle_centre_{end}"))
        paths.update({f"{side}_{n}": p for n, p in found.items() if p is not None})
    angles: dict[str, np.ndarray] = {}
    if joints.angles is not None:
        names = set(map(str, joints.angles["coordinate"].values))
        for own, theirs in (
            ("hip_flexion", "hip"),
            ("knee_angle", "knee"),
            ("ankle_angle", "ankle"),
        ):
            for side in SIDES:
                if (name := f"{own}_{side[0]}") in names:
                    value = np.degrees(joints.angles.sel(coordinate=name).values)
                    angles[f"{side}_{theirs}_angle"] = np.nan_to_num(value)
    made = []
    for frame in range(len(trial.time_s)):
        at = {}
        for name, path in paths.items():
            x, y, z = 1000.0 * np.nan_to_num(path[frame])
            at[name] = (z, x, y)
        row = {name: float(value[frame]) for name, value in angles.items()}
        made.append({"frame_index": frame, **row, "landmark_positions": at})
    return made


def row_of(name: str, part: Mapping[str, Mapping[str, Any]]) -> list[Any]:
    """Return a table row of one method on one recording or on many."""
    cells: list[Any] = [name]
    for kind in KINDS:
        errors = np.asarray(part[kind]["errors_ms"])
        n = len(errors)
        middle_ms = float(np.median(np.abs(errors))) if n else float("nan")
        bias = float(np.median(errors)) if n else float("nan")
        cells += [n, middle_ms, bias]
    return [*cells, f"{f1([part[k] for k in KINDS]):.3f}"]


HEAD = ("", "IC n", "median abs ms", "bias", "FO n", "median abs ms", "bias", "F1")


def added(parts: Sequence[Mapping[str, Mapping[str, Any]]]) -> dict[str, dict[str, Any]]:
    """Return the scores of several recordings together."""
    return {
        kind: {
            "errors_ms": [e for p in parts for e in p[kind]["errors_ms"]],
            "missed": sum(p[kind]["missed"] for p in parts),
            "false": sum(p[kind]["false"] for p in parts),
        }
        for kind in KINDS
    }


def balanced(name: str, parts: Sequence[Mapping[str, Mapping[str, Any]]]) -> list[Any]:
    """Return how the recordings' own medians lie: each recording counts the same."""
    cells: list[Any] = [name]
    for kind in KINDS:
        own = [np.median(p[kind]["errors_ms"]) for p in parts if p[kind]["errors_ms"]]
        size = [np.median(np.abs(p[kind]["errors_ms"])) for p in parts if p[kind]["errors_ms"]]
        met = sum(s <= GOAL_MS[kind] for s in size)
        cells += [f"{np.median(size):.1f}" if size else "-", f"{max(size, default=np.nan):.0f}"]
        cells += [f"{np.median(own):.1f}" if own else "-", f"{met} of {len(size)}"]
    return [*cells, f"{f1([p[k] for p in parts for k in KINDS]):.3f}"]


BALANCED = (
    "", "IC median", "worst", "bias", "within 10 ms",
    "FO median", "worst", "bias", "within 15 ms", "F1",
)  # fmt: skip


def made_walks() -> list[Judged]:
    """Return made walks with their truth: marker sets, speeds, a belt, a toe-in, key points."""
    from kinchain.gait import synthetic as make

    none = make.Plates("none")
    asked = [
        (f"{kind}, {speed} m/s", {"marker_set": kind, "speed_mps": speed})
        for kind in make.MARKER_SETS
        if kind != "pose"
        for speed in (0.7, 1.2, 1.7)
    ]
    asked.append(("plug-in gait, belt 1.0 m/s", {"surface": "treadmill", "speed_mps": 1.0}))
    out = []
    for name, own in asked:
        settings = {"duration_s": 6.0, "seed": 1, "flaws": make.LABORATORY, **own}
        if "surface" not in settings:
            settings["plates"] = none
        walk = make.SyntheticWalk(**settings).make()
        out.append(_with_truth(name, walk.trial, walk.truth))
    walk = make.SyntheticWalk(duration_s=6.0, seed=1, plates=none).make()
    out.append(_with_truth("key points in space", make.pose_trial(walk), walk.truth))
    return out


def _with_truth(name: str, trial: Any, truth: Any) -> Judged:
    one = judge(Source(name, "made", ()), trial)
    first, last = trial.time_s[0] + 0.15, trial.time_s[-1] - 0.15
    true: dict[LegSide, dict[str, np.ndarray]] = {}
    spans: dict[LegSide, list[tuple[float, float]]] = {}
    for side in SIDES:
        landed, left = truth.initial_contact_s[side], truth.foot_off_s[side]
        true[side] = {
            "ic": landed[(landed > first) & (landed < last)],
            "fo": left[(left > first) & (left < last)],
        }
        spans[side] = [(a, b) for a, b in zip(landed, left[left > landed[0]], strict=False)]
    return Judged(one.source, one.prepared, one.feet, true, spans)


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path)
    told = parser.parse_args()
    data = list(judged())
    content: dict[str, Any] = {"goal_ms": GOAL_MS}
    if data:
        content.update(real(data))
    print("\n**Made walks, known truth (kinchain)**")
    made = [(one.source.name, score(one, by_kinchain(one))) for one in made_walks()]
    table(HEAD, [row_of(name, part) for name, part in made])
    content["made"] = dict(made)
    write_json(told.json, content)


def real(data: Sequence[Judged]) -> dict[str, Any]:
    """Print the tables of the public recordings and return their content."""
    version, theirs = gaitkit_found(data)
    results: dict[str, dict[str, Any]] = {}
    for name in RULES:
        results[name] = {j.source.name: score(j, by_rule(name)(j)) for j in data}
    results["kinchain"] = {j.source.name: score(j, by_kinchain(j)) for j in data}
    results["kinchain, person left out"] = {
        j.source.name: score(j, by_offsets(j, fitted_without(j.source.person, data))) for j in data
    }
    for method in [name + way for way in ("", ", its own reading") for name in GAITKIT]:
        got = {j.source.name: theirs[j.source.name][method] for j in data
               if method in theirs.get(j.source.name, {})}  # fmt: skip
        if got:
            results[f"gaitkit {method}"] = {
                j.source.name: score(j, got[j.source.name]) for j in data if j.source.name in got
            }
    for method in ("kinchain", "kinchain, person left out"):
        print(f"\n**{method}, by recording**")
        table(HEAD, [row_of(f"{j.source.name}, {j.trial.rate_hz:.0f} Hz",
                            results[method][j.source.name]) for j in data])  # fmt: skip
    groups = {
        "skin markers, 100 Hz and more": [
            j for j in data if j.trial.rate_hz > MIN_RATE_HZ and not j.prepared.marks.is_pose
        ],
        "skin markers, 60 Hz": [j for j in data if j.trial.rate_hz <= MIN_RATE_HZ],
        "joint centres of one walk (three programs)": [j for j in data if j.prepared.marks.is_pose],
    }
    for name, group in groups.items():
        print(f"\n**{name}: every recording counts alike** ({len(group)} recordings)")
        rows = []
        for method, scores in results.items():
            own = [scores[j.source.name] for j in group if j.source.name in scores]
            if own:
                rows.append(balanced(method, own))
        table(BALANCED, rows)
    people = sorted({j.source.person for j in groups["skin markers, 100 Hz and more"]})
    fits = {p: {k: v.tolist() for k, v in fitted_without(p, data).items()} for p in people}
    shipped = {"ic": list(CONTACT_LATER_S), "fo": list(OFF_LATER_S)}
    print("\nOffsets shipped, ms:", {k: [round(1000 * x) for x in v] for k, v in shipped.items()})
    for person, fit in fits.items():
        print(f"  without {person}:", {k: [round(1000 * x) for x in v] for k, v in fit.items()})
    print(f"gaitkit {version}" if version else "gaitkit: not compared")
    return {"results": results, "offsets_s": shipped, "refitted_s": fits, "gaitkit": version}


if __name__ == "__main__":
    main()
