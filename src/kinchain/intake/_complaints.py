"""The places that hurt, with how and when each began."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kinchain.core.findings import Finding, Side
from kinchain.intake._story import Story
from kinchain.intake._told import Told


@dataclass(frozen=True, slots=True)
class HeardComplaint:
    """One place that hurts, as told.

    Parameters
    ----------
    site
        Site of the case format.
    side
        ``left``, ``right``, ``both`` or ``unknown``.
    started
        ``first``, ``later``, ``same_time`` or ``unknown``.
    onset
        ``sudden``, ``gradual`` or ``unknown``.
    duration_days
        In days before the telling, or None.
    span
        ``[start, end)`` in Unicode code points.
    """

    site: str
    side: Side
    started: str
    onset: str
    duration_days: float | None
    span: tuple[int, int]


def complaints_of(
    told: list[Told], findings: tuple[Finding, ...], story: Story
) -> tuple[HeardComplaint, ...]:
    """Return the places that hurt, one of each area and side.

    Parameters
    ----------
    told
        Findings with the parts they are told of.
    findings
        Findings as settled.
    story
        Order and times of complaints.
    """
    kept = {(f.id, f.side): f.value for f in findings}
    rows: dict[tuple[str, Side], HeardComplaint] = {}
    for one in told:
        mention = one.mention
        if mention is None or one.concept.kind not in (
            "pain",
            "trigger",
            "behaviour",
            "symptom",
            "sign",
        ):
            continue
        if (
            one.finding.value is not True
            or kept.get((one.finding.id, one.finding.side)) is not True
        ):
            continue
        key = (mention.part.area, mention.side)
        if key in rows:
            continue
        region = mention.part.region
        started = "unknown"
        if story.first == "same_time":
            started = "same_time"
        elif story.first is not None and region in ("knee", "foot"):
            started = "first" if region == story.first else "later"
        rows[key] = HeardComplaint(
            mention.part.area,
            mention.side,
            started,
            _onset(region, mention.side, kept),
            story.duration_of.get(id(mention)),
            one.finding.span or (0, 0),
        )
    return tuple(rows.values())


def _onset(region: str, side: str, kept: Mapping[tuple[str, Side], object]) -> str:
    region = {"hip": "leg", "back": "leg"}.get(region, region)
    sides: tuple[Side, ...] = ("left", "right") if side == "both" else (side,)  # type: ignore[assignment]
    for word in ("sudden", "gradual"):
        if any(kept.get((f"{word}_onset_{region}", one)) is True for one in sides):
            return word
    return "unknown"
