"""Sorts of crime and how each usually goes. Codes are as commonly listed: labels, here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pole.simulator.chance import Weighted


@dataclass(frozen=True, slots=True)
class Offence:
    """One class of crime, and what a story of it needs."""

    code: str
    """Home Office class."""
    charge: str
    """Offence code of the criminal justice system."""
    text: str
    act: str
    story: str
    """Which story tells it: see `stories`."""
    solved: int
    """How many of a hundred have a known suspect."""


_PERSON = "OFFENCES AGAINST THE PERSON ACT 1861"
_THEFT = "THEFT ACT 1968"
_ORDER = "PUBLIC ORDER ACT 1986"
_DRUGS = "MISUSE OF DRUGS ACT 1971"

ASSAULT = Offence(
    "105A", "CJ88116", "COMMON ASSAULT AND BATTERY", "CRIMINAL JUSTICE ACT 1988 S39", "violence", 75
)  # fmt: skip
BODILY_HARM = Offence("8N", "OF61102", "ASSAULT OCCASIONING ACTUAL BODILY HARM", f"{_PERSON} S47", "violence", 75)
GRIEVOUS_HARM = Offence("5D", "OF61018", "ASSAULT WITH INTENT TO CAUSE SERIOUS HARM", f"{_PERSON} S18", "violence", 80)
DOMESTIC = Offence("105A", "CJ88116", "COMMON ASSAULT AND BATTERY", "CRIMINAL JUSTICE ACT 1988 S39", "domestic", 97)
HARASSMENT = Offence("8L", "PH97003", "HARASSMENT", "PROTECTION FROM HARASSMENT ACT 1997 S2", "domestic", 90)
BURGLARY = Offence("28E", "TH68036", "BURGLARY IN A DWELLING", f"{_THEFT} S9", "burglary", 30)
ATTEMPTED_BURGLARY = Offence(
    "28F", "TH68072", "ATTEMPTED BURGLARY IN A DWELLING", f"{_THEFT} S9", "burglary", 20
)  # fmt: skip
ROBBERY = Offence("34B", "TH68023", "ROBBERY OF PERSONAL PROPERTY", f"{_THEFT} S8", "robbery", 45)
CAR_THEFT = Offence(
    "48", "TH68006", "THEFT OR UNAUTHORISED TAKING OF A MOTOR VEHICLE", f"{_THEFT} S12", "car-theft", 25
)  # fmt: skip
SHOPLIFTING = Offence("46", "TH68010", "THEFT FROM A SHOP", f"{_THEFT} S1", "shop", 70)
DAMAGE = Offence("58A", "CD71039", "CRIMINAL DAMAGE TO A DWELLING", "CRIMINAL DAMAGE ACT 1971 S1", "damage", 35)
PUBLIC_ORDER = Offence("125", "PU86012", "PUBLIC FEAR, ALARM OR DISTRESS", f"{_ORDER} S4A", "hate", 55)
AGGRAVATED_ORDER = Offence(
    "9B", "CD98035", "RACIALLY OR RELIGIOUSLY AGGRAVATED PUBLIC FEAR, ALARM OR DISTRESS",
    "CRIME AND DISORDER ACT 1998 S31", "hate", 55,
)  # fmt: skip
CANNABIS = Offence("92D", "MD71530", "POSSESSION OF A CONTROLLED DRUG (CANNABIS)", f"{_DRUGS} S5", "drugs", 100)
SUPPLY = Offence(
    "92A", "MD71231", "POSSESSION OF A CONTROLLED DRUG WITH INTENT TO SUPPLY", f"{_DRUGS} S5", "drugs", 100
)  # fmt: skip

OFFENCES: Weighted[Offence] = Weighted(
    [
        (ASSAULT, 16),
        (BODILY_HARM, 11),
        (GRIEVOUS_HARM, 2),
        (BURGLARY, 11),
        (ATTEMPTED_BURGLARY, 4),
        (ROBBERY, 5),
        (CAR_THEFT, 8),
        (SHOPLIFTING, 15),
        (DAMAGE, 11),
        (PUBLIC_ORDER, 4),
        (AGGRAVATED_ORDER, 4),
        (CANNABIS, 6),
        (SUPPLY, 3),
    ]
)
"""All but what happens between partners, which has a story of its own: see `domestic`."""

RECLASSED = {
    ASSAULT: BODILY_HARM,
    BODILY_HARM: GRIEVOUS_HARM,
    ATTEMPTED_BURGLARY: BURGLARY,
    PUBLIC_ORDER: AGGRAVATED_ORDER,
    CANNABIS: SUPPLY,
}
"""What a crime turns out to be when more is known of it."""


class Standing(StrEnum):
    """How far the process is with somebody who is suspected."""

    SUSPECTED = "SUS"
    ARRESTED = "ARR"
    CHARGED = "CHG"
    CONVICTED = "CON"
    ACQUITTED = "ACQ"
    OUT_OF_COURT = "OOC"
    NO_ACTION = "NFA"
    ELIMINATED = "ELM"


OUTCOMES = {
    Standing.CHARGED: ("1", "CHARGED/SUMMONSED"),
    Standing.CONVICTED: ("1", "CHARGED/SUMMONSED"),
    Standing.ACQUITTED: ("1", "CHARGED/SUMMONSED"),
    Standing.OUT_OF_COURT: ("8", "COMMUNITY RESOLUTION"),
    Standing.NO_ACTION: ("16", "EVIDENTIAL DIFFICULTIES - VICTIM DOES NOT SUPPORT"),
    Standing.SUSPECTED: ("15", "EVIDENTIAL DIFFICULTIES - SUSPECT IDENTIFIED"),
}
"""How a crime ends, by the standing of its suspect."""
UNSOLVED = ("18", "INVESTIGATION COMPLETE - NO SUSPECT IDENTIFIED")
"""How it ends when there is none."""
