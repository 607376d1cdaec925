"""The walk in space for the page: plain JavaScript, its data inside, nothing fetched."""

from __future__ import annotations

import json
from base64 import b64encode
from html import escape
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from kinchain.report.loads.bones import Bone, bones_of
from kinchain.report.loads.scene import LoadsScene, Staged, staged
from kinchain.report.loads.view import ARROW_M_PER_BW, MIDDLE_M, PITCH_DEG, YAW_DEG, still

FloatArray = NDArray[np.float64]

FRAMES_PER_S = 30.0
MAX_BYTES = 380_000
"""So much text the frames may take on the page."""

UNSEEN = -32768
PLACE, TURN, ON_BODY, FORCE = 4000.0, 32767.0, 10000.0, 2000.0
"""Units a metre in space, of a turn, a metre on a body, and a body weight: as in the script."""

WAYS = (("From the right", 0.0), ("From the front", 90.0), ("From the left", 180.0),
        ("From behind", 270.0))  # fmt: skip

CLOSER = (("Whole body", 1.0, MIDDLE_M), ("Knees and feet", 1.9, 0.44))
"""How near, and at which height the view looks, m."""

HOW = (
    "Pull the picture to turn it, or use the arrow keys on it; plus and minus bring it nearer. "
    "The forms of bones and trunk are drawn, not measured. Muscles are drawn straight from point "
    "to point, so they may cut through a bone that they wrap around."
)


def player(scene: LoadsScene) -> tuple[str, str]:
    """Return the player's HTML, with a still picture for paper, and its script.

    Parameters
    ----------
    scene
        The walk.

    Returns
    -------
    html, script
        The script's text is also inside the HTML, to be named by its hash in the page's policy.
    """
    stage = staged(scene)
    bones = bones_of(stage.scene)
    script = (files("kinchain.report.loads") / "scene.js").read_text("utf-8")
    frame = _busiest(scene)
    data = scene_data(stage, bones, float(scene.time_s[frame]))
    packed = json.dumps(data, separators=(",", ":")).replace("<", "\\u003c")
    told = _told(scene, data, frame)
    drawing = still(stage.scene, bones, frame, "scene-still", _moment(scene, frame))
    shown = ", ".join(_kinds(scene))
    return (
        f'<figure class="scene-still">{drawing}<figcaption>{escape(_moment(scene, frame))}'
        f"</figcaption></figure>"
        f'<div class="player" id="scene-player" hidden>'
        f'<canvas id="scene-canvas" width="800" height="560" tabindex="0" role="application"'
        f' aria-label="The walk in space: {escape(shown)}. Arrow keys turn it, plus and minus'
        f' bring it nearer, space plays." aria-describedby="scene-told"></canvas>'
        f"{_keys(scene)}{_controls(scene)}"
        f'<p id="scene-now" class="now"></p><p id="scene-told"><small>{escape(told)}</small></p>'
        f"</div>\n"
        f'<script type="application/json" id="scene-data">{packed}</script>\n'
        f"<script>{script}</script>",
        script,
    )


def _kinds(scene: LoadsScene) -> list[str]:
    kinds = ["bones"]
    if scene.muscles:
        kinds.append("muscles")
    return [*kinds, "forces"] if scene.arrows else kinds


def _keys(scene: LoadsScene) -> str:
    """Return what the colours mean."""
    parts = []
    if scene.muscles:
        parts.append(
            '<li><i class="ramp" aria-hidden="true"></i> muscle: at rest, hard at work</li>'
        )
    kinds = {one.kind for one in scene.arrows}
    for kind, words in (("ground", "push of the ground"), ("ankle", "push through the ankle"),
                        ("knee", "push through the knee")):  # fmt: skip
        if kind in kinds:
            parts.append(f'<li><i class="dash {kind}" aria-hidden="true"></i> {words}</li>')
    return f'<ul class="scene-keys">{"".join(parts)}</ul>' if parts else ""


def _controls(scene: LoadsScene) -> str:
    views = "".join(
        f'<button type="button" data-yaw="{angle:g}">{name}</button>' for name, angle in WAYS
    )
    views += "".join(
        f'<button type="button" data-zoom="{zoom:g}" data-middle="{middle:g}">{name}</button>'
        for name, zoom, middle in CLOSER
    )
    boxes = "".join(
        f'<label><input type="checkbox" id="scene-{kind}" checked'
        f"{'' if kind in _kinds(scene) else ' disabled'}> {kind}</label>"
        for kind in ("bones", "muscles", "forces")
    )
    return (
        '<label class="scrub">Time<input type="range" id="scene-scrub" min="0" value="0" step="1">'
        "</label>"
        '<div class="controls"><button type="button" id="scene-play">Play</button>'
        '<button type="button" id="scene-back" aria-label="One frame back">&#8249;</button>'
        '<button type="button" id="scene-on" aria-label="One frame on">&#8250;</button>'
        '<label>Speed <select id="scene-speed"><option value="1">full</option>'
        '<option value="0.5">half</option><option value="0.25" selected>quarter</option>'
        '<option value="0.1">tenth</option></select></label>'
        '<button type="button" id="scene-nearer" aria-label="Nearer">+</button>'
        '<button type="button" id="scene-farther" aria-label="Farther">&#8722;</button></div>'
        f'<div class="controls views-row">{views}</div>'
        f'<fieldset class="controls"><legend>Show</legend>{boxes}</fieldset>'
    )


def scene_data(stage: Staged, bones: tuple[Bone, ...], start_s: float) -> dict[str, object]:
    """Return the scene's data for the script, thinned to fit.

    Parameters
    ----------
    stage
        The walk as the view sees it.
    bones
        Its shapes.
    start_s
        Time that is shown first.
    """
    whole = stage.scene
    moving = np.flatnonzero(np.ptp(whole.point_m, axis=0).max(axis=1) > 5e-4)
    sometimes = np.flatnonzero(~whole.is_there.all(axis=0))
    kept = _thinned(whole, len(moving), len(sometimes))
    scene = whole.at(kept)
    arrows = np.concatenate([scene.arrow_at_m * PLACE, scene.arrow_bw * FORCE], axis=2)
    n = len(kept)
    bodies = np.concatenate(
        [scene.origin_m * PLACE, quaternions(scene.turn) * TURN], axis=2
    ).reshape(n, -1)
    moved = (scene.point_m[:, moving] * ON_BODY).reshape(n, -1)
    unseen = ~np.isfinite(arrows).all(axis=2)
    arrows[unseen] = UNSEEN
    numbers = np.concatenate([bodies, moved, arrows.reshape(n, -1)], axis=1)
    time = scene.time_s
    return {
        "t": [round(float(one), 3) for one in time],
        "part": [int(one) for one in stage.part[kept]],
        "way": [[round(float(k), 3) for k in one] for one in stage.way_m[kept]],
        "start": round(float(np.clip(start_s, time[0], time[-1])), 3),
        "bodies": len(scene.bodies),
        "bones": [
            {"body": one.body, "tone": one.tone, "sides": one.rings_m.shape[1],
             "v": [int(v) for v in np.round(1000.0 * one.rings_m).ravel()]}
            for one in bones
        ],
        "first": [int(one) for one in scene.first],
        "pointBody": [int(one) for one in scene.point_body],
        "point": [int(v) for v in np.round(ON_BODY * scene.point_m[0]).ravel()],
        "moving": [int(one) for one in moving],
        "sometimes": [int(one) for one in sometimes],
        "arrows": [[one.kind, one.side] for one in scene.arrows],
        "feet": [[side, b] for side in ("left", "right")
                 if (b := scene.body(f"calcn_{side[0]}")) is not None],
        "arrowM": ARROW_M_PER_BW,
        "middle": MIDDLE_M,
        "yaw": round(float(np.deg2rad(YAW_DEG)), 4),
        "pitch": round(float(np.deg2rad(PITCH_DEG)), 4),
        "frames": _text(np.clip(np.round(numbers), UNSEEN, 32767).astype("<i2").tobytes()),
        "activation": _text(np.round(255.0 * scene.activation).astype(np.uint8).tobytes()),
        "there": _text(scene.is_there[:, sometimes].astype(np.uint8).tobytes()),
    }  # fmt: skip


def _text(given: bytes) -> str:
    return b64encode(given).decode("ascii")


def _thinned(scene: LoadsScene, n_moving: int, n_sometimes: int) -> NDArray[np.int64]:
    """Return the frames to keep: about 30 a second, as many as fit."""
    time = scene.time_s
    rate = 1.0 / float(np.median(np.diff(time))) if len(time) > 1 else FRAMES_PER_S
    step = max(1, round(rate / FRAMES_PER_S))
    numbers = 7 * len(scene.bodies) + 3 * n_moving + 6 * len(scene.arrows)
    per_frame = (2 * numbers + len(scene.muscles) + n_sometimes) * 4 / 3 + 30
    return np.arange(0, len(time), step)[: max(2, int(0.97 * MAX_BYTES / per_frame))]


def quaternions(turn: FloatArray) -> FloatArray:
    """Return rotations as unit quaternions.

    Parameters
    ----------
    turn
        Shape (..., 3, 3).

    Returns
    -------
    quaternions
        Shape (..., 4): w, x, y, z; either sign.
    """
    a, b, c = turn[..., 0, 0], turn[..., 1, 1], turn[..., 2, 2]
    four = np.stack([1 + a + b + c, 1 + a - b - c, 1 - a + b - c, 1 - a - b + c], axis=-1)
    most = np.argmax(four, axis=-1)
    size = np.sqrt(np.maximum(np.take_along_axis(four, most[..., None], -1)[..., 0], 1e-12))
    d = [turn[..., 2, 1] - turn[..., 1, 2], turn[..., 0, 2] - turn[..., 2, 0],
         turn[..., 1, 0] - turn[..., 0, 1]]  # fmt: skip
    s = [turn[..., 2, 1] + turn[..., 1, 2], turn[..., 0, 2] + turn[..., 2, 0],
         turn[..., 1, 0] + turn[..., 0, 1]]  # fmt: skip
    own = size * size
    rows = (
        np.stack([own, d[0], d[1], d[2]], axis=-1),
        np.stack([d[0], own, s[2], s[1]], axis=-1),
        np.stack([d[1], s[2], own, s[0]], axis=-1),
        np.stack([d[2], s[1], s[0], own], axis=-1),
    )
    found = np.choose(most[..., None], rows) / (2.0 * size[..., None])
    return np.asarray(found / np.linalg.norm(found, axis=-1, keepdims=True))


def _busiest(scene: LoadsScene) -> int:
    """Return the frame with the greatest push through a knee, else of the ground."""
    for kind in ("knee", "ground"):
        own = [i for i, one in enumerate(scene.arrows) if one.kind == kind]
        size = np.linalg.norm(scene.arrow_bw[:, own], axis=2)
        if own and np.isfinite(size).any():
            return int(np.nanargmax(np.nanmax(np.where(np.isfinite(size), size, -1.0), axis=1)))
    return 0


def _moment(scene: LoadsScene, frame: int) -> str:
    """Return what one frame shows, in words."""
    parts = []
    for i, one in enumerate(scene.arrows):
        size = float(np.linalg.norm(scene.arrow_bw[frame, i]))
        if np.isfinite(size):
            parts.append(f"{one.side} {one.kind} {size:.1f}")
    forces = f" Pushes in body weights: {', '.join(parts)}." if parts else ""
    return (
        f"The walk at {scene.time_s[frame]:.2f} s, seen from the front right, when a knee is "
        f"pressed hardest.{forces}"
    )


def _told(scene: LoadsScene, data: dict[str, object], frame: int) -> str:
    time = data["t"]
    assert isinstance(time, list)
    whole = float(scene.time_s[-1] - scene.time_s[0])
    shown = float(time[-1] - time[0])
    cut = f"Only the first {shown:.0f} s are kept here. " if shown < whole - 0.5 else ""
    return (
        f"{shown:.1f} s of walking. {cut}An arrow is {100 * ARROW_M_PER_BW:.0f} cm long for each "
        f"body weight. Its number is of that moment; the tables tell the mean of all whole steps. "
        f"{HOW}"
    )
