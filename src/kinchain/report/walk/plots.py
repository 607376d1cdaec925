"""All drawings of a measured walk."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kinchain.core.formats.walk import Walk
from kinchain.gait.measure import Measured
from kinchain.report.walk.angles import Band, angle_figures
from kinchain.report.walk.canvas import Figure
from kinchain.report.walk.courses import course_figures
from kinchain.report.walk.forces import force_figures
from kinchain.report.walk.normal import normal_bands
from kinchain.report.walk.poses import poses_figure
from kinchain.report.walk.stick import stick_of
from kinchain.report.walk.times import time_figures


def walk_figures(
    done: Measured,
    walk: Walk,
    say: Callable[[str], None] = lambda _: None,
    bands: Mapping[str, Band] | None = None,
) -> tuple[Figure, ...]:
    """Draw a measured walk.

    Parameters
    ----------
    done
        The measured walk.
    walk
        The same in the exchange format.
    say
        Told what is being drawn.
    bands
        Normal walking by the id of the angle's channel; the packaged one at this speed where
        None.
    """
    bands = normal_bands(done) if bands is None else bands
    found: list[Figure] = []
    stick = stick_of(done)
    poses = None if stick is None else poses_figure(done, stick)
    found += [] if poses is None else [poses]
    for what, made in (
        ("the events", time_figures(done)),
        ("the joint angles", angle_figures(done, bands)),
        ("the joint angles over time", course_figures(done)),
        ("the forces", force_figures(done)),
    ):
        say(f"Drawing {what}")
        found.extend(made)
    return tuple(found)
