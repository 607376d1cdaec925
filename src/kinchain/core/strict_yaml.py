"""YAML as people may hand it in: no aliases, no doubled keys, bounded in depth."""

from __future__ import annotations

from typing import Any

import yaml

MAX_DEPTH = 20
"""Deepest nesting of a file."""


class StrictLoader(yaml.SafeLoader):
    """YAML without aliases' blow-up and with doubled keys refused."""

    depth = 0

    def compose_node(self, parent: Any, index: Any) -> Any:
        """Compose one node, refusing aliases and too deep a nesting.

        Parameters
        ----------
        parent, index
            As in PyYAML.

        Raises
        ------
        yaml.MarkedYAMLError
            With the place of the fault.
        """
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
        """Build one mapping, refusing a key that stands twice.

        Parameters
        ----------
        node, deep
            As in PyYAML.

        Raises
        ------
        yaml.MarkedYAMLError
            With the place of the second key.
        """
        seen: set[str] = set()
        for key, _ in node.value:
            name = str(key.value)
            if name in seen:
                raise yaml.MarkedYAMLError(None, None, "a key stands twice", key.start_mark)
            seen.add(name)
        return super().construct_mapping(node, deep)
