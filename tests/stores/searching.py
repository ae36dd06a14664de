"""A small invented world as rows of a source, and what a search of it must find, worked out from the rows alone."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from datetime import date
from itertools import count
from random import Random
from typing import NamedTuple

from pole.formats.rows import RawRow
from pole.ingest.mapping import load_mapping
from pole.ingest.shape import ShapeContext, compile_mapping
from pole.model.facts import ShapedRow
from pole.model.kind import Kind
from pole.model.marking import Marking, visibility
from pole.model.moment import Moment, age_range
from pole.model.values.positions import to_position
from pole.model.vocabulary import load_vocabulary
from pole.service.seeking.asked import PersonCriteria, PlaceCriteria, SearchFilter, VehicleCriteria, Within

TODAY = date(2025, 6, 1)
OPEN = Marking.of("OFFICIAL")
CASE = Marking.of("OFFICIAL-SENSITIVE", compartments=["child-protection"])
MARKINGS = {visibility(marking): marking for marking in (OPEN, CASE)}
VOCABULARY = load_vocabulary()

_RECORD = """
    key: ROW
    mentions:
      event:
        is: event/crime
        keys: {event-number: reference}
        attributes: {reference: EVENT, occurred: OCCURRED}
      person:
        is: {column: SORT, map: {U: person/unidentified-person}, otherwise: person/person}
        keys: {person-number: source-number}
        attributes:
          source-number: PERSON
          name: {parts: {given: FORENAMES, surname: SURNAME}}
          alias: ALIAS
          born: BORN
          age-range: AGE
          sex: SEX
          hair: HAIR
          clothing: CLOTHING
          warning: {flags: {WARNED: {V: violent, W: weapons}}, to: {column: WARNED_UNTIL}}
      vehicle:
        is: object/vehicle
        when: PLATE
        attributes: {vrm: PLATE, make: MAKE, model: MODEL, colour: COLOUR}
      home:
        is: location/address
        attributes:
          address: {parts: {number: DOOR, street: STREET, town: TOWN, postcode: POSTCODE}}
          grid: {parts: {easting: EAST, northing: NORTH}}
          position: {parts: {latitude: LATITUDE, longitude: LONGITUDE}}
      district: {is: location/area, attributes: {area-code: DISTRICT}}
      region: {is: location/area, attributes: {area-code: REGION}}
    links:
      - {type: SUSPECT_IN, from: person, to: event}
      - {type: LIVES_AT, from: person, to: home}
      - {type: OCCURRED_AT, from: event, to: home}
      - {type: DRIVER_OF, from: person, to: vehicle}
      - {type: KEPT_AT, from: vehicle, to: home}
      - {type: IN_AREA, from: home, to: district}
      - {type: IN_AREA, from: district, to: region}
"""
_MAPPING = f"""
source: world
title: An invented world
format: {{kind: delimited, delimiter: "|", absent: [""]}}
markings:
  open: {{classification: OFFICIAL}}
  case: {{classification: OFFICIAL-SENSITIVE, compartments: [child-protection]}}
marking: open
records:
  open:
    file: open.txt{_RECORD}
  case:
    file: case.txt
    marking: case{_RECORD}
"""


class Home(NamedTuple):
    """An address that rows name."""

    door: str
    street: str
    town: str
    postcode: str
    east: int
    north: int
    by_degrees: bool
    """Whether rows give its place in degrees instead of metres."""
    district: str
    region: str


HOMES = (
    Home("12", "High Street", "Manchester", "M1 1AE", 384_000, 398_000, False, "D1", "R1"),
    Home("12a", "High St", "Manchester", "M1 1AE", 384_090, 398_000, True, "D1", "R1"),
    Home("Rose Cottage", "Church Lane", "Salford", "M11 2AB", 384_600, 398_700, False, "D2", "R1"),
    Home("3", "Mill Rd", "Leeds", "LS1 4AP", 430_000, 433_500, True, "D3", "R2"),
)
SURNAMES = ("Berg", "O'Brien", "O Brien", "van der Berg", "Bergman", "")
FORENAMES = ("Anna", "Anna Maria", "A", "John", "J", "")
BIRTHS = ("1985-02-16", "1985-02", "1985", "1990-12-31", "2007-06-01", "2007-06-02", "")
AGES = ("18-24", "about 30", "elderly", "")
HAIR = ("short dark", "long, blonde", "")
CLOTHES = ("dark hoodie", "blue jeans and dark trainers", "")
WARNED = (("", ""), ("", ""), ("V", ""), ("V", "2025-05-31"), ("W", "2025-06-01"), ("V", "2025"))
PLATES = ("AB12 CDE", "A812 CDE", "AB12 COE", "OB12 CDE", "X1", "")
CARS = (("Ford", "Focus", "red"), ("Ford", "Ka", "dark blue"), ("BMW", "3 Series", "red"), ("", "", ""))
OCCURRED = ("2024-03-05", "2024-03", "2024-04-01T22:30Z", "2024-03-31T23:30Z", "")


class Row(NamedTuple):
    """One row: who, what and where."""

    number: int
    visible: str
    event: str
    occurred: str
    person: str
    sort: str
    surname: str
    forenames: str
    alias: str
    born: str
    age: str
    sex: str
    hair: str
    clothing: str
    warned: str
    warned_until: str
    plate: str
    car: tuple[str, str, str]
    home: Home

    def columns(self) -> dict[str, str]:
        """As the source writes it."""
        h, place = self.home, {"EAST": str(self.home.east), "NORTH": str(self.home.north)}
        if h.by_degrees:
            latitude, longitude = (to_position(f"{h.east},{h.north}") or "").split(",")
            place = {"LATITUDE": latitude, "LONGITUDE": longitude}
        return {
            "ROW": str(self.number), "EVENT": self.event, "OCCURRED": self.occurred, "PERSON": self.person,
            "SORT": self.sort, "SURNAME": self.surname, "FORENAMES": self.forenames, "ALIAS": self.alias,
            "BORN": self.born, "AGE": self.age, "SEX": self.sex, "HAIR": self.hair, "CLOTHING": self.clothing,
            "WARNED": self.warned, "WARNED_UNTIL": self.warned_until, "PLATE": self.plate, "MAKE": self.car[0],
            "MODEL": self.car[1], "COLOUR": self.car[2], "DOOR": h.door, "STREET": h.street, "TOWN": h.town,
            "POSTCODE": h.postcode, "DISTRICT": h.district, "REGION": h.region, **place,
        }  # fmt: skip


def world(random: Random, rows: int) -> list[Row]:
    """Rows drawn at random; a person, vehicle or address turns up in several."""
    draw = random.choice
    numbers = count()
    made = [
        Row(
            next(numbers), draw(("open", "open", "case")), f"E{random.randrange(rows)}", draw(OCCURRED),
            f"P{random.randrange(rows // 2)}", draw("PPPU"), draw(SURNAMES), draw(FORENAMES),
            draw(("", "", "Jane Smith")), draw(BIRTHS), draw(AGES), draw("MF "), draw(HAIR), draw(CLOTHES),
            *draw(WARNED), draw(PLATES), draw(CARS), draw(HOMES),
        )
        for _ in range(rows)
    ]  # fmt: skip
    return [row._replace(born="") if row.sort == "U" else row for row in made]


def shaped(rows: list[Row]) -> list[ShapedRow]:
    """The rows as a load shapes them."""
    source = compile_mapping(load_mapping(_MAPPING, VOCABULARY), VOCABULARY)
    found: list[ShapedRow] = []
    for row in rows:
        record, columns = source.records[row.visible], row.columns()
        values = [columns.get(name, "").strip() for name in record.columns]
        made = record.shape(RawRow(row.number + 2, values, "|".join(values)), ShapeContext("f", "2025-01-01T00:00:00Z"))
        assert isinstance(made, ShapedRow), made
        found.append(made)
    return found


class Due(NamedTuple):
    """A question, and whether a row makes something be found by it."""

    name: str
    text: str | None
    asked: SearchFilter
    fits: Callable[[Row], bool]
    """Whether what the row says of the thing is what is asked."""
    there: Callable[[Row], bool]
    """Whether the row puts the thing where it is asked to be."""


def anywhere(_row: Row) -> bool:
    return True


def of_persons(random: Random) -> Due:
    """A question about persons, of one to three parts."""
    parts = dict.fromkeys(random.sample(_PERSON_PARTS, random.choice((1, 1, 2, 3))))
    made = [part(random) for part in parts]
    criteria = PersonCriteria(**{name: value for given, _ in made for name, value in given.items()})  # type: ignore[arg-type]  # by name
    where, there = random.choice((_nowhere, _nowhere, _circle, _area))(random)
    return Due(
        f"persons {criteria} {where}", None, SearchFilter(within=where, person=criteria),
        lambda row: all(fits(row) for _, fits in made), there,
    )  # fmt: skip


def near(random: Random) -> Due:
    """Persons near a place in words."""
    words, there = random.choice(
        (
            ("high street", lambda row: row.home.street == "High Street"),
            ("salford", lambda row: row.home.town == "Salford"),
            ("m1 1ae", lambda row: row.home.postcode == "M1 1AE"),
        )
    )
    criteria = PersonCriteria(near=words, sex="male")
    return Due(f"near {words}", None, SearchFilter(person=criteria), lambda row: row.sex == "M", there)


def of_vehicles(random: Random) -> Due:
    """A question about vehicles."""
    given, fits = random.choice(_VEHICLE_PARTS)
    where, there = random.choice((_nowhere, _circle, _area))(random)
    return Due(
        f"vehicles {given} {where}", None, SearchFilter(vehicle=VehicleCriteria(**given), within=where),
        lambda row: row.plate != "" and fits(row), there,
    )  # fmt: skip


def of_places(random: Random) -> Due:
    """A question about places."""
    given, fits = random.choice(_PLACE_PARTS)
    where, there = random.choice((_nowhere, _circle, _area))(random)
    return Due(
        f"places {given} {where}", None, SearchFilter(place=PlaceCriteria(**given), within=where),
        lambda row: fits(row.home), there,
    )  # fmt: skip


def of_events(random: Random) -> Due:
    """A question about events of a time, perhaps somewhere."""
    begins, ends = random.choice(
        (("2024-03-05", None), (None, "2024-03"), ("2024-04-01", "2024-04-01"), ("2025", None))
    )
    where, there = random.choice((_nowhere, _circle, _area))(random)
    return Due(
        f"events {begins} to {ends} {where}", None, SearchFilter(begins=begins, ends=ends, within=where),
        lambda row: row.occurred != "" and _during(row.occurred, begins, ends), there,
    )  # fmt: skip


def of_warned(random: Random) -> Due:
    """Whoever bears a warning today."""
    names = random.choice((("violent",), ("weapons",), ("violent", "weapons")))
    codes = {"violent": "V", "weapons": "W"}
    where, there = random.choice((_nowhere, _circle))(random)
    return Due(
        f"warned {names} {where}", None, SearchFilter(kinds=(Kind.PERSON,), warnings=names, within=where),
        lambda row: row.warned in {codes[name] for name in names} and _not_ended(row.warned_until), there,
    )  # fmt: skip


def at_places(random: Random) -> Due:
    """Everything of one kind that is somewhere."""
    where, there = random.choice((_circle, _area))(random)
    kind = random.choice((Kind.PERSON, Kind.OBJECT, Kind.EVENT))
    return Due(
        f"{kind} at {where}", None, SearchFilter(kinds=(kind,), within=where),
        lambda row: kind is not Kind.OBJECT or row.plate != "", there,
    )  # fmt: skip


QUESTIONS = (of_persons, of_persons, of_persons, near, of_vehicles, of_places, of_events, of_warned, at_places)


def _folded(text: str) -> str:
    return text.casefold().replace("'", "")


def _name(random: Random) -> tuple[dict[str, object], Callable[[Row], bool]]:
    """Surname, forenames or both, which must then be of one name."""
    surname, of_surname = random.choice(
        (
            ("BERG", lambda name: "berg" in name.casefold().split()),
            ("O'Brien", lambda name: _folded(name).replace(" ", "") == "obrien"),
            ("O Brien", lambda name: _folded(name).replace(" ", "") == "obrien"),
            ("berg*", lambda name: any(word.startswith("berg") for word in name.casefold().split())),
            ("Smith", lambda name: name == "Smith"),
            (None, lambda name: True),
        )
    )
    forenames, plain = random.choice(
        (("Anna", {"anna", "a"}), ("john", {"john", "j"}), ("Maria", {"maria", "m"}), ("J", set[str]()), (None, None))
    )

    def of_forenames(name: str) -> bool:
        words = set(name.casefold().split())
        begins = any(word.startswith("j") for word in words)
        return plain is None or (bool(words & plain) if plain else begins)

    def fits(row: Row) -> bool:
        names = [(row.surname, row.forenames), *([("Smith", "Jane")] if row.alias else [])]
        return any(of_surname(surname) and of_forenames(given) for surname, given in names if surname or given)

    asked: dict[str, object] = {"surname": surname, "forenames": forenames}
    return (asked, fits) if surname or forenames else _birth(random)


def _birth(random: Random) -> tuple[dict[str, object], Callable[[Row], bool]]:
    asked = random.choice(("1985-02-16", "1985-02", "1985", "1990", "2007-06-01"))
    return {"born": asked}, lambda row: row.born != "" and Moment(row.born).overlaps(Moment(asked))


def _age(random: Random) -> tuple[dict[str, object], Callable[[Row], bool]]:
    low, high = random.choice(((17, 17), (18, None), (None, 20), (30, 45), (25, 29)))
    at = random.choice((None, "2025-06-01", "2024"))
    bands = {"18-24": (18, 24), "about 30": (25, 35)}

    def overlaps(years: tuple[int, int] | None) -> bool:
        return years is not None and years[0] <= (120 if high is None else high) and years[1] >= (low or 0)

    def fits(row: Row) -> bool:
        by_birth = age_range(Moment(row.born), Moment(at or TODAY.isoformat())) if row.born else None
        return overlaps(by_birth) or overlaps(bands.get(row.age))

    return {"age_from": low, "age_to": high, "age_at": at}, fits


def _sex(random: Random) -> tuple[dict[str, object], Callable[[Row], bool]]:
    asked, code = random.choice((("female", "F"), ("M", "M"), ("2", "F")))
    return {"sex": asked}, lambda row: row.sex == code


def _look(random: Random) -> tuple[dict[str, object], Callable[[Row], bool]]:
    asked = random.choice(("dark", "dark hoodie", "hood*", "blonde"))

    def fits(row: Row) -> bool:
        words = f"{row.hair} {row.clothing}".replace(",", "").split()
        return all(any(w.startswith(a[:-1]) if a.endswith("*") else w == a for w in words) for a in asked.split())

    return {"description": asked}, fits


def _identity(random: Random) -> tuple[dict[str, object], Callable[[Row], bool]]:
    unidentified = random.choice((True, False))
    return {
        "unidentified": unidentified,
        "sex": "male",
    }, lambda row: (row.sort == "U") is unidentified and row.sex == "M"


_PERSON_PARTS = (_name, _name, _birth, _age, _look, _sex, _identity)
_VEHICLE_PARTS: tuple[tuple[dict[str, str], Callable[[Row], bool]], ...] = (
    ({"plate": "ab12 cde"}, lambda row: row.plate in ("AB12 CDE", "A812 CDE")),
    ({"plate": "B12"}, lambda row: row.plate in ("AB12 CDE", "A812 CDE", "AB12 COE", "OB12 CDE")),
    ({"plate": "?B12C?E"}, lambda row: row.plate in ("AB12 CDE", "A812 CDE", "AB12 COE", "OB12 CDE")),
    ({"plate": "0B*de"}, lambda row: row.plate == "OB12 CDE"),
    ({"make": "ford"}, lambda row: row.car[0] == "Ford"),
    ({"make": "ford", "colour": "blue"}, lambda row: row.car == ("Ford", "Ka", "dark blue")),
    ({"model": "series", "plate": "X1"}, lambda row: row.car[1] == "3 Series" and row.plate == "X1"),
)
_PLACE_PARTS: tuple[tuple[dict[str, str], Callable[[Home], bool]], ...] = (
    ({"street": "high street"}, lambda home: home.street.startswith("High")),
    ({"street": "High St.", "premises": "12"}, lambda home: home.door == "12"),
    ({"premises": "rose cottage"}, lambda home: home.door == "Rose Cottage"),
    ({"town": "leeds", "street": "Mill Road"}, lambda home: home.town == "Leeds"),
    ({"postcode": "m1"}, lambda home: home.postcode == "M1 1AE"),
    ({"postcode": "M1 1"}, lambda home: home.postcode == "M1 1AE"),
    ({"postcode": "M"}, lambda home: home.postcode[0] == "M"),
    ({"postcode": "ls14ap"}, lambda home: home.postcode == "LS1 4AP"),
)


def _nowhere(random: Random) -> tuple[None, Callable[[Row], bool]]:
    del random
    return None, anywhere


def _circle(random: Random) -> tuple[Within, Callable[[Row], bool]]:
    east, north = random.choice(((384_000, 398_000), (384_000, 398_500), (430_100, 433_500)))
    metres = random.choice((50, 100, 300, 1_000, 50_000))
    latitude, longitude = map(float, (to_position(f"{east},{north}") or "").split(","))
    near = {h for h in HOMES if math.hypot(h.east - east, h.north - north) <= metres}
    return Within(None, latitude, longitude, metres), lambda row: row.home in near


def _area(random: Random) -> tuple[Within, Callable[[Row], bool]]:
    code = random.choice(("D1", "D2", "R1", "R2"))
    return Within(code), lambda row: code in (row.home.district, row.home.region)


def _not_ended(until: str) -> bool:
    return not until or Moment(until).last_day() >= TODAY


def _during(occurred: str, begins: str | None, ends: str | None) -> bool:
    moment = Moment(occurred)
    after = begins is None or moment.last_day() >= Moment(begins).first_day()
    return after and (ends is None or moment.first_day() <= Moment(ends).last_day())


def questions(random: Random, number: int) -> Iterator[Due]:
    """So many questions."""
    for _ in range(number):
        yield random.choice(QUESTIONS)(random)
