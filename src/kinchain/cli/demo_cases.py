"""Published cases, retold: what the demonstration and the benchmark run on."""

from __future__ import annotations

from datetime import date

from kinchain.core.formats.case import Case, Person

KNEES_AND_HEELS = Case(
    date=date(2026, 3, 1),
    person=Person(age=35, sex="female", mass_kg=65),
    narrative=(
        "When I get out of bed in the morning, both heels hurt on the inner side. It is the same "
        "when I have been sitting for a long time. The inner side of both knees hurts too, mainly "
        "on the stairs. If I walk or stand for ten minutes my groins begin to ache. My lower back "
        "hurts when I stand still for more than five minutes."
    ),
)
"""Knees and heels both sore. After A. Najjarine, "Lower limb biomechanics"
(http://dr-abbie.com/factsheets/case-study-lower-limb-biomechanics/)."""

COLD_LEG = Case(
    date=date(2026, 3, 1),
    person=Person(age=70, sex="male"),
    narrative=(
        "About an hour ago, while I sat in front of the television, my right leg suddenly began "
        "to hurt terribly. It looks pale, the foot is cold, and below the knee it feels numb."
    ),
)
"""An emergency. After "A 70-year-old man with severe leg pain"
(https://www.medicalexamprep.co.uk/a-70-year-old-man-with-severe-leg-pain/)."""

RUNNER = Case(
    date=date(2026, 3, 1),
    person=Person(age=31, sex="female"),
    narrative=(
        "I joined a gym last summer and took up running after years without. First there was a "
        "niggle in my right knee, now it is a dull ache around the kneecap. Running, training and "
        "the stairs make it worse. Ice, tape and rest help only for as long as I do nothing."
    ),
)
"""Only the knee is sore. After "Kelly's experience with runner's knee"
(https://www.optimisehealth.com.au/blog/kellys-experience-with-runners-knee/)."""

DEMO_CASES = (KNEES_AND_HEELS, COLD_LEG, RUNNER)
"""All of them."""
