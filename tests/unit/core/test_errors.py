"""Errors carry their four parts; unknown names are answered with the nearest."""

from __future__ import annotations

import pytest

from kinchain.core.errors import (
    Fault,
    InputError,
    KinchainError,
    KnowledgeError,
    UnknownNameError,
    nearest,
    unknown_name,
)

FAULT = Fault("times step back", "walk.trc:214", "rising times", "export again")


def test_text_holds_all_four_parts() -> None:
    text = str(InputError(FAULT))
    assert all(part in text for part in FAULT.as_dict().values())
    assert list(FAULT.as_dict()) == ["what", "where", "expected", "mend"]


def test_several_faults_are_kept() -> None:
    error = InputError([FAULT, Fault("a", "b", "c", "d")])
    assert len(error.faults) == 2
    assert "walk.trc" in str(error)
    assert "Mend: d" in str(error)


@pytest.mark.parametrize(
    ("kind", "builtin"),
    [
        (InputError, ValueError),
        (KnowledgeError, ValueError),
        (UnknownNameError, LookupError),
        (UnknownNameError, InputError),
    ],
)
def test_errors_derive_from_a_fitting_one(
    kind: type[KinchainError], builtin: type[Exception]
) -> None:
    assert issubclass(kind, KinchainError)
    assert issubclass(kind, builtin)


def test_nearest_names_come_best_first() -> None:
    assert nearest("pain_hel", ["fever", "pain_heel", "pain_knee"])[0] == "pain_heel"
    assert nearest("zzzz", ["fever", "limp"]) == []


@pytest.mark.parametrize(
    ("name", "hint"), [("fevr", "Did you mean fever?"), ("qqqq", "See the list of finding names.")]
)
def test_unknown_name_helps(name: str, hint: str) -> None:
    fault = unknown_name(name, ("fever", "limp"), "case.yaml", "finding")
    assert name in fault.what
    assert fault.mend == hint
    assert "2 finding names" in fault.expected


def test_a_long_name_is_cut() -> None:
    assert len(unknown_name("x" * 500, (), "here", "finding").what) < 100
