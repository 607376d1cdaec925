"""When each foot lands and leaves the ground, with force plates and without."""

from kinchain.gait.events.find import FootEvents, WalkEvents, feet_of, find_events

__all__ = ["FootEvents", "WalkEvents", "feet_of", "find_events"]
