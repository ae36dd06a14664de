"""What two spellings of a name have in common: its sound, and the names that it is short for."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final, Protocol

from pole.model.values.folding import fold

if TYPE_CHECKING:
    from nicknames import NickNamer


class NameGroups(Protocol):
    """Names that stand for one another, as Bob does for Robert. Kept behind a door, because tables of names differ."""

    def called(self, name: str) -> tuple[str, ...]:
        """The folded name itself and the names that it may be short for, ordered. Two names agree when these overlap."""
        ...


class EnglishNicknames:
    """The hand-kept table of the package `nicknames`: about a thousand English given names."""

    def called(self, name: str) -> tuple[str, ...]:
        """As `NameGroups.called`."""
        return tuple(sorted({name, *_nicknamer().canonicals_of(name)})) if name else ()


@cache
def _nicknamer() -> NickNamer:
    from nicknames import NickNamer  # its table takes 40 ms to read

    return NickNamer()


_HEARD_ALIKE: Final = tuple(
    (re.compile(written), heard)
    for written, heard in (
        ("^(?:kn|gn|pn)", "n"), ("^wr", "r"), ("^x", "s"), ("mac(?=[a-z]{3})|^mc", "mk"), ("sch|sh|ch(?=[aeiou])", "x"),
        ("ph", "f"), ("ck|kh|ch|q", "k"), ("c(?=[eiy])", "s"), ("c", "k"), ("gh|dg|dj|j", "g"), ("th", "t"), ("z", "s"),
        ("v", "f"), ("x(?=$|[^a-z])", "ks"),
    )
)  # fmt: skip
_AFTER_THE_FIRST: Final = re.compile("[aeiouhwy]")
_VOWELS: Final = frozenset("aeiouy")
_DOUBLED: Final = re.compile(r"(.)\1+")


@lru_cache(maxsize=1 << 16)
def sound(name: str) -> str:
    """The consonants of a folded name as heard: Mohammed and Muhammad are `mmd`, Catherine and Kathryn `ktrn`."""
    heard = _DOUBLED.sub(r"\1", name.replace(" ", ""))
    for written, alike in _HEARD_ALIKE:
        heard = written.sub(alike, heard)
    first = "a" if heard[:1] in _VOWELS else heard[:1]
    return first + _AFTER_THE_FIRST.sub("", heard[1:])


def words(name: str) -> tuple[str, ...]:
    """The parts of a double-barrelled name, ordered; particles of one or two letters belong to what follows them."""
    return tuple(sorted({word for word in fold(name).split() if len(word) > 2}))
