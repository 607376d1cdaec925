"""Questions that ask for several findings at once: read from the knowledge, cut to the case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import yaml

from kinchain.app._interview_model import Look
from kinchain.core.errors import Fault, KnowledgeError
from kinchain.core.findings import Side
from kinchain.core.formats.case import FOOT_SITES, KNEE_SITES
from kinchain.evidence import load_knowledge
from kinchain.evidence.load import KNOWLEDGE

FILE = "interview.yaml"

ENDS: Mapping[str, tuple[str, ...]] = {
    "person": (),
    "leg": ("hip", "thigh", "shin", "calf", "leg", *KNEE_SITES, *FOOT_SITES),
    "knee": tuple(KNEE_SITES),
    "foot": tuple(FOOT_SITES),
    "low": ("shin", "calf", "leg", "thigh", "hip"),
    "heel": ("heel", "arch", "foot"),
    "ankle": ("ankle",),
    "fore": ("midfoot", "forefoot", "toes", "arch", "foot"),
}
"""For each end of a group the body-map sites of which one must hurt."""


@dataclass(frozen=True, slots=True)
class Group:
    """Findings that go into one question.

    Parameters
    ----------
    id
        Name of the group.
    end
        What must hurt for it to be asked; a key of `ENDS`.
    text, why
        The question and why it is asked.
    items
        Vocabulary ids, in the order they are read out.
    unless
        An end that must not hurt for it to be asked; empty for any.
    """

    id: str
    end: str
    text: str
    why: str
    items: tuple[str, ...]
    unless: str = ""


@lru_cache(maxsize=1)
def groups() -> tuple[Group, ...]:
    """Return the packaged groups, read once per process.

    Raises
    ------
    KnowledgeError
        If a group names a finding, or an end, that there is not.
    """
    raw = yaml.load((KNOWLEDGE / FILE).read_text("utf-8"), Loader=yaml.CSafeLoader)
    found = tuple(
        Group(
            one["id"], one["end"], one["text"], one["why"], tuple(one["items"]),
            one.get("unless", ""),
        )
        for one in raw["groups"]
    )  # fmt: skip
    known = load_knowledge().findings
    faults = [
        Fault(f"unknown name '{name}'", f"{FILE}, group '{one.id}'",
              "a yes/no finding of the vocabulary", "correct the name")
        for one in found
        for name in (*one.items, one.end, one.unless or one.end)
        if name not in ENDS and (name not in known or known[name].type != "bool")
    ]  # fmt: skip
    if faults:
        raise KnowledgeError(faults)
    return found


def legs_for(end: str, look: Look) -> tuple[Side, ...]:
    """Return the legs on which one of an end's places hurts; none where nothing does.

    Parameters
    ----------
    end
        A key of `ENDS`, other than ``person``.
    look
        What is known.
    """
    sites = ENDS[end]
    found: dict[Side, None] = {}
    sides: tuple[Side, ...] = ("left", "right", "unknown")
    for side in sides:
        if any(look.findings.is_true(f"pain_{site}", side) for site in sites):
            found[side] = None
    if len(found) > 1:
        found.pop("unknown", None)
    return tuple(found)
