"""Take a C3D file apart, every count checked against the bytes that are there.

ezc3d is the reference in the tests, but it trusts counts and leaves the process with a
segmentation fault on some damaged files, which no caller can catch; so the bytes are read here.

References
----------
.. [1] The C3D file format user guide, Motion Lab Systems.
   https://www.c3d.org/docs/C3D_User_Guide.pdf
.. [2] Michaud B, Begon M. ezc3d: an easy C3D file I/O cross-platform solution. J Open Source
   Softw 2021;6(58):2911. https://doi.org/10.21105/joss.02911
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kinchain.core.errors import InputError
from kinchain.gait.readers._raw import MAX_VALUES, FloatArray, refuse

BLOCK = 512
INTEL, DEC, MIPS = 84, 85, 86
HUGE = 1e12
MAX_PARAMETERS = 20_000
_ENTRY_BYTES = {-1: 1, 1: 1, 2: 2, 4: 4}

Groups = dict[str, dict[str, dict[str, Any]]]
"""Group and parameter names in capitals; under ``value`` a list of texts or an array."""


@dataclass(frozen=True)
class C3dFile:
    """What a C3D file holds.

    Parameters
    ----------
    groups
        Its parameters.
    rate_hz
        Frames per second.
    first_frame
        Number of the first stored frame, from 0.
    n_promised
        Frames that the header promises; fewer may be there.
    points
        Shape (n_frames, n_points, 4): x, y, z in the file's unit and the residual, negative
        where the point was not seen.
    analog_raw
        Shape (n_frames * per_frame, n_channels), unscaled.
    per_frame
        Analog samples per frame and channel.
    """

    groups: Groups
    rate_hz: float
    first_frame: int
    n_promised: int
    points: FloatArray
    analog_raw: NDArray[Any]
    per_frame: int

    def value(self, group: str, name: str, default: Any) -> Any:
        """Return a parameter's value, or the default where it is missing or empty.

        Parameters
        ----------
        group, name
            In capitals.
        default
            What to return instead.
        """
        found = self.groups.get(group, {}).get(name, {}).get("value", [])
        return found if np.size(found) else default

    def analog(self, channels: list[int]) -> FloatArray:
        """Return some channels in their units, shape (n_samples, len(channels)).

        Parameters
        ----------
        channels
            From 0.
        """
        n = self.analog_raw.shape[1]
        general = float(_numbers(self.value("ANALOG", "GEN_SCALE", [1.0]))[0])
        scale = _padded(self.value("ANALOG", "SCALE", []), n, 1.0)[channels]
        offset = _padded(self.value("ANALOG", "OFFSET", []), n, 0.0)[channels]
        raw = self.analog_raw[:, channels]
        kind = "".join(str(one) for one in self.value("ANALOG", "FORMAT", [""]))
        if raw.dtype.kind == "i" and kind.strip().upper().startswith("UNSIGNED"):
            raw, offset = raw.view(f"{raw.dtype.byteorder}u2"), offset % 65_536
        with np.errstate(all="ignore"):
            return _sane((raw.astype(float) - offset) * scale * general)


def _numbers(given: Any) -> FloatArray:
    try:
        return np.ravel(np.asarray(given, dtype=float))
    except (TypeError, ValueError):
        return np.ones(1)


def _padded(given: Any, n: int, fill: float) -> FloatArray:
    value = _numbers(given) if np.size(given) else np.zeros(0)
    return np.concatenate([value[:n], np.full(max(n - value.size, 0), fill)])


def open_c3d(path: Path) -> C3dFile:
    """Read one C3D file.

    Parameters
    ----------
    path
        The file.

    Raises
    ------
    InputError
        If it is no C3D file, of a processor type that is not read, or damaged.
    """
    data = path.read_bytes()
    where = path.name
    if len(data) < 2 * BLOCK or data[1] != 0x50 or data[0] < 2:
        raise refuse(
            "not a whole C3D header",
            where,
            "a C3D file of at least 1024 bytes",
            "export the trial again",
        )
    start = (data[0] - 1) * BLOCK
    if len(data) < start + 4:
        raise _damaged(where, "the parameters lie beyond the end of the file")
    processor = data[start + 3]
    if processor == MIPS:
        raise refuse(
            "the numbers are in SGI/MIPS byte order", where, "Intel or DEC byte order",
            "open it in a C3D program (Mokka, BTK, C3Dserver) and save it as Intel",
        )  # fmt: skip
    if processor not in (INTEL, DEC):
        raise _damaged(where, f"the processor type is {processor}")
    groups = _Parameters(data, start, where, is_dec=processor == DEC).read()
    return _frames(data, groups, where, is_dec=processor == DEC)


def _damaged(where: str, what: str) -> InputError:
    return refuse(
        what,
        where,
        "a C3D file as the recording system wrote it",
        "export the trial again, or use another copy",
    )


class _Parameters:
    """Walks through the parameter section."""

    def __init__(self, data: bytes, start: int, where: str, *, is_dec: bool) -> None:
        self.data, self.where, self.is_dec = data, where, is_dec
        # Some writers count the section's blocks wrongly: its true end is the chain's.
        self.first, self.end = start + 4, min(len(data), start + 256 * BLOCK)

    def read(self) -> Groups:
        titles: dict[int, str] = {}
        found: list[tuple[int, str, Any]] = []
        position = self.first
        for _ in range(MAX_PARAMETERS):
            if position + 2 > self.end:
                break
            n_name, number = struct.unpack_from("bb", self.data, position)
            after = position + 2 + abs(n_name)
            if n_name == 0 or number == 0:
                break
            if after + 2 > self.end:
                raise _damaged(self.where, "a parameter's name runs out of its section")
            name = self.data[position + 2 : after].decode("latin-1").strip().upper()
            offset = struct.unpack_from("<H", self.data, after)[0]
            if number < 0:
                titles[-number] = name
            else:
                found.append((number, name, self._value(after + 2)))
            if offset == 0:
                break
            position = after + offset
        else:
            raise _damaged(self.where, "the chain of parameters has no end")
        groups: Groups = {title: {} for title in titles.values()}
        for number, name, value in found:
            groups.setdefault(titles.get(number, f"GROUP {number}"), {})[name] = {"value": value}
        return groups

    def _value(self, at: int) -> Any:
        """Return a parameter's texts or numbers, having checked that all of it is there."""
        if at + 2 > self.end:
            raise _damaged(self.where, "a parameter is cut short")
        kind, n_dimensions = struct.unpack_from("bB", self.data, at)
        first = at + 2 + n_dimensions
        if kind not in _ENTRY_BYTES or n_dimensions > 7 or first > self.end:
            raise _damaged(self.where, "a parameter's type or dimensions do not exist")
        shape = tuple(self.data[at + 2 : first])
        count = int(np.prod(shape, dtype=np.int64)) if shape else 1
        if first + count * _ENTRY_BYTES[kind] > self.end:
            raise _damaged(self.where, "a parameter's values run out of its section")
        if kind == -1:
            return self._texts(first, shape, count)
        return self._array(kind, first, count).reshape(shape or (1,), order="F")

    def _texts(self, first: int, shape: tuple[int, ...], count: int) -> list[str]:
        text = self.data[first : first + count].decode("utf-8", errors="replace")
        if len(text) != count:
            text = self.data[first : first + count].decode("latin-1")
        width = shape[0] if shape else 1
        if width == 0 or count == 0:
            return []
        return [text[i : i + width].strip(" \x00") for i in range(0, count, width)]

    def _array(self, kind: int, first: int, count: int) -> NDArray[Any]:
        if kind == 4:
            return _reals(np.frombuffer(self.data, "<u4", count, first), is_dec=self.is_dec)
        return np.frombuffer(self.data, "i1" if kind == 1 else "<i2", count, first).astype(int)


def _reals(words: NDArray[Any], *, is_dec: bool) -> FloatArray:
    """Return single-precision numbers as doubles; DEC's have other word order and exponent."""
    if not is_dec:
        with np.errstate(all="ignore"):
            return np.asarray(words.view("<f4").astype(float))
    turned = ((words >> 16) | (words << 16)).astype("<u4")
    with np.errstate(all="ignore"):
        value = turned.view("<f4").astype(float) / 4.0
    return np.where(turned & 0x7F800000 == 0, 0.0, value)


def _sane(value: FloatArray) -> FloatArray:
    """Return it with what no instrument measures as NaN."""
    return np.where(np.abs(value) < HUGE, value, np.nan)


def _frames(data: bytes, groups: Groups, where: str, *, is_dec: bool) -> C3dFile:
    """Read the frames that are there."""
    points, analogs, first, last = struct.unpack_from("<4H", data, 2)
    holder = C3dFile(groups, 0.0, 0, 0, np.zeros((0, 0, 4)), np.zeros((0, 0)), 1)

    def figure(group: str, name: str, default: float) -> float:
        value = float(_numbers(holder.value(group, name, [default]))[0])
        return value if np.isfinite(value) else default

    scale = figure("POINT", "SCALE", -1.0)
    channels = int(figure("ANALOG", "USED", 0)) & 0xFFFF
    if int(figure("POINT", "USED", points)) & 0xFFFF != points:
        raise _damaged(where, "header and parameters count different points")
    if channels and analogs % channels:
        raise _damaged(where, "analog samples per frame are no multiple of the channels")
    channels = channels if analogs else 0
    wide = points * 4 + analogs
    if wide == 0:
        raise refuse(
            "it holds neither markers nor analog channels",
            where,
            "a recorded walk",
            "choose another trial",
        )
    block = struct.unpack_from("<H", data, 16)[0] or int(figure("POINT", "DATA_START", 0)) & 0xFFFF
    begin = (block - 1) * BLOCK
    if begin < BLOCK or begin >= len(data):
        raise _damaged(where, "the data begin beyond the end of the file")
    word = 4 if scale < 0 else 2
    there = (len(data) - begin) // (wide * word)
    promised = _promised(holder, first, last, there)
    n = min(there, promised)
    if n < 2 or n < 0.02 * promised:
        raise _damaged(where, f"only {n} of {promised} frames are there")
    if n * wide > MAX_VALUES:
        raise refuse(
            f"it holds {n * wide / 1e6:.0f} million numbers",
            where,
            f"at most {MAX_VALUES / 1e6:.0f} million",
            "cut the trial, or export fewer analog channels",
        )
    value: NDArray[Any]
    if word == 4:
        flat = np.frombuffer(data, "<u4", n * wide, begin)
        value = _reals(flat, is_dec=True) if is_dec else flat.view("<f4")
    else:
        value = np.frombuffer(data, "<i2", n * wide, begin)
    table = value.reshape(n, wide)
    with np.errstate(all="ignore"):
        position = table[:, : points * 4].reshape(n, points, 4).astype(float)
        if word == 2:
            position[:, :, :3] *= scale
    raw = table[:, points * 4 :].reshape(-1, channels or 1)
    return C3dFile(
        groups, figure("POINT", "RATE", struct.unpack_from("<f", data, 20)[0]),
        max(first - 1, 0), promised, position, raw[:, :channels],
        analogs // channels if channels else 1,
    )  # fmt: skip


def _promised(holder: C3dFile, first: int, last: int, there: int) -> int:
    """Return how many frames the file says it has; its 16-bit counts overflow in long trials."""
    said = last - first + 1
    if last < 65_535 and said > 0:
        return said
    limits = []
    for name in ("ACTUAL_START_FIELD", "ACTUAL_END_FIELD"):
        words = [int(x) & 0xFFFF for x in _numbers(holder.value("TRIAL", name, [0, 0]))[:2]]
        limits.append(words[0] + 65_536 * (words[1] if len(words) > 1 else 0))
    actual = limits[1] - limits[0] + 1
    if 1 < actual <= there:
        return actual
    frames = _numbers(holder.value("POINT", "FRAMES", [0]))[0]
    frames = frames + 65_536 if frames < 0 else frames
    return int(frames) if np.isfinite(frames) and 1 < frames <= there else there
