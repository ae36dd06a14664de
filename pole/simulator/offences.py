"""Sorts of crime and how each usually goes. Classes are Home Office classes as commonly listed: labels, here."""

from __future__ import annotations

from dataclasses import dataclass

from pole.simulator.chance import Weighted


@dataclass(frozen=True, slots=True)
class Offence:
    """One class of crime, and what a story of it needs."""

    code: str
    text: str
    story: str
    """Which story tells it: see `crimes`."""
    solved: int
    """How many of a hundred have a known suspect."""


ASSAULT = Offence("105A", "COMMON ASSAULT AND BATTERY", "violence", 75)
BODILY_HARM = Offence("8N", "ASSAULT OCCASIONING ACTUAL BODILY HARM", "violence", 75)
GRIEVOUS_HARM = Offence("5D", "ASSAULT WITH INTENT TO CAUSE SERIOUS HARM", "violence", 80)
DOMESTIC = Offence("105A", "COMMON ASSAULT AND BATTERY", "domestic", 97)
HARASSMENT = Offence("8L", "HARASSMENT", "domestic", 90)
BURGLARY = Offence("28E", "BURGLARY IN A DWELLING", "burglary", 30)
ATTEMPTED_BURGLARY = Offence("28F", "ATTEMPTED BURGLARY IN A DWELLING", "burglary", 20)
ROBBERY = Offence("34B", "ROBBERY OF PERSONAL PROPERTY", "robbery", 45)
CAR_THEFT = Offence("48", "THEFT OR UNAUTHORISED TAKING OF A MOTOR VEHICLE", "car-theft", 25)
SHOPLIFTING = Offence("46", "THEFT FROM A SHOP", "shop", 70)
DAMAGE = Offence("58A", "CRIMINAL DAMAGE TO A DWELLING", "damage", 35)
PUBLIC_ORDER = Offence("125", "PUBLIC FEAR, ALARM OR DISTRESS", "hate", 55)
AGGRAVATED_ORDER = Offence("9B", "RACIALLY OR RELIGIOUSLY AGGRAVATED PUBLIC FEAR, ALARM OR DISTRESS", "hate", 55)
CANNABIS = Offence("92D", "POSSESSION OF A CONTROLLED DRUG (CANNABIS)", "drugs", 100)
SUPPLY = Offence("92A", "POSSESSION OF A CONTROLLED DRUG WITH INTENT TO SUPPLY", "drugs", 100)
CHILD_CRUELTY = Offence("11A", "CRUELTY TO OR NEGLECT OF CHILDREN", "domestic", 100)

OFFENCES: Weighted[Offence] = Weighted(
    [
        (ASSAULT, 14),
        (BODILY_HARM, 9),
        (GRIEVOUS_HARM, 2),
        (DOMESTIC, 13),
        (HARASSMENT, 6),
        (BURGLARY, 9),
        (ATTEMPTED_BURGLARY, 3),
        (ROBBERY, 4),
        (CAR_THEFT, 7),
        (SHOPLIFTING, 12),
        (DAMAGE, 9),
        (PUBLIC_ORDER, 3),
        (AGGRAVATED_ORDER, 3),
        (CANNABIS, 4),
        (SUPPLY, 2),
    ]
)

RECLASSED = {
    ASSAULT: BODILY_HARM,
    BODILY_HARM: GRIEVOUS_HARM,
    ATTEMPTED_BURGLARY: BURGLARY,
    PUBLIC_ORDER: AGGRAVATED_ORDER,
    CANNABIS: SUPPLY,
}
"""What a crime turns out to be when more is known of it."""

OUTCOMES = {
    "CHG": ("1", "CHARGED/SUMMONSED"),
    "CON": ("1", "CHARGED/SUMMONSED"),
    "ACQ": ("1", "CHARGED/SUMMONSED"),
    "OOC": ("8", "COMMUNITY RESOLUTION"),
    "NFA": ("16", "EVIDENTIAL DIFFICULTIES - VICTIM DOES NOT SUPPORT"),
    "SUS": ("15", "EVIDENTIAL DIFFICULTIES - SUSPECT IDENTIFIED"),
    "": ("18", "INVESTIGATION COMPLETE - NO SUSPECT IDENTIFIED"),
}
"""How the crime ends, by the standing of its suspect; with none when there is none."""
