"""Score the reader against labelled sentences."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from kinchain.intake import Reading, read_narrative

TOLD_ON = date(2026, 3, 1)
TOLERANCE = 0.2
"""Relative difference within which a number counts as heard."""
ABSOLUTE = 0.51
PERSON_TOLERANCE = {"age": 0.5, "height_m": 0.02, "mass_kg": 1.5}


def expanded(labels: Iterable[Any], value: bool) -> dict[str, Any]:
    """Return labels by key, each with its value.

    Parameters
    ----------
    labels
        Ids, or mappings of one id to a number or choice.
    value
        Value of plain ids.
    """
    found: dict[str, Any] = {}
    for label in labels:
        pairs = label.items() if isinstance(label, Mapping) else [(label, value)]
        for key, told in pairs:
            for one in spelled_out(key):
                found[one] = told
    return found


def spelled_out(key: str) -> list[str]:
    """Spell ``id@both`` out into left and right."""
    if key.endswith("@both"):
        return [key[:-4] + "left", key[:-4] + "right"]
    return [key]


def agree(told: Any, heard: Any) -> bool:
    """Say whether two values agree."""
    if isinstance(told, bool | str):
        return bool(told == heard)
    if isinstance(heard, bool | str):
        return False
    gap = abs(float(told) - float(heard))
    return gap <= max(TOLERANCE * abs(float(told)), ABSOLUTE)


def implied() -> dict[str, tuple[str, ...]]:
    """Return for each finding the coarser ones it implies, from the vocabulary."""
    path = Path(__file__).parents[1] / "src/kinchain/evidence/knowledge/findings.yaml"
    entries = yaml.safe_load(path.read_text(encoding="utf-8"))["findings"]
    direct = {e["id"]: tuple(e.get("implies", ())) for e in entries}

    def up(name: str) -> tuple[str, ...]:
        out: list[str] = []
        for above in direct.get(name, ()):
            out += [above, *up(above)]
        return tuple(out)

    return {name: up(name) for name in direct}


def coarse_keys(keys: Iterable[str], above: Mapping[str, tuple[str, ...]]) -> set[str]:
    """Return the keys implied by others, on the same side."""
    found = set()
    for key in keys:
        name, _, side = key.partition("@")
        for coarse in above.get(name, ()):
            found.add(f"{coarse}@{side}" if side else coarse)
    return found


def elsewhere(key: str, heard: Mapping[str, Any], labelled: set[str]) -> bool:
    """Say whether a finding was heard on a side that no label names."""
    name, _, side = key.partition("@")
    others = [f"{name}@{one}" for one in ("left", "right", "unknown") if one != side]
    return bool(side) and any(one in heard and one not in labelled for one in others)


def is_extra(key: str, value: Any, wanted: Mapping[str, Any], free: set[str]) -> bool:
    """Say whether something was heard that no label allows."""
    if key in wanted:
        return not agree(wanted[key], value)
    return key not in free


def score_one(
    item: Mapping[str, Any], reading: Reading, above: Mapping[str, tuple[str, ...]]
) -> dict[str, Any]:
    """Compare one reading with its labels."""
    present = expanded(item.get("present") or (), True)
    absent = expanded(item.get("absent") or (), False)
    optional: dict[str, list[Any]] = {}
    for label in item.get("optional") or ():
        for key, value in expanded([label], True).items():
            optional.setdefault(key, []).append(value)
    wanted = {**present, **absent}
    heard = {f.key: f.value for f in reading.findings}
    free = coarse_keys([k for k, v in wanted.items() if v is not False], above)
    free |= coarse_keys(optional, above)
    result: dict[str, Any] = {"hits": [], "missed": [], "extra": [], "negation": [], "side": []}
    implied_heard = coarse_keys([k for k, v in heard.items() if v is True], above)
    for key, value in wanted.items():
        got = heard.get(key)
        follows = key not in heard and value is True and key in implied_heard
        if follows or (key in heard and agree(value, got)):
            result["hits"].append(key)
            continue
        result["missed"].append(f"{key}={value}")
        if isinstance(value, bool) and isinstance(got, bool) and got != value:
            result["negation"].append(key)
        if key not in heard and elsewhere(key, heard, {*wanted, *optional}):
            result["side"].append(key)
    free |= set(optional)
    result["extra"] = [
        f"{key}={value}" for key, value in heard.items() if is_extra(key, value, wanted, free)
    ]
    return result


def score(items: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Score all sentences.

    Parameters
    ----------
    items
        Labelled sentences.

    Returns
    -------
    scores
        ``n``, ``labels``, ``precision``, ``recall``, ``f1``, ``negation_mistakes`` and
        ``side_mistakes`` (share of all labelled findings), ``person`` (apart),
        ``by_trap`` and ``details`` per sentence.
    """
    above = implied()
    total: Counter[str] = Counter()
    traps: dict[str, Counter[str]] = {}
    person: Counter[str] = Counter()
    details: dict[str, dict[str, Any]] = {}
    for item in items:
        reading = read_narrative(item["text"], told_on=TOLD_ON)
        one = score_one(item, reading, above)
        details[item["id"]] = one
        counts = Counter({name: len(found) for name, found in one.items()})
        total.update(counts)
        for trap in item.get("traps") or ["none"]:
            traps.setdefault(trap, Counter()).update(counts)
        for name, told in (item.get("person") or {}).items():
            got = getattr(reading.person, name)
            near = got is not None and (
                got == told if isinstance(told, str) else abs(got - told) <= PERSON_TOLERANCE[name]
            )
            person["right" if near else "missed" if got is None else "wrong"] += 1
            if not near:
                one["missed"].append(f"person {name}={told} got {got}")
        for name in ("age", "sex", "height_m", "mass_kg"):
            got = getattr(reading.person, name)
            if got is not None and name not in (item.get("person") or {}):
                person["extra"] += 1
                one["extra"].append(f"person {name}={got}")
    labels = total["hits"] + sum(
        1 for d in details.values() for m in d["missed"] if not m.startswith("person")
    )
    return {
        "n": len(items),
        "labels": labels,
        **_rates(total),
        "negation_mistakes": total["negation"] / labels if labels else 0.0,
        "side_mistakes": total["side"] / labels if labels else 0.0,
        "person": dict(person),
        "by_trap": {name: _rates(counts) for name, counts in sorted(traps.items())},
        "details": details,
    }


def _rates(counts: Mapping[str, int]) -> dict[str, float]:
    hits, missed, extra = counts.get("hits", 0), counts.get("missed", 0), counts.get("extra", 0)
    precision = hits / (hits + extra) if hits + extra else 1.0
    recall = hits / (hits + missed) if hits + missed else 1.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {"precision": precision, "recall": recall, "f1": f1}


def main() -> int:
    """Score a file of labelled sentences and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "path", type=Path, nargs="?", default=Path(__file__).parent / "sentences" / "dev.yaml"
    )
    parser.add_argument("--mistakes", action="store_true", help="list every mistake")
    args = parser.parse_args()
    items = yaml.safe_load(args.path.read_text(encoding="utf-8"))
    result = score(items)
    details = result.pop("details")
    traps = result.pop("by_trap")
    for name, value in result.items():
        sys.stdout.write(
            f"{name}: {value:.4f}\n" if isinstance(value, float) else f"{name}: {value}\n"
        )
    for name, row in traps.items():
        sys.stdout.write(f"  {name}: " + " ".join(f"{k} {v:.3f}" for k, v in row.items()) + "\n")
    if args.mistakes:
        texts = {item["id"]: item["text"] for item in items}
        for name, one in details.items():
            if one["missed"] or one["extra"]:
                sys.stdout.write(
                    f"{name} {texts[name].strip()}\n   missed {one['missed']}\n"
                    f"   extra {one['extra']}"
                    f" neg {one['negation']} side {one['side']}\n"
                )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
