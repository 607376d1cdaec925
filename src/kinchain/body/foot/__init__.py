"""The foot below the ankle: what heel, midfoot, heads, toes, fascia and arch carry."""

from kinchain.body.foot.arch import ArchState, arch_balance
from kinchain.body.foot.balance import FreeBodies, free_bodies
from kinchain.body.foot.constants import CONSTANTS, Constant
from kinchain.body.foot.loads import FootLoads, FootMotion, foot_loads
from kinchain.body.foot.regions import Spread, spread_load
from kinchain.body.foot.shape import FootShape, foot_shape
from kinchain.body.foot.sole import REGIONS, Sole, sole_over

__all__ = [
    "CONSTANTS",
    "REGIONS",
    "ArchState",
    "Constant",
    "FootLoads",
    "FootMotion",
    "FootShape",
    "FreeBodies",
    "Sole",
    "Spread",
    "arch_balance",
    "foot_loads",
    "foot_shape",
    "free_bodies",
    "sole_over",
    "spread_load",
]
