"""Model files: what is read, that both formats agree, and what is said of broken ones."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from kinchain.body.model import Model, build_model, load_model
from kinchain.body.osim import read_osim
from kinchain.core.errors import InputError

FOLDER = Path(__file__).parents[2] / "oracle" / "body"
COUNTS = {
    "opensim_gait10dof18musc_subject01/gait10dof18musc.osim": (12, 10, 0, 0, 18, 0),
    "opensim_gait10dof18musc_subject01/subject01.osim": (12, 10, 0, 39, 18, 0),
    "opensim_moco_walk3d/subject_walk_scaled.osim": (22, 33, 2, 65, 80, 44),
    "opencap_val_subject4/Models/manually_scaled.osim": (22, 35, 2, 49, 80, 44),
    "opencap_walking_videoAndMocap/LaiArnoldModified2017_contacts.osim": (22, 35, 2, 43, 80, 44),
}
"""Bodies, coordinates, couplers, markers, muscles, wraps."""


@pytest.mark.parametrize("name", COUNTS)
def test_every_public_model_loads(recordings: Path, name: str) -> None:
    path = recordings / name
    if not path.is_file():
        pytest.skip(f"no {name}")
    model = load_model(path)
    held = model.source
    counts = (held.bodies, model.coordinates, held.couplers, held.markers, held.muscles, held.wraps)
    assert tuple(len(one) for one in counts) == COUNTS[name]
    assert 40.0 < model.mass_kg.sum() < 100.0
    assert not [note for note in model.notes if note.level == "warning"]
    for muscle in held.muscles:
        assert dict(muscle.parameters)["max_isometric_force"] > 0.0
        assert len(muscle.points) >= 2
        assert len(muscle.curves) == 4


def test_both_formats_hold_the_same_model() -> None:
    three, four = (read_osim(FOLDER / f"made_up_{number}.osim") for number in (3, 4))
    assert (three.version, four.version) == (30000, 40000)
    one, other = (build_model(model) for model in (three, four))
    assert one.coordinates == other.coordinates and one.bodies == other.bodies
    for name in one.tree._fields:
        np.testing.assert_allclose(getattr(one.tree, name), getattr(other.tree, name), atol=1e-15)
    assert replace(three, version=0, joints=(), gravity_mps2=(0, 0, 0)) == replace(
        four, version=0, joints=(), gravity_mps2=(0, 0, 0)
    )


def test_muscles_and_wraps_are_typed_data(made_up: Model) -> None:
    (muscle,) = made_up.source.muscles
    assert muscle.kind == "Thelen2003Muscle"
    assert [point.name for point in muscle.points] == ["p1", "p2", "p3", "p4"]
    assert muscle.points[1].active_coordinate == "knee_angle_r"
    assert muscle.points[1].active_range == (-3.0, -1.0)
    assert len(muscle.points[2].moving) == 3
    assert [(wrap.name, wrap.size_m) for wrap in made_up.source.wraps] == [
        ("roll", (0.03, 0.1)), ("egg", (0.03, 0.04, 0.05)), ("ball", (0.02,)),
    ]  # fmt: skip


def test_arrays_of_a_model_cannot_be_written(made_up: Model) -> None:
    for array in (*made_up.tree, made_up.default, made_up.mass_kg, made_up.inertia_kg_m2):
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0


def test_ranges_locks_and_kinds_of_coordinates(made_up: Model) -> None:
    knee, rise = made_up.coordinate("knee_angle_r"), made_up.coordinate("rise_x")
    assert made_up.is_clamped[knee] and (made_up.lower[knee], made_up.upper[knee]) == (-2.1, 0.2)
    assert made_up.is_locked[rise] and not made_up.is_rotation[rise]
    assert made_up.is_rotation[knee]
    assert made_up.default[made_up.coordinate("pelvis_ty")] == 0.9


BROKEN = [
    ("<PinJoint name=", "<ScrewJoint name=", "not supported"),
    ("PolynomialFunction>", "GCVSpline>", "not supported"),
    ("<range>-2.1 0.2</range>", "<range>-2.1</range>", "holds 1 numbers"),
    ("<range>-2.1 0.2</range>", "<range>0.2 -2.1</range>", "upside down"),
    ("<radius>0.03</radius>", "<radius>nought</radius>", "no finite number"),
    ("<radius>0.03</radius>", "<radius>0</radius>", "size of 0 or less"),
    ("<clamped>true</clamped>", "<clamped>perhaps</clamped>", "neither true nor false"),
    ("/bodyset/tibia_r", "/bodyset/tibia_q", "no frame of this model"),
    ("<axis>0 0 1</axis>", "<axis>0 0 0</axis>", "no direction"),
    ("<wrap_object>roll</wrap_object>", "<wrap_object>rol</wrap_object>", "not in the model"),
    ("<coordinates>knee_beta_r</coordinates>", "<coordinates>knee_bet</coordinates>", "no coord"),
    ("<x>-2.0 -1.2", "<x>-1.2 -2.0", "do not rise"),
    ('<Body name="tray">', '<Body name="head">', "name of another body"),
    ("<independent_coordinate_names>knee_angle_l", "<independent_coordinate_names>knee", "couple"),
    ("<mass>4</mass>", "<mass>-4</mass>", "negative mass"),
    ("<SpatialTransform>", "<Spatial>", "no <SpatialTransform>"),
    ('Version="40000"', 'Version="10900"', "before OpenSim 2"),
    ("OpenSimDocument", "Workbook", "not a model of OpenSim"),
    ("</Model>", "", "not well-formed"),
    ("<!DOCTYPE", "", ""),
]


@pytest.mark.parametrize(("old", "new", "what"), BROKEN[:-1], ids=[row[1] for row in BROKEN[:-1]])
def test_broken_files_are_told_in_four_parts(
    made_up_text: str, tmp_path: Path, old: str, new: str, what: str
) -> None:
    assert old in made_up_text
    text = made_up_text.replace(old, new)
    if new == "<Spatial>":
        text = text.replace("</SpatialTransform>", "</Spatial>")
    if new.startswith("<ScrewJoint"):
        text = text.replace("</PinJoint>", "</ScrewJoint>")
    if "GCV" in new:
        text = text.replace("<PolynomialFunction", "<GCVSpline").replace(
            "</PolynomialFunction", "</GCVSpline"
        )
    path = tmp_path / "broken.osim"
    path.write_text(text, "utf-8")
    with pytest.raises(InputError) as caught:
        read_osim(path)
    faults = caught.value.faults
    assert any(what in fault.what for fault in faults), str(caught.value)
    for fault in faults:
        assert all(fault.as_dict().values())
        assert "broken.osim:" in fault.where


def test_all_faults_of_a_file_come_at_once(made_up_text: str, tmp_path: Path) -> None:
    path = tmp_path / "two.osim"
    text = made_up_text.replace("<radius>0.03</radius>", "<radius>x</radius>")
    path.write_text(text.replace("<mass>4</mass>", "<mass>-4</mass>"), "utf-8")
    with pytest.raises(InputError) as caught:
        read_osim(path)
    assert len(caught.value.faults) >= 2


def test_entities_and_missing_files_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.osim"
    path.write_text('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "utf-8")
    with pytest.raises(InputError, match="entities"):
        read_osim(path)
    with pytest.raises(InputError, match="cannot be opened"):
        read_osim(tmp_path / "none.osim")


def test_a_loop_and_a_loose_body_are_refused(made_up: Model) -> None:
    source = made_up.source
    twice = replace(source, joints=(*source.joints, source.joints[-1]))
    with pytest.raises(InputError, match="closes a loop"):
        build_model(twice)
    with pytest.raises(InputError, match="hangs on nothing"):
        build_model(replace(source, joints=source.joints[:-1]))


def test_a_chain_of_couplers_is_refused(made_up: Model) -> None:
    first = made_up.source.couplers[0]
    chain = replace(first, driver=first.dependent, dependent="ankle_angle_r")
    with pytest.raises(InputError, match="coupled itself"):
        build_model(replace(made_up.source, couplers=(first, chain)))


def test_a_constraint_that_is_not_supported_is_named(made_up_text: str, tmp_path: Path) -> None:
    path = tmp_path / "point.osim"
    text = made_up_text.replace(
        "<ConstraintSet><objects>", '<ConstraintSet><objects><PointConstraint name="hold"/>'
    )
    path.write_text(text, "utf-8")
    (note,) = [one for one in read_osim(path).notes if one.level == "warning"]
    assert "PointConstraint" in note.what and "hold" in note.where


def test_an_unknown_coordinate_is_answered_with_the_nearest(made_up: Model) -> None:
    with pytest.raises(InputError, match="knee_angle_r"):
        made_up.coordinate("knee_angle_rr")
