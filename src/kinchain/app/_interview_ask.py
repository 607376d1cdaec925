"""How findings are put as questions, one by one or several at once."""

from __future__ import annotations

from collections.abc import Iterable

from kinchain.app._interview_groups import Group
from kinchain.app._interview_model import Question, QuestionKind
from kinchain.core.findings import Side
from kinchain.evidence import load_knowledge

SITES = tuple(
    "low_back hip thigh knee shin calf ankle heel arch midfoot forefoot toes foot leg".split()
)
"""Places that can be named, as on the body map."""

WORDS = Question(
    key="narrative",
    kind="words",
    text="What is the trouble? Say where it hurts, on which side, since when, and what makes "
    "it worse.",
    why="Your own words tell more than any list.",
)
PLACES = Question(
    key="places",
    kind="places",
    text="Where does it hurt? Name each place with its side, like: left knee, right heel.",
    why="All other questions hang on the place.",
    choices=SITES,
)
ELSEWHERE = Question(
    key="elsewhere",
    kind="places",
    text="Does it hurt anywhere else, from the back down to the toes? Name each place with its "
    "side, or say no.",
    why="Knee and foot can act on each other, and a nerve can hurt far from its cause.",
    choices=SITES,
)
SIDE = Question(
    key="side",
    kind="side",
    text="Which side is it?",
    why="Each leg is looked at by itself.",
    choices=("left", "right", "both"),
)
DANGER_WHY = "It helps to tell how soon you need care."


def question_of(name: str, side: Side, *, is_danger: bool = False, bits: float = 0.0) -> Question:
    """Put a finding of the vocabulary as a question.

    Parameters
    ----------
    name
        Vocabulary id.
    side
        The leg it is about; ``both`` asks of either leg.
    is_danger
        Whether it is a danger question.
    bits
        Expected information in bits.
    """
    entry = load_knowledge().findings[name]
    kind: QuestionKind = "yes_no" if entry.type == "bool" else entry.type
    choices = entry.choices
    if kind == "yes_no":
        choices = ("no", "left", "right", "both") if side == "both" else ("yes", "no")
    low, high = entry.range or (0.0, 0.0)
    steps = tuple(f"{one.strip()}." for one in entry.test.rstrip(". ").split(". ") if one.strip())
    return Question(
        key=name if side == "none" else f"{name}@{side}",
        kind=kind,
        text=entry.ask,
        why=entry.why or DANGER_WHY,
        side=side,
        is_danger=is_danger,
        choices=choices,
        unit=entry.unit,
        low=low,
        high=high,
        steps=steps,
        caution=entry.caution,
        bits=bits,
        is_test=entry.kind == "test",
    )


def several(
    group: Group,
    side: Side,
    keys: Iterable[str],
    *,
    round_: int = 1,
    is_danger: bool = False,
    bits: float = 0.0,
) -> Question:
    """Put several findings as one question; a single one as itself.

    Parameters
    ----------
    group
        The group they belong to.
    side
        The leg it is about.
    keys
        Findings with their side, in the order they are read out.
    round_
        Which time this group is asked.
    is_danger
        Whether a danger question is among them.
    bits
        Expected information in bits.
    """
    vocabulary = load_knowledge().findings
    items = tuple((key, vocabulary[key.partition("@")[0]].label) for key in keys)
    if len(items) == 1:
        name, _, at = items[0][0].partition("@")
        return question_of(name, at or "none", is_danger=is_danger, bits=bits)  # type: ignore[arg-type]
    key = group.id if round_ == 1 else f"{group.id}.{round_}"
    return Question(
        key=f"several:{key}" if side == "none" else f"several:{key}@{side}",
        kind="several",
        text=group.text,
        why=group.why,
        side=side,
        is_danger=is_danger,
        choices=tuple(label for _, label in items),
        bits=bits,
        items=items,
    )
