"""What the child abuse investigation unit holds of a child: its file, with all its lines."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from pole.simulator.world.people import Person
from pole.simulator.world.places import Place


@dataclass(frozen=True, slots=True, eq=False)
class Worker:
    """A professional in the official role, under the unit's number."""

    number: str
    name: str
    post: str
    role: str
    """As the file says: SOCIAL WORKER, HEALTH VISITOR, TEACHER, GP, OFFICER."""
    agency: str
    collar: str = ""


@dataclass(slots=True, eq=False)
class Home:
    """One line of a child's address history."""

    number: str
    child: Child
    place: Place
    begins: date
    ends: date | None
    sort: str
    """HOME or PLACEMENT."""


@dataclass(slots=True, eq=False)
class Involvement:
    """An adult around a child, and as what."""

    number: str
    child: Child
    person: Person
    relationship: str
    referral: Referral
    alleged: bool
    standing: str
    begins: date


@dataclass(slots=True, eq=False)
class Engagement:
    """A professional around a child."""

    number: str
    child: Child
    worker: Worker
    referral: Referral
    begins: date
    ends: date | None


@dataclass(slots=True, eq=False)
class Referral:
    """A concern passed to the unit; the child may be held to be at risk from a day, until a day, without any plan."""

    number: str
    child: Child
    on: date
    by: str
    reason: str
    category: str
    details: str
    risk_from: date | None
    risk_to: date | None
    review: date | None
    closed: date | None
    decision: str
    log: str
    crime: str


@dataclass(slots=True, eq=False)
class Conference:
    """A meeting that decides on a plan."""

    number: str
    child: Child
    referral: Referral
    plan: Plan | None
    on: date
    sort: str
    decision: str
    chair: Worker


@dataclass(slots=True, eq=False)
class Plan:
    """A child-protection plan; no end while it runs."""

    number: str
    child: Child
    referral: Referral
    begins: date
    ends: date | None
    reason: str
    categories: tuple[str, ...]
    review: date


@dataclass(slots=True, eq=False)
class Child:
    """A child's file with all its lines."""

    number: str
    person: Person
    nhs: str
    school: str
    disability: str
    homes: list[Home] = field(default_factory=list[Home])
    people: list[Involvement] = field(default_factory=list[Involvement])
    professionals: list[Engagement] = field(default_factory=list[Engagement])
    referrals: list[Referral] = field(default_factory=list[Referral])
    conferences: list[Conference] = field(default_factory=list[Conference])
    plans: list[Plan] = field(default_factory=list[Plan])

    def current_plans(self) -> list[Plan]:
        """Those that have not ended."""
        return [plan for plan in self.plans if plan.ends is None]


Row: TypeAlias = Child | Home | Involvement | Engagement | Referral | Conference | Plan
