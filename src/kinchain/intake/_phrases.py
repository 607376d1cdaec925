"""What a stretch of words most likely states, learned from many ways to say each finding.

Word vectors and some small networks of convolutions (see ``training/``), whose answers are
averaged, read as numbers only: the same words give the same answer on any machine. They know
nothing of sides, denials, the past or whose leg it is; those stay with the exact reader.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FILE = "phrases.npz"
WIDTHS = (1, 2, 3)

MAX_WORDS_KEPT = 512
"""Words whose answers are remembered from one stretch to the next."""

_SILENT, _LEAST, _UNIT = 0.0067, 1e-4, 3.0
"""Below the first sureness a finding counts as not stated at all; log odds go by the third."""

_GELU = (0.7978845608028654, 0.044715)
"""Constants of the tanh form of the Gaussian error unit, within 5e-4 of the exact one."""


@dataclass(frozen=True)
class PhraseNet:
    """The networks as they are shipped, side by side.

    Parameters
    ----------
    place
        Number of each word.
    findings
        Findings in the order of the answers.
    vectors
        Word vectors (n_words, size), whole numbers.
    scale
        What one unit of each word's vector is worth (n_words, 1).
    word
        Weight (n_nets, size, size) and bias (n_nets, size) of the layer over each word.
    convolve
        Weight (n_nets, size, n_places, n_filters) of each place of each width, in order.
    bias
        Bias (n_nets, n_widths, n_filters) of the convolutions.
    out
        Weight (n_findings, n_features) and bias of the last layer, the mean over networks.
    alarm
        Weight (n_findings,) and bias of how urgent a whole text sounds.
    """

    place: dict[str, int]
    findings: tuple[str, ...]
    vectors: NDArray[np.int8]
    scale: NDArray[np.float32]
    word: tuple[NDArray[np.float32], NDArray[np.float32]]
    convolve: NDArray[np.float32]
    bias: NDArray[np.float32]
    out: tuple[NDArray[np.float32], NDArray[np.float32]]
    alarm: tuple[NDArray[np.float32], float]
    _answers: dict[int, NDArray[np.float32]] = field(default_factory=dict, repr=False)

    def knows(self, words: Sequence[str]) -> bool:
        """Say whether all of these words have a vector.

        Parameters
        ----------
        words
            Words as the network is given them.
        """
        return all(word in self.place for word in words)

    def stated(self, stretches: Sequence[Sequence[str]]) -> NDArray[np.float32]:
        """Return how surely each stretch of words states each finding.

        Parameters
        ----------
        stretches
            Words of each stretch.

        Returns
        -------
        sureness
            (n_stretches, n_findings), 0 to 1.
        """
        import numpy as np

        rows = [[self.place[w] for w in words if w in self.place] for words in stretches]
        answers = self._each_word({number for row in rows for number in row})
        features = np.zeros((len(rows), self.out[0].shape[1]), np.float32)
        for at, row in enumerate(rows):
            if row:
                features[at] = self._features(row, answers)
        logits = features @ self.out[0].T + self.out[1]
        sureness = 1.0 / (1.0 + np.exp(-logits))
        sureness[[not row for row in rows]] = 0.0
        return np.asarray(sureness, np.float32)

    def alarm_of(self, sureness: NDArray[np.float32]) -> float:
        """Return how urgent a text sounds, in log odds.

        What a danger rule reads only raises it; what is told of an ordinary complaint may
        lower it.

        Parameters
        ----------
        sureness
            How surely each stretch of the text states each finding (n_stretches, n_findings).
        """
        weight, bias = self.alarm
        return float(alarm_features(sureness) @ weight) + bias

    def _each_word(self, numbers: set[int]) -> dict[int, NDArray[np.float32]]:
        """Return what every place of every width answers to each word, (n_nets, places, filters).

        A word's answers are the same in every stretch, so they are worked out once.
        """
        import numpy as np

        new = sorted(numbers - self._answers.keys())
        if len(self._answers) + len(new) > MAX_WORDS_KEPT:
            self._answers.clear()
            new = sorted(numbers)
        if new:
            vectors = self.vectors[new] * self.scale[new]
            x = np.einsum("ws,nts->nwt", vectors, self.word[0], optimize=True)
            x = x + self.word[1][:, None, :]
            each = 0.5 * x * (1.0 + np.tanh(_GELU[0] * (x + _GELU[1] * x**3)))
            n_nets, size, n_places, n_filters = self.convolve.shape
            answers = each @ self.convolve.reshape(n_nets, size, n_places * n_filters)
            answers = answers.transpose(1, 0, 2).reshape(len(new), n_nets, n_places, n_filters)
            self._answers.update(zip(new, answers, strict=True))
        return {number: self._answers[number] for number in numbers}

    def _features(
        self, row: list[int], answers: dict[int, NDArray[np.float32]]
    ) -> NDArray[np.float32]:
        import numpy as np

        n_beyond = max(4 - len(row), 0)  # as in training, where no row is shorter than four
        each = np.stack([answers[number] for number in row])
        padded = np.pad(each, ((1, 1 + n_beyond), (0, 0), (0, 0), (0, 0)))
        parts, first = [], 0
        for at, width in enumerate(WIDTHS):
            n = len(padded) - width + 1
            answer = padded[:n, :, first]
            for k in range(1, width):
                answer = answer + padded[k : k + n, :, first + k]
            parts.append(np.maximum(answer.max(0) + self.bias[:, at], 0.0))
            first += width
        vectors = self.vectors[row] * self.scale[row]
        mean = vectors.sum(0) / np.sqrt(len(row))
        return np.concatenate([np.stack(parts, 1).ravel(), mean])


def alarm_features(sureness: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return by how much each finding is stated anywhere in a text, in log odds from 0.

    Parameters
    ----------
    sureness
        How surely each stretch of the text states each finding (n_stretches, n_findings).
    """
    import numpy as np

    if not len(sureness):
        return np.zeros(sureness.shape[1], np.float32)
    most = np.clip(sureness.max(0), _SILENT, 1.0 - _LEAST)
    odds = np.log(most / (1.0 - most))
    return np.asarray((odds - np.log(_SILENT / (1.0 - _SILENT))) / _UNIT, np.float32)


@lru_cache(maxsize=1)
def phrase_net() -> PhraseNet:
    """Load the networks, once per process."""
    import numpy as np

    place = resources.files("kinchain") / "intake" / FILE
    with resources.as_file(place) as path, np.load(path) as held:
        read = {name: held[name] for name in held.files}
    full = {
        name: value.astype(np.float32) for name, value in read.items() if value.dtype == np.float16
    }
    return PhraseNet(
        {word: at for at, word in enumerate(read["words"].tobytes().decode().split("\n"))},
        tuple(read["findings"].tobytes().decode().split("\n")),
        read["vectors"],
        full["scale"],
        (full["word_weight"], full["word_bias"]),
        full["convolve"],
        full["bias"],
        (full["out_weight"], full["out_bias"]),
        (full["alarm_weight"], float(full["alarm_bias"][0])),
    )
