"""Gait events of a C3D file in all their spellings."""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from kinchain.core.trial import EventKind, GivenEvent, LegSide, Note
from kinchain.gait.readers._raw import FloatArray, note, warning

_CONTACT = re.compile(
    r"(foot|heel|initial)?\s*-?_?(strike|contact|down|touch\s*down)|^(hs|ic|fs|on|fc|fd|td)$"
)
_OFF = re.compile(r"(foot|toe)\s*-?_?(off|up)|^(to|fo|off|lift)$|lift\s*off")


def event_meaning(label: str, context: str = "") -> tuple[LegSide, EventKind] | None:
    """Return side and kind of an event, or None for what is not a gait event.

    Parameters
    ----------
    label
        ``Foot Strike``, ``LHS``, ``R_TO``, ``Right Toe Off``, ...
    context
        ``Left``, ``Right``, or the whole name where the label is empty.
    """
    words = (label.strip() or context.strip()).lower()
    where = context.strip().lower()
    side: LegSide | None = "left" if where.startswith("l") else None
    side = "right" if where.startswith("r") else side
    found = re.match(r"^(left|right|l|r)[\s_.\-]*(.+)$", words)
    if found and (_kind(found.group(2)) or side is None):
        side = "left" if found.group(1)[0] == "l" else "right"
        words = found.group(2)
    else:
        tail = re.match(r"^(.+?)[\s_.\-]+(left|right|l|r)$", words)
        if tail:
            side = "left" if tail.group(2)[0] == "l" else "right"
            words = tail.group(1)
    kind = _kind(words)
    return None if side is None or kind is None else (side, kind)


def _kind(words: str) -> EventKind | None:
    words = words.strip()
    if _OFF.search(words):
        return "foot_off"
    return "initial_contact" if _CONTACT.search(words) else None


def read_events(
    groups: Any, start_s: float, duration_s: float
) -> tuple[tuple[GivenEvent, ...], tuple[Note, ...]]:
    """Return the file's gait events on the trial's clock, which starts with its first frame.

    Parameters
    ----------
    groups
        The file's parameters.
    start_s
        Time of the first stored frame on the recording's clock, s.
    duration_s
        Time of the last frame on the trial's clock, s.
    """
    event = next((groups[key] for key in groups if key.upper() == "EVENT"), None)
    if event is None:
        return (), ()

    def _field(name: str) -> Any:
        value: Any = next((event[k]["value"] for k in event if k.upper() == name), [])
        return value if np.size(value) else []

    labels = [str(one) for one in _field("LABELS")]
    times = _seconds(_field("TIMES"), len(labels) or len(_field("CONTEXTS")))
    contexts = [str(one) for one in _field("CONTEXTS")]
    n = len(times)
    labels += [""] * (n - len(labels))
    contexts += [""] * (n - len(contexts))
    known = []
    others = 0
    for label, context, time in zip(labels, contexts, times, strict=False):
        meaning = event_meaning(label, context)
        if meaning is None or not np.isfinite(time):
            others += 1
        else:
            known.append((*meaning, float(time)))
    notes: list[Note] = []
    if others:
        notes.append(
            note(
                f"{others} of {n} events are not contacts or foot-offs of one leg",
                "EVENT",
                "left out",
            )
        )
    if not known:
        return (), tuple(notes)
    shift = _shift(np.array([one[2] for one in known]), start_s, duration_s)
    inside = [
        GivenEvent(side, kind, time - shift, "file")
        for side, kind, time in known
        if -0.02 <= time - shift <= duration_s + 0.02
    ]
    if len(inside) < len(known):
        notes.append(
            warning(
                f"{len(known) - len(inside)} events lie outside the recording",
                "EVENT:TIMES",
                "left out",
            )
        )
    inside.sort(key=lambda one: one.time_s)
    return tuple(dict.fromkeys(inside)), tuple(notes)


def _seconds(times: Any, n_events: int) -> list[float]:
    """Return seconds from [minutes, seconds] pairs, however they are nested, or plain seconds."""
    value: FloatArray = np.asarray(times, dtype=float)
    if value.ndim == 2 and value.shape[0] == 2:
        return [float(x) for x in value[0] * 60.0 + value[1]]
    flat = np.ravel(value)
    if flat.size == 2 * n_events:
        return [float(x) for x in flat[::2] * 60.0 + flat[1::2]]
    return [float(x) for x in flat]


def _shift(times_s: Any, start_s: float, duration_s: float) -> float:
    """Return what to take off: some programs count from the first stored frame already."""

    def inside(shift: float) -> int:
        moved = times_s - shift
        return int(((moved >= -0.02) & (moved <= duration_s + 0.02)).sum())

    return start_s if inside(start_s) >= inside(0.0) else 0.0
