"""Markings: what a statement, link or record may be shown under, and the order between markings.

A marking is a point in a lattice: L is *at or below* M when its classification is no higher and its handling,
compartments and owner limits are all among M's. Whoever may see M may then see L. The lowest of all is `BASE`.

Sources: Government Security Classifications (OFFICIAL, -SENSITIVE, SECRET, TOP SECRET); the lattice is that of
Denning, "A lattice model of secure information flow" (1976).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from hashlib import blake2b

from pole.errors import MarkingError, MarkingRefusedError

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_CODE = re.compile(r"[A-Z0-9]+(-[A-Z0-9]+)*")
_NAME_LIMIT = 64
_VISIBILITY_BITS = 63


class Classification(IntEnum):
    """How sensitive, in the order of the scheme. Markings from before 2014 (RESTRICTED, …) are not among them:
    their owner's table says what they become."""

    OFFICIAL = 0
    OFFICIAL_SENSITIVE = 1
    SECRET = 2
    TOP_SECRET = 3

    @property
    def text(self) -> str:
        """As people write it: ``OFFICIAL-SENSITIVE``, ``TOP SECRET``."""
        return _TEXT_OF[self]

    @classmethod
    def parse(cls, text: str) -> Classification:
        """From its text in any case and spacing. Raises MarkingError, naming the valid ones."""
        found = _BY_TEXT.get(" ".join(text.replace("-", " ").upper().split()))
        if found is None:
            raise MarkingError(f"{text!r} is no classification; use one of {', '.join(_TEXT_OF.values())}.")
        return found


_TEXT_OF = {
    Classification.OFFICIAL: "OFFICIAL",
    Classification.OFFICIAL_SENSITIVE: "OFFICIAL-SENSITIVE",
    Classification.SECRET: "SECRET",
    Classification.TOP_SECRET: "TOP SECRET",
}
_BY_TEXT = {text.replace("-", " "): classification for classification, text in _TEXT_OF.items()}


def _require(pattern: re.Pattern[str], what: str, names: frozenset[str]) -> None:
    for name in names:
        if len(name) > _NAME_LIMIT or not pattern.fullmatch(name):
            shape = "capitals and digits" if pattern is _CODE else "small letters, digits"
            raise MarkingError(f"{name!r} is no {what}; use {shape} and single hyphens, at most {_NAME_LIMIT} long.")


@dataclass(frozen=True, slots=True)
class Marking:
    """Classification, handling, need to know and what the owner forbids; immutable and hashable.

    A handling code that restricts nothing (P of 3x5x2, "lawful sharing permitted") is no part of a marking.
    Raises MarkingError for a name that is not well formed.
    """

    classification: Classification = Classification.OFFICIAL
    handling: frozenset[str] = frozenset()
    """Handling codes and conditions as graded: ``C``, ``A1``, ``S2``."""
    compartments: frozenset[str] = frozenset()
    """Need to know, as slugs: ``child-protection``."""
    owner_limits: frozenset[str] = frozenset()
    """What the owner of the data allows it to be used for or by, as slugs: ``force-20``."""

    def __post_init__(self) -> None:
        _require(_CODE, "handling code", self.handling)
        _require(_SLUG, "compartment", self.compartments)
        _require(_SLUG, "owner limit", self.owner_limits)

    @classmethod
    def of(
        cls,
        classification: str = "OFFICIAL",
        *,
        handling: Iterable[str] = (),
        compartments: Iterable[str] = (),
        owner_limits: Iterable[str] = (),
    ) -> Marking:
        """From plain texts, as mappings and policies write them. Raises MarkingError."""
        return cls(
            Classification.parse(classification), frozenset(handling), frozenset(compartments), frozenset(owner_limits)
        )

    @classmethod
    def parse(cls, text: str) -> Marking:
        """From its text; parts may come in any order and spacing. Raises MarkingError."""
        return _parsed(text)

    @property
    def height(self) -> int:
        """Strictly greater than that of every marking below."""
        return self.classification + len(self.handling) + len(self.compartments) + len(self.owner_limits)

    @property
    def text(self) -> str:
        """The one canonical text, the same wherever it is written: ``SECRET; handling=A1,C; compartments=x``."""
        return _text(self)

    def at_or_below(self, other: Marking) -> bool:
        """Whether everybody who may see `other` may see this."""
        return (
            self.classification <= other.classification
            and self.handling <= other.handling
            and self.compartments <= other.compartments
            and self.owner_limits <= other.owner_limits
        )

    def join(self, other: Marking) -> Marking:
        """The lowest marking at or above both: what is learnt from both together carries it."""
        if other.at_or_below(self):
            return self
        return Marking(
            max(self.classification, other.classification),
            self.handling | other.handling,
            self.compartments | other.compartments,
            self.owner_limits | other.owner_limits,
        )

    def require_within(self, ceiling: Classification) -> None:
        """Raise MarkingRefusedError when this is more than the system is accredited to hold."""
        if self.classification > ceiling:
            raise MarkingRefusedError(
                f"A record marked {self.classification.text} is above what this system may hold "
                f"({ceiling.text}); it is refused, and nothing of it is kept."
            )

    def __str__(self) -> str:
        return self.text


_FIELD_OF = {"handling": "handling", "compartments": "compartments", "owner-limits": "owner_limits"}

BASE = Marking()
"""OFFICIAL and nothing else: at or below every marking."""

ACCREDITED_CEILING = Classification.OFFICIAL_SENSITIVE
"""The highest classification held unless the settings say otherwise."""


def join_all(markings: Iterable[Marking]) -> Marking:
    """The lowest marking at or above all of these; `BASE` for none."""
    joined = BASE
    for marking in markings:
        joined = joined.join(marking)
    return joined


@lru_cache(maxsize=65_536)
def visibility(marking: Marking) -> int:
    """The integer that stands for a marking in a store: 63 bits of a hash of its text, never negative.

    There is no counter, so every store, process and order of loading gives the same integer. It stays inside the
    store: not in ids, cursors, orders, logs or metrics.
    """
    digest = blake2b(marking.text.encode("ascii"), digest_size=8, person=b"pole.visibility").digest()
    return int.from_bytes(digest, "big") >> (64 - _VISIBILITY_BITS)


@lru_cache(maxsize=65_536)
def _parsed(text: str) -> Marking:
    first, *parts = (part.strip() for part in text.split(";"))
    names: dict[str, frozenset[str]] = {}
    for part in parts:
        field, equals, listed = part.partition("=")
        field = _FIELD_OF.get(field.strip(), "")
        if not field or not equals or field in names:
            raise MarkingError(
                f"{part!r} in the marking {text!r} is not understood; write "
                f"'CLASSIFICATION; {'; '.join(f'{label}=NAME,NAME' for label in _FIELD_OF)}', each at most once."
            )
        names[field] = frozenset(name.strip() for name in listed.split(","))
    return Marking(Classification.parse(first), **names)


@lru_cache(maxsize=65_536)
def _text(marking: Marking) -> str:
    named = zip(_FIELD_OF, (marking.handling, marking.compartments, marking.owner_limits), strict=True)
    parts = (f"{label}={','.join(sorted(names))}" for label, names in named if names)
    return "; ".join((marking.classification.text, *parts))
