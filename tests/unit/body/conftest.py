"""The made-up models, read once."""

from __future__ import annotations

from pathlib import Path

import pytest

from kinchain.body.model import Model, load_model

FOLDER = Path(__file__).parents[2] / "oracle" / "body"


@pytest.fixture(scope="session")
def made_up() -> Model:
    return load_model(FOLDER / "made_up_4.osim")


@pytest.fixture(scope="session")
def made_up_text() -> str:
    return (FOLDER / "made_up_4.osim").read_text("utf-8")
