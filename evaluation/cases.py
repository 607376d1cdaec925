"""Load the published vignettes and the labelled case files into one frozen form."""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import yaml

from kinchain.core.chain import ChainDirection
from kinchain.core.formats.case import Case, Person
from kinchain.core.urgency import URGENCIES, Urgency

HERE = Path(__file__).resolve().parent
"""The folder of the evaluation."""

Detail = Literal["full", "short", "sparse"]

INCH_M = 0.0254
FOOT_M = 0.3048


@dataclass(frozen=True)
class Labelled:
    """One case with what is right for it.

    ``acceptable`` holds condition ids, ``primary`` first where one is named; ``strict``
    means that one level below is a miss whatever the level.
    """

    id: str
    group: str
    detail: Detail
    case: Case
    primary: str
    acceptable: tuple[str, ...]
    urgency: Urgency
    also: tuple[Urgency, ...]
    strict: bool
    direction: ChainDirection

    @property
    def levels(self) -> tuple[Urgency, ...]:
        """Every right level."""
        return (self.urgency, *self.also)


def shared_cases() -> Path | None:
    """Return the folder of the published vignettes, or None where it is not there."""
    told = os.environ.get("KINCHAIN_SHARED")
    places = [Path(told), Path(told) / "cases"] if told else []
    places.append(HERE.parent.parent / "shared" / "cases")
    for place in places:
        if (place / "vignettes_dev.yaml").is_file():
            return place
    return None


def load_cases(path: Path, group: str | None = None) -> tuple[Labelled, ...]:
    """Read a labelled case file.

    Parameters
    ----------
    path
        YAML list of ``id``, ``detail``, ``case`` and ``expected``.
    group
        Name of the group in the tables; the file's stem where None.
    """
    entries = _yaml(path)
    return tuple(_labelled(entry, group or path.stem) for entry in entries)


def load_vignettes(path: Path) -> tuple[Labelled, ...]:
    """Read the published vignettes; only age, sex, size and the history's words are used.

    Their structured answers are not given to the engine: what a person wrote has to do.

    Parameters
    ----------
    path
        ``vignettes_dev.yaml``.
    """
    table = _yaml(HERE / "vignette_conditions.yaml")
    return tuple(_vignette(entry, table) for entry in _yaml(path))


def locked_as_promised(folder: Path) -> dict[str, bool]:
    """Say of each held-back file whether its checksum was committed before a round of tuning.

    Parameters
    ----------
    folder
        The folder of the held-back files, of any round.
    """
    promised: dict[str, set[str]] = {}
    for promise in sorted(HERE.glob("locked*/*.sha256")):
        digest, name = promise.read_text("utf-8").split()
        promised.setdefault(name, set()).add(digest)
    return {
        name: hashlib.sha256((folder / name).read_bytes()).hexdigest() in digests
        for name, digests in sorted(promised.items())
        if (folder / name).is_file()
    }


def _yaml(path: Path) -> Any:
    data = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
    if isinstance(data, dict) and isinstance(data.get("cases"), list):
        return data["cases"]
    return data


def _labelled(entry: dict[str, Any], group: str) -> Labelled:
    expected = entry["expected"]
    level = _level(expected["urgency"])
    return Labelled(
        id=entry["id"],
        group=group,
        detail=_detail(entry["detail"]),
        case=Case.model_validate(entry["case"]),
        primary=expected["primary"],
        acceptable=tuple(expected["acceptable"]),
        urgency=level,
        also=tuple(_level(name) for name in expected.get("urgency_also_acceptable") or ()),
        strict=bool(expected.get("strict")) or level in ("emergency", "same_day"),
        direction=expected.get("direction") or "none",
    )


def _vignette(entry: dict[str, Any], table: dict[str, Any]) -> Labelled:
    ids = tuple(table["conditions"][entry["id"]])
    level = _level(entry["correct_urgency"])
    return Labelled(
        id=entry["id"],
        group="vignettes",
        detail=_detail(entry["detail_level"]),
        case=Case(person=_person(entry["demographics"]), narrative=entry["history"].strip()),
        primary=ids[0],
        acceptable=ids,
        urgency=level,
        also=tuple(_level(name) for name in entry.get("urgency_also_acceptable") or ()),
        strict=entry["id"] in table["strict"] or level in ("emergency", "same_day"),
        direction=entry["chain"]["direction"],
    )


def _person(told: dict[str, Any]) -> Person:
    sex = {"M": "male", "F": "female"}.get(str(told.get("sex")))
    return Person.model_validate(
        {
            "age": age_years(told.get("age")),
            "sex": sex,
            "height_m": _height_m(told.get("height")),
            "mass_kg": told.get("weight_kg"),
        }
    )


def age_years(told: object) -> float | None:
    """Read an age: a number, or a decade such as ``70s`` as its middle, in years.

    Parameters
    ----------
    told
        The vignette's age.
    """
    if isinstance(told, int | float) and not isinstance(told, bool):
        return float(told)
    decade = re.fullmatch(r"(?:early |mid |late )?(\d)0s", str(told).strip())
    return float(decade[1]) * 10 + 5 if decade else None


def _height_m(told: object) -> float | None:
    found = re.fullmatch(r"(\d)\s*ft\s*(\d{1,2})?(?:\s*in)?", str(told).strip())
    if found:
        return round(int(found[1]) * FOOT_M + int(found[2] or 0) * INCH_M, 3)
    return float(told) if isinstance(told, int | float) else None


def _detail(told: str) -> Detail:
    if told in ("full", "partial"):
        return "full"
    if told in ("short", "sparse"):
        return told  # type: ignore[return-value]
    raise ValueError(f"detail level '{told}' is none of full, partial, short, sparse")


def _level(told: str) -> Urgency:
    if told not in URGENCIES:
        raise ValueError(f"urgency '{told}' is none of {', '.join(URGENCIES)}")
    return told
