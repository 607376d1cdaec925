"""What a question wants to know, and what that adds to each page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kinchain.app.library.catalogue import Entry
from kinchain.core.urgency import Urgency, at_least

KIND_BONUS: Mapping[str, Mapping[str, float]] = {
    "test": {"test": 1.5, "exercise": 0.85, "condition": 1.0, "treatment": 0.9},
    "how_to": {"exercise": 1.3, "test": 1.1},
    "exercise": {"exercise": 1.25, "treatment": 1.1},
    "treat": {"treatment": 1.35, "exercise": 1.0},
    "how_long": {"condition": 1.3},
    "what_is": {"condition": 1.1},
}
"""What is wanted makes a named page of a kind more, or less, fitting."""

TOPIC_OF: Mapping[str, tuple[str, float]] = {
    "how_long": ("topic:recovery_time", 4.6),
    "see": ("topic:when_to_see_someone", 8.0),
    "imaging": ("topic:imaging", 12.0),
}
"""Topics that what is wanted points to, and how strongly."""

TOPICS_WANTED = frozenset(topic for topic, _ in TOPIC_OF.values())

DANGER_BONUS = 3.0
"""What danger words add to the page on when to see someone."""

EMERGENCY_BONUS = 8.0
"""What they add where a person tells them of an emergency."""

SPECIFIC_SCORE = 3.4
"""From here on a page is surely named."""

TIME_OF_SPECIFIC = 2.0
"""How strongly "how long" points to the general page where something was named."""

FOOTWEAR_BONUS = 1.0

DONE = frozenset(("exercise", "test"))
SYMPTOMS_TOLD = 0.6
"""What a page of something to do counts where somebody tells what hurts."""

SIGNS_BONUS = 6.0
"""What a condition gains that is sure by the signs told; less where it is less likely."""

CANNOT_DO = 0.2
"""What an exercise counts where somebody tells what cannot be done."""

GRAVE_TOPIC = 0.3
GRAVE_SEE = 1.0
"""What the general page counts, and gains, where it is asked how bad a named condition is."""

PICTURE_TAKEN = 2.0
"""How strongly a picture points to its page where it was taken already."""

LIKELY = 0.35
"""From here on a condition counts as named by its signs."""


@dataclass(frozen=True)
class Wish:
    """What is wanted and how pressing it sounds.

    ``specific`` says that a condition or something to do is surely named; ``danger`` that
    danger words stand in the question, ``emergency`` that they tell of one to be seen for
    at once or today; ``level`` is how soon.
    ``symptoms`` says that signs are told and nothing to do is asked for; ``grave`` that it
    is asked how bad a named condition is; ``pictured`` that a picture was taken already;
    ``cannot`` that something is told that cannot be done.
    """

    wanted: frozenset[str]
    specific: bool
    danger: bool
    emergency: bool
    level: Urgency = "same_day"
    symptoms: bool = False
    grave: bool = False
    pictured: bool = False
    cannot: bool = False

    @property
    def pressing(self) -> float:
        """Return what a page of urgent advice gains."""
        told = EMERGENCY_BONUS if self.emergency else DANGER_BONUS * self.danger
        return max(told, TOPIC_OF["see"][1] if "see" in self.wanted else 0.0)


def with_wanted(score: float, named: float, entry: Entry, wish: Wish, chance: float) -> float:
    """Return a page's score with what is wanted and how pressing it sounds.

    Parameters
    ----------
    score
        The score by words.
    named
        The part of it from names.
    entry
        The page.
    wish
        What is wanted.
    chance
        How well the page's condition fits the signs told, 0 to 1.
    """
    factor = 1.0
    for want in sorted(wish.wanted):
        factor *= KIND_BONUS.get(want, {}).get(entry.kind, 1.0)
    extra = _of_topic(entry, wish) + SIGNS_BONUS * chance
    if wish.symptoms and entry.kind in DONE:
        factor *= SYMPTOMS_TOLD
    if wish.cannot and entry.kind == "exercise":
        factor *= CANNOT_DO
    if wish.grave and entry.id in TOPICS_WANTED:
        factor *= GRAVE_TOPIC
    if entry.id == "topic:footwear" and named:
        extra += FOOTWEAR_BONUS
    if _is_urgent(named, entry, wish, chance):
        extra += wish.pressing * (1.0 if named >= SPECIFIC_SCORE else chance)
    return (score * factor if named else score) + extra


def _is_urgent(named: float, entry: Entry, wish: Wish, chance: float) -> bool:
    """Say whether a page is of a named or likely condition as pressing as what was told."""
    if named >= SPECIFIC_SCORE:
        return at_least(entry.urgency, "same_day")
    return chance >= LIKELY and at_least(entry.urgency, wish.level)


def _of_topic(entry: Entry, wish: Wish) -> float:
    extra = 0.0
    for want in sorted(wish.wanted):
        topic, strength = TOPIC_OF.get(want, ("", 0.0))
        if topic == entry.id:
            extra += _strength(want, strength, wish)
    if entry.id == "topic:when_to_see_someone" and not wish.grave:
        extra += EMERGENCY_BONUS if wish.emergency else DANGER_BONUS * wish.danger
    return extra


def _strength(want: str, strength: float, wish: Wish) -> float:
    """Return how strongly what is wanted points to its topic in this question."""
    if want == "how_long" and wish.specific:
        return TIME_OF_SPECIFIC
    if want == "imaging" and wish.pictured:
        return PICTURE_TAKEN
    return GRAVE_SEE if want == "see" and wish.grave else strength
