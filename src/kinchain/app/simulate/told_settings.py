"""From what a person told to what is set on the model: home tests and findings, each with doubt.

Basis of every figure here is an expert's reckoning with a wide spread, unless a source stands
beside it; no trial tells how a home test moves a model's parameter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kinchain.core.findings import Findings
from kinchain.core.formats.simulation import SETTING_RANGES
from kinchain.simulate.gait_cycle import LEGS, Leg
from kinchain.simulate.settings import HEALTHY, Settings, with_value

__all__ = ["MECHANISM_OF", "Reading", "as_settings", "readings_of"]

MECHANISM_OF: dict[str, str] = {
    "knee_extension_deficit_deg": "knee_sparing_walk",
    "knee_flexion_limit_deg": "knee_sparing_walk",
    "knee_pain": "knee_sparing_walk",
    "knee_effusion_grade": "knee_sparing_walk",
    "quadriceps_strength_pct": "knee_sparing_walk",
    "hamstrings_tightness_pct": "tight_muscles",
    "calf_tightness_pct": "tight_muscles",
    "hip_flexor_tightness_pct": "tight_muscles",
    "arch_height_pct": "foot_shape",
    "arch_stiffness_pct": "foot_shape",
    "heel_pain": "foot_sparing_walk",
    "ankle_dorsiflexion_limit_deg": "foot_sparing_walk",
    "calf_strength_pct": "foot_sparing_walk",
    "heel_lift_mm": "treatment_shift_up",
    "arch_support_pct": "treatment_shift_up",
    "cane": "treatment_shift",
}
"""Setting to the mechanism of the causal graph that it acts by (ids of ``graph.yaml``)."""

KNEE_PAINS = ("pain_knee", "pain_knee_front", "pain_knee_inner", "pain_knee_outer",
              "pain_knee_behind", "pain_below_kneecap", "pain_above_kneecap")  # fmt: skip
HEEL_PAINS = ("pain_heel", "pain_heel_under", "pain_heel_sides", "first_step_pain")


@dataclass(frozen=True)
class Reading:
    """What one told thing says of one setting of one leg.

    Parameters
    ----------
    setting
        Name of the setting.
    leg
        Which leg.
    mean, sd
        The setting's value and its standard deviation, in the setting's unit.
    because
        Findings it rests on, as ``id@side``.
    """

    setting: str
    leg: Leg
    mean: float
    sd: float
    because: tuple[str, ...]

    @property
    def mechanism(self) -> str:
        """Id of the mechanism that it acts by."""
        return MECHANISM_OF[self.setting]


def as_settings(readings: tuple[Reading, ...], shifts: tuple[float, ...] = ()) -> Settings:
    """Return what is read as settings, each at its mean or so many standard deviations off.

    Parameters
    ----------
    readings
        What was read.
    shifts
        Standard deviations off the mean, one for each reading; none for the means.
    """
    settings = Settings()
    for k, one in enumerate(readings):
        value = one.mean + (shifts[k] * one.sd if shifts else 0.0)
        settings = with_value(settings, one.setting, one.leg, round(_no_better(one, value), 3))
    return settings


def _no_better(one: Reading, value: float) -> float:
    """Keep a drawn value from becoming better than healthy: nobody told of that."""
    healthy = HEALTHY[one.setting]
    low, high = SETTING_RANGES[one.setting]
    if one.setting.startswith(("arch_", "calf_strength")):
        return min(max(value, low), high)
    if one.mean < healthy:
        return min(max(value, low), healthy)
    return min(max(value, healthy), high)


def readings_of(told: Findings) -> tuple[Reading, ...]:
    """Return what was told of the model's settings.

    Parameters
    ----------
    told
        Completed findings; anything missing is unknown and sets nothing.

    Returns
    -------
    readings
        At most one for each setting and leg; only what differs from healthy.
    """
    found = []
    for leg in LEGS:
        for setting, reader in _READERS:
            read = reader(told, leg)
            if read is not None:
                mean, sd, because = read
                low, high = SETTING_RANGES[setting]
                mean = min(max(mean, low), high)
                if mean != HEALTHY[setting]:
                    found.append(Reading(setting, leg, mean, sd, because))
    return tuple(found)


_Read = tuple[float, float, tuple[str, ...]] | None


def _number(told: Findings, name: str, leg: Leg) -> tuple[float, tuple[str, ...]] | None:
    value = told.number(name, leg)
    return None if value is None else (value, (f"{name}@{leg}",))


def _yes(told: Findings, names: tuple[str, ...], leg: Leg) -> tuple[str, ...]:
    return tuple(f"{name}@{leg}" for name in names if told.is_true(name, leg))


def _deficit(told: Findings, leg: Leg) -> _Read:
    measured = _number(told, "knee_extension_deficit_deg", leg)
    if measured:
        return measured[0], 4.0, measured[1]  # two phones' readings, lying down
    said = _yes(told, ("cannot_straighten_knee", "knee_kept_bent"), leg)
    return (10.0, 5.0, said) if said else None


def _flexion(told: Findings, leg: Leg) -> _Read:
    measured = _number(told, "knee_flexion_deg", leg)
    if measured:
        return (measured[0], 6.0, measured[1]) if measured[0] < 125.0 else None
    said = _yes(told, ("cannot_bend_knee_90",), leg)
    return (80.0, 10.0, said) if said else None


def _pain(told: Findings, leg: Leg, sites: tuple[str, ...], others: tuple[str, ...]) -> _Read:
    """Return pain in walking of 10; the score of a leg with two sore ends says less of each."""
    said = _yes(told, sites, leg)
    if not said or told.is_false("pain_walking", leg):
        return None
    wide = 1.0 if _yes(told, others, leg) else 0.0
    now, worst = (_number(told, name, leg) for name in ("pain_now_nrs", "pain_worst_nrs"))
    if now:
        return now[0], 1.5 + wide, (*said, *now[1])
    if worst:
        return 0.7 * worst[0], 1.7 + wide, (*said, *worst[1])
    if told.is_true("pain_severe", leg):
        return 7.0, 1.5 + wide, (*said, f"pain_severe@{leg}")
    return 3.5, 2.0, said


def _knee_pain(told: Findings, leg: Leg) -> _Read:
    return _pain(told, leg, KNEE_PAINS, HEEL_PAINS)


def _heel_pain(told: Findings, leg: Leg) -> _Read:
    return _pain(told, leg, HEEL_PAINS, KNEE_PAINS)


def _effusion(told: Findings, leg: Leg) -> _Read:
    measured = _number(told, "effusion_sweep_grade", leg)
    if measured:
        return measured[0], 0.5, measured[1]
    said = _yes(told, ("swelling_knee",), leg)
    return (1.5, 0.7, said) if said else None


CHAIR_STANDS = ((60.0, 20.0), (65.0, 17.0), (70.0, 16.0), (75.0, 15.0), (80.0, 14.0), (200.0, 12.0))
"""Up to which age (years) how many stands in 30 s are usual [expert: about 4 above the published
below-average limits, evidence:steadi_table; younger people by guess]."""


def _quadriceps(told: Findings, leg: Leg) -> _Read:
    """Return thigh strength; chair stands count for a leg whose knee is sore, or for both."""
    if told.is_true("cannot_lift_straight_leg", leg):
        return 40.0, 15.0, (f"cannot_lift_straight_leg@{leg}",)
    stands = told.number("chair_stands_30s_n")
    sore = {one for one in LEGS if _yes(told, (*KNEE_PAINS, "swelling_knee"), one)}
    if stands is not None and (leg in sore or not sore):
        age = told.number("age") or 55.0
        usual = next(n for until, n in CHAIR_STANDS if age < until)
        return 40.0 + 60.0 * min(stands / usual, 1.0), 15.0, ("chair_stands_30s_n",)
    said = _yes(told, ("quadriceps_weak",), leg)
    return (75.0, 12.0, said) if said else None


def _hamstrings(told: Findings, leg: Leg) -> _Read:
    measured = _number(told, "hamstring_short_deg", leg)
    if measured:  # usual up to 23 degrees in women (evidence:yildirim2018)
        return max(0.0, measured[0] - 23.0) * 0.8, 4.0, measured[1]
    said = _yes(told, ("hamstring_tight",), leg)
    return (10.0, 5.0, said) if said else None


def _calf(told: Findings, leg: Leg) -> _Read:
    measured = _number(told, "knee_to_wall_cm", leg)
    if measured:  # tight below 9 cm [expert]; repeats differ by 1 to 2
        return max(0.0, 9.0 - measured[0]) * 3.0, 4.0, measured[1]
    said = _yes(told, ("calf_tight",), leg)
    return (10.0, 5.0, said) if said else None


def _hip_flexor(told: Findings, leg: Leg) -> _Read:
    said = _yes(told, ("hip_flexor_tight",), leg)
    return (10.0, 5.0, said) if said else None


USUAL_HEEL_RAISES = 23.0
"""One-legged heel raises of grown people, about [evidence:hebert2017: fewer with age]."""


def _calf_strength(told: Findings, leg: Leg) -> _Read:
    measured = _number(told, "single_leg_heel_raises_n", leg)
    if measured:
        strength = 50.0 + 50.0 * measured[0] / USUAL_HEEL_RAISES
        return (strength, 12.0, measured[1]) if strength < 95.0 else None
    said = _yes(told, ("cannot_single_heel_raise", "weak_push_off"), leg)
    return (60.0, 15.0, said) if said else None


def _arch_height(told: Findings, leg: Leg) -> _Read:
    drop = _number(told, "navicular_drop_mm", leg)
    if drop:  # 10 mm is called flat
        return 100.0 - 3.0 * max(0.0, drop[0] - 6.0), 8.0, drop[1]
    low = _yes(told, ("flat_foot", "arch_fallen_new"), leg)
    high = _yes(told, ("high_arch",), leg)
    if bool(low) == bool(high):
        return None
    return (80.0, 8.0, low) if low else (120.0, 8.0, high)


def _arch_stiffness(told: Findings, leg: Leg) -> _Read:
    rolls = _yes(told, ("foot_rolls_in", "arch_fallen_new"), leg)
    return (75.0, 20.0, rolls) if rolls else None


_READERS: tuple[tuple[str, Callable[[Findings, Leg], _Read]], ...] = (
    ("knee_extension_deficit_deg", _deficit),
    ("knee_flexion_limit_deg", _flexion),
    ("knee_pain", _knee_pain),
    ("knee_effusion_grade", _effusion),
    ("quadriceps_strength_pct", _quadriceps),
    ("hamstrings_tightness_pct", _hamstrings),
    ("calf_tightness_pct", _calf),
    ("hip_flexor_tightness_pct", _hip_flexor),
    ("arch_height_pct", _arch_height),
    ("arch_stiffness_pct", _arch_stiffness),
    ("heel_pain", _heel_pain),
    ("calf_strength_pct", _calf_strength),
)


def told_of(readings: tuple[Reading, ...]) -> Iterator[str]:
    """Yield what the readings rest on, each once, as ``id@side``.

    Parameters
    ----------
    readings
        What was read.
    """
    seen: set[str] = set()
    for one in readings:
        for key in one.because:
            if key not in seen:
                seen.add(key)
                yield key
