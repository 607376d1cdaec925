"""Which figures of the knowledge have no source of their own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kinchain.evidence import Knowledge
from kinchain.evidence.model import Claim
from kinchain.evidence.rules import RuleBook


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the knowledge and where it comes from."""

    kind: str
    file: str
    owner: str
    name: str
    basis: str

    @property
    def is_gap(self) -> bool:
        """Whether the figure is expert judgement rather than read or computed."""
        return self.basis == "expert"


def figures(knowledge: Knowledge, rules: RuleBook) -> Iterator[Figure]:
    """Yield every figure and danger rule with its basis.

    Parameters
    ----------
    knowledge
        The knowledge base.
    rules
        The danger rules.
    """
    for one in knowledge.conditions.values():
        file = knowledge.files.get(one.id, "conditions")
        yield Figure("how common", file, one.id, "prior", one.prior.basis)
        for factor in one.raised_by:
            yield Figure("risk factor", file, one.id, factor.finding, factor.basis)
        for sign in one.shows:
            yield Figure("sign", file, one.id, sign.finding, sign.basis)
    for entry in knowledge.findings.values():
        if entry.leak is not None:
            file = knowledge.files.get(entry.id, "findings.yaml")
            yield Figure("other causes", file, entry.id, "leak", entry.leak.basis)
    for edge in knowledge.edges.values():
        file = knowledge.files.get(edge.id, "graph.yaml")
        yield Figure("chain strength", file, edge.id, "strength", edge.strength.basis)
    for rule in rules.rules:
        yield Figure("danger rule", "red_flags.yaml", rule.id, "rule", rule.basis)


def count_gaps(found: list[Figure]) -> Mapping[tuple[str, str], tuple[int, int]]:
    """Count figures without a source and all figures, by kind and file.

    Parameters
    ----------
    found
        The figures.

    Returns
    -------
    counts
        (without a source, all) by (kind, file), in the order of the files.
    """
    everything = Counter((one.kind, one.file) for one in found)
    without = Counter((one.kind, one.file) for one in found if one.is_gap)
    return {key: (without[key], total) for key, total in everything.items()}


def gap_lines(found: list[Figure]) -> Mapping[str, str]:
    """Name the figures without a source, gathered by what they belong to.

    Parameters
    ----------
    found
        The figures.

    Returns
    -------
    lines
        Kinds and names by owner, such as ``risk factor: age; sign: limp``.
    """
    owners: dict[str, dict[str, list[str]]] = {}
    for one in found:
        if one.is_gap:
            owners.setdefault(one.owner, {}).setdefault(one.kind, []).append(one.name)
    return {
        owner: "; ".join(
            kind if names in (["prior"], ["leak"], ["strength"], ["rule"])
            else f"{kind}: {', '.join(dict.fromkeys(names))}"
            for kind, names in kinds.items()
        )
        for owner, kinds in owners.items()
    }  # fmt: skip


def unverified(claims: Mapping[str, Claim]) -> tuple[Claim, ...]:
    """Return the founding claims whose figures were not read in a source.

    Parameters
    ----------
    claims
        The claims.
    """
    return tuple(claim for claim in claims.values() if not claim.verified)
