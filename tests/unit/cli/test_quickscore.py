"""QuickScore, the benchmark's yardstick, gives what the exact sum gives."""

from __future__ import annotations

import numpy as np
import pytest

from kinchain.cli.benchmarking import network
from kinchain.cli.quickscore import quickscore
from kinchain.evidence import load_knowledge
from kinchain.reason.exact import posterior

TOLERANCE = 1e-8
"""Terms of both signs cancel: at ten positive findings some eight digits are left."""


@pytest.mark.parametrize("n_true", [0, 1, 5, 10])
def test_quickscore_agrees_with_the_exact_sum(n_true):
    net = network(load_knowledge(), n_true)
    right, log_evidence = posterior(net)
    found, evidence = quickscore(net)
    np.testing.assert_allclose(found, right, atol=TOLERANCE)
    on, off = net.weights()
    assert evidence == pytest.approx(np.exp(log_evidence), rel=1e-6)
    assert np.all(on + off <= 1.0)
