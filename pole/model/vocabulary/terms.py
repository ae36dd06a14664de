"""The terms of the vocabulary: immutable values, made once when the files have been read and checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from pole.model.kind import Kind
from pole.model.standing import Standing

ANY_LINK = "LINK"
"""In an attribute's `on`: every link type."""
WARNING = "warning"
"""The attribute whose values are the warnings of the vocabulary."""
STANDING_LINK = "STANDING_LINK"
"""In an attribute's `on`: every link type that carries a standing."""


class Identifier(StrEnum):
    """What equal values of an attribute say about two mentions."""

    NO = "no"
    """Nothing by themselves."""
    LOOK_UP = "look-up"
    """Found when asked for; never joins."""
    KEY = "key"
    """The two are one thing."""
    STRONG = "strong"
    """The two are one thing unless another strong identifier contradicts it; two different ones contradict."""


class Former(StrEnum):
    """What a changed value means where the mapping does not say: the old one was true, or it never was."""

    HISTORY = "history"
    """The old value stays in the view, as former."""
    CORRECTION = "correction"
    """The old value is never shown or matched again."""


class Connects(StrEnum):
    """Whether a tie of this type connects people in paths, networks, communities and measures."""

    YES = "yes"
    ADMINISTRATIVE = "administrative"
    """A tie of duty (officer in case, recorder, solicitor): in single views, elsewhere only when asked for."""
    CONTAINMENT = "containment"
    """A place in a larger place: in single views, elsewhere only when asked for."""


class WarningClass(StrEnum):
    """What sort of danger or need a warning tells of."""

    OFFICER_SAFETY = "OFFICER_SAFETY"
    SAFEGUARDING = "SAFEGUARDING"
    VULNERABILITY = "VULNERABILITY"
    STATUS = "STATUS"
    INFORMATION = "INFORMATION"


@dataclass(frozen=True, slots=True)
class Subtype:
    """What sort of thing within its kind: a vehicle is an object, a crime an event."""

    name: str
    kind: Kind
    label: str
    plural: str
    description: str


@dataclass(frozen=True, slots=True)
class AttributeType:
    """Something that can be stated of a thing or a link."""

    name: str
    label: str
    value: str
    """Name of the value type that cleans and compares it; a mapping may name another."""
    scheme: str | None
    """Code scheme of a coded value; a mapping may name another."""
    on: frozenset[str]
    """Kinds, subtypes and link types it may stand on; `LINK` and `STANDING_LINK` stand for many link types."""
    identifier: Identifier
    single: bool
    """Whether a thing has one at a time, so that two current values are a conflict to be shown."""
    searchable: bool
    """Whether its words are found by full-text search."""
    criterion: bool
    """Whether a search may ask for it by name; its value type says by what."""
    caption: int
    """How good it is as a short name of the thing: higher is better, 0 never."""
    former: Former
    description: str


@dataclass(frozen=True, slots=True)
class Role:
    """A part that a mapping may give to the start of a link, and the part that the end plays then."""

    name: str
    label: str
    other: str | None
    """Role of the end: of a parent, the other is the child."""
    description: str


@dataclass(frozen=True, slots=True)
class LinkType:
    """A way in which two things are related; reads from start to end."""

    name: str
    label: str
    """Read from start to end: ``suspect in``."""
    inverse: str
    """Read from end to start: ``has suspect``."""
    start: frozenset[str]
    """Kinds and subtypes it may start at."""
    end: frozenset[str]
    """Kinds and subtypes it may end at."""
    start_role: str | None
    """Role of the start, unless the mapping gives one of `roles`."""
    end_role: str | None
    """Role of the end, unless a role given to the start implies another."""
    roles: Mapping[str, Role]
    """Roles a mapping may give to the start; none where the type alone says it."""
    connects: Connects
    standing: bool
    """Whether it carries a standing with history; one that is not stated is then unknown, else not applicable."""
    borne_by: frozenset[Standing]
    """Standings that bear the type's words; empty: any. Otherwise `otherwise` gives the words."""
    otherwise: str | None
    """The link type whose words are shown where the standing does not bear this one's."""
    minimum_age: int
    """Age in years at the event below which `underage` gives the words; 0 where age does not matter."""
    underage: str | None
    """The link type whose words are shown of somebody below `minimum_age`."""
    address_basis: bool
    """Whether role or type says how an address came to be held."""
    description: str

    def role_at_start(self, role: str = "") -> str | None:
        """What the start is called under `role`, the one a mapping gave (empty: none)."""
        return role or self.start_role

    def role_at_end(self, role: str = "") -> str | None:
        """What the end is called when a mapping gave `role` to the start (empty: none)."""
        given = self.roles.get(role)
        return given.other if given is not None and given.other else self.end_role

    @property
    def unstated_standing(self) -> Standing:
        """What the standing of a link is when its record says nothing of it."""
        return Standing.UNKNOWN if self.standing else Standing.NOT_APPLICABLE


@dataclass(frozen=True, slots=True)
class Travel:
    """How a warning reaches things it was not written on: along visible links, when asked, never copied."""

    over: str
    """Link type."""
    to: Kind
    while_current: bool
    """Only along ties that are current: the warning moves and ends with them."""


@dataclass(frozen=True, slots=True)
class WarningType:
    """A danger, vulnerability or status that whoever meets the person or comes to the place must know."""

    name: str
    label: str
    class_: WarningClass
    urgency: int
    """1 is most urgent, 9 least."""
    on: frozenset[Kind]
    travels: Travel | None
    description: str

    @property
    def rank(self) -> tuple[int, int, str]:
        """Most urgent sorts first; among equals officer safety first, then in the order of the classes."""
        return self.urgency, list(WarningClass).index(self.class_), self.label


@dataclass(frozen=True, slots=True)
class Code:
    """One entry of a code list."""

    code: str
    label: str
    also: tuple[str, ...]
    """Other spellings that sources use for it."""
    from_: str | None
    """Day from which the code was in use, as far as known (YYYY-MM-DD)."""
    to: str | None
    """Last day of use; the code stays readable after it."""


@dataclass(frozen=True, slots=True)
class CodeScheme:
    """A code list, with where it comes from and whether that has been verified."""

    name: str
    label: str
    description: str
    citation: str
    verified: bool
    """False: taken from a secondary source, to be confirmed by its owner before anybody relies on it."""
    codes: Mapping[str, Code]
    """As the coded value type takes it: ``value_type("code", scheme=scheme.codes)``."""

    def labels(self) -> dict[str, str]:
        """Code to label, codes no longer in use included."""
        return {code.code: code.label for code in self.codes.values()}


@dataclass(frozen=True, slots=True)
class Terms:
    """All terms of one or several vocabulary files, each section by name, in the order of the files."""

    subtypes: Mapping[str, Subtype]
    attributes: Mapping[str, AttributeType]
    links: Mapping[str, LinkType]
    warnings: Mapping[str, WarningType]
    schemes: Mapping[str, CodeScheme]
