"""People and places of the demo: stories that are always there, and where to find them in what was simulated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TypedDict


@dataclass(frozen=True, slots=True)
class Someone:
    """A person as the records know him or her; a number the records do not have is empty."""

    truth: str
    name: str
    born: str
    nominal: str
    """Number in the crime system (key scheme `crimes-nominal`)."""
    pnc: str
    unit_number: str = ""
    """Number in the child abuse investigation unit's system, as adult or child."""


@dataclass(frozen=True, slots=True)
class CallAddress:
    """An address on a call, where a child at risk lives with a known suspect."""

    truth: str
    text: str
    """One line, as a caller gives it."""
    parts: Mapping[str, str]
    """flat, number, street, locality, town, postcode."""
    log: str
    crime: str
    child: Someone
    suspect: Someone


@dataclass(frozen=True, slots=True)
class Connection:
    """A suspect and a victim who are `links` apart, by way of things and places and not of one crime."""

    suspect: Someone
    victim: Someone
    links: int


@dataclass(frozen=True, slots=True)
class FalseName:
    """Who gave the name of his brother when he was arrested; the first delta of custody puts it right."""

    liar: Someone
    brother: Someone


@dataclass(frozen=True, slots=True)
class Cast:
    """Whom and what the demo asks about."""

    address: CallAddress
    man: Someone
    """Held by every system but firearms licensing: by crime recording, custody and intelligence under one PNC ID, by
    child protection and domestic abuse as father and alleged perpetrator."""
    connection: Connection
    false_name: FalseName

    def as_json(self) -> dict[str, object]:
        """For the manifest."""
        return asdict(self)

    @classmethod
    def from_json(cls, told: CastJson) -> Cast:
        """As `as_json` wrote it."""
        address, connection = told["address"], told["connection"]
        return cls(
            CallAddress(
                address["truth"],
                address["text"],
                address["parts"],
                address["log"],
                address["crime"],
                Someone(**address["child"]),
                Someone(**address["suspect"]),
            ),
            Someone(**told["man"]),
            Connection(Someone(**connection["suspect"]), Someone(**connection["victim"]), connection["links"]),
            FalseName(Someone(**told["false_name"]["liar"]), Someone(**told["false_name"]["brother"])),
        )


class SomeoneJson(TypedDict):
    """`Someone` in the manifest."""

    truth: str
    name: str
    born: str
    nominal: str
    pnc: str
    unit_number: str


class AddressJson(TypedDict):
    """`CallAddress` in the manifest."""

    truth: str
    text: str
    parts: dict[str, str]
    log: str
    crime: str
    child: SomeoneJson
    suspect: SomeoneJson


class ConnectionJson(TypedDict):
    """`Connection` in the manifest."""

    suspect: SomeoneJson
    victim: SomeoneJson
    links: int


class FalseNameJson(TypedDict):
    """`FalseName` in the manifest."""

    liar: SomeoneJson
    brother: SomeoneJson


class CastJson(TypedDict):
    """`Cast` in the manifest."""

    address: AddressJson
    man: SomeoneJson
    connection: ConnectionJson
    false_name: FalseNameJson
