"""From findings to ranked conditions: legs, risk factors, bits for and against, questions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from kinchain.core.findings import Finding, Findings, Side
from kinchain.evidence import Knowledge, complete
from kinchain.reason import Inference, infer, next_questions
from kinchain.reason.infer import RankedCondition, disablement_score, finding_bits
from kinchain.reason.network import MAX_PRIOR, build, leak_of, odds_without, place_legs

Tell = Callable[[str], Findings]


@pytest.fixture
def infer_from(knowledge: Knowledge, told: Tell) -> Callable[[str], Inference]:
    def run(words: str) -> Inference:
        return infer(complete(told(words), knowledge.findings), knowledge)

    return run


def one(inference: Inference, name: str, side: Side = "left") -> RankedCondition:
    (found,) = (
        r for r in inference.ranked if r.node.condition.id == name and r.node.side in (side, "none")
    )
    return found


# --- legs -------------------------------------------------------------------------------


def test_unknown_side_goes_to_the_only_leg_told(told: Tell) -> None:
    placed = place_legs(told("pain_knee@left pain_heel@unknown -limp@unknown fever"))
    assert {f.key for f in placed} == {"pain_knee@left", "pain_heel@left", "limp@left", "fever"}
    assert placed.is_false("limp", "left")


@pytest.mark.parametrize(
    "words",
    [
        "pain_heel@unknown",
        "pain_knee@left pain_knee@right pain_heel@unknown",
        "-pain_knee@left pain_heel@unknown",
    ],
)
def test_unknown_side_stays_unknown_where_no_one_leg_was_told(words: str, told: Tell) -> None:
    findings = told(words)
    assert place_legs(findings) == findings


def test_placing_keeps_source_and_span() -> None:
    heard = Finding("pain_heel", True, "unknown", "narrative", (3, 9))
    placed = place_legs(Findings((Finding("pain_knee", True, "left"), heard)))
    assert placed.get("pain_heel", "left") == replace(heard, side="left")


def test_one_node_a_leg_and_one_for_the_whole_person(
    knowledge: Knowledge, infer_from: Callable[[str], Inference]
) -> None:
    sides: dict[str, set[Side]] = {}
    for ranked in infer_from("pain_knee@left pain_heel@right").ranked:
        sides.setdefault(ranked.node.condition.id, set()).add(ranked.node.side)
    assert sides.keys() == knowledge.conditions.keys()
    for name, found in sides.items():
        assert found == ({"left", "right"} if knowledge.conditions[name].sided else {"none"})


def test_nothing_told_gives_the_priors(
    knowledge: Knowledge, infer_from: Callable[[str], Inference]
) -> None:
    for ranked in infer_from("").ranked:
        prior = knowledge.conditions[ranked.node.condition.id].prior.p
        assert ranked.probability == pytest.approx(min(prior, MAX_PRIOR))
        assert ranked.weighed == ()


def test_a_finer_finding_is_not_counted_with_its_coarser_one(
    knowledge: Knowledge, told: Tell
) -> None:
    fine = build(complete(told("pain_heel_under@left"), knowledge.findings), knowledge)
    assert [f.key for f in fine.positives] == ["pain_heel_under@left"]
    coarse = build(complete(told("-pain_heel@left"), knowledge.findings), knowledge)
    assert [f.key for f in coarse.negatives] == ["pain_heel@left"]


# --- risk factors -----------------------------------------------------------------------


def test_bands_of_age_are_half_open(knowledge: Knowledge, told: Tell) -> None:
    """Every band of every condition: at its lower end in, at its upper end out."""
    n_bands = 0
    for condition in knowledge.conditions.values():
        for factor in condition.raised_by:
            if factor.from_ is None and factor.to is None:
                continue
            n_bands += 1
            low = factor.from_ if factor.from_ is not None else (factor.to or 0.0) - 1.0
            inside = _factors(knowledge, condition.id, Finding(factor.finding, low))
            assert factor.odds in inside
            if factor.to is not None:
                held = knowledge.conditions[condition.id].raised_by
                others = [f.odds for f in held if f is not factor and f.finding == factor.finding]
                outside = _factors(knowledge, condition.id, Finding(factor.finding, factor.to))
                assert factor.odds not in outside or factor.odds in others
    assert n_bands > 50


def _factors(knowledge: Knowledge, condition: str, told: Finding) -> list[float]:
    problem = build(Findings((told,)), knowledge)
    (node,) = (n for n in problem.nodes if n.condition.id == condition)
    return [factor for _, factor in node.context]


def test_every_risk_factor_moves_its_condition_the_right_way(knowledge: Knowledge) -> None:
    for condition in knowledge.conditions.values():
        for factor in condition.raised_by:
            entry = knowledge.findings[factor.finding]
            if entry.type != "bool" or factor.odds == 1.0:
                continue
            side: Side = "left" if entry.sided else "none"
            (yes,) = _factors_on(knowledge, condition.id, Finding(factor.finding, True, side))
            (no,) = _factors_on(knowledge, condition.id, Finding(factor.finding, False, side))
            assert yes == factor.odds
            assert (no < 1.0) == (factor.odds > 1.0)


def _factors_on(knowledge: Knowledge, condition: str, told: Finding) -> list[float]:
    more = Finding("pain_knee", True, "left")
    problem = build(Findings((told, more)), knowledge)
    (node,) = (n for n in problem.nodes if n.condition.id == condition)
    return [factor for item, factor in node.context if item.id == told.id]


def test_a_denied_risk_factor_keeps_the_average() -> None:
    """The prior is the average over people with and without the factor, in small odds."""
    prevalence, odds, prior = 0.2, 5.0, 0.001
    without = odds_without(odds, prevalence)
    average = prevalence * prior * without * odds + (1 - prevalence) * prior * without
    assert average == pytest.approx(prior)
    assert odds_without(1.0, prevalence) == 1.0


def test_a_risk_factor_counts_on_its_own_leg(knowledge: Knowledge, told: Tell) -> None:
    names = [
        (condition.id, factor.finding)
        for condition in knowledge.conditions.values()
        for factor in condition.raised_by
        if condition.sided and knowledge.findings[factor.finding].sided and factor.odds > 1.0
    ]
    assert names
    for condition, factor in names:
        problem = build(told(f"pain_knee@left pain_knee@right {factor}@left"), knowledge)
        nodes = {n.side: n for n in problem.nodes if n.condition.id == condition}
        assert [f.key for f, _ in nodes["left"].context] == [f"{factor}@left"]
        assert nodes["right"].context == ()


def test_risk_factors_alone_never_make_a_condition_likelier_than_not(
    knowledge: Knowledge, told: Tell
) -> None:
    words = " ".join(
        f"{name}@left" if entry.sided else name
        for name, entry in knowledge.findings.items()
        if entry.type == "bool" and entry.kind in ("history", "medicine", "person")
    )
    problem = build(told(f"{words} age=80 sex=female bmi=45"), knowledge)
    assert max(node.prior for node in problem.nodes) <= MAX_PRIOR


# --- unknown ----------------------------------------------------------------------------


def test_what_is_not_told_changes_nothing(
    knowledge: Knowledge, told: Tell, infer_from: Callable[[str], Inference]
) -> None:
    """Every link and factor of what was not told taken out: the very same posterior."""
    words = "pain_heel_under@left first_step_pain@left swelling_knee@left runner -fever"
    findings = complete(told(words), knowledge.findings)
    kept = {finding.id for finding in findings}
    lean = replace(
        knowledge,
        conditions={
            name: condition.model_copy(
                update={"raised_by": tuple(r for r in condition.raised_by if r.finding in kept)}
            )
            for name, condition in knowledge.conditions.items()
        },
    )
    lean.__dict__["links"] = {
        name: {finding: p for finding, p in links.items() if finding in kept}
        for name, links in knowledge.links.items()
    }
    less = infer(findings, lean)
    full = infer_from(words)
    assert [r.probability for r in less.ranked] == [r.probability for r in full.ranked]


def test_unknown_differs_from_no(infer_from: Callable[[str], Inference]) -> None:
    unknown = one(infer_from("pain_heel_under@left"), "plantar_fasciitis")
    denied = one(infer_from("pain_heel_under@left -first_step_pain@left"), "plantar_fasciitis")
    told = one(infer_from("pain_heel_under@left first_step_pain@left"), "plantar_fasciitis")
    assert denied.probability < unknown.probability < told.probability


def test_a_finding_no_condition_shows_changes_nothing(
    knowledge: Knowledge, infer_from: Callable[[str], Inference]
) -> None:
    shown = {name for links in knowledge.links.values() for name in links}
    raising = {r.finding for c in knowledge.conditions.values() for r in c.raised_by}
    idle = [
        name
        for name, entry in knowledge.findings.items()
        if entry.type == "bool"
        and name not in shown | raising
        and not entry.sided
        and not entry.implies
    ]
    before = infer_from("pain_knee@left")
    for name in idle[:5]:
        for word in (name, f"-{name}"):
            after = infer_from(f"pain_knee@left {word}")
            assert [r.probability for r in after.ranked] == [r.probability for r in before.ranked]


# --- bits and rank ----------------------------------------------------------------------


def test_signs_of_the_bits(infer_from: Callable[[str], Inference]) -> None:
    inference = infer_from("pain_heel_under@left -first_step_pain@left swelling_knee@left runner")
    fascia = {w.finding.key: w.bits for w in one(inference, "plantar_fasciitis").weighed}
    assert fascia["pain_heel_under@left"] > 1.0
    assert fascia["first_step_pain@left"] < -0.5
    assert fascia["swelling_knee@left"] == pytest.approx(0.0)
    assert fascia["runner"] > 0.0


def test_bits_of_one_finding_and_one_condition_are_the_likelihood_ratio(
    rng: np.random.Generator, draw_net: Callable[..., object]
) -> None:
    net = draw_net(rng, 1, 1, 1, density=1.0)
    true, false = finding_bits(net, np.array([0.5]))  # type: ignore[arg-type]
    link, leak = net.link_true[0, 0], net.leak_true[0]  # type: ignore[attr-defined]
    assert true[0, 0] == pytest.approx(np.log2((1 - (1 - leak) * (1 - link)) / leak))
    assert false[0, 0] == pytest.approx(np.log2(1 - net.link_false[0, 0]))  # type: ignore[attr-defined]


def test_positives_never_speak_against_and_negatives_never_for(
    rng: np.random.Generator, draw_net: Callable[..., object]
) -> None:
    net = draw_net(rng, 12, 6, 6)
    true, false = finding_bits(net, rng.uniform(0, 1, 12))  # type: ignore[arg-type]
    assert np.all(true >= -1e-12)
    assert np.all(false <= 1e-12)


def test_a_finding_explained_by_another_speaks_less(knowledge: Knowledge, told: Tell) -> None:
    problem = build(told("pain_heel_under@left"), knowledge)
    low = np.full(len(problem.nodes), 0.01)
    row = next(i for i, n in enumerate(problem.nodes) if n.condition.id == "plantar_fasciitis")
    other = next(
        i for i, n in enumerate(problem.nodes) if i != row and problem.net.link_true[i, 0] > 0.2
    )
    high = low.copy()
    high[other] = 0.95
    before, after = (finding_bits(problem.net, p)[0][row, 0] for p in (low, high))
    assert 0.0 < after < before


def test_harm_weighs_in_the_rank(knowledge: Knowledge, told: Tell) -> None:
    problem = build(told("pain_calf@left swelling_calf@left"), knowledge)
    even = np.full(len(problem.nodes), 0.1)
    score = disablement_score(problem, even)
    assert np.all((score >= 0.0) & (score <= 0.1 + 1e-12))
    for row, node in enumerate(problem.nodes):
        if not problem.net.link_true[row].any():
            assert score[row] == 0.0
        else:
            assert score[row] > 0.0, node.condition.id


# --- questions --------------------------------------------------------------------------


def test_at_most_as_many_as_wanted(knowledge: Knowledge, told: Tell) -> None:
    findings = complete(told("pain_heel@left"), knowledge.findings)
    inference = infer(findings, knowledge)
    for n_most in (0, 1, 5):
        assert len(next_questions(findings, inference, knowledge, n_most)) == n_most


def test_first_question_for_a_sore_heel_parts_its_causes(knowledge: Knowledge, told: Tell) -> None:
    findings = complete(told("pain_heel@left"), knowledge.findings)
    asked = next_questions(findings, infer(findings, knowledge), knowledge, n_most=8)
    assert all(question.side in ("left", "none") for question in asked)
    names = {question.finding for question in asked}
    assert names & {"first_step_pain", "pain_heel_under", "pain_heel_back", "pain_achilles"}
    assert asked[0].bits > 0.05


def test_expected_information_is_that_of_the_answers(knowledge: Knowledge, told: Tell) -> None:
    """A question whose answer no likely condition touches tells nothing."""
    findings = complete(told("pain_heel@left"), knowledge.findings)
    inference = infer(findings, knowledge)
    every = next_questions(findings, inference, knowledge, n_most=1000)
    for question in every:
        touched = any(
            question.finding in knowledge.links[r.node.condition.id]
            or any(one.finding == question.finding for one in r.node.condition.raised_by)
            for r in inference.ranked
        )
        if not touched:
            assert question.bits == pytest.approx(0.0, abs=1e-12)


def test_every_leak_is_small(knowledge: Knowledge) -> None:
    for name, entry in knowledge.findings.items():
        if entry.type == "bool":
            assert 0.0 < leak_of(name, knowledge) < 1.0
