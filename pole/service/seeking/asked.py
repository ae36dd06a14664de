"""What a search may ask for beside words. None asks for nothing."""

from __future__ import annotations

from dataclasses import dataclass

from pole.model.kind import Kind


@dataclass(frozen=True, slots=True)
class PersonCriteria:
    """Somebody, by what may be known of them."""

    surname: str | None = None
    forenames: str | None = None
    born: str | None = None
    age_from: int | None = None
    age_to: int | None = None
    age_at: str | None = None
    sex: str | None = None
    near: str | None = None
    """A place, in words."""
    description: str | None = None
    unidentified: bool | None = None


@dataclass(frozen=True, slots=True)
class VehicleCriteria:
    """A vehicle, by its plate or a part of it, or by what it looks like."""

    plate: str | None = None
    make: str | None = None
    model: str | None = None
    colour: str | None = None


@dataclass(frozen=True, slots=True)
class PlaceCriteria:
    """A place, by parts of its address."""

    premises: str | None = None
    street: str | None = None
    town: str | None = None
    postcode: str | None = None
    uprn: str | None = None


@dataclass(frozen=True, slots=True)
class Within:
    """An area by its id, or a circle."""

    area: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    metres: int | None = None


@dataclass(frozen=True, slots=True)
class SearchFilter:
    """Which things count. Everything that is asked must hold."""

    kinds: tuple[Kind, ...] | None = None
    subtypes: tuple[str, ...] | None = None
    sources: tuple[str, ...] | None = None
    begins: str | None = None
    """With `ends`: events that began, as far as is known, in this time."""
    ends: str | None = None
    within: Within | None = None
    person: PersonCriteria | None = None
    vehicle: VehicleCriteria | None = None
    place: PlaceCriteria | None = None
    warnings: tuple[str, ...] | None = None
    """One of these, and not ended."""
