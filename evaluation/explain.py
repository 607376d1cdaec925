"""How often the right page comes first, on questions written by another hand."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from evaluation.metrics import Share
from kinchain.app.library.search import search

DEV = Path(__file__).resolve().parent / "questions" / "dev.yaml"
"""The open half of the questions; the other half is locked."""

NONE = "none"
"""The right answer where no page answers."""


@dataclass(frozen=True)
class Scored:
    """Shares of questions: an accepted page first, among three, the very best page first."""

    top_1: Share
    top_3: Share
    best_1: Share
    honest: Share
    """Of the questions that no page answers: how many were told so."""


def pages_for(question: str) -> tuple[str, ...]:
    """Return the pages offered, best first; ``none`` first where no page answers.

    Parameters
    ----------
    question
        The question.
    """
    found = search(question)
    pages = tuple(hit.id for hit in found.hits)
    return pages if found.answers else (NONE, *pages)


def score(items: Sequence[Mapping[str, Any]]) -> Scored:
    """Score the pages found for labelled questions.

    Parameters
    ----------
    items
        Each with ``id``, ``question`` and ``pages``: the best page, then others that a
        fair reader would accept; ``none`` where no page answers.
    """
    got = {item["id"]: pages_for(item["question"]) for item in items}
    unanswerable = [item for item in items if list(item["pages"]) == [NONE]]
    return Scored(
        _share(items, lambda item: got[item["id"]][0] in item["pages"]),
        _share(items, lambda item: bool(set(got[item["id"]][:3]) & set(item["pages"]))),
        _share(items, lambda item: got[item["id"]][0] == item["pages"][0]),
        _share(unanswerable, lambda item: got[item["id"]][0] == NONE),
    )


def _share(items: Sequence[Mapping[str, Any]], is_right: Any) -> Share:
    failed = tuple(item["id"] for item in items if not is_right(item))
    return Share(len(items) - len(failed), len(items), failed)


def main() -> None:
    """Print the shares, and which questions failed where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, default=DEV)
    parser.add_argument("--failed", action="store_true", help="list what failed")
    arguments = parser.parse_args()
    items = yaml.safe_load(arguments.file.read_text("utf-8"))
    scored = score(items)
    for name in ("top_1", "top_3", "best_1", "honest"):
        share: Share = getattr(scored, name)
        low, high = share.bounds
        print(f"{name}: {share.hits}/{share.n} = {share.value:.3f} ({low:.3f} to {high:.3f})")
    if arguments.failed:
        wrong = set(scored.top_1.failed)
        for item in items:
            if item["id"] in wrong:
                found = search(item["question"])
                print(item["id"], item["question"], "| right:", item["pages"][:3])
                print(
                    "     ",
                    "" if found.answers else "NONE",
                    [(h.id, h.score) for h in found.hits[:5]],
                )


if __name__ == "__main__":
    main()
