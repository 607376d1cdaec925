"""Words for what a track says: one copy for the terminal and the pages."""

from __future__ import annotations

from collections.abc import Mapping

PROGRESS_WORDS: Mapping[str, str] = {
    "too_early": "too early to tell",
    "better": "better",
    "some_gain": "some gain",
    "plateau": "no clear gain",
    "worse": "worse",
}
KIND_WORDS: Mapping[str, str] = {
    "danger": "Danger sign",
    "flare": "Flare",
    "plateau": "No gain",
    "refer_again": "Be seen again",
    "worse_than_expected": "Worse than expected",
}
COURSE_WORDS: Mapping[str, str] = {
    "too_early": "It is too early to compare with it.",
    "on_course": "You are on that course.",
    "behind": "You are behind that course.",
    "not known": "There is no usual time to compare with.",
}
CHANGE_WORDS: Mapping[str, str] = {
    "better": "better, probably a real change",
    "worse": "worse, probably a real change",
    "no clear change": "no clear change",
    "not known": "how much change counts is not known",
}


def place_words(place: str) -> str:
    """Return a place as a person says it, e.g. ``left heel``.

    Parameters
    ----------
    place
        Place with its side, e.g. ``heel@left``.
    """
    name, _, side = place.partition("@")
    return f"{side} {name.replace('_', ' ')}".strip()
