"""Turn a recording into the ground frame, cut, mend and filter it."""

__all__: list[str] = []
