"""Find which body a frame of a model file belongs to, and where on it."""

from __future__ import annotations

from kinchain.body.osim._xml import Faults, Node
from kinchain.body.osim.model import OsimFrame
from kinchain.core.errors import nearest

GROUND = "ground"
OFFSET = "PhysicalOffsetFrame"


def socket(node: Node, name: str) -> str:
    """Return what a socket of format 4 points at; empty where it is not there."""
    return node.word(f"socket_{name}", f"socket_{name}_connectee_name")


class Frames:
    """All frames of a file, by their own name and by the name of what holds them."""

    def __init__(self, bodies: list[str], faults: Faults) -> None:
        self.bodies = {GROUND, *bodies}
        self.faults = faults
        self.offsets: dict[str, Node] = {}

    def add(self, holder: Node) -> None:
        """Take in the offset frames below an element (a joint, a body, the model)."""
        for node in holder.walk():
            if node.tag == OFFSET:
                self.offsets.setdefault(f"{holder.name}/{node.name}", node)
                self.offsets.setdefault(node.name, node)

    def find(self, path: str, asker: Node, holder: str = "", depth: int = 0) -> OsimFrame:
        """Return the frame at a path such as ``/bodyset/tibia_r`` or ``tibia_r_offset``.

        Parameters
        ----------
        path
            As the file gives it.
        asker
            The element that needs it, for a fault.
        holder
            Name of the joint whose own frames come first.
        depth
            How many offsets were gone through.
        """
        parts = [part for part in path.split("/") if part not in {"", "."}]
        last = parts[-1] if parts else ""
        owner = parts[-2] if len(parts) > 1 and not path.startswith("..") else holder
        node = self.offsets.get(f"{owner}/{last}")
        if node is None and last in self.bodies:
            return OsimFrame(last)
        node = node or self.offsets.get(last)
        if node is None or depth > 20:
            known = sorted(self.bodies | {name for name in self.offsets if "/" not in name})
            near = nearest(last, known)
            self.faults.add(
                f"points at '{last[:60]}', which is no frame of this model",
                asker,
                "the name of a body, ground or an offset frame",
                f"did you mean {' or '.join(near)}?" if near else "name a frame that exists",
            )
            return OsimFrame(GROUND)
        return self._offset(node, holder, depth)

    def _offset(self, node: Node, holder: str, depth: int) -> OsimFrame:
        base = self.find(socket(node, "parent"), node, holder, depth + 1)
        return OsimFrame(
            base.body,
            (*base.rotation_rad, self.faults.vector(node, "orientation")),
            (*base.translation_m, self.faults.vector(node, "translation")),
        )

    def of_body(self, name: str, asker: Node) -> OsimFrame:
        """Return the frame of a body that format 3 names, or of a socket of format 4."""
        return self.find(name, asker)

    def parent_of(self, node: Node) -> OsimFrame:
        """Return the frame that a marker, path point or the like is given in."""
        return self.find(socket(node, "parent_frame") or node.word("body"), node)
