"""Typed knowledge of care: treatments, exercises, recovery courses, outcome measures."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import Field, model_validator

from kinchain.evidence.model import Frozen, SourceIds

DoseBasis = Literal["guideline", "trial", "usual_practice"]
"""Where a dose or an advice comes from; what was not found in a source is usual practice."""

CareEnd = Literal["knee", "foot", "both"]
"""The end of the chain at which something is done."""

Kind = Literal["exercise", "habit", "aid", "physical", "medicine", "clinic"]
"""What sort of thing it is; medicines have stricter gates and a place of their own."""

Load = Literal["none", "low", "moderate", "high"]
"""How much an exercise loads bone, tendon and joint."""

LOADS: tuple[Load, ...] = ("none", "low", "moderate", "high")
"""All loads, lightest first."""

FIGURE = re.compile(r"\d")


class Bar(Frozen):
    """A contraindication by finding; an unanswered one counts as present.

    For a number it holds where the value is below ``under`` or at least ``from``.
    """

    finding: str
    why: str
    under: float | None = None
    from_: Annotated[float | None, Field(alias="from")] = None


class Caution(Frozen):
    """What to mind where a finding holds or was not answered."""

    finding: str
    say: str


class Help(Frozen):
    """For which conditions something helps.

    ``benefit`` is a ranking weight from 0 to 1, set by judgement from the strength of
    the recommendation and the size of the effect; it is never shown as a figure.
    ``conditions`` names conditions or groups.
    """

    conditions: tuple[str, ...]
    benefit: Annotated[float, Field(gt=0.0, le=1.0)]
    why: str
    basis: DoseBasis
    sources: SourceIds = ()

    @model_validator(mode="after")
    def _backed(self) -> Help:
        if self.basis != "usual_practice" and not self.sources:
            raise ValueError(f"basis '{self.basis}' without a source")
        return self


class Dose(Frozen):
    """How much and how often; ``easier`` is where to start while pain may mislead."""

    text: str
    basis: DoseBasis
    easier: str = ""
    sources: SourceIds = ()

    @model_validator(mode="after")
    def _backed(self) -> Dose:
        if self.basis != "usual_practice" and not self.sources:
            raise ValueError(f"a dose called '{self.basis}' without a source")
        return self


class Effect(Frozen):
    """What to expect; a figure only where it was read in a source, with its population.

    ``conditions`` names the conditions or groups it was seen in: to others it is not said.
    """

    text: str
    conditions: tuple[str, ...] = ()
    basis: Literal["sourced", "expert"]
    population: str = ""
    sources: SourceIds = ()

    @model_validator(mode="after")
    def _honest(self) -> Effect:
        if self.basis == "sourced" and not (self.sources and self.population and self.conditions):
            raise ValueError("a sourced effect needs its sources, population and conditions")
        if self.basis == "expert" and FIGURE.search(self.text):
            raise ValueError("a figure in an effect that no source was read for")
        return self


class NotFor(Frozen):
    """Where something is not advised, and why."""

    conditions: tuple[str, ...]
    why: str
    basis: DoseBasis
    sources: SourceIds = ()


class CareItem(Frozen):
    """What treatments and exercises share.

    ``plain`` is the action in plain words. ``barred_by`` counts unanswered as present;
    ``barred_if_told`` only what was told; ``barred_if_possible`` names conditions or
    groups that must not be possible; ``must_be_answered`` findings that may be yes or no
    but not open; ``only_if`` findings of which one must be told for it to be relevant.
    ``mechanisms`` are codes of the graph's mechanism families.
    """

    id: str
    name: str
    plain: str
    kind: Kind
    who: Literal["self", "clinician"]
    end: CareEnd
    family: str
    mechanisms: tuple[str, ...] = ()
    helps: tuple[Help, ...]
    dose: Dose
    effect: Effect
    barred_by: tuple[Bar, ...] = ()
    barred_if_told: tuple[Bar, ...] = ()
    barred_if_possible: tuple[str, ...] = ()
    must_be_answered: tuple[str, ...] = ()
    only_if: tuple[Bar, ...] = ()
    cautions: tuple[Caution, ...] = ()
    caution: str = ""
    stop_if: str
    for_children: bool = False

    @property
    def sources(self) -> SourceIds:
        """Every source behind dose, effect and reasons, in that order."""
        named = (*self.dose.sources, *self.effect.sources)
        return tuple(dict.fromkeys((*named, *(s for one in self.helps for s in one.sources))))


class Treatment(CareItem):
    """One treatment, with what guidelines say and where it is not advised."""

    recommendation: str
    not_for: tuple[NotFor, ...] = ()


class Exercise(CareItem):
    """One exercise; ``progression`` and ``regression`` follow the pain-monitoring rule."""

    target: str
    how: str
    progression: str
    regression: str
    load: Load


class Group(Frozen):
    """A named set of conditions that care treats alike, and told signs that suggest it."""

    id: str
    conditions: tuple[str, ...]
    signs: tuple[str, ...] = ()


class Prevention(Frozen):
    """What protects the end that does not hurt yet."""

    id: str
    end: Literal["knee", "foot"]
    mechanisms: tuple[str, ...] = ()
    text: str
    basis: DoseBasis
    sources: SourceIds = ()
    barred_if_told: tuple[Bar, ...] = ()
    barred_if_possible: tuple[str, ...] = ()


class Curve(Frozen):
    """Share better by week in a named population.

    ``rows`` are week, share, low, high; it is shown only to someone who has had the
    complaint for at least ``from_days``, because that is how the population was found.
    """

    population: str
    from_days: float
    setting: Literal["community", "trial", "referral"]
    rows: tuple[tuple[float, float, float, float], ...]
    sources: SourceIds
    note: str

    @model_validator(mode="after")
    def _ordered(self) -> Curve:
        for _, share, low, high in self.rows:
            if not 0.0 <= low <= share <= high <= 1.0:
                raise ValueError("not 0 <= low <= share <= high <= 1")
        if self.setting == "referral" and self.from_days < REFERRAL_FROM_DAYS:
            raise ValueError(f"a referral clinic's curve before day {REFERRAL_FROM_DAYS:g}")
        return self


REFERRAL_FROM_DAYS = 180.0
"""A referral clinic sees people who did not get better: its course says nothing about the
first half year (expert judgement; the clinics do not state it)."""


class Course(Frozen):
    """How a complaint usually goes; ``template`` marks the general ones.

    ``late_text`` is what was seen in referral clinics: said only from
    `REFERRAL_FROM_DAYS` on. ``first_change_weeks`` is by when a first change is usually
    felt, by common use.
    """

    id: str
    conditions: tuple[str, ...] = ()
    template: Literal["acute", "chronic", "after_operation", ""] = ""
    text: str
    late_text: str = ""
    basis: Literal["sourced", "expert"]
    population: str = ""
    first_change_weeks: tuple[float, float] | None = None
    return_when: tuple[str, ...] = ()
    complications: tuple[str, ...] = ()
    see_again: str
    curve: Curve | None = None
    sources: SourceIds = ()

    @model_validator(mode="after")
    def _named(self) -> Course:
        if self.basis == "sourced" and not (self.sources and self.population):
            raise ValueError("a sourced course needs its sources and its population")
        return self


class Measure(Frozen):
    """One outcome measure.

    ``ship_items`` says whether its questions may stand in the program; otherwise only
    number, date and version are taken. ``smallest_change`` is in its own points, with
    ``smallest_basis`` saying whether that was read in a source.
    """

    id: str
    name: str
    about: str
    low: float
    high: float
    better: Literal["higher", "lower"]
    ship_items: bool
    licence: Literal["free", "ask_first", "licence_needed"]
    licence_note: str
    scoring: str
    missing_rule: str
    smallest_change: float | None = None
    smallest_basis: Literal["sourced", "expert"] = "expert"
    smallest_note: str = ""
    sources: SourceIds = ()

    @model_validator(mode="after")
    def _honest(self) -> Measure:
        if not self.low < self.high:
            raise ValueError("not low < high")
        if self.ship_items and self.licence != "free":
            raise ValueError("items shipped without a free licence")
        if self.smallest_basis == "sourced" and not self.sources:
            raise ValueError("a sourced smallest change without a source")
        return self
