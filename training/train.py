"""Train the learned reader: ``python training/train.py VECTORS.npz [--out FILE]``.

Rows are the phrase book and the labelled texts (rows.py). The network is small: word vectors,
one layer over each word, convolutions over one, two and three words, the largest answer of each,
and one layer to the findings. Everything is rounded to what is shipped before it is judged.
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


def fit(
    net: Net, rows: list[Row], numbers: list[list[int]], findings: list[str], epochs: int
) -> None:
    """Fit the network to rows."""
    stated, counts = targets(rows, findings)
    usable = [at for at, row in enumerate(numbers) if row]
    optimiser = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=DECAY)
    plan = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, RATE * 2, epochs * (len(usable) // BATCH + 1)
    )
    for epoch in range(epochs):
        net.train()
        random.shuffle(usable)
        total = 0.0
        for start in range(0, len(usable), BATCH):
            chosen = usable[start : start + BATCH]
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


def saved(path: Path, net: Net, vocabulary: list[str], findings: list[str]) -> None:
    """Write the network as it is shipped: vectors in bytes, weights in half precision."""
    vectors = net.vectors.weight.detach().numpy()
    scale = np.abs(vectors).max(1, keepdims=True) / 127 + 1e-8
    parts: dict[str, np.ndarray] = {
        "words": np.frombuffer("\n".join(vocabulary).encode(), np.uint8),
        "findings": np.frombuffer("\n".join(findings).encode(), np.uint8),
        "vectors": np.round(vectors / scale).astype(np.int8),
        "scale": scale.astype(np.float16),
        "word_weight": net.word.weight.detach().numpy().astype(np.float16),
        "word_bias": net.word.bias.detach().numpy().astype(np.float16),
        "out_weight": net.out.weight.detach().numpy().astype(np.float16),
        "out_bias": net.out.bias.detach().numpy().astype(np.float16),
    }
    for width, one in zip(WIDTHS, net.convolve, strict=True):
        parts[f"weight_{width}"] = one.weight.detach().numpy().astype(np.float16)
        parts[f"bias_{width}"] = one.bias.detach().numpy().astype(np.float16)
    aside = path.with_suffix(".part.npz")
    np.savez_compressed(aside, **parts)
    aside.replace(path)


def main() -> int:
    """Train and write the network."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("vectors", type=Path, help="npz of words and vectors (word_vectors.py)")
    parser.add_argument("--out", type=Path, default=ROOT / "src/kinchain/intake/phrases.npz")
    parser.add_argument("--leave-out", nargs="*", default=(), help="labelled texts to keep aside")
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    random.seed(args.seed)
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
    net = Net(held["vectors"].astype(np.float32), len(findings))
    fit(net, rows, numbers, findings, args.epochs)
    saved(args.out, net, vocabulary, findings)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
