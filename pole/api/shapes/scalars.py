"""Times in the contract, and the names of sorts that people choose from."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NewType

import strawberry
from graphql import GraphQLError
from strawberry.types.scalar import ScalarDefinition

from pole.model.basis import Basis
from pole.model.currency import Currency
from pole.model.kind import Kind
from pole.model.moment import Moment as ModelMoment
from pole.model.standing import Standing
from pole.model.vocabulary import WarningClass

Moment = NewType("Moment", str)
DateTime = NewType("DateTime", datetime)


def _moment(given: object) -> Moment:
    try:
        return Moment(ModelMoment(str(given)).text)
    except ValueError as error:
        raise GraphQLError(f"This is {error}.") from None


def _instant(given: object) -> DateTime:
    try:
        moment = datetime.fromisoformat(str(given))
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise GraphQLError("This is no date and time with its zone: expected 2021-02-16T21:48:00Z.")
    try:
        return DateTime(moment.astimezone(UTC))
    except OverflowError:
        raise GraphQLError("This date and time is out of range.") from None


SCALARS: dict[object, ScalarDefinition] = {
    Moment: strawberry.scalar(name="Moment", serialize=str, parse_value=_moment),
    DateTime: strawberry.scalar(name="DateTime", serialize=str, parse_value=_instant),
}

for _enumeration in (Basis, Currency, Kind, Standing, WarningClass):
    strawberry.enum(_enumeration)
