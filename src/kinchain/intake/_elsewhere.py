"""Whether what was heard is told of another part of the body than a leg."""

from __future__ import annotations

from kinchain.intake._lexicon import GLUE, Hit
from kinchain.intake._read import Passage

_NOT_LEGS = frozenset(
    "chest head neck arm arms forearm wrist wrists hand hands finger fingers thumb thumbs knuckle "
    "knuckles shoulder shoulders elbow elbows stomach tummy belly abdomen ear ears eye eyes throat "
    "tooth teeth jaw face nose mouth tongue lip lips lung lungs heart kidney kidneys bladder rib "
    "ribs skull scalp breast breasts gum gums sinus sinuses gallbladder bowel gut cheek "
    "forehead pee peeing weeing urine urinating".split()
)
_OF_PARTS = frozenset(["pain", "symptom", "sign", "injury", "behaviour"])
_LINKS = GLUE | frozenset(
    "is are was were been feel feels get gets go goes and so very really a".split()
)


def of_another_part(passage: Passage, hit: Hit, kind: str) -> bool:
    """Say whether a complaint is told of a part that is no leg ("a stab in the chest").

    Parameters
    ----------
    passage
        The text taken apart.
    hit
        What was heard.
    kind
        How it is read.
    """
    if kind not in _OF_PARTS or any(i in passage.part_tokens for i in range(hit.first, hit.last)):
        return False
    return _in_it(passage, hit, kind) or _after_it(passage, hit)


def _in_it(passage: Passage, hit: Hit, kind: str) -> bool:
    """Read "pain in my chest", "burnt my hand", "a stiff neck"."""
    tokens = passage.tokens
    led = passage.words(hit.last, hit.last + 1) in (["in"], ["on"], ["of"], ["across"], ["behind"])
    for index in range(hit.last, min(hit.last + 5, len(tokens))):
        if tokens[index].boundary or index in passage.part_tokens:
            return False
        if tokens[index].word in _NOT_LEGS:
            done = led or kind in ("injury", "sign") or index == hit.last
            return done and not _leg_follows(passage, index)
        if tokens[index].word not in GLUE:
            return False
    return False


def _leg_follows(passage: Passage, index: int) -> bool:
    """Say whether a leg is named with another part ("in my hands and feet")."""
    _, last = passage.bounds(index, passage.segment)
    near = range(index + 1, min(index + 5, last))
    linked = {"and", "or", "plus"} & set(passage.words(index + 1, index + 4))
    return bool(linked) and any(i in passage.part_tokens for i in near)


def _after_it(passage: Passage, hit: Hit) -> bool:
    """Read "my fingers ache"."""
    first, _ = passage.bounds(hit.first, passage.unit)
    for index in range(hit.first - 1, max(first, hit.first - 5) - 1, -1):
        token = passage.tokens[index]
        if index in passage.part_tokens:
            return False
        if token.word in _NOT_LEGS:
            if passage.words(index + 1, index + 2) == ["of"]:
                return False
            return not any(i in passage.part_tokens for i in range(first, index))
        if token.word not in _LINKS or passage.tokens[index + 1].boundary:
            return False
    return False
