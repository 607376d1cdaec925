"""Ways of walking that spare something, each with its evidence and how sure it is."""

from kinchain.gait.compensations.find import ALARM, Compensations, Found, find_compensations

__all__ = ["ALARM", "Compensations", "Found", "find_compensations"]
