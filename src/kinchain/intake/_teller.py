"""What everything that tells findings needs."""

from __future__ import annotations

from kinchain.intake._attach import PartFinder
from kinchain.intake._hearing import Hearing
from kinchain.intake._told import Tellings


class Teller:
    """Tells findings of one kind.

    Parameters
    ----------
    heard
        The text with all that is known of its words.
    finder
        Finds the part a hit is told of.
    tellings
        Where findings are added.
    """

    def __init__(self, heard: Hearing, finder: PartFinder, tellings: Tellings) -> None:
        self._heard = heard
        self._finder = finder
        self._tellings = tellings
