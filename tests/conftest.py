"""What every test shares: the packaged knowledge, made-up networks, recordings, fixed seeds."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, settings
from numpy.typing import NDArray

from kinchain.core.findings import Finding, Findings, Side, Value
from kinchain.evidence import Knowledge, load_knowledge
from kinchain.reason.exact import NoisyOr

SEED = 20260301
"""One seed for all made-up networks and cases."""

settings.register_profile(
    "local", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.register_profile("ci", parent=settings.get_profile("local"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "local")


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """Return the packaged knowledge base, read once."""
    return load_knowledge()


@pytest.fixture(scope="session")
def recordings() -> Path:
    """Return the folder of public recordings, or skip with the reason."""
    root = Path(__file__).parents[1]
    folder = Path(os.environ.get("KINCHAIN_RECORDINGS", root.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip("no recordings: set KINCHAIN_RECORDINGS to their folder")
    return folder


@pytest.fixture
def rng() -> np.random.Generator:
    """Return a fresh generator with the fixed seed."""
    return np.random.default_rng(SEED)


def tell(words: str) -> Findings:
    """Turn ``"fever pain_heel@left -limp@left age=52 started_first=knee"`` into findings.

    Parameters
    ----------
    words
        Keys apart by spaces; ``-`` before a key denies it, ``=`` gives a number or choice.
    """
    items = []
    for word in words.split():
        key, _, given = word.removeprefix("-").partition("=")
        name, _, side = key.partition("@")
        value: Value = not word.startswith("-")
        if given:
            value = float(given) if given.replace(".", "").isdigit() else given
        items.append(Finding(name, value, side or "none"))  # type: ignore[arg-type]
    return Findings(tuple(items))


@pytest.fixture(scope="session")
def told() -> Callable[[str], Findings]:
    """Return the short way to tell findings."""
    return tell


def random_net(
    rng: np.random.Generator,
    n_nodes: int = 9,
    n_true: int = 5,
    n_false: int = 3,
    *,
    density: float = 0.5,
    scale: float = 0.3,
) -> NoisyOr:
    """Draw a noisy-OR network; about half of the links are missing.

    Parameters
    ----------
    rng
        The generator.
    n_nodes, n_true, n_false
        How many conditions, positive and negative findings.
    density
        Share of the links that exist.
    scale
        Upper end of priors and leaks.
    """

    def links(n: int) -> NDArray[np.float64]:
        there = rng.random((n_nodes, n)) < density
        return np.where(there, rng.uniform(0.02, 0.98, (n_nodes, n)), 0.0)

    return NoisyOr(
        prior=rng.uniform(scale / 100.0, scale, n_nodes),
        link_true=links(n_true),
        leak_true=rng.uniform(scale / 100.0, scale, n_true),
        link_false=links(n_false),
        leak_false=rng.uniform(scale / 100.0, scale, n_false),
    )


@pytest.fixture(scope="session")
def draw_net() -> Callable[..., NoisyOr]:
    """Return the maker of random networks."""
    return random_net


def enumerate_all(net: NoisyOr) -> tuple[NDArray[np.float64], float]:
    """Compute posterior and evidence by listing every set of conditions.

    Parameters
    ----------
    net
        The network; its size doubles the work with every condition.

    Returns
    -------
    posterior
        Shape (n_nodes,).
    evidence
        P(findings).
    """
    n = net.prior.size
    there = (np.arange(1 << n)[:, None] >> np.arange(n)) & 1 == 1
    weight = np.prod(np.where(there, net.prior, 1.0 - net.prior), axis=1)
    for links, leak, sign in (
        (net.link_true, net.leak_true, True),
        (net.link_false, net.leak_false, False),
    ):
        for column in range(leak.size):
            miss = (1.0 - leak[column]) * np.prod(
                np.where(there, 1.0 - links[:, column], 1.0), axis=1
            )
            weight = weight * (1.0 - miss if sign else miss)
    evidence = float(weight.sum())
    return weight @ there / evidence, evidence


@pytest.fixture(scope="session")
def brute_force() -> Callable[[NoisyOr], tuple[NDArray[np.float64], float]]:
    """Return the enumeration over all sets of conditions."""
    return enumerate_all


def draw_case(
    rng: np.random.Generator,
    knowledge: Knowledge,
    n_true: int,
    *,
    sides: tuple[Side, ...] = ("left",),
    n_false: int = 3,
    n_causes: int = 3,
) -> Findings:
    """Draw a person whose findings come from a few conditions of the knowledge.

    Parameters
    ----------
    rng
        The generator.
    knowledge
        The knowledge base.
    n_true, n_false
        How many findings are told as there and as not there.
    sides
        Legs to choose from.
    n_causes
        How many conditions lie behind the positive findings.
    """
    names = list(knowledge.conditions)
    drawn: dict[tuple[str, Side], Finding] = {}
    truth = [str(name) for name in rng.choice(names, n_causes, replace=False)]

    def side_of(finding: str, leg: Side) -> Side:
        return leg if knowledge.findings[finding].sided else "none"

    legs = [sides[int(rng.integers(len(sides)))] for _ in truth]
    while len(drawn) < n_true:
        one = int(rng.integers(len(truth)))
        shows = knowledge.conditions[truth[one]].shows
        show = shows[int(rng.integers(len(shows)))]
        if rng.random() < show.p:
            side = side_of(show.finding, legs[one])
            drawn.setdefault((show.finding, side), Finding(show.finding, True, side))
        elif rng.random() < 0.05:
            truth.append(str(rng.choice(names)))
            legs.append(sides[int(rng.integers(len(sides)))])
    asked = {n: one for n, one in knowledge.findings.items() if one.kind != "load"}
    yes_no = [name for name, entry in asked.items() if entry.type == "bool"]
    for name in rng.choice(yes_no, n_false, replace=False):
        side = side_of(str(name), legs[0])
        drawn.setdefault((str(name), side), Finding(str(name), False, side))
    return Findings(tuple(drawn.values()))


@pytest.fixture(scope="session")
def made_up_case() -> Callable[..., Findings]:
    """Return the maker of people from the knowledge."""
    return draw_case
