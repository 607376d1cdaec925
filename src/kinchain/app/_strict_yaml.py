"""Read a small YAML file: no aliases, no doubled keys, bounded in size and depth."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from kinchain.core.errors import Fault, InputError

MAX_BYTES = 8_000_000
"""Largest file read; years of a diary fit."""

MAX_DEPTH = 12
"""Deepest nesting."""


class _Loader(yaml.SafeLoader):
    """YAML without aliases' blow-up and with doubled keys refused."""

    depth = 0

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.events.AliasEvent):
            event = self.peek_event()  # type: ignore[no-untyped-call]
            raise yaml.MarkedYAMLError(None, None, "aliases are not used here", event.start_mark)
        self.depth += 1
        if self.depth > MAX_DEPTH:
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.MarkedYAMLError(None, None, "nested too deep", mark)
        try:
            return super().compose_node(parent, index)
        finally:
            self.depth -= 1

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            name = str(key.value)
            if name in seen:
                raise yaml.MarkedYAMLError(None, None, "a key stands twice", key.start_mark)
            seen.add(name)
        return super().construct_mapping(node, deep)


def read_table(path: Path) -> Any:
    """Read a YAML file.

    Parameters
    ----------
    path
        The file.

    Raises
    ------
    InputError
        If it is not there, too large, no text, or broken.
    """

    def fail(what: str, expected: str, mend: str, where: str = str(path)) -> InputError:
        return InputError(Fault(what, where, expected, mend))

    try:
        if not path.is_file():
            raise fail("no such file", "a YAML file", "check the path")
        if path.stat().st_size > MAX_BYTES:
            raise fail("the file is too large", "at most 8 MB", "give the right file")
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise fail("not a text file", "YAML in UTF-8", "save it as UTF-8 text") from None
    except OSError as error:
        raise fail(
            f"cannot be read ({error.strerror})", "a readable file", "check its permissions"
        ) from None
    try:
        return yaml.load(text, Loader=_Loader)  # noqa: S506 - a SafeLoader
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None)
        raise fail(
            f"broken YAML: {problem}" if mark and problem else "broken YAML",
            "a table of fields",
            "mend that line; a text with a colon needs quotes",
            f"{path}:{mark.line + 1}" if mark else str(path),
        ) from None
