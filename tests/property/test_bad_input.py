"""Whatever is put in, a four-part message or an honest answer comes out, never a traceback."""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import kinchain
from kinchain.core.errors import KinchainError
from kinchain.core.formats.assessment import Assessment
from kinchain.core.formats.case import Case
from kinchain.core.urgency import URGENCIES

SECRET = "zebrafishmarmalade"
"""A word of the person's own; it must never stand in an error."""

HEAD = "format: kinchain-case/1\nnarrative: my knee hurts " + SECRET + "\n"

BAD_FILES: dict[str, str] = {
    "broken": HEAD + "findings: {fever: true\ncomplaints: [\n",
    "bad_indent": HEAD + "person:\n  age: 30\n sex: female\n",
    "tab": HEAD + "person:\n\tage: 30\n",
    "empty": "",
    "only_comment": "# nothing here\n",
    "list_root": "- 1\n- 2\n",
    "scalar_root": f"just a sentence {SECRET}\n",
    "wrong_version": HEAD.replace("case/1", "case/99"),
    "other_format": HEAD.replace("kinchain-case/1", "kinchain-walk/1"),
    "unknown_field": HEAD + "persn: {age: 30}\n",
    "unknown_person_field": HEAD + "person: {agee: 30}\n",
    "misspelt_finding": HEAD + "findings: {first_step_pian@left: true}\n",
    "misspelt_side": HEAD + "findings: {first_step_pain@lfet: true}\n",
    "side_of_sideless": HEAD + "findings: {fever@left: true}\n",
    "misspelt_site": HEAD + "complaints: [{site: kneee}]\n",
    "misspelt_started": HEAD + "complaints: [{site: knee, started: frist}]\n",
    "age_300": HEAD + "person: {age: 300}\n",
    "age_negative": HEAD + "person: {age: -4}\n",
    "age_word": HEAD + "person: {age: fifty}\n",
    "mass_in_grams": HEAD + "person: {mass_kg: 78000}\n",
    "height_in_cm": HEAD + "person: {height_m: 166}\n",
    "duration_negative": HEAD + "complaints: [{site: knee, duration_days: -3}]\n",
    "angle_900": HEAD + "findings: {knee_flexion_deg@right: 900}\n",
    "number_for_yes_no": HEAD + "findings: {fever: 39.5}\n",
    "word_for_number": HEAD + "findings: {knee_flexion_deg@right: lots}\n",
    "nan": HEAD + "findings: {knee_flexion_deg@right: .nan}\n",
    "inf": HEAD + "findings: {knee_flexion_deg@right: .inf}\n",
    "nan_age": HEAD + "person: {age: .nan}\n",
    "inf_duration": HEAD + "complaints: [{site: knee, duration_days: .inf}]\n",
    "duplicate_key": HEAD + "findings: {fever: true, fever: false}\n",
    "contradiction": HEAD + "findings: {pain_knee@left: true, pain_knee@both: false}\n",
    "bad_date": HEAD + "date: 2026-02-31\n",
    "date_word": HEAD + "date: yesterday\n",
    "findings_list": HEAD + "findings: [fever]\n",
    "finding_of_list": HEAD + "findings: {fever: [true]}\n",
    "deep": HEAD + "findings: " + "[" * 3000 + "]" * 3000 + "\n",
    "deep_map": HEAD + "findings: " + "{a: " * 800 + "1" + "}" * 800 + "\n",
    "bomb": "a: &a [x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a]\nc: [*b,*b,*b,*b,*b]\n",
    "python_tag": "!!python/object/apply:os.getcwd []\n",
    "two_documents": HEAD + "---\n" + HEAD,
    "outcome_without_date": HEAD + "outcomes: [{measure: nprs, value: 3}]\n",
    "too_long": "format: kinchain-case/1\nnarrative: '" + "ow " * 400_000 + "'\n",
}

NAMED_NEAR = {
    "misspelt_finding": "first_step_pain",
    "misspelt_site": "knee",
    "misspelt_started": "first",
    "misspelt_side": "left",
}
"""What the message must offer instead."""

BAD_BYTES: dict[str, bytes] = {
    "picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20,
    "zeros": b"\x00" * 5000,
    "utf16": HEAD.encode("utf-16"),
    "latin1": "format: kinchain-case/1\nnarrative: Fu\xdf\xe4\n".encode("latin-1"),
    "control": b"format: kinchain-case/1\nnarrative: \x07\x1b[31m\n",
}


def faults_of(path: Path) -> list[dict[str, str]]:
    with pytest.raises(KinchainError) as caught:
        kinchain.read_case(path)
    return [fault.as_dict() for fault in caught.value.faults]


def assert_four_parts(faults: list[dict[str, str]]) -> None:
    assert faults
    for fault in faults:
        assert set(fault) == {"what", "where", "expected", "mend"}
        assert all(isinstance(part, str) and part.strip() for part in fault.values())
        assert all(len(part) < 2000 for part in fault.values())
        assert SECRET not in "".join(fault.values())


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_is_answered_in_four_parts(name: str, tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(BAD_FILES[name], "utf-8")
    faults = faults_of(path)
    assert_four_parts(faults)
    if name in NAMED_NEAR:
        assert NAMED_NEAR[name] in " ".join(" ".join(fault.values()) for fault in faults)


@pytest.mark.parametrize("name", BAD_BYTES)
def test_a_file_that_is_no_text_is_answered_in_four_parts(name: str, tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_bytes(BAD_BYTES[name])
    assert_four_parts(faults_of(path))


def test_a_folder_without_a_case_and_a_path_to_nothing(tmp_path: Path) -> None:
    assert_four_parts(faults_of(tmp_path))
    assert_four_parts(faults_of(tmp_path / "nowhere.yaml"))


def test_all_faults_of_a_file_are_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(
        HEAD + "person: {age: 300}\nfindings: {feverr: true, pain_kne@left: true}\n", "utf-8"
    )
    told = json.dumps(faults_of(path))
    assert "age" in told
    assert "feverr" in told
    assert "pain_kne" in told


# --- the command line -------------------------------------------------------------------


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    from kinchain.cli import main

    monkeypatch.setattr(sys, "argv", ["kinchain", *arguments])
    try:
        code = main()
    except SystemExit as stop:
        code = stop.code
    return int(code or 0)


@pytest.mark.parametrize("name", ["broken", "misspelt_finding", "age_300", "empty", "deep"])
def test_the_command_line_says_it_on_stderr_and_as_json(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(BAD_FILES[name], "utf-8")
    assert run(monkeypatch, "assess", str(path)) == 2
    plain = capsys.readouterr()
    assert "Expected:" in plain.err
    assert "Mend:" in plain.err
    assert "Traceback" not in plain.err + plain.out
    assert SECRET not in plain.err + plain.out
    assert run(monkeypatch, "assess", str(path), "--json") == 2
    machine = capsys.readouterr()
    document = json.loads(machine.out)
    assert document["format"] == "kinchain-error/1"
    assert_four_parts(document["errors"])
    assert "Mend:" in machine.err


@pytest.mark.parametrize(
    "arguments",
    [
        ["assess"],
        ["assess", "/nowhere/at/all.yaml"],
        ["assess", "--text", "my knee hurts", "--age", "-5"],
        ["assess", "--text", "my knee hurts", "--age", "fifty"],
        ["assess", "--text", "my knee hurts", "--sex", "mail"],
        ["assess", "--text", "my knee hurts", "--height-m", "170"],
        ["assess", "--text", "my knee hurts", "--mass-kg", "nan"],
        ["assess", "--text", "my knee hurts", "--colour", "red"],
        ["asess", "--text", "my knee hurts"],
    ],
    ids=lambda a: " ".join(a[-2:]),
)
def test_wrong_arguments_end_with_2(
    arguments: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, *arguments, *(["--json"] if arguments[0] == "assess" else [])) == 2
    said = capsys.readouterr()
    assert "Traceback" not in said.err + said.out
    assert said.err.strip()
    if arguments[0] == "assess":
        document = json.loads(said.out)
        assert document["format"] == "kinchain-error/1"
        assert_four_parts(document["errors"])


# --- what is no complaint is not understood ------------------------------------------------

FOREIGN = {
    "german": "Mein linkes Knie tut seit drei Wochen weh und die Ferse auch, es ist ganz heiss.",
    "french": "J'ai mal au genou gauche depuis trois semaines et aussi au talon le matin.",
    "russian": "У меня болит левое колено уже три недели, и пятка тоже.",
    "chinese": "我的左膝盖疼了三个星期,早上脚跟也疼。",
    "arabic": "ركبتي اليسرى تؤلمني منذ ثلاثة أسابيع",
    "abusive": "you stupid useless fucking machine, go to hell you idiot piece of shit",
    "gibberish": "asdkjh qwlkejh zxmcnb qpwoeiru tyghfj",
    "symbols": "!!!! ???? ---- #### 12345 67890",
    "emoji": "😡😡😡🤬🤬🔥🔥",
    "code": "SELECT * FROM patients; DROP TABLE knees; <script>alert(1)</script>",
    "empty": "",
    "blank": "  \n\t ",
}


@pytest.mark.parametrize("name", FOREIGN)
def test_what_is_not_understood_is_said_and_never_reassures(name: str) -> None:
    told = kinchain.assess(Case(narrative=FOREIGN[name]))
    assert told.not_understood
    assert told.triage.provisional
    assert told.triage.urgency != "self_care"
    assert told.chain.direction in ("undetermined", "none")


def test_abuse_around_a_complaint_does_not_hide_it() -> None:
    told = kinchain.assess(
        Case(narrative="fuck this, my fucking left foot went cold and white and numb, you idiot")
    )
    assert told.triage.urgency == "emergency"


@pytest.mark.parametrize("n_characters", [50_000, pytest.param(1_000_000, marks=pytest.mark.slow)])
def test_a_very_long_text_is_answered(n_characters: int) -> None:
    text = "My left knee hurts on the stairs and I walk the dog every day. " * 20_000
    told = kinchain.assess(Case(narrative=text[:n_characters]))
    assert told.triage.urgency in URGENCIES


# --- fuzz ------------------------------------------------------------------------------

WORDS = (
    "my left right both other knee heel foot calf hurts swollen no not never fever since 3 weeks"
    " days ago cannot can't walk , . ; ? ! … 's mother clot had used to if 99999999999999 0 -1 1e9"
    " lb ft in kg % ( ) \" ' [ ] { } @ # & \x00 \u200b \u202e é ß 膝 🦶 I'm 999 years old male"
).split(" ")


def assert_sound(told: Assessment, narrative: str) -> None:
    assert told.triage.urgency in URGENCIES
    assert not (told.triage.provisional and told.triage.urgency == "self_care")
    assert math.isclose(sum(told.chain.probabilities.values()), 1.0, abs_tol=1e-6)
    for heard in told.heard:
        if heard.span is not None:
            start, end = heard.span
            assert 0 <= start < end <= len(narrative)
    for condition in told.conditions:
        assert 0.0 <= condition.probability <= 1.0


@settings(max_examples=40)
@given(
    st.one_of(st.text(max_size=300), st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join))
)
def test_no_narrative_breaks_it(narrative: str) -> None:
    assert_sound(kinchain.assess(Case(narrative=narrative)), narrative)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner),
    max_leaves=8,
)
FIELDS = ("date", "person", "narrative", "complaints", "findings", "outcomes", "walks", "more")
FINDINGS = ("fever", "pain_knee@left", "age", "pain_knee", "limp@both", "feverr", "@", "x@y@z")
CASES = st.fixed_dictionaries(
    {"format": st.sampled_from(["kinchain-case/1", "kinchain-case/2", 1])},
    optional={
        **{name: JSON for name in FIELDS},
        "findings": JSON | st.dictionaries(st.sampled_from(FINDINGS), JSON, max_size=4),
        "person": JSON | st.dictionaries(st.sampled_from(["age", "sex", "mass_kg"]), JSON),
        "complaints": JSON
        | st.lists(
            st.dictionaries(st.sampled_from(["site", "side", "duration_days"]), JSON), max_size=3
        ),
    },
)


@settings(max_examples=60)
@given(data=CASES)
def test_no_case_file_breaks_the_reader(
    data: dict[str, object], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("fuzz") / "case.yaml"
    path.write_text(yaml.safe_dump(data, allow_unicode=False), "utf-8")
    try:
        case = kinchain.read_case(path)
    except KinchainError as error:
        assert_four_parts([fault.as_dict() for fault in error.faults])
    else:
        assert_sound(kinchain.assess(case), case.narrative)


@settings(max_examples=60)
@given(st.binary(max_size=200), st.integers(0, len(HEAD)))
def test_no_bytes_break_the_reader(
    tmp_path_factory: pytest.TempPathFactory, noise: bytes, place: int
) -> None:
    path = tmp_path_factory.mktemp("fuzz") / "case.yaml"
    text = HEAD.encode()
    path.write_bytes(text[:place] + noise + text[place:])
    try:
        kinchain.read_case(path)
    except KinchainError as error:
        faults = [fault.as_dict() for fault in error.faults]
        assert_four_parts(faults)
