"""Who asks what to do for another is not the one who hurts."""

from __future__ import annotations

from datetime import date

import pytest

from kinchain.intake.narrative import read_narrative

DAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    "asked", ["Should I push for a scan?", "Can I give her something?", "Do I take her in?"]
)
def test_a_parent_who_asks_keeps_the_childs_complaint(asked: str) -> None:
    told = f"My daughter has limped on the right for seven weeks, her foot turns out. {asked}"
    heard = {(one.id, one.side) for one in read_narrative(told, told_on=DAY).findings}
    assert ("limp", "right") in heard


def test_a_teller_with_a_sore_knee_of_their_own_stays_the_one_meant() -> None:
    told = "My right knee hurts. My daughter limps on the left. Should I rest?"
    heard = {(one.id, one.side) for one in read_narrative(told, told_on=DAY).findings}
    assert ("limp", "left") not in heard
    assert any(name.startswith("pain_knee") and side == "right" for name, side in heard)
