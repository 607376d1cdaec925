"""Turn a recording into the ground frame, cut, mend and filter it."""

from kinchain.gait.prepare.passes import Pass, cut_pass
from kinchain.gait.prepare.plate_contacts import PlateContact
from kinchain.gait.prepare.prepare import Prepared, prepare

__all__ = ["Pass", "PlateContact", "Prepared", "cut_pass", "prepare"]
