"""Read a recorded walk and measure how the person walks."""

__all__: list[str] = []
