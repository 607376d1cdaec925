"""The loader gathers every fault of the rule file with file, line, rule and field."""

from __future__ import annotations

import pytest

from kinchain.core.errors import KnowledgeError
from kinchain.evidence.rules import RuleBook, load_rules

KNOWN = {"fever": False, "warmth_knee": True, "swelling_knee": True, "age": False}

HEAD = """
format: kinchain-red-flags/1
version: "1"
provisional: p
screen_note: s
phrases: {rest: Rest.}
levels:
  emergency: &t {who: w, say: s, advice: a}
  same_day: *t
  within_days: *t
  routine: *t
  self_care: *t
child: *t
"""

RULE = """
- id: RF-01
  name: n
  basis: expert
  urgency: same_day
  when: {WHEN}
  say: s
  action: a
  tell: t
"""


def faults(body: str) -> list[str]:
    with pytest.raises(KnowledgeError) as caught:
        load_rules(HEAD + body, "rules.yaml", KNOWN, ["known2020"])
    return [str(fault) for fault in caught.value.faults]


def rules(when: str, groups: str = "groups: {}") -> str:
    return f"{groups}\nrules:{RULE.replace('{WHEN}', when)}"


def test_shipped_file_is_whole(book: RuleBook) -> None:
    ids = {rule.id for rule in book.rules}
    assert {f"RF-{n:02}" for n in range(1, 34)} | {f"RF-S{n}" for n in range(1, 7)} <= ids
    assert len(ids) == len(book.rules)


def test_misspelt_finding_is_named_with_the_nearest() -> None:
    (fault,) = faults(rules("warmht_knee"))
    assert "rules.yaml:" in fault
    assert "RF-01, when" in fault
    assert "warmth_knee" in fault


@pytest.mark.parametrize("when", ["{not: fever}", "{denied: fever}", "{none: [fever]}"])
def test_negation_cannot_be_written(when: str) -> None:
    (fault,) = faults(rules(when))
    assert "negation" in fault


@pytest.mark.parametrize(
    ("when", "what"),
    [
        ("{any: []}", "empty"),
        ("{at_least: 3, of: [fever, age]}", "at_least"),
        ("{finding: age}", "without a number"),
        ("{finding: age, ge: old}", "without a number"),
        ("{finding: age, ge: 3, around: 2}", "unknown word"),
        ("{recent_days: soon}", "not a number"),
        ("{both_legs: fever}", "no side"),
        ("[fever]", "not an expression"),
        ("$nowhere", "unknown group"),
    ],
)
def test_bad_expression(when: str, what: str) -> None:
    assert any(what in fault for fault in faults(rules(when)))


def test_group_cycle() -> None:
    found = faults(rules("$a", "groups: {a: {any: [$b]}, b: {any: [$a, fever]}}"))
    assert any("cycle" in fault for fault in found)


def test_all_faults_come_at_once() -> None:
    body = rules("fevr").replace("same_day", "soonish").replace("basis: expert", "basis: guess")
    body += "  sources: [unknown1999]\n  protect: [run]\n  asks: [wramth_knee]\n"
    found = " | ".join(faults(body))
    for word in ("fevr", "soonish", "guess", "unknown1999", "run", "wramth_knee"):
        assert word in found


def test_guideline_needs_a_source() -> None:
    (fault,) = faults(rules("fever").replace("basis: expert", "basis: guideline"))
    assert "no source" in fault


def test_same_id_twice() -> None:
    body = rules("fever") + RULE.replace("{WHEN}", "fever")
    assert any("twice" in fault for fault in faults(body))


def test_broken_yaml_and_foreign_file() -> None:
    with pytest.raises(KnowledgeError, match=r"rules\.yaml:\d+"):
        load_rules("a: [", "rules.yaml", KNOWN, [])
    with pytest.raises(KnowledgeError, match="not a rule file"):
        load_rules("a: 1", "rules.yaml", KNOWN, [])
