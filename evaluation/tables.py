"""Print results as readable tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


def share_text(entry: Mapping[str, Any]) -> str:
    """Return a share as ``92.3 % (24/26, 95 % 76-98)``.

    Parameters
    ----------
    entry
        ``share``, ``hits``, ``n``, ``wilson_95``.
    """
    if not entry["n"]:
        return "none"
    low, high = entry["wilson_95"]
    return (
        f"{100 * entry['share']:.1f} % ({entry['hits']}/{entry['n']},"
        f" 95 % {100 * low:.1f}-{100 * high:.1f})"
    )


def grid(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Return rows under a head, in columns.

    Parameters
    ----------
    head
        Column names.
    rows
        Cells.
    """
    cells = [[str(cell) for cell in row] for row in [head, *rows]]
    widths = [max(len(row[k]) for row in cells) for k in range(len(head))]
    lines = ["  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)) for row in cells]
    return "\n".join([lines[0], "-" * len(lines[0]), *lines[1:]])


def outline(data: object, indent: int = 0) -> str:
    """Return nested plain data as indented lines.

    Parameters
    ----------
    data
        Mappings, lists and values.
    indent
        Spaces before each line.
    """
    pad = " " * indent
    if isinstance(data, Mapping):
        if "wilson_95" in data and "hits" in data:
            failed = data.get("failed")
            return f"{pad}{share_text(data)}" + (f"\n{pad}not: {_few(failed)}" if failed else "")
        return "\n".join(_field(name, value, indent) for name, value in data.items())
    if isinstance(data, list | tuple):
        if data and all(isinstance(row, Mapping) for row in data):
            head = list(data[0])
            return "\n".join(
                pad + line for line in grid(head, [[_cell(r.get(h)) for h in head] for r in data])
                .splitlines()
            )  # fmt: skip
        return f"{pad}{_few(data)}"
    return f"{pad}{_cell(data)}"


def _field(name: object, value: object, indent: int) -> str:
    pad = " " * indent
    nested = isinstance(value, Mapping) or (
        isinstance(value, list | tuple) and value and isinstance(value[0], Mapping)
    )
    if nested:
        inner = outline(value, indent + 2)
        if isinstance(value, Mapping) and "wilson_95" in value and "hits" in value:
            return f"{pad}{name}: {inner.strip()}"
        return f"{pad}{name}:\n{inner}"
    return f"{pad}{name}: {outline(value)}"


def _few(items: object) -> str:
    told = [_cell(item) for item in items] if isinstance(items, list | tuple) else [str(items)]
    more = f" ... and {len(told) - 40} more" if len(told) > 40 else ""
    return (", ".join(told[:40]) or "none") + more


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.4g}"
    if isinstance(value, list | tuple):
        return "-".join(_cell(item) for item in value)
    return str(value)
