"""Laws of the reader: it never fails, spans lie inside, sides mirror, others do not count."""

from __future__ import annotations

import re
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from kinchain.intake import read_narrative

TOLD_ON = date(2026, 3, 1)
WORDS = (
    "my left right knee heel foot calf hurts swollen red and but no not never since yesterday "
    "weeks three on the stairs when I walk other both it is cold numb can't feel , . ? ago twisted "
    "for running worse than my mother had a clot first then started fever 7/10 in morning toe"
).split()
BODY = [
    "my left knee hurts on the stairs and it is swollen",
    "right heel pain for three weeks, worst on the first steps",
    "I rolled my left ankle yesterday and can't put weight on it",
    "my right calf is swollen but the left is fine",
    "the left knee started first, then the right heel",
    "no fever, left knee hot and red",
]
MIRROR = {"left": "right", "right": "left"}


def keys(text):
    return {(f.key, f.value) for f in read_narrative(text, told_on=TOLD_ON).findings}


def mirrored(text):
    return re.sub(r"\b(left|right)\b", lambda m: MIRROR[m.group()], text)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400))
def test_no_text_makes_it_fail(text):
    reading = read_narrative(text, told_on=TOLD_ON)
    assert reading.findings or reading.complaints or reading.person.spans or reading.not_understood


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join))
def test_spans_lie_inside_the_text(text):
    reading = read_narrative(text, told_on=TOLD_ON)
    spans = [f.span for f in reading.findings if f.span] + [c.span for c in reading.complaints]
    spans += [span for _, span in reading.person.spans]
    assert all(0 <= start < end <= len(text) for start, end in spans)


@given(st.lists(st.sampled_from(BODY), min_size=1, max_size=3).map(". ".join))
@settings(max_examples=60, deadline=None)
def test_swapping_the_sides_swaps_the_findings(text):
    assert keys(mirrored(text)) == {
        (mirrored(k.replace("@", " @ ")).replace(" @ ", "@"), v) for k, v in keys(text)
    }


@given(
    st.sampled_from(BODY),
    st.sampled_from(
        [
            "My mother had a clot.",
            "My dad has gout.",
            "My sister has diabetes.",
            "My uncle died of bone cancer.",
        ]
    ),
)
@settings(max_examples=40, deadline=None)
def test_the_illness_of_another_changes_nothing(text, other):
    assert keys(f"{text}. {other}") == keys(f"{text}.")


@given(st.sampled_from(BODY))
@settings(max_examples=20, deadline=None)
def test_reading_twice_gives_the_same(text):
    assert read_narrative(text, told_on=TOLD_ON) == read_narrative(text, told_on=TOLD_ON)
