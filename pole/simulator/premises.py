"""Bodies and people in office: shops in a shopping centre, a hostel, and the officers of the force."""

from __future__ import annotations

from pole.simulator.chance import Chance, Weighted
from pole.simulator.crimes import Officer, Organisation
from pole.simulator.people import Population
from pole.simulator.places import Places

_RANKS = Weighted({"PC": 70, "DC": 18, "SGT": 7, "DS": 5}.items())
_UNITS = ("MARLSFORD NORTH", "MARLSFORD SOUTH", "HYTHEBRIDGE", "LAMBECK", "WICKERDALE")
_SHOPS = ("FELLMART", "BRIGHTWAYS", "PENNY & PENNY", "MARLGATE PHARMACY", "NORTHSIDE SPORTS", "QUILLER'S BOOKS")


def officers(chance: Chance, population: Population) -> list[Officer]:
    """Thirteen, and one more for each 250 people."""
    return [_officer(chance, population, number) for number in range(1, 14 + len(population.people) // 250)]


def _officer(chance: Chance, population: Population, number: int) -> Officer:
    like = chance.one_of(population.people)
    given = chance.one_of(like.roots.men if chance.happens(65) else like.roots.women)
    collar = f"77-{4000 + number * 7 % 6000}"
    rank = chance.draw(_RANKS)
    return Officer(f"S{number:04}", collar, rank, f"{given} {like.surname}".upper(), chance.one_of(_UNITS))


def shops(places: Places, population: Population) -> list[Organisation]:
    """All those of one shopping centre, whose address so becomes a hub, and two in each retail park."""
    centre = places.premises("MARLGATE SHOPPING CENTRE", "SHOPPING CENTRE")
    found = [(name, centre) for name in _SHOPS]
    for number in range(1, 2 + len(population.people) // 1500):
        park = places.premises(f"RETAIL PARK {number}", "RETAIL PARK")
        found += [(name, park) for name in _SHOPS[number % 4 :][:2]]
    return [Organisation(f"G{number:04}", name, place) for number, (name, place) in enumerate(found, 1)]
