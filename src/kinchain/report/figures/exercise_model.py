"""What an exercise's drawing consists of: two poses, the things about it, and a viewpoint."""

from __future__ import annotations

from dataclasses import dataclass, field

from kinchain.report.figures.props import Prop
from kinchain.report.figures.skeleton import Pose
from kinchain.report.figures.space import View


@dataclass(frozen=True)
class Exercise:
    """The drawing of one exercise.

    Parameters
    ----------
    says
        What the drawing shows, for those who do not see it.
    start, end
        The two poses.
    track
        Joint whose way from start to end is drawn as an arrow; nothing where empty.
    props
        Things that stand the same in both poses.
    start_props, end_props
        Things of one pose alone.
    view
        The viewpoint.
    captions
        What stands under each pose.
    """

    says: str
    start: Pose
    end: Pose
    track: str = ""
    props: tuple[Prop, ...] = ()
    start_props: tuple[Prop, ...] = ()
    end_props: tuple[Prop, ...] = ()
    view: View = field(default_factory=lambda: View(20.0, 9.0))
    captions: tuple[str, str] = ("Start", "End")
