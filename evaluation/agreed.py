"""Join two labellers' labels of the same texts: only what both gave is demanded.

``python -m evaluation.agreed FIRST.yaml SECOND.yaml > AGREED.yaml``. A finding that one of the
two gave, or that one saw as present and the other as denied, is neither demanded of the reader
nor held against it. Where one was more exact (``pain_knee_inner``) than the other
(``pain_knee``), the coarser is demanded and the finer allowed.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from evaluation.score_reading import agree, coarse_keys, expanded, implied

Labels = Mapping[str, Any]


def join(first: Labels, second: Labels, above: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    """Return one text with the labels that both labellers gave.

    Parameters
    ----------
    first, second
        The same text's labels by either hand; ``text``, ``voice`` and ``traps`` of the first.
    above
        For each finding the coarser ones it implies.
    """
    hands = [_told(one) for one in (first, second)]
    wide = [_with_coarser(told, above) for told in hands]
    both = {
        key: value
        for key, value in wide[0].items()
        if key in wide[1] and agree(value, wide[1][key])
    }
    finer = coarse_keys([key for key, value in both.items() if value is not False], above)
    demanded = {key: value for key, value in both.items() if key not in finer}
    loose = {
        key
        for one, told in zip((first, second), hands, strict=True)
        for key in (*told, *expanded(one.get("optional") or (), True))
        if key not in demanded
    }
    return {
        **{name: first[name] for name in ("id", "text", "voice", "traps") if name in first},
        "present": [_label(k, v) for k, v in sorted(demanded.items()) if v is not False],
        "absent": [key for key, value in sorted(demanded.items()) if value is False],
        "optional": sorted(loose),
        "person": _same_person(first.get("person") or {}, second.get("person") or {}),
    }


def _told(labels: Labels) -> dict[str, Any]:
    present = expanded(labels.get("present") or (), True)
    return {**present, **expanded(labels.get("absent") or (), False)}


def _with_coarser(told: Mapping[str, Any], above: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    present = [key for key, value in told.items() if value is not False]
    return {**dict.fromkeys(coarse_keys(present, above), True), **told}


def _label(key: str, value: Any) -> Any:
    return key if value is True else {key: value}


def _same_person(first: Mapping[str, Any], second: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value
        for name, value in first.items()
        if name in second and (value == second[name] or agree(value, second[name]))
    }


def main() -> int:
    """Write the joined labels, and how far the two agree, to the standard streams."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("first", type=Path)
    parser.add_argument("second", type=Path)
    args = parser.parse_args()
    first, second = (
        {one["id"]: one for one in yaml.safe_load(path.read_text(encoding="utf-8"))}
        for path in (args.first, args.second)
    )
    above = implied()
    joined = [join(one, second[name], above) for name, one in first.items() if name in second]
    sys.stdout.write(yaml.safe_dump(joined, sort_keys=False, allow_unicode=True, width=100))
    n_both = sum(len(one["present"]) + len(one["absent"]) for one in joined)
    n_first = sum(len(_told(one)) for one in first.values())
    n_second = sum(len(_told(one)) for one in second.values())
    sys.stderr.write(
        f"{len(joined)} texts; labels of the first {n_first}, of the second {n_second}, "
        f"of both {n_both}\n"
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
