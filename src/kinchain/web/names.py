"""Sign-in names made by chance: they say nothing about anybody and cannot be asked for."""

from __future__ import annotations

import hashlib
import hmac
import secrets

FIRST = (
    "amber autumn bold brave bright brisk calm clear clever copper coral crisp early fair fleet "
    "fresh gentle glad golden green happy hazel honest humble icy jade jolly keen kind late light "
    "little lively lucky mellow merry mild misty modest new noble olive open patient pearl plain "
    "proud quick quiet rapid red ready royal ruby rustic sandy scarlet silver silent simple sleek "
    "smooth snowy solid spry still sunny swift tall tidy true vivid warm wide wild wise young"
).split()
SECOND = (
    "acorn alder arrow aspen badger basil beach bear beech berry birch bison bridge brook canoe "
    "cedar cherry cloud clover comet coral crane creek daisy deer delta dove eagle elm falcon fern "
    "field finch fir forest fox garden glen grove harbor hare hawk heron hill holly island ivy jay "
    "kestrel kite lake lark leaf linden lily lynx maple marten meadow mill moon moss oak orchid "
    "otter owl path pine plum pond poppy quail raven reed ridge river robin rowan sage seal "
    "shore sky sparrow spruce star stone stork swan thistle thrush tiger trail valley violet "
    "walnut wave willow wind wolf wren"
).split()
N_NUMBERS = 10_000


def new_name() -> str:
    """Return a sign-in name, such as ``quiet-heron-4821``: one of about eighty million."""
    number = secrets.randbelow(N_NUMBERS)
    return f"{secrets.choice(FIRST)}-{secrets.choice(SECOND)}-{number:04d}"


def proof_of(name: str, secret: str) -> str:
    """Return the proof that a name was proposed to this browser.

    Parameters
    ----------
    name
        The name.
    secret
        What the browser holds.
    """
    return hmac.new(secret.encode(), f"kinchain name {name}".encode(), hashlib.sha256).hexdigest()


def is_proposed(name: str, proof: str, secret: str) -> bool:
    """Say whether a name was proposed to this browser.

    Parameters
    ----------
    name, proof
        What the form sent.
    secret
        What the browser holds.
    """
    return bool(secret) and hmac.compare_digest(
        proof_of(name, secret).encode(), proof.encode("utf-8", "replace")
    )
