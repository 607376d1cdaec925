"""The interview on cases, answering from their facts: ``python -m evaluation.interview``.

Each case begins with age, sex, size and the first sentence of its narrative alone. Every
question is then answered from the facts of the case: what its complaints and answers hold and
what the reader hears, or senses as a danger, in the whole narrative. What is not among them is
"not sure". Home tests are offered and answered in the same way. What matters and what is useful
is defined in ``evaluation.pertinence``; as stricter companions, the share of questions that got
an answer other than "not sure", and the share pertinent to an acceptable condition alone, are
shown too.

An urgent case is lost where the interview ends at a level below the least one acceptable.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from evaluation.cases import HERE, Labelled, load_cases
from evaluation.judge import N_WORKERS, spread
from evaluation.metrics import Share
from evaluation.patient import reply
from evaluation.pertinence import MATTERS_BITS, is_gathered, is_useful, speaks, what_matters
from evaluation.tables import outline
from kinchain.app.interview import (
    MAX_QUESTIONS,
    NOT_SURE,
    Answer,
    Interview,
    answer,
    begin,
    end_of,
    look_at,
    next_question,
)
from kinchain.core.errors import InputError
from kinchain.core.formats.case import Case
from kinchain.core.urgency import URGENCIES, Urgency, at_least

FILES = tuple(
    HERE / name
    for name in ("cases/dev_a.yaml", "cases/dev_b.yaml", "cases/dev_c.yaml",
                 "locked/cases_a.yaml", "locked/cases_b.yaml")
)  # fmt: skip
"""Cases asked about unless others are named; all of them are development data now."""

TARGETS = {"asked_or_volunteered": 0.70, "useful": 0.75, "questions": MAX_QUESTIONS,
           "lost": 0, "seconds": 0.3}  # fmt: skip

SENTENCE = re.compile(r"(?<=[.!?])\s+")

MIN_WORDS = 5
"""A first sentence shorter than this ("Tiler.") is taken together with the next."""


@dataclass(frozen=True)
class Asking:
    """One interview: every question with what came of it, and how it ended."""

    id: str
    group: str
    keys: tuple[str, ...]
    useful: tuple[bool, ...]
    of_condition: tuple[bool, ...]
    answered: tuple[bool, ...]
    matters: tuple[str, ...]
    gathered: tuple[str, ...]
    volunteered: int
    urgency: Urgency
    least: Urgency
    whole: Urgency
    end: str
    seconds: tuple[float, ...]
    busy: tuple[float, ...]

    @property
    def is_lost(self) -> bool:
        """Whether it ended below the least level acceptable."""
        return not at_least(self.urgency, self.least)


def first_sentence(narrative: str) -> str:
    """Return the first sentence of a narrative, of `MIN_WORDS` or more.

    Parameters
    ----------
    narrative
        The person's words.
    """
    told = ""
    for sentence in SENTENCE.split(" ".join(narrative.split())):
        told = f"{told} {sentence}".strip()
        if len(told.split()) >= MIN_WORDS:
            break
    return told


def opening(case: Case) -> Case:
    """Return the case as it stands before the first question.

    Parameters
    ----------
    case
        The whole case.
    """
    return Case(date=case.date, person=case.person, narrative=first_sentence(case.narrative))


def ask(label: Labelled) -> Asking:
    """Interview one case.

    Parameters
    ----------
    label
        The case with its labels.
    """
    whole = look_at(label.case)
    interview = begin(opening(label.case))
    matters = what_matters(label, whole)
    first = interview.look.findings
    keys, useful, of_condition, answered, seconds, busy = [], [], [], [], [], []
    while True:
        clock, busy_s = time.perf_counter(), time.process_time()
        question = next_question(interview)
        if question is None:
            break
        value = reply(question, whole)
        before = interview.look
        interview, value = _answered(interview, value)
        seconds.append(time.perf_counter() - clock)
        busy.append(time.process_time() - busy_s)
        ids = tuple(dict.fromkeys(key.partition("@")[0] for key in question.keys))
        keys.append(question.key)
        useful.append(question.kind in ("places", "side") or is_useful(ids, label, before))
        of_condition.append(
            any(speaks(name, one) >= MATTERS_BITS for name in ids for one in label.acceptable)
        )
        answered.append(value != NOT_SURE)
    last = interview.look.findings
    return Asking(
        id=label.id,
        group=label.group,
        keys=tuple(keys),
        useful=tuple(useful),
        of_condition=tuple(of_condition),
        answered=tuple(answered),
        matters=tuple(sorted(matters)),
        gathered=tuple(k for k in sorted(matters) if is_gathered(k, whole.findings, last)),
        volunteered=sum(is_gathered(k, whole.findings, first) for k in matters),
        urgency=interview.urgency,
        least=max(label.levels, key=URGENCIES.index),
        whole=whole.triage.urgency,
        end=end_of(interview) or "",
        seconds=tuple(seconds),
        busy=tuple(busy),
    )


def _answered(interview: Interview, value: Answer) -> tuple[Interview, Answer]:
    """Answer; where that would contradict what was told before, the person is not sure."""
    try:
        return answer(interview, value), value
    except InputError:
        return answer(interview, NOT_SURE), NOT_SURE


def summary(asked: Sequence[Asking]) -> dict[str, Any]:
    """Return the figures of some interviews.

    Parameters
    ----------
    asked
        The interviews.
    """
    n_asked = [len(one.keys) for one in asked]
    urgent = [one for one in asked if at_least(one.least, "same_day")]
    # An emergency ends an interview at once, as it should; what was not asked then is no
    # shortcoming, so the second recall leaves such interviews out.
    going = [one for one in asked if one.end != "emergency"]
    return {
        "cases": len(asked),
        "asked_or_volunteered": _share(asked, "gathered", "matters"),
        "asked_or_volunteered_not_ended_by_emergency": _share(going, "gathered", "matters"),
        "told_in_the_first_sentence": Share(
            sum(one.volunteered for one in asked), sum(len(one.matters) for one in asked)
        ).as_dict(),
        "useful": _true(asked, "useful"),
        "pertinent_to_an_acceptable_condition": _true(asked, "of_condition"),
        "answered": _true(asked, "answered"),
        "questions": {"median": float(np.median(n_asked)), "most": max(n_asked)},
        "urgent_kept": Share(
            sum(not one.is_lost for one in urgent), len(urgent),
            tuple(one.id for one in urgent if one.is_lost),
        ).as_dict(),
        "not_below_the_acceptable": Share(
            sum(not one.is_lost for one in asked), len(asked),
            tuple(f"{one.id} (whole case: {one.whole})" for one in asked if one.is_lost),
        ).as_dict(),
        "seconds_a_question": _clock([x for one in asked for x in one.seconds]),
        "processor_seconds_a_question": _clock([x for one in asked for x in one.busy]),
    }  # fmt: skip


def _clock(seconds: Sequence[float]) -> dict[str, float]:
    clock = np.array(seconds or [0.0])
    return {
        "median": float(np.median(clock)),
        "p95": float(np.quantile(clock, 0.95)),
        "p99": float(np.quantile(clock, 0.99)),
        "worst": float(clock.max()),
    }


def _share(asked: Sequence[Asking], some: str, every: str) -> dict[str, object]:
    hits = sum(len(getattr(one, some)) for one in asked)
    return Share(hits, sum(len(getattr(one, every)) for one in asked)).as_dict()


def _true(asked: Sequence[Asking], name: str) -> dict[str, object]:
    each = [value for one in asked for value in getattr(one, name)]
    return Share(sum(each), len(each)).as_dict()


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask about all cases and print the figures.

    Parameters
    ----------
    arguments
        Command line; that of the process where None.
    """
    parser = argparse.ArgumentParser(description="The interview, answered from cases.")
    parser.add_argument("--cases", nargs="+", type=Path, default=list(FILES))
    parser.add_argument("--every", type=int, default=1, help="ask about every n-th case alone")
    parser.add_argument("--json", type=Path, help="where to write every interview")
    told = parser.parse_args(arguments)
    labels = [label for path in told.cases for label in load_cases(path)][:: told.every]
    asked = spread(ask, labels, N_WORKERS)
    groups = {name: [a for a in asked if a.group == name] for name in {a.group for a in asked}}
    figures = {"all": summary(asked)} | {n: summary(groups[n]) for n in sorted(groups)}
    print(outline({"targets": TARGETS, **figures}))
    if told.json:
        rows = [vars(one) for one in asked]
        told.json.write_text(json.dumps({"figures": figures, "interviews": rows}), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
