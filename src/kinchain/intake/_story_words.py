"""The words by which a story tells how knee and foot hang together, compiled once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from kinchain.intake._lexicon import Matcher, expand, lexicon, load_words

ENDS = ("knee", "foot")
OTHER_END = {"knee": "foot", "foot": "knee"}


@dataclass(frozen=True)
class StoryWords:
    """Patterns and sets of words of a story.

    Parameters
    ----------
    links
        Patterns; those that name an end first are called ``kind:end``.
    sets
        Sets of words (``knee``, ``foot``, ``trouble``, ``onset``, ``newly``, ``oldly``).
    """

    links: Matcher
    sets: Mapping[str, frozenset[str]]

    def is_in(self, word: str, name: str) -> bool:
        """Say whether a word belongs to a set.

        Parameters
        ----------
        word
            The word.
        name
            The set.
        """
        symbols = self.sets[name]
        return word in symbols or any(
            symbol[-1] == "*" and word.startswith(symbol[:-1]) for symbol in symbols
        )


@lru_cache(maxsize=1)
def story_words() -> StoryWords:
    """Compile the words of a story, once per process."""
    words = lexicon()
    read = load_words("story")
    sets = dict(words.macros)
    own: dict[str, frozenset[str]] = {}
    for name, listed in (*read["ends"].items(), *read["sets"].items()):
        own[name] = expand("|".join(str(listed).split()), sets | own)
    sets |= own
    sets |= {f"{end}x": own[end] | own[f"{end}cause"] for end in ENDS}
    links = Matcher(sets)
    for kind, lines in read["links"].items():
        if "$X" not in lines and "$Y" not in lines:
            links.add(kind, lines)
            continue
        for end in ENDS:
            named = lines.replace("$X", f"${end}x").replace("$Y", f"${OTHER_END[end]}")
            links.add(f"{kind}:{end}", named)
    return StoryWords(links, own)
