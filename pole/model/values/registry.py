"""Every value type by the name that mappings and the vocabulary use."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final, TypeGuard

from pole.errors import ValueTypeError
from pole.model.values.account import Account, Handle
from pole.model.values.address import Address
from pole.model.values.age_band import AgeBand
from pole.model.values.asn import Asn
from pole.model.values.birth_date import BirthDate
from pole.model.values.boolean import Boolean
from pole.model.values.code import Code, Scheme
from pole.model.values.court_reference import CourtReference
from pole.model.values.cro import Cro
from pole.model.values.dates import Date
from pole.model.values.email import Email
from pole.model.values.grade import Grade
from pole.model.values.imei import Imei
from pole.model.values.nhs import NhsNumber
from pole.model.values.nino import Nino
from pole.model.values.organisation import Organisation
from pole.model.values.outcome import PartedType, SoughtType, ValueType
from pole.model.values.person_name import PersonName
from pole.model.values.phone import Phone
from pole.model.values.pnc import Pnc
from pole.model.values.positions import Grid, Position
from pole.model.values.postcode import Postcode
from pole.model.values.quantity import Quantity
from pole.model.values.text import Identifier, Text
from pole.model.values.uprn import Uprn
from pole.model.values.vin import Vin
from pole.model.values.vrm import Vrm

_PLAIN: Final[Mapping[str, Callable[[], ValueType]]] = {
    kind.name: kind
    for kind in (
        Pnc, Cro, Asn, CourtReference, Vrm, Vin, Phone, Email, Postcode, Uprn, NhsNumber, Nino, Imei, Grid, Position,
        Account, Handle, PersonName, Text, AgeBand, Address, Grade, Organisation, Boolean, Identifier,
    )
}  # fmt: skip
_FORMATTED: Final[Mapping[str, Callable[[str | None], ValueType]]] = {
    kind.name: kind for kind in (Date, BirthDate, Quantity)
}

VALUE_TYPES: Final[Mapping[str, Callable[..., ValueType]]] = MappingProxyType(
    {**_PLAIN, **_FORMATTED, Code.name: Code},
)
"""Name to class; the first line of the class's docstring says what it is. Make one with `value_type`."""


def value_type(name: str, fmt: str | None = None, scheme: Scheme | None = None) -> ValueType:
    """The value type of a name.

    `fmt` is the format of a date (`DD-MON-YYYY HH24:MI`) or the unit of a quantity; `scheme` the codes of a `code`.
    Raises ValueTypeError for an unknown name, and for a format or scheme that is missing, malformed or of no use.
    """
    if name not in VALUE_TYPES:
        raise ValueTypeError(f"no value type {name!r}: use one of {', '.join(sorted(VALUE_TYPES))}")
    if name == Code.name:
        if scheme is None or fmt is not None:
            raise ValueTypeError("a code needs a scheme and takes no format")
        return Code(scheme)
    if scheme is not None:
        raise ValueTypeError(f"{name!r} takes no code scheme: only a code does")
    if fmt is not None and name not in _FORMATTED:
        raise ValueTypeError(f"{name!r} takes no format: only {', '.join(sorted(_FORMATTED))} do")
    return _made(name, fmt)


def takes_parts(kind: ValueType) -> TypeGuard[PartedType]:
    """Whether a value type can be made from several columns: name, address, grid, position."""
    return hasattr(kind, "from_parts")


def is_sought(kind: ValueType) -> TypeGuard[SoughtType]:
    """Whether a search asks for a value of this type by more than its words."""
    return hasattr(kind, "sought_by")


@lru_cache(maxsize=256)
def _made(name: str, fmt: str | None) -> ValueType:
    return _PLAIN[name]() if name in _PLAIN else _FORMATTED[name](fmt)
