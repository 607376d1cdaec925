"""What loads are usual in healthy walking, at a speed: read, checked, typed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from math import hypot
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter, ValidationError, model_validator

from kinchain.core.errors import Fault, KnowledgeError
from kinchain.evidence.check import READ_MARKS
from kinchain.evidence.load import KNOWLEDGE, load_knowledge, read_yaml
from kinchain.evidence.model import Basis, Frozen, SourceIds

N_SD = 2.0
"""Usual is the mean and so many standard deviations to either side."""

GroundSource = Literal["plates", "insole", "estimated"]


class LoadNorm(Frozen):
    """One load in healthy walking.

    ``part`` of stance: its ``peak``, or the greatest of its ``early`` or ``late`` half.
    ``from_angles`` is false where joint angles alone, without markers or plates, tell too little.
    """

    finding: str
    load: str
    part: Literal["peak", "early", "late"]
    beyond: Literal["above", "below"]
    mean: Annotated[tuple[tuple[float, float], ...], Field(min_length=2)]
    sd: Annotated[float, Field(gt=0.0)]
    method_sd: Annotated[float, Field(ge=0.0)]
    own_sd: Mapping[GroundSource, float] = {}
    from_angles: bool = True
    basis: Basis
    sources: SourceIds = ()
    note: str = ""

    @model_validator(mode="after")
    def _ordered(self) -> LoadNorm:
        speeds = [speed for speed, _ in self.mean]
        if speeds != sorted(set(speeds)):
            raise ValueError("speeds do not rise")
        if self.basis != "expert" and not self.sources:
            raise ValueError(f"basis '{self.basis}' without a source")
        return self

    def usual(self, speed_mps: float | None) -> tuple[float, float] | None:
        """Return the usual range at a speed.

        Parameters
        ----------
        speed_mps
            Walking speed, m/s; None where it is not known: all speeds together.

        Returns
        -------
        range
            Lowest and highest usual value in the load's unit; None at a speed for which nothing
            was published.
        """
        speeds = [speed for speed, _ in self.mean]
        values = [value for _, value in self.mean]
        wide = N_SD * hypot(self.sd, self.method_sd)
        if speed_mps is None:
            return min(values) - wide, max(values) + wide
        if not speeds[0] <= speed_mps <= speeds[-1]:
            return None
        at = max(i for i, speed in enumerate(speeds[:-1]) if speed <= speed_mps)
        share = (speed_mps - speeds[at]) / (speeds[at + 1] - speeds[at])
        middle = values[at] + share * (values[at + 1] - values[at])
        return middle - wide, middle + wide


class Uneven(Frozen):
    """How far a load of healthy legs may differ, per cent of their mean."""

    load: str
    limit_pct: Annotated[float, Field(gt=0.0)]
    basis: Basis
    sources: SourceIds = ()
    note: str = ""


class LoadNorms(Frozen):
    """All of them."""

    norms: tuple[LoadNorm, ...]
    uneven: tuple[Uneven, ...]


@lru_cache(maxsize=1)
def load_norms() -> LoadNorms:
    """Return what is usual, read and checked once per process.

    Raises
    ------
    KnowledgeError
        With every fault of the file.
    """
    file = KNOWLEDGE / "load_norms.yaml"
    data = dict(read_yaml(file))
    data.pop("format", None)
    try:
        found = TypeAdapter(LoadNorms).validate_python(data)
    except ValidationError as error:
        raise KnowledgeError([
            Fault(one["msg"], f"{file.name}, field '{'.'.join(map(str, one['loc']))}'",
                  "the form described in docs/reference/knowledge-format.md", "correct the field")
            for one in error.errors(include_url=False, include_input=False)
        ]) from error  # fmt: skip
    faults = list(_faults(found, file.name))
    if faults:
        raise KnowledgeError(faults)
    return found


def _faults(found: LoadNorms, name: str) -> list[Fault]:
    """Return what does not resolve, and what is called better than it is."""
    knowledge = load_knowledge()
    faults = []
    for norm in found.norms:
        if norm.finding not in knowledge.findings:
            faults.append(
                Fault(f"unknown finding '{norm.finding}'", name, "a finding", "correct the id")
            )
    every: tuple[LoadNorm | Uneven, ...] = (*found.norms, *found.uneven)
    for one in every:
        unknown = [source for source in one.sources if source not in knowledge.sources]
        if unknown:
            faults.append(Fault(f"unknown source '{unknown[0]}'", name, "a source", "correct it"))
        elif one.basis != "expert" and not any(
            knowledge.sources[source].seen.startswith(READ_MARKS) for source in one.sources
        ):
            faults.append(
                Fault(f"'{one.load}' rests on no source that was read itself", name,
                      "a source seen as abstract, table or full text", "call it expert")
            )  # fmt: skip
    return faults
