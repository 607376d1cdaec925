"""A danger told in the browser calls for at least what an assessment of the same words does."""

from __future__ import annotations

from pathlib import Path

import pytest

from kinchain.app.assess import assess
from kinchain.core.formats.case import Case
from kinchain.core.urgency import at_least
from tests.unit.web.web_client import person_at

DANGERS = (
    "Since this morning my left foot is cold, pale and numb and I cannot move the toes.",
    "My left calf is swollen and hot since yesterday, and I am short of breath.",
    "My right knee is hot, red and very swollen since yesterday and I have a fever.",
    "I fell from a ladder today, my right ankle is out of shape and the bone can be seen.",
    "Both legs are weak, I am numb between the legs and cannot pass water since last night.",
    "I heard a pop above my left heel while running today and cannot push off.",
    "I have diabetes and an open sore on my right foot with pus; the toe has turned black.",
    "The skin of my left leg turns purple and the redness spreads within hours. I feel very ill.",
    "My left knee aches a little when I run, since two months.",
    "mi foot went all white n freezing today",
)


@pytest.mark.parametrize("answers", ["unsure", "none"])
def test_a_danger_told_in_the_browser_is_never_less_urgent(tmp_path: Path, answers: str) -> None:
    for index, words in enumerate(DANGERS):
        least = assess(Case(narrative=words)).triage.urgency
        folder = tmp_path / str(index)
        folder.mkdir()
        with person_at(folder) as person:
            page = person.tell(words)
            assert at_least(person.report()["triage"]["urgency"], least)
            if least == "emergency":
                assert "emergency number" in page.text
                continue
            page = person.send("/heard", page, do="next")
            for _ in range(3):
                if page.url.path != "/question":
                    break
                page = person.answer(page, do=answers)
                if page.status_code == 422:  # this one cannot be answered by "none"
                    page = person.answer(page, do="unsure")
            reached = person.report()["triage"]["urgency"]
            shown = person.get("/report").text
            assert at_least(reached, least) or "calls for more than this" in shown, words
