"""Towns that are on no map, with streets, houses, flats, shops and a hostel.

Postcode areas (MX, HY, LM, WK) have the right shape and are not allocated; grid positions lie on open moor.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from pole.simulator.chance import Chance
from pole.simulator.words import words

_TOWNS = (
    ("Marlsford", "MX", 398_000, 432_000, ("", "Eastgate", "Millbank", "Thornley", "Hollin Green")),
    ("Hythebridge", "HY", 404_500, 428_500, ("", "Northmoor", "Quarry Hill")),
    ("Lambeck", "LM", 391_500, 436_500, ("", "Beck Side")),
    ("Wickerdale", "WK", 400_000, 441_000, ("", "Upper Wicker")),
)
_FIRST = words("""
    Station Church Victoria Albert Mill High Park Queens Kings York Manor Chapel Green School Grange Springfield
    Richmond Windsor Stanley Clarence Oxford Cambridge Nelson Wellington Alma Beech Oak Ash Elm Cedar Willow Maple
    Hawthorn Birch Poplar Priory Abbey Castle Bridge River Brook Meadow Orchard Field Hill Moor Heath Wood
    Highfield Broad Cross Market Union Balmoral Cromwell Milton Byron Shelley Tennyson Gladstone Coronation
    Jubilee Princess Regent Carlton Lancaster Lincoln Norfolk Sussex Surrey Essex Durham Chester Salisbury Exeter
    Hereford Worcester Weaver Spinner Carder Loom
""")
_SECOND = ("Street", "Road", "Avenue", "Close", "Lane", "Drive", "Crescent", "Grove", "Terrace", "Way", "Place", "Walk")
_INWARD = "ABDEFGHJLNPQRSTUWXYZ"
_HOUSES_A_STREET = 48
_HOUSES_A_POSTCODE = 12


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere with a postal address. `name` is that of a building or business; `kind` is how a record calls it."""

    id: str
    flat: str
    number: str
    name: str
    street: str
    locality: str
    town: str
    postcode: str
    easting: int
    northing: int
    beat: str
    kind: str


@dataclass(slots=True)
class _Street:
    name: str
    locality: str
    town: str
    sector: str
    easting: int
    northing: int
    beat: str
    next_number: int = 1
    inward: list[str] = field(default_factory=list[str])

    def postcode(self, number: int) -> str:
        return f"{self.sector}{self.inward[(number - 1) // _HOUSES_A_POSTCODE % len(self.inward)]}"


class Places:
    """Builds the towns as they are needed; a new address is given out once, and again only when its people have left."""

    def __init__(self, chance: Chance) -> None:
        self._chance = chance
        self._open: list[_Street] = []
        self._names: set[tuple[str, str]] = set()
        self._sectors: dict[str, int] = {}
        self._pending: list[Place] = []
        self._vacant: list[Place] = []
        self.count = 0

    def vacate(self, place: Place) -> None:
        """Its people have left; others may move in."""
        if place.kind == "DWELLING":
            self._vacant.append(place)

    def next_home(self) -> Place:
        """A dwelling to move to: as often as not one that others have left."""
        if self._vacant and self._chance.happens(50):
            return self._vacant.pop(self._chance.below(len(self._vacant)))
        return self.home()

    def home(self) -> Place:
        """A dwelling that nobody has had yet: a house, or a flat in a building of some."""
        if self._pending:
            return self._pending.pop()
        street = self._street()
        number = street.next_number
        street.next_number += 1
        if not self._chance.happens(5):
            return self._place(street, str(number))
        flats = self._chance.between(4, 12)
        self._pending = [self._place(street, str(number), flat=f"Flat {flat}") for flat in range(flats, 1, -1)]
        return self._place(street, str(number), flat="Flat 1")

    def premises(self, name: str, kind: str) -> Place:
        """A named building: a shop, a public house, a hostel."""
        street = self._street()
        number = street.next_number
        street.next_number += 1
        return self._place(street, str(number), name=name, kind=kind)

    def _street(self) -> _Street:
        if len(self._open) < 6:
            self._open.append(self._new_street())
        street = self._chance.one_of(self._open)
        if street.next_number > _HOUSES_A_STREET:
            self._open.remove(street)
            return self._street()
        return street

    def _new_street(self) -> _Street:
        town, area, east, north, localities = self._chance.one_of(_TOWNS)
        name = self._free_name(town)
        count = self._sectors[area] = self._sectors.get(area, 0) + 1
        sector = f"{area}{1 + count // 9 % 99} {1 + count % 9}"
        letters = [f"{one}{two}" for one in _INWARD for two in _INWARD]
        beat = f"{area}{1 + count % 6:02}"
        easting, northing = east + self._chance.between(-2500, 2500), north + self._chance.between(-2500, 2500)
        inward = self._chance.some_of(letters, 4)
        return _Street(name, self._chance.one_of(localities), town, sector, easting, northing, beat, inward=inward)

    def _free_name(self, town: str) -> str:
        while True:
            name = f"{self._chance.one_of(_FIRST)} {self._chance.one_of(_SECOND)}"
            if (town, name) in self._names and len(self._names) > 2000:
                name = f"{self._chance.one_of(_FIRST)} {name}"
            if (town, name) not in self._names:
                self._names.add((town, name))
                return name

    def _place(self, street: _Street, number: str, *, flat: str = "", name: str = "", kind: str = "DWELLING") -> Place:
        self.count += 1
        return Place(
            id=f"A{self.count:06}",
            flat=flat,
            number=number,
            name=name,
            street=street.name,
            locality=street.locality,
            town=street.town,
            postcode=street.postcode(int(number)),
            easting=street.easting + 6 * int(number),
            northing=street.northing + (4 if int(number) % 2 else -4),
            beat=street.beat,
            kind=kind,
        )
