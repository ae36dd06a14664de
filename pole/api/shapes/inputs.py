"""Arguments, and the values of the services that they stand for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, Any, TypeVar

import strawberry

from pole.api.shapes.scalars import Moment
from pole.errors import UsageError
from pole.model.kind import Kind
from pole.model.standing import Standing
from pole.service import briefing, filters
from pole.service.limits import within
from pole.service.seeking import asked as seeking

LIST_LIMIT = 50
"""Members of a list argument."""
TEXT_LIMIT = 500
"""Characters of a text argument."""

From = Annotated[Moment | None, strawberry.argument(name="from")]
To = Annotated[Moment | None, strawberry.argument(name="to")]

T = TypeVar("T")


def listed(name: str, given: Sequence[T] | None, most: int = LIST_LIMIT) -> tuple[T, ...] | None:
    """A list argument of bounded length; None for none. Raises LimitReachedError."""
    if given is None:
        return None
    within(name, len(given), 0, most, "ask for fewer at once")
    return tuple(given)


def short(name: str, given: T) -> T:
    """A text argument of bounded length. Raises LimitReachedError."""
    if isinstance(given, str):
        within(name, len(given), 0, TEXT_LIMIT, "give fewer characters")
    return given


@strawberry.input
class Period:
    at: Moment | None = None
    begins: Moment | None = strawberry.field(name="from", default=None)
    ends: Moment | None = strawberry.field(name="to", default=None)
    undated: bool = True

    def value(self) -> filters.Period:
        """As services take it."""
        return filters.Period(self.at, self.begins, self.ends, self.undated)


@strawberry.input
class GradeFilter:
    sources: list[int] | None = None
    assessments: list[str] | None = None
    ungraded: bool = True
    historic5x5x5: bool = True
    suspected_false: bool = False

    def value(self) -> filters.GradeFilter:
        """As services take it."""
        return filters.GradeFilter(
            listed("sources", self.sources),
            listed("assessments", self.assessments),
            self.ungraded,
            self.historic5x5x5,
            self.suspected_false,
        )


@strawberry.input
class LinkFilter:
    types: list[str] | None = None
    roles: list[str] | None = None
    kinds: list[Kind] | None = None
    subtypes: list[str] | None = None
    sources: list[strawberry.ID] | None = None
    standings: list[Standing] | None = None
    during: Period | None = None
    grades: GradeFilter | None = None
    administrative: bool = False

    def value(self) -> filters.LinkFilter:
        """As services take it."""
        return filters.LinkFilter(
            types=listed("types", self.types),
            roles=listed("roles", self.roles),
            kinds=listed("kinds", self.kinds),
            subtypes=listed("subtypes", self.subtypes),
            sources=listed("sources", self.sources),
            standings=listed("standings", self.standings),
            during=self.during.value() if self.during else None,
            grades=self.grades.value() if self.grades else None,
            administrative=self.administrative,
        )


def link_filter(given: LinkFilter | None) -> filters.LinkFilter | None:
    """The filter a question is asked with."""
    return None if given is None else given.value()


@strawberry.input
class AreaInput:
    area: strawberry.ID | None = None
    latitude: float | None = None
    longitude: float | None = None
    metres: int | None = None


@strawberry.input
class PersonCriteria:
    surname: str | None = None
    forenames: str | None = None
    born_on: Moment | None = None
    age_from: int | None = None
    age_to: int | None = None
    age_at: Moment | None = None
    sex: str | None = None
    near: str | None = None
    description: str | None = None
    unidentified: bool | None = None


@strawberry.input
class VehicleCriteria:
    plate: str | None = None
    make: str | None = None
    model: str | None = None
    colour: str | None = None


@strawberry.input
class PlaceCriteria:
    premises: str | None = None
    street: str | None = None
    town: str | None = None
    postcode: str | None = None
    uprn: str | None = None


@strawberry.input
class SearchFilter:
    kinds: list[Kind] | None = None
    subtypes: list[str] | None = None
    sources: list[strawberry.ID] | None = None
    begins: Moment | None = strawberry.field(name="from", default=None)
    ends: Moment | None = strawberry.field(name="to", default=None)
    within: AreaInput | None = None
    person: PersonCriteria | None = None
    vehicle: VehicleCriteria | None = None
    place: PlaceCriteria | None = None
    warnings: list[str] | None = None

    def value(self) -> seeking.SearchFilter:
        """As services take it."""
        return seeking.SearchFilter(
            listed("kinds", self.kinds),
            listed("subtypes", self.subtypes),
            listed("sources", self.sources),
            self.begins,
            self.ends,
            seeking.Within(*values(self.within)) if self.within else None,
            seeking.PersonCriteria(*values(self.person)) if self.person else None,
            seeking.VehicleCriteria(*values(self.vehicle)) if self.vehicle else None,
            seeking.PlaceCriteria(*values(self.place)) if self.place else None,
            listed("warnings", self.warnings),
        )


def values(given: object) -> Iterator[Any]:
    """The fields of an input in their order, each text of bounded length. Raises LimitReachedError."""
    return (short(name, value) for name, value in vars(given).items())


@strawberry.input
class BriefingTarget:
    id: strawberry.ID | None = None
    reference: str | None = None
    phone: str | None = None
    plate: str | None = None
    address: str | None = None
    surname: str | None = None
    forenames: str | None = None
    born_on: Moment | None = None

    def value(self) -> briefing.Target:
        """As services take it. Raises UsageError where it names several things."""
        given = {name: short(name, text) for name, text in vars(self).items() if text}
        person = {"surname", "forenames", "born_on"}
        if len(given.keys() - person) + bool(given.keys() & person) > 1:
            raise UsageError("A target names one thing; put each further thing into a target of its own.")
        return briefing.Target(
            given.get("id"), given.get("reference"), given.get("phone"), given.get("plate"), given.get("address"),
            given.get("surname"), given.get("forenames"), given.get("born_on"),
        )  # fmt: skip
