"""A case written and read again is the same case."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from kinchain.core.findings import Side
from kinchain.core.formats.case import Case, Complaint, Outcome, Person, Site, WalkInput
from kinchain.evidence import load_knowledge
from kinchain.evidence.vocabulary import ancestors
from kinchain.intake.case_file import case_faults, read_case, write_case

KNOWLEDGE = load_knowledge()
FREE = [n for n, e in KNOWLEDGE.findings.items() if n not in ("age", "sex", "height_m", "mass_kg")]

words = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=60)
days = st.dates(date(1990, 1, 1), date(2040, 1, 1))


def numbers(low: float, high: float) -> st.SearchStrategy[float]:
    return st.floats(low, high, allow_nan=False)


@st.composite
def told(draw: st.DrawFn) -> dict[str, bool | float | str]:
    found: dict[str, bool | float | str] = {}
    taken: set[str] = set()
    for name in draw(st.lists(st.sampled_from(FREE), max_size=6, unique=True)):
        entry = KNOWLEDGE.findings[name]
        if taken & {name, *ancestors(name, KNOWLEDGE.findings)} or "knee_" in name:
            continue  # so that answers never contradict each other
        taken |= {name, *ancestors(name, KNOWLEDGE.findings)}
        values = {
            "bool": st.booleans(),
            "number": numbers(*(entry.range or (0.0, 1.0))),
            "choice": st.sampled_from(entry.choices or ("x",)),
        }[entry.type]
        sides = [f"@{side}" for side in ("left", "right", "both", "unknown")] + [""]
        key = name + (draw(st.sampled_from(sides)) if entry.sided else "")
        found[key] = draw(values | st.just("unknown"))
    return found


@st.composite
def cases(draw: st.DrawFn) -> Case:
    maybe = st.none
    side: st.SearchStrategy[Side] = st.sampled_from(("left", "right", "both", "unknown"))
    return Case(
        date=draw(maybe() | days),
        person=draw(
            st.builds(
                Person,
                age=maybe() | numbers(0, 115),
                sex=maybe() | st.sampled_from(("female", "male", "other")),
                height_m=maybe() | numbers(0.5, 2.6),
                mass_kg=maybe() | numbers(3, 400),
                occupation=maybe() | words,
                activity=maybe() | words,
                country=maybe() | words,
            )
        ),
        narrative=draw(words),
        complaints=draw(
            st.lists(
                st.builds(
                    Complaint,
                    site=st.sampled_from(get_args(Site)),
                    side=side,
                    started=st.sampled_from(("first", "later", "same_time", "unknown")),
                    onset=st.sampled_from(("sudden", "gradual", "unknown")),
                    duration_days=maybe() | numbers(0, 36500),
                ),
                max_size=3,
            )
        ),
        findings=draw(told()),
        outcomes=draw(
            st.lists(
                st.builds(
                    Outcome,
                    measure=st.sampled_from(("nprs", "koos_pain", "faam_adl")),
                    date=days,
                    value=numbers(0, 100),
                    about=maybe() | words,
                    version=maybe() | words,
                ),
                max_size=2,
            )
        ),
        walks=draw(
            st.lists(
                st.builds(WalkInput, path=words, static=maybe() | words, model=maybe() | words),
                max_size=2,
            )
        ),
    )


@given(case=cases())
@settings(max_examples=80)
def test_written_and_read_again(case: Case) -> None:
    assert not list(case_faults(case, "case", KNOWLEDGE.findings))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "case.yaml"
        write_case(case, path)
        assert read_case(path, KNOWLEDGE.findings) == case
        again = path.read_bytes()
        write_case(read_case(path, KNOWLEDGE.findings), path)
        assert path.read_bytes() == again
