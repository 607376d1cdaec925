"""What a stretch of words most likely states, learned from many ways to say each finding.

Word vectors and a small network of convolutions (see ``training/``), read as numbers only: the
same words give the same answer on any machine. It knows nothing of sides, denials, the past or
whose leg it is; those stay with the exact reader.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FILE = "phrases.npz"
WIDTHS = (1, 2, 3)

_GELU = (0.7978845608028654, 0.044715)
"""Constants of the tanh form of the Gaussian error unit, within 5e-4 of the exact one."""


@dataclass(frozen=True)
class PhraseNet:
    """The network as it is shipped.

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
        Weight (size, size) and bias of the layer over each word.
    convolutions
        Weight (n_filters, size, width) and bias of each width.
    out
        Weight (n_findings, n_features) and bias of the last layer.
    """

    place: dict[str, int]
    findings: tuple[str, ...]
    vectors: NDArray[np.int8]
    scale: NDArray[np.float32]
    word: tuple[NDArray[np.float32], NDArray[np.float32]]
    convolutions: tuple[tuple[NDArray[np.float32], NDArray[np.float32]], ...]
    out: tuple[NDArray[np.float32], NDArray[np.float32]]

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
        features = np.zeros((len(rows), self.out[0].shape[1]), np.float32)
        for at, row in enumerate(rows):
            if row:
                features[at] = self._features(np.array(row))
        logits = features @ self.out[0].T + self.out[1]
        sureness = 1.0 / (1.0 + np.exp(-logits))
        sureness[[not row for row in rows]] = 0.0
        return np.asarray(sureness, np.float32)

    def _features(self, row: NDArray[np.int64]) -> NDArray[np.float32]:
        import numpy as np

        vectors = self.vectors[row] * self.scale[row]
        x = vectors @ self.word[0].T + self.word[1]
        each = 0.5 * x * (1.0 + np.tanh(_GELU[0] * (x + _GELU[1] * x**3)))
        n_beyond = max(4 - len(row), 0)  # as in training, where no row is shorter than four
        padded = np.pad(each, ((1, 1 + n_beyond), (0, 0)))
        parts = []
        for weight, bias in self.convolutions:
            width = weight.shape[2]
            n = len(padded) - width + 1
            answer = sum(padded[k : k + n] @ weight[:, :, k].T for k in range(width)) + bias
            parts.append(np.maximum(answer, 0.0).max(0))
        parts.append(vectors.sum(0) / np.sqrt(len(row)))
        return np.concatenate(parts)


@lru_cache(maxsize=1)
def phrase_net() -> PhraseNet:
    """Load the network, once per process."""
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
        tuple((full[f"weight_{width}"], full[f"bias_{width}"]) for width in WIDTHS),
        (full["out_weight"], full["out_bias"]),
    )
