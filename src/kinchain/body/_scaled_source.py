"""A model file's content with its bodies stretched, part by part as OpenSim stretches them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from kinchain.body.osim.functions import IDENTITY, Function, Scaled
from kinchain.body.osim.model import (
    OsimBody,
    OsimCoupler,
    OsimFrame,
    OsimJoint,
    OsimMarker,
    OsimModel,
    OsimPathPoint,
    OsimWrap,
    Vector,
)
from kinchain.body.tree import body_fixed_xyz

FloatArray = NDArray[np.float64]
Factors = Mapping[str, FloatArray]

NO_CHANGE = 1e-9
"""Factors nearer to each other than this are one, as in OpenSim's exact case."""

ONES = np.ones(3)


def stretched(source: OsimModel, factors: Factors, share: float) -> OsimModel:
    """Return a model file's content with stretched bodies; muscles keep fibre and tendon lengths.

    Parameters
    ----------
    source
        As read.
    factors
        For each body its factors along its own x, y and z; others stay.
    share
        All masses are multiplied by it.
    """
    return replace(
        source,
        bodies=tuple(_body(one, factors.get(one.name, ONES), share) for one in source.bodies),
        joints=tuple(_joint(one, factors) for one in source.joints),
        couplers=tuple(_coupler(one, source, factors) for one in source.couplers),
        markers=tuple(_marker(one, factors) for one in source.markers),
        muscles=tuple(
            replace(one, points=tuple(_point(point, factors) for point in one.points))
            for one in source.muscles
        ),
        wraps=tuple(_wrap(one, factors) for one in source.wraps),
    )


def _times(place: Vector, factor: FloatArray) -> Vector:
    x, y, z = (float(v) for v in np.asarray(place) * factor)
    return (x, y, z)


def _frame(frame: OsimFrame, factors: Factors) -> OsimFrame:
    factor = factors.get(frame.body, ONES)
    return replace(frame, translation_m=tuple(_times(one, factor) for one in frame.translation_m))


def _marker(marker: OsimMarker, factors: Factors) -> OsimMarker:
    factor = factors.get(marker.frame.body, ONES)
    place = _times(marker.location_m, factor)
    return replace(marker, frame=_frame(marker.frame, factors), location_m=place)


def _point(point: OsimPathPoint, factors: Factors) -> OsimPathPoint:
    factor = factors.get(point.frame.body, ONES)
    return replace(
        point,
        frame=_frame(point.frame, factors),
        location_m=_times(point.location_m, factor),
        moving=tuple(
            (name, _scaled(function, float(factor[axis])))
            for axis, (name, function) in enumerate(point.moving)
        ),
    )


def _scaled(function: Function, factor: float) -> Function:
    return function if factor == 1.0 else Scaled(function, factor)


def _joint(joint: OsimJoint, factors: Factors) -> OsimJoint:
    """Stretch where a joint sits, and how far it shifts: but not by a coordinate of its own."""
    factor = factors.get(joint.parent.body, ONES)
    axes = list(joint.axes)
    if joint.kind == "CustomJoint":
        for i in range(3, 6):
            one = axes[i]
            if one.function != IDENTITY:
                along = float(np.linalg.norm(np.asarray(one.axis) * factor))
                along /= float(np.linalg.norm(one.axis)) or 1.0
                axes[i] = replace(one, function=_scaled(one.function, along))
    return replace(
        joint,
        parent=_frame(joint.parent, factors),
        child=_frame(joint.child, factors),
        axes=tuple(axes),
    )


def _coupler(coupler: OsimCoupler, source: OsimModel, factors: Factors) -> OsimCoupler:
    """Stretch the function of a coupled shift by the mean factor of the joint's parent."""
    for joint in source.joints:
        for one in joint.coordinates:
            if one.name == coupler.dependent and not one.is_rotation:
                mean = float(np.mean(factors.get(joint.parent.body, ONES)))
                return replace(coupler, function=_scaled(coupler.function, mean))
    return coupler


def _wrap(wrap: OsimWrap, factors: Factors) -> OsimWrap:
    """Stretch a surface along its own axes; what must stay round takes the mean of two or all."""
    factor = factors.get(wrap.frame.body, ONES)
    turn = body_fixed_xyz(np.asarray(wrap.rotation_rad))
    x, y, z = np.linalg.norm(turn * factor[:, None], axis=0)
    across = 0.5 * (x + y)
    by = {
        "WrapCylinder": (across, z),
        "WrapSphere": ((x + y + z) / 3.0,),
        "WrapEllipsoid": (x, y, z),
        "WrapTorus": (across, across),
    }[wrap.kind]
    size = tuple(float(a * b) for a, b in zip(wrap.size_m, by, strict=True))
    return replace(
        wrap,
        frame=_frame(wrap.frame, factors),
        translation_m=_times(wrap.translation_m, factor),
        size_m=size,
    )


def _body(body: OsimBody, factor: FloatArray, share: float) -> OsimBody:
    inertia = _inertia(np.asarray(body.inertia_kg_m2), body.mass_kg, factor) * share
    return replace(
        body,
        mass_kg=body.mass_kg * share,
        centre_m=_times(body.centre_m, factor),
        inertia_kg_m2=tuple(float(v) for v in inertia),
    )


def _inertia(given: FloatArray, mass: float, factor: FloatArray) -> FloatArray:
    """Return the inertia of a stretched body: exact where all factors are one, else a cylinder's.

    The cylinder of the same least inertia, and of one of the others, stands for the body, as in
    OpenSim (which takes the first of the others); products of inertia grow with both axes.
    """
    if mass <= NO_CHANGE:
        return np.zeros(6)
    if np.ptp(factor) < NO_CHANGE:
        return np.asarray(given * factor[0] ** 2)
    axis = int(np.argmin(given[:3]))
    others = [i for i in range(3) if i != axis]
    radius2 = 2.0 * given[axis] / mass
    length2 = 12.0 * max(float(given[others[0]]) / mass - 0.25 * radius2, 0.0)
    radius2 *= float(np.prod(factor[others]))
    length2 *= float(factor[axis]) ** 2
    x, y, z = factor
    made = given * np.array([1.0, 1.0, 1.0, x * y, x * z, y * z])
    made[axis] = 0.5 * mass * radius2
    made[others] = mass * (length2 / 12.0 + 0.25 * radius2)
    return np.asarray(made)
