"""How the entries of a vocabulary file are written: their shape is checked here, then they become terms."""

from __future__ import annotations

from types import MappingProxyType
from typing import Annotated, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from pole.model.kind import Kind
from pole.model.standing import Standing
from pole.model.vocabulary.terms import (
    AttributeType,
    Code,
    CodeScheme,
    Connects,
    Former,
    Identifier,
    LinkType,
    Role,
    Subtype,
    Terms,
    Travel,
    WarningClass,
    WarningType,
)

Slug: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=64)]
Capitals: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$", max_length=64)]
Words: TypeAlias = Annotated[str, StringConstraints(min_length=1)]
Day: TypeAlias = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d\d-\d\d$")]


def _label_alone(given: object) -> object:
    return {"label": given} if isinstance(given, str) else given


def _description_alone(given: object) -> object:
    return {"description": given} if isinstance(given, str) else given


class Entry(BaseModel):
    """What all entries have in common: nothing unknown, no stray blanks."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True, defer_build=True)


class SubtypeEntry(Entry):
    kind: Kind
    label: Words
    plural: Words
    description: Words

    def term(self, name: str) -> Subtype:
        return Subtype(name, self.kind, self.label, self.plural, self.description)


class AttributeEntry(Entry):
    label: Words
    value: Slug
    scheme: Slug | None = None
    on: frozenset[str] = Field(min_length=1)
    identifier: Identifier = Identifier.NO
    single: bool = False
    searchable: bool = False
    criterion: bool = False
    caption: int = Field(default=0, ge=0, le=100)
    former: Former = Former.HISTORY
    description: Words

    def term(self, name: str) -> AttributeType:
        return AttributeType(
            name=name,
            label=self.label,
            value=self.value,
            scheme=self.scheme,
            on=self.on,
            identifier=self.identifier,
            single=self.single,
            searchable=self.searchable,
            criterion=self.criterion,
            caption=self.caption,
            former=self.former,
            description=self.description,
        )


class RoleEntry(Entry):
    """Its description alone is enough; the label is then the name."""

    label: Words | None = None
    other: Slug | None = None
    description: Words

    def term(self, name: str) -> Role:
        return Role(name, self.label or name.replace("-", " "), self.other, self.description)


class LinkEntry(Entry):
    label: Words
    inverse: Words
    start: frozenset[str] = Field(min_length=1)
    end: frozenset[str] = Field(min_length=1)
    start_role: Slug | None = Field(default=None, alias="start-role")
    end_role: Slug | None = Field(default=None, alias="end-role")
    roles: dict[Slug, Annotated[RoleEntry, BeforeValidator(_description_alone)]] = Field(default_factory=dict)
    connects: Connects = Connects.YES
    standing: bool = False
    borne_by: frozenset[Standing] = Field(default=frozenset(), alias="borne-by")
    otherwise: Capitals | None = None
    minimum_age: int = Field(default=0, ge=0, le=150, alias="minimum-age")
    underage: Capitals | None = None
    address_basis: bool = Field(default=False, alias="address-basis")
    description: Words

    def term(self, name: str) -> LinkType:
        return LinkType(
            name=name,
            label=self.label,
            inverse=self.inverse,
            start=self.start,
            end=self.end,
            start_role=self.start_role,
            end_role=self.end_role,
            roles=MappingProxyType({role: entry.term(role) for role, entry in self.roles.items()}),
            connects=self.connects,
            standing=self.standing,
            borne_by=self.borne_by,
            otherwise=self.otherwise,
            minimum_age=self.minimum_age,
            underage=self.underage,
            address_basis=self.address_basis,
            description=self.description,
        )


class TravelEntry(Entry):
    over: Capitals
    to: Kind
    while_current: bool = Field(alias="while-current")

    def term(self) -> Travel:
        return Travel(self.over, self.to, self.while_current)


class WarningEntry(Entry):
    label: Words
    class_: WarningClass = Field(alias="class")
    urgency: int = Field(ge=1, le=9)
    on: frozenset[Kind] = Field(min_length=1)
    travels: TravelEntry | None = None
    description: Words
    replaces: bool = False
    """An extension means to take the place of the entry of that name."""

    def term(self, name: str) -> WarningType:
        travels = self.travels.term() if self.travels else None
        return WarningType(name, self.label, self.class_, self.urgency, self.on, travels, self.description)


class CodeEntry(Entry):
    """Its label alone is enough."""

    label: Words
    also: tuple[Words, ...] = ()
    from_: Day | None = Field(default=None, alias="from")
    to: Day | None = None

    def term(self, code: str) -> Code:
        return Code(code, self.label, self.also, self.from_, self.to)


class SchemeEntry(Entry):
    label: Words
    description: Words
    citation: Words
    verified: bool
    codes: dict[Words, Annotated[CodeEntry, BeforeValidator(_label_alone)]] = Field(min_length=1)
    replaces: bool = False
    """An extension means to take the place of the list of that name."""

    def term(self, name: str) -> CodeScheme:
        codes = MappingProxyType({code: entry.term(code) for code, entry in self.codes.items()})
        return CodeScheme(name, self.label, self.description, self.citation, self.verified, codes)


class FileEntry(Entry):
    """A whole vocabulary file. Any section may be missing; ours and an extension's are written alike."""

    subtypes: dict[Slug, SubtypeEntry] = Field(default_factory=dict)
    attributes: dict[Slug, AttributeEntry] = Field(default_factory=dict)
    links: dict[Capitals, LinkEntry] = Field(default_factory=dict)
    warnings: dict[Slug, WarningEntry] = Field(default_factory=dict)
    schemes: dict[Slug, SchemeEntry] = Field(default_factory=dict)

    def terms(self) -> Terms:
        return Terms(
            subtypes={name: entry.term(name) for name, entry in self.subtypes.items()},
            attributes={name: entry.term(name) for name, entry in self.attributes.items()},
            links={name: entry.term(name) for name, entry in self.links.items()},
            warnings={name: entry.term(name) for name, entry in self.warnings.items()},
            schemes={name: entry.term(name) for name, entry in self.schemes.items()},
        )

    def replaced(self) -> frozenset[tuple[str, str]]:
        """Section and name of every entry that means to take the place of an earlier one."""
        return frozenset(
            [("warnings", name) for name, entry in self.warnings.items() if entry.replaces]
            + [("schemes", name) for name, entry in self.schemes.items() if entry.replaces]
        )
