"""Tell a recording's format from its content, not from its name."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

from kinchain.core.errors import InputError
from kinchain.gait.readers._raw import MAX_FILE_BYTES, refuse

Format = Literal["c3d", "trc", "storage", "json", "table"]

_HEAD_BYTES = 16_384


def detect(path: Path) -> Format:
    """Return the format of one file.

    Parameters
    ----------
    path
        The file.

    Raises
    ------
    InputError
        If it is missing, empty, too large or of no known format.
    """
    where = path.name
    head = _head(path)
    if len(head) >= 2 and head[1] == 0x50 and (b"\x00" in head[:512] or not head[:12].isascii()):
        return "c3d"
    text = _text(head)
    if text is None:
        raise _unknown(where)
    low = text.lower().lstrip()
    if low[:1] in ("{", "["):
        return "json"
    if low.startswith("pathfiletype") or ("frame#" in low and "datarate" in low):
        return "trc"
    if "endheader" in low:
        return "storage"
    if re.match(r"time[\t,; ]", low):
        return "table"
    raise _unknown(where)


def _head(path: Path) -> bytes:
    """Return the file's first bytes, having checked that it is there and of a sane size."""
    if not path.is_file():
        raise refuse(
            "there is no such file",
            str(path),
            "a recording or a session folder",
            "check the path",
        )
    size = path.stat().st_size
    if size == 0:
        raise refuse("the file is empty", path.name, "a recording", "export the trial again")
    if size > MAX_FILE_BYTES:
        raise refuse(
            f"the file has {size / 2**20:.0f} MB",
            path.name,
            f"at most {MAX_FILE_BYTES // 2**20} MB",
            "cut the trial",
        )
    with path.open("rb") as file:
        return file.read(_HEAD_BYTES)


def _text(head: bytes) -> str | None:
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return head.decode("utf-16", errors="ignore")
    if b"\x00" in head[:4096]:
        return None
    return head.decode("utf-8-sig", errors="replace")


def _unknown(where: str) -> InputError:
    return refuse(
        "no format kinchain knows",
        where,
        "C3D, TRC, MOT, STO, pose JSON, or an OpenCap session folder",
        "export the walk as C3D or TRC",
    )
