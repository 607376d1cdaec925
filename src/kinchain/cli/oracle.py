"""Run pyAgrum on the same small network, where it is installed."""

from __future__ import annotations

import importlib
import warnings
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from kinchain.reason.exact import NoisyOr

if TYPE_CHECKING:
    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]


def agrum_posterior(net: NoisyOr) -> tuple[Callable[[], FloatArray], FloatArray] | None:
    """Return a run of pyAgrum's exact inference on a network, and what it finds.

    Parameters
    ----------
    net
        A small network: pyAgrum's tables double with every condition of a finding.

    Returns
    -------
    run, posterior
        A function to be timed, without the building of the network, and its result of
        shape (n_nodes,); None where pyAgrum is not installed.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        try:
            gum: Any = importlib.import_module("pyagrum")
        except ImportError:
            return None
        model = gum.BayesNet()
        conditions = [f"c{row}" for row in range(net.prior.size)]
        for name, prior in zip(conditions, net.prior, strict=True):
            model.add(gum.LabelizedVariable(name, "", 2))
            model.cpt(name).fillWith([1.0 - prior, prior])
        evidence: dict[str, int] = {}
        for letter, leaks, links, told in (
            ("t", net.leak_true, net.link_true, 1),
            ("f", net.leak_false, net.link_false, 0),
        ):
            for column, leak in enumerate(leaks):
                name = f"{letter}{column}"
                model.addNoisyORNet(gum.LabelizedVariable(name, "", 2), float(leak))
                evidence[name] = told
                for row in np.flatnonzero(links[:, column]):
                    model.addWeightedArc(conditions[row], name, float(links[row, column]))

        def run() -> FloatArray:
            engine = gum.LazyPropagation(model)
            engine.setEvidence(evidence)
            engine.makeInference()
            return np.array([engine.posterior(name)[1] for name in conditions])

        return run, run()
