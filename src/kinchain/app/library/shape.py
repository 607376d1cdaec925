"""The shape of a question: what its form says, whatever the page is that it names."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kinchain.app.library.words import flat

_GRAVE = re.compile(
    r"\b(dangerous|serious|sinister|harmful|fatal|life threatening|nasty|cancerous|contagious"
    r"|anything to worry|something to worry|(should|need) (i|we) (be )?worr(y|ied)|worrying"
    r"|nothing to worry|a worry|worth worrying)\b"
)
"""Asks how bad a thing is."""

_PICTURED = re.compile(
    r"\b(x ?rays?|mri|ct|scan|scans|ultrasound)\b( \w+){0,2} (ruled out|showed|shows|showing"
    r"|show up|came back|comes back|came out|was|were|is|says|said|found|revealed|clear|normal"
    r"|negative"
    r"|report(ed)?|picked up)\b"
    r"|\b(on|in|by|after|from) (the |my |an |a )?(x ?ray|mri|ct|scan|ultrasound)\b"
)
"""A picture was taken already: it is not what is asked about."""

_NEEDED = re.compile(r"\b(need(ed)?|necessary|should|worth|or|order|get an?|have an?|do they)\b")
"""Beside a picture: whether to have one is asked about after all."""

_CANNOT = re.compile(
    r"\b(cant|cannot|can not|couldnt|unable to|not able to|wont|no longer|impossible to|struggle"
    r"|struggling) (\w+ ){0,2}(lift|raise|straighten|bend|stand|rise|push|go up|get up|move|flex"
    r"|squat|step|hop|kneel|curl|point|pull)\b"
)
"""Tells what cannot be done: a sign, not an exercise asked for."""

_TIME_OF_ACT = re.compile(
    r"\bhow (long|many (seconds|minutes)) (can|could|should|do|does|must|to|for)( \w+){0,2}? "
    r"(stand|hold|balance|keep|stretch|ice|wear|press|last on|stay on)\b"
)
"""How long something is done, not how long something lasts."""

_SORE_THAT_WONT = re.compile(
    r"\b(sores?|ulcers?|wounds?|cuts?|blisters?|lumps?|numbness)\b( that| which)? "
    r"(wont|doesnt|dont|isnt|arent|not|never|will not) (heal|go|healing|close|clear)"
)
"""A sign told, not a time asked for."""

_HURT_BEFORE = re.compile(
    r"\b(old|previous|past|healed|childhood)( \w+){0,2} (break|fracture|sprain|injury|tear|rupture"
    r"|dislocation)\b"
    r"|\b(years|decades|ages) (after|since|ago)\b|\b(after|since) (an? |my |the )?old\b"
    r"|\b(broke|broken|fractured|sprained|tore|injured)\b.*\b(years|decades) ago\b|\byears later\b"
)
"""The injury named lies long behind."""

_WHICH_FIRST = re.compile(
    r"\bwhich (one )?(came|comes|started|starts|hurt|was|is) (it )?(first|(the )?(cause|culprit))\b"
    r"|\b(which|what) (one )?started (it|first|this)\b|\bchicken (and|or) egg\b"
    r"|\b(knee|foot) first or (the )?(knee|foot) first\b"
)
"""Asks which end came first."""

_UPWARD = re.compile(
    r"\b(run|runs|go|goes|work|works|spread|spreads|travel|travels|pass|passes|happen|happens)"
    r"( \w+)? (up|upwards?|the other way( round)?) ?(the leg|as well|too|also)?$"
    r"|\b(bottom|ground) up\b|\bupwards?\b"
)
_DOWNWARD = re.compile(r"\bdownwards?\b|\btop down\b|\b(go|goes|run|runs|travel|travels) down\b")

_MENDING = re.compile(
    r"\b(treat(ing|ed|s|ment of)?|fix(ing|ed|es)?|cur(e|ing|ed)|sort(ing|ed)?( out)?|solv(e|ing)"
    r"|mend(ing|ed)?|heal(ing)?|correct(ing|ed)?|strengthen(ing)?|improv(e|ing)|address(ing)?"
    r"|rehab(bing)?|loosen(ing)?) "
    r"(?P<first>(\w+ ){1,5}?)"
    r"(will |would |can |could |does |do |did |might |may |to )?(my |the |it )?"
    r"(help|fix|ease|eas(es|ed)|better|cure|sort|stop|make|take|get rid|settle|mend|solve|improve"
    r"|relieve|calm|helps|fixes|stops)\b"
)
"""Asks whether mending the one helps the other."""


@dataclass(frozen=True)
class Shape:
    """What the form of a question says.

    ``grave``: how bad is it; ``pictured``: a picture was taken already; ``cannot``: tells what
    cannot be done; ``timed``: words of time that ask for no course of an illness;
    ``hurt_before``: the injury named lies behind; ``which_first``: which end came first;
    ``upward``, ``downward``: a way along the leg is said; ``mending``: what is to be
    mended, or an empty text.
    """

    grave: bool = False
    pictured: bool = False
    cannot: bool = False
    timed: bool = False
    hurt_before: bool = False
    which_first: bool = False
    upward: bool = False
    downward: bool = False
    mending: str = ""


def read_shape(text: str) -> Shape:
    """Read the form of a question.

    Parameters
    ----------
    text
        The question.
    """
    plain = flat(text)
    mending = _MENDING.search(plain)
    picture = _PICTURED.search(plain)
    return Shape(
        grave=bool(_GRAVE.search(plain)),
        pictured=bool(picture) and not _NEEDED.search(plain[: picture.start()] if picture else ""),
        cannot=bool(_CANNOT.search(plain)),
        timed=bool(_TIME_OF_ACT.search(plain) or _SORE_THAT_WONT.search(plain)),
        hurt_before=bool(_HURT_BEFORE.search(plain)),
        which_first=bool(_WHICH_FIRST.search(plain)),
        upward=bool(_UPWARD.search(plain)),
        downward=bool(_DOWNWARD.search(plain)),
        mending=mending.group("first").strip() if mending else "",
    )
