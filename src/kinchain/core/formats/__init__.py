"""The exchanged formats as typed models with JSON Schemas and one full example each."""

from __future__ import annotations

import json
from importlib import import_module
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from kinchain.core.errors import UnknownNameError, unknown_name

if TYPE_CHECKING:
    from kinchain.core.formats._base import Exchanged

__all__ = ["FORMATS", "example", "json_schema", "model_of"]

FORMATS: dict[str, tuple[str, str]] = {
    "case": ("kinchain.core.formats.case", "Case"),
    "assessment": ("kinchain.core.formats.assessment", "Assessment"),
    "walk": ("kinchain.core.formats.walk", "Walk"),
    "loads": ("kinchain.core.formats.loads", "Loads"),
    "simulation": ("kinchain.core.formats.simulation", "Simulation"),
    "page": ("kinchain.core.formats.page", "Page"),
    "track": ("kinchain.core.formats.track", "Track"),
    "progress": ("kinchain.core.formats.progress", "Progress"),
    "error": ("kinchain.core.formats.error", "ErrorReport"),
}
"""Format name -> module and model."""


def model_of(name: str) -> type[Exchanged]:
    """Return the model of a format.

    Parameters
    ----------
    name
        ``case``, ``assessment``, ``walk``, ``loads``, ``simulation``, ``page``,
        ``track``, ``progress`` or ``error``; ``kinchain-case/1`` is understood too.

    Raises
    ------
    UnknownNameError
        If there is no such format.
    """
    short = name.removeprefix("kinchain-").split("/")[0]
    if short not in FORMATS:
        raise UnknownNameError(unknown_name(name, tuple(FORMATS), "argument NAME", "format"))
    module, model = FORMATS[short]
    kind: type[Exchanged] = getattr(import_module(module), model)
    return kind


def json_schema(name: str) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a format.

    Parameters
    ----------
    name
        Format name.

    Raises
    ------
    UnknownNameError
        If there is no such format.
    """
    schema = model_of(name).model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def example(name: str) -> Any:
    """Return the packaged full example of a format, as plain data.

    Parameters
    ----------
    name
        Format name.

    Raises
    ------
    UnknownNameError
        If there is no such format.
    """
    short = model_of(name).__module__.rsplit(".", 1)[1]
    place = files("kinchain.core.formats") / "examples" / f"{short}.json"
    return json.loads(place.read_text("utf-8"))
