# ruff: noqa: T201  it is a script that prints
"""How long predicted walking takes, and how often it ends in a walk.

Run from the project's root::

    python benchmarks/simulate_speed.py [--random N] [--cold]

Prints the time from a new process to its first what-if, that of what-ifs of a walker that stays
loaded, with ``--cold`` that of a walk from made-up curves instead of the library, and with
``--random`` how N random settings, up to three at once and inside their ranges, end. Times are
clock time and, behind it, processor time of the one thread that works: on a busy machine the first
says little.
"""

from __future__ import annotations

import subprocess
import sys
import time

import numpy as np

from kinchain.core.formats.simulation import SETTING_RANGES
from kinchain.simulate.gait_cycle import LEGS, Outcome, Person
from kinchain.simulate.settings import (
    HEALTHY,
    NOT_MODELLED,
    WHOLE_PERSON,
    Settings,
    parse_settings,
)
from kinchain.simulate.solver import Walker

PERSON = Person(75.0, 1.75)
SPEED_MPS = 1.25
LIMIT_S = 60.0

USUAL = (
    "knee_pain@right=4", "quadriceps_strength_pct@right=60", "knee_effusion_grade@left=2",
    "knee_extension_deficit_deg@right=8", "calf_tightness_pct=10", "calf_strength_pct@left=60",
    "plantar_fascia_stiffness_pct@right=50", "arch_height_pct=80", "heel_lift_mm=10",
    "ankle_dorsiflexion_limit_deg@right=8", "body_mass_change_kg=-10", "cane@left=15",
)  # fmt: skip

FIRST = """
import time; begun = time.perf_counter()
from kinchain.simulate.gait_cycle import Person
from kinchain.simulate.settings import parse_settings
from kinchain.simulate.solver import Walker
walker = Walker(Person(75.0, 1.75)); built = time.perf_counter() - begun
told = walker.solve(parse_settings(["knee_pain@right=4"]), speed_mps=1.25)
print(f"{built:.1f} s to build, {time.perf_counter() - begun:.1f} s to the first what-if "
      f"({time.process_time():.1f} s of processor), {told.status}")
"""


def timed(walker: Walker, settings: Settings, speed: float | None) -> tuple[Outcome, float, float]:
    """Return an outcome with clock and processor time, s."""
    begun, busy = time.perf_counter(), time.process_time()
    outcome = walker.solve(settings, speed_mps=speed, time_limit_s=LIMIT_S)
    return outcome, time.perf_counter() - begun, time.process_time() - busy


def told(taken: list[tuple[float, float]]) -> str:
    """Return median and 95th percentile of clock and processor time."""
    clock, busy = np.array(taken).T
    return (
        f"p50 {np.median(clock):.1f} s, p95 {np.percentile(clock, 95):.1f} s "
        f"(processor {np.median(busy):.1f} and {np.percentile(busy, 95):.1f} s)"
    )


def random_settings(random: np.random.Generator) -> Settings:
    """Return up to three settings inside their ranges, of one leg or both."""
    names = [name for name in SETTING_RANGES if name not in NOT_MODELLED]
    chosen = random.choice(names, size=random.integers(1, 4), replace=False)
    made = []
    for name in chosen:
        low, high = SETTING_RANGES[name]
        value = float(random.uniform(low, high))
        if name in WHOLE_PERSON:
            made.append((str(name), None, value))
            continue
        legs = LEGS if random.random() < 0.3 else (LEGS[random.integers(2)],)
        made += [(str(name), leg, value) for leg in legs]
    return Settings(tuple(made))


def usual_what_ifs() -> None:
    """Print how long a loaded walker takes."""
    walker = Walker(PERSON)
    taken = []
    for one in USUAL:
        outcome, clock, busy = timed(walker, parse_settings([one]), SPEED_MPS)
        print(f"  {one}: {outcome.status}, {outcome.iterations} steps, {clock:.1f} ({busy:.1f}) s",
              flush=True)  # fmt: skip
        taken.append((clock, busy))
    print(f"kept loaded, {len(USUAL)} what-ifs: {told(taken)}")


def random_what_ifs(count: int) -> None:
    """Print how random settings end."""
    walker, random = Walker(PERSON), np.random.default_rng(7)
    taken, ends = [], []
    for _ in range(count):
        settings = random_settings(random)
        outcome, clock, busy = timed(walker, settings, SPEED_MPS)
        what = ", ".join(f"{k}={v:.0f}" for k, v in settings.as_dict().items())
        print(f"  {what}: {outcome.status}, {outcome.iterations} steps, {clock:.1f} ({busy:.1f}) s",
              flush=True)  # fmt: skip
        taken.append((clock, busy))
        ends.append(outcome.status)
    share = sum(end in {"converged", "other_minimum"} for end in ends) / count
    print(f"random, {count}: {100.0 * share:.0f} % end in a walk within {LIMIT_S:g} s; "
          f"{told(taken)}")  # fmt: skip


def cold() -> None:
    """Print how long a walk from made-up curves takes."""
    sys.path.insert(0, "tools")
    from make_baselines import FOLLOW, first_guess, solved

    walker = Walker(PERSON)
    begun, busy = time.perf_counter(), time.process_time()
    guess, wanted = first_guess(walker, SPEED_MPS)
    walk = solved(walker, SPEED_MPS, guess, wanted, FOLLOW)
    solved(walker, SPEED_MPS, walk)
    print(f"cold: {time.perf_counter() - begun:.1f} s ({time.process_time() - busy:.1f} s)")


def main() -> None:
    """Print all."""
    given = sys.argv[1:]
    assert set(HEALTHY) == set(SETTING_RANGES)
    first = subprocess.run(
        [sys.executable, "-c", FIRST], capture_output=True, text=True, check=True
    )
    print("new process:", first.stdout.strip(), flush=True)
    usual_what_ifs()
    if "--cold" in given:
        cold()
    if "--random" in given:
        random_what_ifs(int(given[given.index("--random") + 1]))


if __name__ == "__main__":
    main()
