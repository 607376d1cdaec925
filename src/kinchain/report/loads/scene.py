"""A worked-out walk as plain arrays, for drawing it in space: bodies, muscles, forces."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]

Side = Literal["left", "right"]

STEP_GAP = 3.0
"""A pause of so many steps of the clock parts one walk from the next."""

FOLLOW_S = 1.0
"""The view follows the pelvis, smoothed over so many seconds: its sway stays in sight."""


class Arrow(NamedTuple):
    """What a force arrow shows.

    Parameters
    ----------
    kind
        ``ground``, ``knee`` or ``ankle``.
    side
        Leg.
    """

    kind: Literal["ground", "knee", "ankle"]
    side: Side


@dataclass(frozen=True)
class LoadsScene:
    """Bodies, muscles and forces over time.

    Parameters
    ----------
    time_s
        Shape (n_frames,), s, rising.
    bodies
        Names of the bodies, as in OpenSim models.
    parent
        Which body each hangs on, shape (n_bodies,); -1 for none.
    origin_m
        Where the bodies are, shape (n_frames, n_bodies, 3), m; y up.
    turn
        Rotations that map body into ground, shape (n_frames, n_bodies, 3, 3).
    muscles
        Names of the muscles that are drawn.
    first
        First path point of each muscle, and one past the last, shape (n_muscles + 1,).
    point_body
        Body of each path point, shape (n_points,).
    point_m
        Its place on that body, shape (n_frames, n_points, 3), m.
    is_there
        Whether the path passes it, shape (n_frames, n_points).
    activation
        Shape (n_frames, n_muscles), 0 to 1.
    arrows
        What each arrow shows.
    arrow_at_m
        Where each begins, shape (n_frames, n_arrows, 3), m.
    arrow_bw
        The force in body weights, same shape; NaN where there is none.
    floor_m
        Height of the floor, m.
    """

    time_s: FloatArray
    bodies: tuple[str, ...]
    parent: NDArray[np.int64]
    origin_m: FloatArray
    turn: FloatArray
    muscles: tuple[str, ...]
    first: NDArray[np.int64]
    point_body: NDArray[np.int64]
    point_m: FloatArray
    is_there: NDArray[np.bool_]
    activation: FloatArray
    arrows: tuple[Arrow, ...]
    arrow_at_m: FloatArray
    arrow_bw: FloatArray
    floor_m: float

    def body(self, name: str) -> int | None:
        """Return the place of a body, or None where there is none of that name.

        Parameters
        ----------
        name
            Its name.
        """
        return self.bodies.index(name) if name in self.bodies else None

    def at(self, frames: NDArray[np.int64]) -> LoadsScene:
        """Return some of the frames.

        Parameters
        ----------
        frames
            Which, rising.
        """
        return replace(
            self,
            **{
                name: getattr(self, name)[frames]
                for name in ("time_s", "origin_m", "turn", "point_m", "is_there", "activation",
                             "arrow_at_m", "arrow_bw")
            },
        )  # fmt: skip


@dataclass(frozen=True)
class Staged:
    """A scene as the view sees it: walking along x, the floor at 0, the pelvis kept in sight.

    Parameters
    ----------
    scene
        The scene, moved.
    way_m
        How far the floor has gone by, along x and to the side, shape (n_frames, 2), m.
    part
        Number of the walk that each frame belongs to, shape (n_frames,).
    """

    scene: LoadsScene
    way_m: FloatArray
    part: NDArray[np.int64]


def staged(scene: LoadsScene) -> Staged:
    """Turn a scene so that it walks along x, put the floor to 0 and go along with the pelvis.

    Parameters
    ----------
    scene
        The scene.
    """
    turn = _along_x(scene)
    time = scene.time_s
    step = float(np.median(np.diff(time))) if len(time) > 1 else 1.0
    part = np.concatenate([[0], np.cumsum(np.diff(time) > STEP_GAP * step)]).astype(np.int64)
    origin = scene.origin_m @ turn.T
    at = scene.arrow_at_m @ turn.T
    root = 0 if scene.body("pelvis") is None else scene.bodies.index("pelvis")
    way = _smooth(origin[:, root][:, [0, 2]], part, FOLLOW_S / step)
    shift = np.stack([way[:, 0], np.full(len(time), scene.floor_m), way[:, 1]], axis=1)
    moved = replace(
        scene,
        origin_m=origin - shift[:, None],
        turn=turn @ scene.turn,
        arrow_at_m=at - shift[:, None],
        arrow_bw=scene.arrow_bw @ turn.T,
        floor_m=0.0,
    )
    return Staged(moved, way, part)


def _along_x(scene: LoadsScene) -> FloatArray:
    """Return the turn about up that brings the feet's mean direction to x."""
    ahead = np.zeros(3)
    for end in "lr":
        heel, toes = scene.body(f"calcn_{end}"), scene.body(f"toes_{end}")
        if heel is not None and toes is not None:
            ahead += (scene.origin_m[:, toes] - scene.origin_m[:, heel]).mean(axis=0)
    size = float(np.hypot(ahead[0], ahead[2]))
    if size < 1e-6:
        return np.eye(3)
    cos, sin = ahead[0] / size, ahead[2] / size
    return np.array([[cos, 0.0, sin], [0.0, 1.0, 0.0], [-sin, 0.0, cos]])


def _smooth(path: FloatArray, part: NDArray[np.int64], width: float) -> FloatArray:
    """Return a path's moving mean within each part; a line where a part is short."""
    out = np.empty_like(path)
    for number in np.unique(part):
        own = path[part == number]
        n = len(own)
        line = own
        frames = np.arange(n)
        if n > 1:
            line = np.stack(
                [np.polyval(np.polyfit(frames, own[:, k], 1), frames) for k in range(2)], axis=1
            )
        half = min(round(width / 2), n // 4)
        if half > 0:
            kernel = np.hanning(2 * half + 3)[1:-1]
            kernel /= kernel.sum()
            left = np.pad(own - line, ((half, half), (0, 0)), mode="reflect")
            line = line + np.stack(
                [np.convolve(left[:, k], kernel, mode="valid") for k in range(2)], axis=1
            )
        out[part == number] = line
    return out
