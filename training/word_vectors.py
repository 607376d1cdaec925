"""Make the first word vectors: ``python training/word_vectors.py MODEL_FOLDER OUT.npz``.

Each word is given alone to a published sentence encoder (all-MiniLM-L6-v2, Apache-2.0), once,
here; its answer, less the mean and turned onto its main axes, is where training starts. What is
shipped is a table of words; no encoder runs in kinchain.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import yaml
from rows import ROOT, implied, phrase_rows, words_of
from safetensors.numpy import load_file
from scipy.special import erf
from tokenizers import Tokenizer

from kinchain.intake._windows import NUMBER, shown

N_AXES = 128
N_LAYERS, N_HEADS = 6, 12
BATCH = 256
N_SAMPLE = 1500
"""Words by which the axes of an older table are found again."""

FOLDERS = ("sentences", "cases", "locked", "locked_2", "emergencies", "questions")


class Encoder:
    """The encoder's forward pass."""

    def __init__(self, folder: Path) -> None:
        held = load_file(folder / "model.safetensors")
        self._held = {k: v.astype(np.float32) for k, v in held.items() if v.dtype != np.int64}
        self._cut = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._cut.no_padding()

    def vectors(self, texts: list[str]) -> np.ndarray:
        """Return one vector of length one for each text."""
        cut = [self._cut.encode(text).ids for text in texts]
        out = np.zeros((len(texts), 384), np.float32)
        order = np.argsort([len(one) for one in cut])
        for start in range(0, len(order), BATCH):
            chosen = order[start : start + BATCH]
            length = max(len(cut[at]) for at in chosen)
            ids = np.zeros((len(chosen), length), int)
            there = np.zeros((len(chosen), length), np.float32)
            for row, at in enumerate(chosen):
                ids[row, : len(cut[at])] = cut[at]
                there[row, : len(cut[at])] = 1
            states = self._forward(ids, there)
            mean = (states * there[..., None]).sum(1) / there.sum(1, keepdims=True)
            out[chosen] = mean / np.linalg.norm(mean, axis=1, keepdims=True)
        return out

    def _linear(self, x: np.ndarray, name: str) -> np.ndarray:
        return x @ self._held[f"{name}.weight"].T + self._held[f"{name}.bias"]

    def _normal(self, x: np.ndarray, name: str) -> np.ndarray:
        x = (x - x.mean(-1, keepdims=True)) / np.sqrt(x.var(-1, keepdims=True) + 1e-12)
        return x * self._held[f"{name}.weight"] + self._held[f"{name}.bias"]

    def _heads(self, x: np.ndarray, name: str) -> np.ndarray:
        """Return (n, heads, length, size) of one of the three parts of attention."""
        n, length = x.shape[:2]
        return self._linear(x, name).reshape(n, length, N_HEADS, -1).transpose(0, 2, 1, 3)

    def _forward(self, ids: np.ndarray, there: np.ndarray) -> np.ndarray:
        held, (n, length) = self._held, ids.shape
        x = held["embeddings.word_embeddings.weight"][ids]
        x = x + held["embeddings.position_embeddings.weight"][:length]
        x = x + held["embeddings.token_type_embeddings.weight"][0]
        x = self._normal(x, "embeddings.LayerNorm")
        away = (1 - there)[:, None, None, :] * -1e4
        for layer in range(N_LAYERS):
            at = f"encoder.layer.{layer}"
            own = f"{at}.attention"
            ask, key, value = (
                self._heads(x, f"{own}.self.{part}") for part in ("query", "key", "value")
            )
            score = ask @ key.transpose(0, 1, 3, 2) / np.sqrt(ask.shape[-1]) + away
            score = np.exp(score - score.max(-1, keepdims=True))
            mixed = (score / score.sum(-1, keepdims=True)) @ value
            mixed = mixed.transpose(0, 2, 1, 3).reshape(n, length, -1)
            mixed = self._linear(mixed, f"{own}.output.dense")
            x = self._normal(x + mixed, f"{own}.output.LayerNorm")
            wide = self._linear(x, f"{at}.intermediate.dense")
            wide = (wide * 0.5 * (1 + erf(wide / np.sqrt(2)))).astype(np.float32)
            wide = self._linear(wide, f"{at}.output.dense")
            x = self._normal(x + wide, f"{at}.output.LayerNorm")
        return x


def own_words() -> Counter[str]:
    """Return every word of the phrase book and of the open texts."""
    counts = Counter(word for row in phrase_rows(implied()) for word in row.words)
    texts: list[str] = []

    def gather(entry: object) -> None:
        if isinstance(entry, dict):
            for key, value in entry.items():
                if key in ("text", "narrative", "question") and isinstance(value, str):
                    texts.append(value)
                else:
                    gather(value)
        elif isinstance(entry, list):
            for value in entry:
                gather(value)

    for folder in FOLDERS:
        for path in sorted((ROOT / "evaluation" / folder).glob("*.yaml")):
            gather(yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader))
    for text in texts:
        counts.update(shown(token) for token in words_of(text))
    return counts


def extended(encoder: Encoder, held: Mapping[str, np.ndarray], words: list[str]) -> np.ndarray:
    """Return vectors of more words on the axes of a table made before.

    The table is an affine image of the encoder's answers, so a sample of it tells which.
    """
    known = held["words"].tobytes().decode().split("\n")
    sample = np.random.default_rng(0).choice(len(known), N_SAMPLE, replace=False)
    answers = encoder.vectors([_told(known[at]) for at in sample])
    answers = np.hstack([answers, np.ones((N_SAMPLE, 1), np.float32)])
    image = np.linalg.lstsq(answers, held["vectors"][sample].astype(np.float32), rcond=None)[0]
    more = encoder.vectors([_told(word) for word in words])
    return np.hstack([more, np.ones((len(words), 1), np.float32)]) @ image


def _told(word: str) -> str:
    return "number" if word == NUMBER else word


def main() -> int:
    """Make and write the vectors."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path, help="folder with model.safetensors and tokenizer.json")
    parser.add_argument("out", type=Path)
    parser.add_argument("--extend", type=Path, help="a table made before, to add new words to")
    args = parser.parse_args()
    encoder = Encoder(args.model)
    if args.extend:
        held = np.load(args.extend)
        vocabulary = held["words"].tobytes().decode().split("\n")
        new = sorted(own_words().keys() - set(vocabulary))
        vectors = np.vstack([held["vectors"], extended(encoder, held, new)])
        vocabulary += new
    else:
        general = (args.model / "vocab.txt").read_text(encoding="utf-8").split("\n")
        general = [w for w in general if w.isalpha() and w.isascii() and len(w) > 1]
        vocabulary = list(dict.fromkeys([NUMBER, *sorted(own_words()), *general]))
        vectors = encoder.vectors([_told(word) for word in vocabulary])
        vectors -= vectors.mean(0)
        _, _, axes = np.linalg.svd(vectors, full_matrices=False)
        vectors = vectors @ axes[:N_AXES].T
        vectors /= vectors.std()
    words = np.frombuffer("\n".join(vocabulary).encode(), np.uint8)
    np.savez_compressed(args.out, words=words, vectors=vectors.astype(np.float16))
    sys.stderr.write(f"{len(vocabulary)} words, {vectors.shape[1]} axes\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
