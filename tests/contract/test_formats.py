"""Each format's full example fits its model and its JSON Schema, and shows every field."""

from __future__ import annotations

import json
import types
import typing

import jsonschema
import pytest
from pydantic import BaseModel

from kinchain.core.errors import UnknownNameError
from kinchain.core.formats import FORMATS, example, json_schema, model_of


@pytest.mark.parametrize("name", FORMATS)
def test_example_fits_model_and_schema(name):
    data = example(name)
    model_of(name).model_validate_json(json.dumps(data))
    schema = json_schema(name)
    validator = jsonschema.validators.validator_for(schema)
    validator.check_schema(schema)
    validator(schema, format_checker=jsonschema.FormatChecker()).validate(data)


@pytest.mark.parametrize("name", FORMATS)
def test_example_is_read_and_written_without_loss(name):
    model = model_of(name)
    first = model.model_validate_json(json.dumps(example(name)))
    assert model.model_validate_json(first.model_dump_json()) == first


@pytest.mark.parametrize("name", FORMATS)
def test_example_shows_every_field(name):
    shown: set[tuple[str, str]] = set()
    _gather(model_of(name).model_validate_json(json.dumps(example(name))), shown)
    models: set[type[BaseModel]] = set()
    _models_within(model_of(name), models)
    fields = {(model.__name__, field) for model in models for field in model.model_fields}
    missing = sorted(f"{model}.{field}" for model, field in fields - shown)
    if name == "assessment":  # it carries walks and loads without their curves
        missing = [one for one in missing if one not in WITHOUT_CURVES]
    assert missing == []


WITHOUT_CURVES = {
    "AngleCurve.mean_deg", "AngleCurve.sd_deg", "LoadCurve.mean", "LoadCurve.sd",
    "LoadCurve.low_90", "LoadCurve.high_90", "SideLoads.muscles", "Muscle.force_n",
    "Muscle.activation",
}  # fmt: skip


def test_an_unknown_format_is_named_with_the_nearest():
    with pytest.raises(UnknownNameError) as raised:
        json_schema("asessment")
    assert "assessment" in raised.value.faults[0].mend


def test_a_format_is_also_known_by_its_full_name():
    assert model_of("kinchain-case/1") is model_of("case")


def _gather(value: object, shown: set[tuple[str, str]]) -> None:
    """Add every field of every model inside that holds something."""
    if isinstance(value, BaseModel):
        for field in type(value).model_fields:
            inside = getattr(value, field)
            if inside is not None and inside not in ((), {}):
                shown.add((type(value).__name__, field))
                _gather(inside, shown)
    elif isinstance(value, dict):
        for inside in value.values():
            _gather(inside, shown)
    elif isinstance(value, tuple | list):
        for inside in value:
            _gather(inside, shown)


def _models_within(kind: object, found: set[type[BaseModel]]) -> None:
    """Add every model that a type can hold."""
    if isinstance(kind, type) and not isinstance(kind, types.GenericAlias):
        if issubclass(kind, BaseModel) and kind not in found:
            found.add(kind)
            for field in kind.model_fields.values():
                _models_within(field.annotation, found)
        return
    for part in typing.get_args(kind):
        _models_within(part, found)
