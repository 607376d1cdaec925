"""Open recorded walks of any known format as one ``Trial``."""

from kinchain.gait.readers.read import read_recording

__all__ = ["read_recording"]
