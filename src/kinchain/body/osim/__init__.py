"""Read OpenSim model files (.osim, format 3 and 4) as typed, frozen data."""

from __future__ import annotations

from kinchain.body.osim.model import OsimModel
from kinchain.body.osim.read import read_osim

__all__ = ["OsimModel", "read_osim"]
