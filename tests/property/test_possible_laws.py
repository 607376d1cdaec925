"""Laws of possible dangers: they only raise, an answer settles them, and nothing else moves."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kinchain.app.assess import assess
from kinchain.app.interview import NOT_SURE, answer, begin, end_of, next_question
from kinchain.core.findings import Finding, Findings, Side
from kinchain.core.formats.case import Case
from kinchain.core.urgency import at_least
from kinchain.evidence import load_knowledge
from kinchain.evidence.rule_book import rules_for
from kinchain.intake._danger_cues import danger_cues
from kinchain.triage import assess_urgency

EVALUATION = Path(__file__).parents[2] / "evaluation" / "emergencies"
RULES = rules_for(load_knowledge())
VOCABULARY = load_knowledge().findings
IDS = sorted({cue.finding for cue in danger_cues().cues})
LAW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@lru_cache(maxsize=1)
def dangers() -> tuple[str, ...]:
    """Return some phrasings of dangers."""
    loaded = yaml.safe_load((EVALUATION / "phrasings.yaml").read_text("utf-8"))
    texts = [p["text"] for one in loaded["emergencies"] for p in one["phrasings"]]
    return tuple(t.format(s="left", o="right", S="Left") for t in texts[::5])


@st.composite
def findings(draw: st.DrawFn) -> tuple[Finding, ...]:
    """Return yes/no findings of random sides."""
    drawn = draw(st.lists(st.tuples(st.sampled_from(IDS), st.booleans()), max_size=6))
    legs: tuple[Side, ...] = ("left", "right", "unknown")
    sides = st.sampled_from(legs)
    return tuple(
        Finding(name, value, draw(sides) if VOCABULARY[name].sided else "none")
        for name, value in drawn
        if VOCABULARY[name].type == "bool"
    )


@given(findings(), findings())
@LAW
def test_what_is_possible_only_raises(told: tuple[Finding, ...], more: tuple[Finding, ...]) -> None:
    possible = tuple(Finding(f.id, True, f.side, "narrative") for f in more)
    without = assess_urgency(Findings(told), rules=RULES)
    with_it = assess_urgency(Findings(told), rules=RULES, possible=possible)
    assert at_least(with_it.urgency, without.urgency)
    assert {f.rule for f in without.red_flags} <= {f.rule for f in with_it.red_flags}


@given(findings(), findings(), findings())
@LAW
def test_more_possible_never_lowers(
    told: tuple[Finding, ...], some: tuple[Finding, ...], more: tuple[Finding, ...]
) -> None:
    first = tuple(Finding(f.id, True, f.side, "narrative") for f in some)
    then = tuple(Finding(f.id, True, f.side, "narrative") for f in (*some, *more))
    few = assess_urgency(Findings(told), rules=RULES, possible=first)
    many = assess_urgency(Findings(told), rules=RULES, possible=then)
    assert at_least(many.urgency, few.urgency)


@given(findings(), findings())
@LAW
def test_a_rule_that_hangs_on_a_possibility_says_which(
    told: tuple[Finding, ...], more: tuple[Finding, ...]
) -> None:
    possible = tuple(Finding(f.id, True, f.side, "narrative") for f in more)
    sure = {f.rule: f.urgency for f in assess_urgency(Findings(told), rules=RULES).red_flags}
    triage = assess_urgency(Findings(told), rules=RULES, possible=possible)
    for flag in triage.red_flags:
        assert bool(flag.possible) == (sure.get(flag.rule) != flag.urgency)
        assert set(flag.possible) <= set(flag.because)
    if triage.not_asked:
        doubts = {key for flag in triage.red_flags for key in flag.possible}
        assert set(triage.not_asked[: len(doubts)]) == doubts or not doubts


@given(st.data())
@settings(max_examples=25, deadline=None)
def test_an_answered_no_settles_a_possibility_and_nothing_else(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(dangers()))
    before = assess(Case(narrative=text))
    if not before.triage.possible:
        return
    one = data.draw(st.sampled_from(before.triage.possible))
    sided = VOCABULARY[one.finding].sided
    key = f"{one.finding}@both" if sided else one.finding
    after = assess(Case(narrative=text, findings={key: False}))
    assert one.finding not in {item.finding for item in after.triage.possible}
    sure = {(h.finding, h.side) for h in before.heard if h.value is True}
    kept = {(h.finding, h.side) for h in after.heard if h.value is True}
    assert {pair for pair in sure if pair[0] != one.finding} <= kept


@given(st.data())
@settings(max_examples=25, deadline=None)
def test_a_further_sentence_takes_no_possibility_away(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(dangers()))
    more = data.draw(st.sampled_from(dangers()))
    alone = assess(Case(narrative=text)).triage.urgency
    both = assess(Case(narrative=f"{text}\n\n{more}")).triage.urgency
    assert at_least(both, alone)


def test_an_emergency_of_doubtful_words_is_asked_about_first() -> None:
    text = "Suddenly my left foot is like something off a fishmonger's slab and I cannot feel it."
    interview = begin(Case(narrative=text))
    assert interview.urgency == "emergency" and end_of(interview) is None
    question = next_question(interview)
    assert question is not None and question.key.startswith("cold_foot")
    assert end_of(answer(interview, NOT_SURE)) == "emergency"
    denied = answer(interview, False)
    assert not at_least(denied.urgency, "emergency")
    assert answer(interview, True).urgency == "emergency"


def test_the_report_repeats_the_words_and_asks() -> None:
    text = "My left foot is like something off a fishmonger's slab and I cannot feel it."
    case = Case(narrative=text)
    triage = assess(case).triage
    assert triage.possible and triage.provisional
    flag = next(one for one in triage.red_flags if one.possible)
    assert flag.say.startswith("You wrote “")
    assert triage.not_asked[0].partition("@")[0] == "cold_foot"
    assert "cold_foot" not in {item.finding for item in assess(case).heard}
