"""Train the learned reader: ``python training/train.py VECTORS.npz [--out FILE]``.

Rows are the phrase book and the labelled texts (rows.py). A network is small: word vectors,
one layer over each word, convolutions over one, two and three words, the largest answer of each,
and one layer to the findings. Several are trained, each from another seed, and their answers
averaged: one alone is noisy. Everything is rounded to what is shipped before it is judged.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import torch
from rows import ROOT, Row, implied, labelled_texts, phrase_rows, text_rows, yes_or_no
from torch import nn
from torch.nn import functional

N_FILTERS = 256
WIDTHS = (1, 2, 3)
DROP_WORDS = 0.1
DROP_FEATURES = 0.3
RATE = 1.5e-3
DECAY = 1e-4
BATCH = 128
ALIKE = 32
"""Batches whose rows are put in order of length, so that little is filled up."""

SEEDS = (0, 1, 2, 3)
START = -5.0
"""Bias at the start: a finding is seldom stated."""


class Net(nn.Module):
    """Word vectors to findings."""

    def __init__(self, vectors: np.ndarray, n_findings: int) -> None:
        super().__init__()
        size = vectors.shape[1]
        self.vectors = nn.Embedding.from_pretrained(torch.tensor(vectors))
        self.word = nn.Linear(size, size)
        self.convolve = nn.ModuleList(nn.Conv1d(size, N_FILTERS, width) for width in WIDTHS)
        self.out = nn.Linear(N_FILTERS * len(WIDTHS) + size, n_findings)
        nn.init.constant_(self.out.bias, START)

    def forward(self, words: torch.Tensor) -> torch.Tensor:
        """Return logits of findings; ``words`` is (n, length), -1 beyond the end."""
        there = words >= 0
        vectors = self.vectors(words.clamp(min=0)) * there[..., None]
        if self.training:
            vectors = vectors * (torch.rand(vectors.shape[:2]) > DROP_WORDS)[..., None]
        mean = vectors.sum(1) / there.sum(1, keepdim=True).clamp(min=1) ** 0.5
        each = functional.gelu(self.word(vectors)) * there[..., None]
        each = functional.pad(each.transpose(1, 2), (1, 1))
        largest = [torch.relu(one(each)).max(2)[0] for one in self.convolve]
        features = torch.cat([*largest, mean], 1)
        return self.out(functional.dropout(features, DROP_FEATURES, self.training))


def batch_of(rows: list[list[int]]) -> torch.Tensor:
    """Return rows of word numbers as one table, filled up with -1."""
    length = max(4, *(len(row) for row in rows))
    table = np.full((len(rows), length), -1)
    for at, row in enumerate(rows):
        table[at, : len(row)] = row
    return torch.tensor(table)


def targets(rows: list[Row], findings: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """Return what each row states, and how much each entry counts."""
    place = {name: at for at, name in enumerate(findings)}
    stated = np.zeros((len(rows), len(findings)), np.float32)
    counts = np.ones_like(stated)
    for at, row in enumerate(rows):
        counts[at] = row.weight
        for name in row.unclear & place.keys():
            counts[at, place[name]] = 0
        for name in row.stated & place.keys():
            stated[at, place[name]] = 1
            counts[at, place[name]] = row.weight
    return stated, counts


def batches(usable: list[int], numbers: list[list[int]]) -> list[list[int]]:
    """Return the rows in random batches, those of like length together."""
    random.shuffle(usable)
    found = []
    for start in range(0, len(usable), BATCH * ALIKE):
        part = sorted(usable[start : start + BATCH * ALIKE], key=lambda at: len(numbers[at]))
        found += [part[first : first + BATCH] for first in range(0, len(part), BATCH)]
    random.shuffle(found)
    return found


def fit(
    net: Net, rows: list[Row], numbers: list[list[int]], findings: list[str], epochs: int
) -> None:
    """Fit a network to rows."""
    stated, counts = targets(rows, findings)
    usable = [at for at, row in enumerate(numbers) if row]
    learned = [one for one in net.parameters() if one.requires_grad]
    optimiser = torch.optim.AdamW(learned, lr=RATE, weight_decay=DECAY)
    n_batches = len(batches(usable, numbers))
    plan = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE * 2, epochs * n_batches)
    for epoch in range(epochs):
        net.train()
        total = 0.0
        for chosen in batches(usable, numbers):
            logits = net(batch_of([numbers[at] for at in chosen]))
            loss = functional.binary_cross_entropy_with_logits(
                logits, torch.tensor(stated[chosen]), reduction="none"
            )
            loss = (loss * torch.tensor(counts[chosen])).sum() / len(chosen)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            plan.step()
            total += float(loss.detach()) * len(chosen)
        sys.stderr.write(f"epoch {epoch + 1} of {epochs}: {total / len(usable):.3f}\n")
    net.eval()


def saved(path: Path, nets: list[Net], vocabulary: list[str], findings: list[str]) -> None:
    """Write the networks as they are shipped: vectors in bytes, weights in half precision."""
    vectors = nets[0].vectors.weight.detach().numpy()
    scale = np.abs(vectors).max(1, keepdims=True) / 127 + 1e-8
    n_own = N_FILTERS * len(WIDTHS)
    outs = [net.out.weight.detach().numpy() / len(nets) for net in nets]
    parts: dict[str, np.ndarray] = {
        "words": np.frombuffer("\n".join(vocabulary).encode(), np.uint8),
        "findings": np.frombuffer("\n".join(findings).encode(), np.uint8),
        "vectors": np.round(vectors / scale).astype(np.int8),
        "scale": scale,
        "word_weight": np.stack([net.word.weight.detach().numpy() for net in nets]),
        "word_bias": np.stack([net.word.bias.detach().numpy() for net in nets]),
        "convolve": np.stack([_places(net) for net in nets]),
        "bias": np.stack(
            [np.stack([one.bias.detach().numpy() for one in net.convolve]) for net in nets]
        ),
        "out_weight": np.hstack(
            [*(out[:, :n_own] for out in outs), sum(o[:, n_own:] for o in outs)]
        ),
        "out_bias": np.mean([net.out.bias.detach().numpy() for net in nets], axis=0),
        "alarm_weight": np.zeros(len(findings), np.float32),  # fitted by alarm.py
        "alarm_bias": np.zeros(1, np.float32),
    }
    parts = {n: v.astype(np.float16) if v.dtype == np.float32 else v for n, v in parts.items()}
    aside = path.with_suffix(".part.npz")
    np.savez_compressed(aside, **parts)
    aside.replace(path)


def _places(net: Net) -> np.ndarray:
    """Return (size, n_places, n_filters): the weights of every place of every width."""
    weights = [one.weight.detach().numpy().transpose(1, 2, 0) for one in net.convolve]
    return np.concatenate(weights, axis=1)


def main() -> int:
    """Train and write the networks."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("vectors", type=Path, help="npz of words and vectors (word_vectors.py)")
    parser.add_argument("--out", type=Path, default=ROOT / "src/kinchain/intake/phrases.npz")
    parser.add_argument("--leave-out", nargs="*", default=(), help="labelled texts to keep aside")
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--seeds", type=int, nargs="+", default=SEEDS, help="one network each")
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    above = implied()
    rows = list(phrase_rows(above))
    findings = sorted({name for row in rows for name in row.stated} & yes_or_no())
    for path in labelled_texts():
        if not any(aside in path.as_posix() for aside in args.leave_out):
            rows += text_rows(path, above)
    held = np.load(args.vectors)
    vocabulary = held["words"].tobytes().decode().split("\n")
    known = Counter(word for row in rows for word in row.words)
    place = {word: at for at, word in enumerate(vocabulary)}
    missing = sorted(word for word in known if word not in place)
    sys.stderr.write(f"{len(rows)} rows, {len(findings)} findings, {len(missing)} words unknown\n")
    numbers = [[place[word] for word in row.words if word in place] for row in rows]
    nets = []
    for seed in args.seeds:
        torch.manual_seed(seed)
        random.seed(seed)
        nets.append(Net(held["vectors"].astype(np.float32), len(findings)))
        fit(nets[-1], rows, numbers, findings, args.epochs)
    saved(args.out, nets, vocabulary, findings)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
