"""Check a C3D file's header and parameters against its size before it is opened.

A library that trusts the counts in a damaged header may take all memory or crash; here every
count is compared with the bytes that are there.

References
----------
.. [1] The C3D file format user guide, Motion Lab Systems.
   https://www.c3d.org/docs/C3D_User_Guide.pdf
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from pathlib import Path

from kinchain.core.errors import InputError
from kinchain.core.trial import Note
from kinchain.gait.readers._raw import MAX_VALUES, refuse

BLOCK = 512
INTEL, DEC, MIPS = 84, 85, 86
_ENTRY_BYTES = {-1: 1, 1: 1, 2: 2, 4: 4}


@dataclass
class _Section:
    """What the walk through the parameters found."""

    groups: dict[int, str] = field(default_factory=dict)
    words: dict[tuple[int, str], list[float]] = field(default_factory=dict)

    def first(self, group: str, name: str, default: float) -> float:
        ids = [number for number, title in self.groups.items() if title == group]
        for number in ids:
            values = self.words.get((number, name))
            if values:
                return values[0]
        return default


def check_c3d(path: Path) -> tuple[Note, ...]:
    """Refuse a C3D file whose header promises what the file does not hold.

    Parameters
    ----------
    path
        The file.

    Raises
    ------
    InputError
        If it is no C3D file, of a processor type that cannot be read, damaged or cut short.
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
            "the numbers are in SGI/MIPS byte order",
            where,
            "Intel or DEC byte order",
            "open it in a C3D program (Mokka, BTK, C3Dserver) and save it as Intel",
        )
    if processor not in (INTEL, DEC):
        raise _damaged(where, f"the processor type is {processor}")
    section = _walk(data, start, where, is_dec=processor == DEC)
    return _check_size(data, section, where)


def _damaged(where: str, what: str) -> InputError:
    return refuse(
        what,
        where,
        "a C3D file as the recording system wrote it",
        "export the trial again, or use another copy",
    )


def _walk(data: bytes, start: int, where: str, *, is_dec: bool) -> _Section:
    """Walk through all parameters; refuse any that runs out of the section."""
    section = _Section()
    blocks = max(data[start + 2], 1)
    end = min(len(data), start + max(blocks, 1) * BLOCK)
    position = start + 4
    for _ in range(20_000):
        if position + 2 > end:
            return section
        n_name = struct.unpack_from("b", data, position)[0]
        number = struct.unpack_from("b", data, position + 1)[0]
        n_name = abs(n_name)
        if n_name == 0:
            return section
        after_name = position + 2 + n_name
        if after_name + 2 > end or number == 0:
            raise _damaged(where, "a parameter's name runs out of its section")
        name = data[position + 2 : after_name].decode("latin-1").strip().upper()
        offset = struct.unpack_from("<h", data, after_name)[0]
        if number < 0:
            section.groups[-number] = name
            _check_text(data, after_name + 2, end, where)
        else:
            section.words[(number, name)] = _values(data, after_name + 2, end, where, is_dec)
        if offset <= 0:
            return section
        if after_name + offset > len(data):
            raise _damaged(where, "the chain of parameters leads beyond the end of the file")
        position = after_name + offset
    raise _damaged(where, "the chain of parameters has no end")


def _check_text(data: bytes, at: int, end: int, where: str) -> None:
    if at >= end or at + 1 + data[at] > end + BLOCK:
        raise _damaged(where, "a description runs out of its section")


def _values(data: bytes, at: int, end: int, where: str, is_dec: bool) -> list[float]:
    """Return a parameter's first numbers, having checked that all of it is there."""
    if at + 2 > end:
        raise _damaged(where, "a parameter is cut short")
    kind, n_dimensions = struct.unpack_from("bB", data, at)
    if kind not in _ENTRY_BYTES or n_dimensions > 7:
        raise _damaged(where, "a parameter's type or number of dimensions does not exist")
    if at + 2 + n_dimensions > end:
        raise _damaged(where, "a parameter's dimensions are cut short")
    count = 1
    for size in data[at + 2 : at + 2 + n_dimensions]:
        count *= size
    first = at + 2 + n_dimensions
    n_bytes = count * _ENTRY_BYTES[kind]
    if first + n_bytes > min(end, len(data)):
        raise _damaged(where, "a parameter's values run out of its section")
    if kind == 2:
        return [float(x) for x in struct.unpack_from(f"<{min(count, 4)}H", data, first)]
    if kind == 4:
        return [_real(data, first + 4 * i, is_dec) for i in range(min(count, 4))]
    return []


def _real(data: bytes, at: int, is_dec: bool) -> float:
    raw = data[at : at + 4]
    if is_dec:
        raw = raw[2:4] + raw[0:2]
        return float(struct.unpack("<f", raw)[0]) / 4.0
    return float(struct.unpack("<f", raw)[0])


def _check_size(data: bytes, section: _Section, where: str) -> tuple[Note, ...]:
    """Compare what the counts promise with the bytes that are there."""
    points, per_frame, first, last = struct.unpack_from("<4H", data, 2)
    start_block = struct.unpack_from("<H", data, 16)[0]
    scale = section.first("POINT", "SCALE", -1.0)
    word = 4 if scale < 0 else 2
    used = section.first("POINT", "USED", points)
    analog_used = section.first("ANALOG", "USED", 0)
    if int(used) != points:
        raise _damaged(where, f"the header counts {points} points, the parameters {int(used)}")
    if analog_used and per_frame % int(analog_used):
        raise _damaged(where, "analog samples per frame are no multiple of the channels")
    n_frames = last - first + 1
    n_values = points * 4 + per_frame
    if n_values == 0:
        raise refuse(
            "it holds neither markers nor analog channels",
            where,
            "a recorded walk",
            "choose another trial",
        )
    begin = (int(section.first("POINT", "DATA_START", start_block)) - 1) * BLOCK
    if begin < BLOCK or begin >= len(data):
        raise _damaged(where, "the data begin beyond the end of the file")
    there = (len(data) - begin) // (n_values * word)
    frames = section.first("POINT", "FRAMES", n_frames)
    promised = max(n_frames, int(frames)) if frames < 65_535 else n_frames
    if there < 2 or promised < 1:
        raise _damaged(where, f"only {there} of {promised} frames are there")
    if there * n_values > MAX_VALUES:
        raise refuse(
            f"it holds {there * n_values / 1e6:.0f} million numbers",
            where,
            f"at most {MAX_VALUES / 1e6:.0f} million",
            "cut the trial, or export fewer analog channels",
        )
    if there < promised:
        raise refuse(
            f"cut short: {there} of {promised} frames are there",
            where,
            "as many frames as the header says",
            "copy or export the trial again",
        )
    return ()
