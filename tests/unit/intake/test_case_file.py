"""Case files: every kind of fault in four parts, nobody's words in them, all told at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from kinchain.core.errors import Fault, InputError
from kinchain.core.formats.case import Case
from kinchain.core.strict_yaml import MAX_DEPTH
from kinchain.evidence import Knowledge
from kinchain.intake.case_file import (
    MAX_CASE_BYTES,
    answers,
    parse_case,
    read_case,
    write_case,
)

HEAD = "format: kinchain-case/1\n"
SECRET = "zanzibar marmalade"

FAULTS: dict[str, tuple[str, str, str]] = {
    # name: (what is put in, a part of 'what', a part of 'where')
    "empty": ("", "no case in the file", "case.yaml"),
    "list": ("- 1\n", "not a table", "case.yaml"),
    "sentence": (SECRET, "not a table", "case.yaml"),
    "no format": ("narrative: x\n", "no 'format'", "case.yaml"),
    "other format": ("format: kinchain-walk/1\n", "kinchain-case/1", "'format'"),
    "unknown field": (HEAD + "findngs: {}\n", "does not exist", "'findngs'"),
    "unknown field below": (HEAD + "person: {agee: 3}\n", "does not exist", "'person.agee'"),
    "broken": (HEAD + "findings: {fever: true\n", "broken YAML", "case.yaml:"),
    "tab": (HEAD + "person:\n\tage: 3\n", "broken YAML", "case.yaml:3"),
    "key twice": (HEAD + "date: 2026-01-01\ndate: 2026-01-02\n", "stands twice", "case.yaml:3"),
    "finding twice": (HEAD + "findings: {fever: true, fever: true}\n", "twice", "case.yaml:2"),
    "alias": (HEAD + "person: &a {age: 3}\nwalks: [*a]\n", "aliases", "case.yaml:3"),
    "deep": (HEAD + "walks: " + "[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1), "deep", "case.yaml"),
    "very deep": (HEAD + "walks: " + "[" * 5000, "broken YAML", "case.yaml"),
    "python object": (
        HEAD + "narrative: !!python/name:os.system x\n",
        "constructor",
        "case.yaml:2",
    ),
    "two documents": (HEAD + "---\n" + HEAD, "broken YAML", "case.yaml"),
    "no such day": (HEAD + "date: 2026-02-31\n", "broken YAML", "case.yaml"),
    "age": (HEAD + "person: {age: 300}\n", "less than or equal to 115", "'person.age'"),
    "age nan": (HEAD + "person: {age: .nan}\n", "equal to", "'person.age'"),
    "sex": (HEAD + f"person: {{sex: {SECRET}}}\n", "'female', 'male'", "'person.sex'"),
    "site": (HEAD + f"complaints: [{{site: {SECRET}}}]\n", "'knee'", "'complaints.0.site'"),
    "narrative number": (HEAD + "narrative: 12\n", "valid string", "'narrative'"),
    "findings list": (HEAD + "findings: [fever]\n", "dictionary", "'findings'"),
    "key number": (HEAD + "findings: {1: true}\n", "valid string", "'findings.1"),
    "key sentence": (HEAD + f"findings: {{{SECRET}: true}}\n", "no finding name", "'findings'"),
    "field sentence": (HEAD + f"{SECRET}: true\n", "does not exist", "case.yaml"),
    "misspelt": (HEAD + "findings: {pain_hel@left: true}\n", "'pain_hel'", "pain_hel@left'"),
    "side": (HEAD + "findings: {pain_heel@lft: true}\n", "side 'lft'", "pain_heel@lft'"),
    "side of all": (
        HEAD + "findings: {fever@left: true}\n",
        "whole person",
        "'findings.fever@left'",
    ),
    "no yes or no": (HEAD + f"findings: {{fever: {SECRET}}}\n", "yes or no", "'findings.fever'"),
    "number for yes": (HEAD + "findings: {fever: 39.5}\n", "yes or no", "'findings.fever'"),
    "yes for number": (HEAD + "findings: {bmi: true}\n", "possible value", "'findings.bmi'"),
    "word for number": (HEAD + f"findings: {{bmi: {SECRET}}}\n", "possible", "'findings.bmi'"),
    "number off range": (HEAD + "findings: {bmi: 900}\n", "possible value", "'findings.bmi'"),
    "finding nan": (HEAD + "findings: {bmi: .nan}\n", "possible value", "'findings.bmi'"),
    "finding inf": (HEAD + "findings: {bmi: .inf}\n", "possible value", "'findings.bmi'"),
    "huge": (HEAD + f"findings: {{bmi: {'9' * 400}}}\n", "valid", "'findings.bmi"),
    "choice": (HEAD + f"findings: {{started_first: {SECRET}}}\n", "choices", "started_first'"),
    "told twice": (
        HEAD + "findings: {pain_heel@both: true, pain_heel@left: false}\n",
        "'pain_heel@left' is told twice",
        "'findings'",
    ),
    "implied": (
        HEAD + "findings: {pain_heel_under@left: true, pain_heel@left: false}\n",
        "which it implies",
        "'findings'",
    ),
    "implied both": (
        HEAD + "findings: {pain_heel_under@right: true, pain_foot@both: false}\n",
        "which it implies",
        "'findings'",
    ),
    "bends less": (
        HEAD + "findings: {knee_flexion_deg@left: 10, knee_extension_deficit_deg@left: 20}\n",
        "left knee bends less",
        "'findings'",
    ),
    "two ages": (HEAD + "person: {age: 5}\nfindings: {age: 6}\n", "'person.age' and", "'findings'"),
    "two sexes": (
        HEAD + "person: {sex: male}\nfindings: {sex: female}\n",
        "'person.sex' and",
        "'findings'",
    ),
    "null byte": (HEAD + 'narrative: "a\\0b"\n', "no text", "'narrative'"),
}


def faults_of(text: str, knowledge: Knowledge) -> tuple[Fault, ...]:
    with pytest.raises(InputError) as caught:
        parse_case(text, "case.yaml", knowledge.findings)
    return caught.value.faults


@pytest.mark.parametrize("name", FAULTS)
def test_fault_in_four_parts(name: str, knowledge: Knowledge) -> None:
    text, what, where = FAULTS[name]
    faults = faults_of(text, knowledge)
    assert what in faults[0].what
    assert where in faults[0].where
    for fault in faults:
        assert all(fault.as_dict().values())
        assert not any(word in str(fault) for word in SECRET.split())


@pytest.mark.parametrize("name", ["finding nan", "number off range", "misspelt", "side", "choice"])
def test_one_slip_is_one_fault(name: str, knowledge: Knowledge) -> None:
    assert len(faults_of(FAULTS[name][0], knowledge)) == 1


def test_narrative_never_stands_in_a_fault(knowledge: Knowledge) -> None:
    for text, _, _ in FAULTS.values():
        if text.startswith(HEAD) and "narrative" not in text:
            told = HEAD + f"narrative: {SECRET}\n" + text.removeprefix(HEAD)
            assert not any(
                word in str(fault)
                for fault in faults_of(told, knowledge)
                for word in SECRET.split()
            )


def test_every_fault_is_told_at_once(knowledge: Knowledge) -> None:
    text = HEAD + "person: {age: 300}\nwaks: []\nfindings: {feverr: true, pain_heel@lft: true}\n"
    told = "\n".join(str(fault) for fault in faults_of(text, knowledge))
    for part in ("person.age", "waks", "feverr", "lft"):
        assert part in told
    assert "fever" in told.split("feverr")[-1]  # the nearest known name


# --- files ------------------------------------------------------------------------------


def test_no_such_file(tmp_path: Path, knowledge: Knowledge) -> None:
    with pytest.raises(InputError, match="no such file"):
        read_case(tmp_path / "none.yaml", knowledge.findings)


def test_folder_without_a_case(tmp_path: Path, knowledge: Knowledge) -> None:
    with pytest.raises(InputError, match="no such file"):
        read_case(tmp_path, knowledge.findings)


def test_folder_with_a_case(tmp_path: Path, knowledge: Knowledge) -> None:
    (tmp_path / "case.yaml").write_text(HEAD, "utf-8")
    assert read_case(tmp_path, knowledge.findings) == Case()


def test_not_text(tmp_path: Path, knowledge: Knowledge) -> None:
    (tmp_path / "case.yaml").write_bytes(b"\xff\xfe\x00\x81")
    with pytest.raises(InputError, match="not UTF-8"):
        read_case(tmp_path, knowledge.findings)


def test_byte_order_mark_is_passed_over(tmp_path: Path, knowledge: Knowledge) -> None:
    (tmp_path / "case.yaml").write_bytes(b"\xef\xbb\xbf" + HEAD.encode())
    assert read_case(tmp_path, knowledge.findings) == Case()


def test_too_large(tmp_path: Path, knowledge: Knowledge) -> None:
    (tmp_path / "case.yaml").write_bytes(b"#" * (MAX_CASE_BYTES + 1))
    with pytest.raises(InputError, match="too large"):
        read_case(tmp_path, knowledge.findings)


def test_writing_leaves_only_the_case(tmp_path: Path, knowledge: Knowledge) -> None:
    case = Case(narrative="knee: hurts\n# no comment", findings={"fever": False})
    write_case(case, tmp_path / "case.yaml")
    assert [file.name for file in tmp_path.iterdir()] == ["case.yaml"]
    assert read_case(tmp_path, knowledge.findings) == case


# --- answers ----------------------------------------------------------------------------


def test_answers_spell_out_sides_and_pass_over_unknown(knowledge: Knowledge) -> None:
    case = Case(
        findings={
            "pain_knee@both": True,
            "pain_heel": True,
            "limp@left": "unknown",
            "fever": False,
            "bmi": 31,
            "started_first": "knee",
        }
    )
    told = {item.key: item.value for item in answers(case, knowledge.findings)}
    assert told == {
        "pain_knee@left": True,
        "pain_knee@right": True,
        "pain_heel@unknown": True,
        "fever": False,
        "bmi": 31.0,
        "started_first": "knee",
    }
    assert isinstance(told["bmi"], float)


def test_agreeing_answers_are_no_contradiction(knowledge: Knowledge) -> None:
    text = HEAD + (
        "person: {age: 50, sex: male}\n"
        "findings: {age: 50, sex: male, pain_heel@both: true, pain_heel@left: true,"
        " pain_heel_under@left: true, pain_knee@left: false, pain_knee_front@right: true,"
        " limp@left: unknown, limp@both: true}\n"
    )
    assert parse_case(text, "case.yaml", knowledge.findings).person.age == 50
