"""Parse the package's own YAML once: what was parsed is kept in the user's cache as JSON."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import yaml

CACHE_FORMAT = "1"
"""Changes where the same text would be parsed into something else."""

LEAST_CHARACTERS = 2000
"""Shorter files are parsed as fast as a second file is opened."""


def parse_package_yaml(file: Traversable) -> Any:
    """Return what one of the package's YAML files holds.

    Parameters
    ----------
    file
        The file.

    Raises
    ------
    yaml.YAMLError
        If the text is not YAML.

    Notes
    -----
    The cache is keyed by the text itself, so an edited file is parsed anew; a cached file whose
    own checksum does not fit is passed over. Where the cache cannot be written (a read-only
    home), the file is simply parsed each time.
    """
    text = file.read_text("utf-8")
    if len(text) < LEAST_CHARACTERS:
        return _parse(text)
    place = _place(text)
    kept = _kept(place)
    if kept is not None:
        return kept
    data = _parse(text)
    _keep(place, data)
    return data


def _parse(text: str) -> Any:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(text, Loader=loader)  # noqa: S506


def _place(text: str) -> Path:
    from platformdirs import user_cache_path

    key = hashlib.sha256(f"{CACHE_FORMAT}\n{text}".encode()).hexdigest()
    folder = os.environ.get("KINCHAIN_CACHE")
    return (Path(folder) if folder else user_cache_path("kinchain")) / f"yaml-{key[:40]}.json"


def _kept(place: Path) -> Any:
    """Return what was kept, or None where nothing whole is there."""
    try:
        checksum, _, payload = place.read_bytes().partition(b"\n")
    except OSError:
        return None
    if hashlib.sha256(payload).hexdigest().encode() != checksum:
        return None
    return json.loads(payload)


def _keep(place: Path, data: Any) -> None:
    """Keep what JSON can hold without loss; write aside, then rename."""
    try:
        payload = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
    except TypeError:  # a date, say
        return
    if json.loads(payload) != data:
        return
    checksum = hashlib.sha256(payload).hexdigest().encode()
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        handle, aside = tempfile.mkstemp(dir=place.parent, prefix="aside-")
        with os.fdopen(handle, "wb") as file:
            file.write(checksum + b"\n" + payload)
        Path(aside).replace(place)
    except OSError:
        return
