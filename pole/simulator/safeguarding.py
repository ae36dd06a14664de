"""The child abuse investigation unit at work: what is referred and decided, and who is around the child."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from pole.simulator.chance import Chance, Weighted
from pole.simulator.child_files import Child, Conference, Engagement, Home, Involvement, Plan, Referral, Row, Worker
from pole.simulator.numbers import Numbers
from pole.simulator.people import Person, Population
from pole.simulator.places import Place, Places

_CATEGORIES = Weighted({"NEG": 45, "EMO": 35, "PHY": 13, "SEX": 7}.items())
_REASONS = {
    "NEG": "HOME CONDITIONS AND SUPERVISION",
    "EMO": "CHILD PRESENT AT REPEATED DOMESTIC INCIDENTS",
    "PHY": "UNEXPLAINED BRUISING SEEN AT SCHOOL",
    "SEX": "DISCLOSURE MADE TO TEACHER",
}
_REFERRERS = ("POLICE", "SCHOOL", "HEALTH VISITOR", "GP", "ANONYMOUS", "FAMILY MEMBER")
_SCHOOLS = ("ST BEDE'S PRIMARY", "HOLLIN GREEN PRIMARY", "MARLSFORD ACADEMY", "WICKER HIGH", "NORTHMOOR JUNIOR")
_POSTS = (
    ("SOCIAL WORKER", "SOCIAL WORKER", "NORTH FELLS CHILDREN'S SERVICES"),
    ("HEALTH VISITOR", "HEALTH VISITOR", "FELLS COMMUNITY HEALTH"),
    ("DESIGNATED SAFEGUARDING LEAD", "TEACHER", "NORTH FELLS SCHOOLS TRUST"),
    ("INDEPENDENT CHAIR", "CHAIR", "NORTH FELLS SAFEGUARDING PARTNERSHIP"),
    ("DETECTIVE CONSTABLE", "OFFICER", "CHILD ABUSE INVESTIGATION UNIT"),
)


class Safeguarding:
    """The unit's files: opened, carried on, closed."""

    def __init__(self, chance: Chance, population: Population, places: Places, numbers: Numbers) -> None:
        self._chance = chance
        self._population = population
        self._places = places
        self._numbers = numbers
        self._count = 0
        self._adults: dict[Person, str] = {}
        self.children: list[Child] = []
        self.journal: list[tuple[Row, str]] = []
        """Rows as they were opened (I), changed (U) or withdrawn (D), in that order."""
        self._workers = [
            self._worker(number, *post) for post in _POSTS for number in range(1, 3 + len(population.people) // 2000)
        ]

    def take_on(self, child: Person, day: date, *, alleged: Person | None, log: str = "", crime: str = "") -> Child:
        """A child is referred to the unit: its file is opened with homes, family and a referral."""
        now = self._chance.moment(day, 8, 17)
        nhs = self._numbers.nhs() if self._chance.happens(80) else ""
        school = self._chance.one_of(_SCHOOLS) if child.age(day) >= 4 else ""
        disability = self._chance.one_of(("AUTISM", "HEARING IMPAIRMENT")) if self._chance.happens(10) else ""
        file = Child(self._next("CH"), child, nhs, school, disability, now)
        file.homes = [
            Home(self._next("AD"), file, stay.place, stay.begins, stay.ends, "HOME", now) for stay in child.stays
        ]
        referral = self._refer(file, day, log, crime)
        for parent in child.parents:
            relationship = "MOTHER" if parent.sex == "F" else "FATHER"
            self._involve(file, parent, relationship, referral, now, alleged=parent is alleged)
        self._others_around(file, referral, now, alleged)
        for role in ("SOCIAL WORKER", "OFFICER", "TEACHER" if school else "HEALTH VISITOR"):
            self._engage(file, role, referral, now)
        self.children.append(file)
        self.journal += [(file, "I"), *((home, "I") for home in file.homes)]
        return file

    def _others_around(self, file: Child, referral: Referral, now: datetime, alleged: Person | None) -> None:
        mother = file.person.parents[1]
        if self._chance.happens(25):
            grandmother = self._population.adult(sex="F", youngest=48, oldest=75)
            self._involve(file, grandmother, "GRANDPARENT", referral, now, alleged=False)
        if mother.partner is None and self._chance.happens(40):
            partner = self._population.adult(mother.home(referral.on), sex="M", youngest=22, oldest=50)
            relationship = self._chance.one_of(("STEP-PARENT", "MOTHER'S PARTNER"))
            self._involve(file, partner, relationship, referral, now, alleged=alleged is None)

    def confer(self, file: Child, day: date, *, plan: bool) -> None:
        """A conference on the last referral, which makes a plan or not."""
        now = self._chance.moment(day, 9, 17)
        referral = file.referrals[-1]
        made = self._plan(file, referral, day, now) if plan else None
        decision = "CHILD TO BE SUBJECT OF A PLAN" if plan else "CHILD IN NEED - NO PLAN"
        chair = self._of_role("CHAIR")
        meeting = Conference(self._next("CO"), file, referral, made, day, "INITIAL", decision, chair, now)
        file.conferences.append(meeting)
        self.journal.append((meeting, "I"))
        self._close(referral, day, "CONFERENCE HELD", now)

    def close_referral(self, file: Child, day: date) -> None:
        """The last referral comes to nothing more: the child is not held to be at risk."""
        self._close(file.referrals[-1], day, "NO FURTHER ROLE", self._chance.moment(day, 9, 17))

    def withdraw(self, file: Child, day: date) -> None:
        """Somebody was put on the file who has nothing to do with it: recorded in error."""
        if len(file.people) > 1:
            row = file.people.pop()
            row.updated = self._chance.moment(day, 9, 17)
            self.journal.append((row, "D"))

    def review(self, file: Child, until: date) -> None:
        """Hold the review conferences that are due up to a day; running plans go on."""
        for plan in file.current_plans():
            while plan.review <= until:
                now = self._chance.moment(plan.review, 9, 17)
                meeting = Conference(
                    self._next("CO"),
                    file,
                    plan.referral,
                    plan,
                    plan.review,
                    "REVIEW",
                    "PLAN TO CONTINUE",
                    self._of_role("CHAIR"),
                    now,
                )
                file.conferences.append(meeting)
                plan.review, plan.updated = plan.review + timedelta(days=182), now
                self.journal += [(meeting, "I"), (plan, "U")]

    def end_plan(self, file: Child, day: date) -> None:
        """The oldest running plan ends; another may still run."""
        plan = file.current_plans()[0]
        plan.ends, plan.reason = day, self._chance.one_of(("RISK REDUCED", "CHILD LOOKED AFTER", "MOVED OUT OF AREA"))
        plan.updated = self._chance.moment(day, 9, 17)
        self.journal.append((plan, "U"))

    def refer_again(self, file: Child, day: date) -> None:
        """A further concern about a child already known."""
        self._refer(file, day, "", "")

    def move(self, file: Child, day: date, place: Place | None = None) -> None:
        """The child moves, with a parent or into a placement: the old line is closed and a new one opened."""
        now = self._chance.moment(day, 8, 18)
        old = file.homes[-1]
        old.ends, old.updated = day, now
        place = place or self._places.home()
        self._population.lodge(file.person, place, day)
        sort = "PLACEMENT" if self._chance.happens(30) else "HOME"
        new = Home(self._next("AD"), file, place, day, None, sort, now)
        file.homes.append(new)
        self.journal += [(old, "U"), (new, "I")]

    def _refer(self, file: Child, day: date, log: str, crime: str) -> Referral:
        category = self._chance.draw(_CATEGORIES)
        by = "POLICE" if crime else self._chance.one_of(_REFERRERS)
        referral = Referral(
            number=self._next("RF"),
            child=file,
            on=day,
            by=by,
            reason=_REASONS[category],
            category=category,
            details=f"REFERRAL BY {by}. {_REASONS[category]}.\nSTRATEGY DISCUSSION HELD, SECTION 47 ENQUIRY AGREED.",
            risk_from=day if crime or self._chance.happens(80) else None,
            risk_to=None,
            review=day + timedelta(days=15),
            closed=None,
            decision="SECTION 47 ENQUIRY",
            log=log,
            crime=crime,
            updated=self._chance.moment(day, 8, 17),
        )
        file.referrals.append(referral)
        self.journal.append((referral, "I"))
        return referral

    def _close(self, referral: Referral, day: date, decision: str, now: datetime) -> None:
        referral.closed = day
        referral.risk_to = day if referral.risk_from else None
        referral.decision, referral.updated = decision, now
        self.journal.append((referral, "U"))

    def _plan(self, file: Child, referral: Referral, day: date, now: datetime) -> Plan:
        second = self._chance.draw(_CATEGORIES) if self._chance.happens(15) else ""
        categories = tuple(dict.fromkeys(code for code in (referral.category, second) if code))
        plan = Plan(self._next("PL"), file, referral, day, None, "", categories, day + timedelta(days=91), now)
        file.plans.append(plan)
        self.journal.append((plan, "I"))
        return plan

    def _involve(
        self, file: Child, person: Person, relationship: str, referral: Referral, now: datetime, *, alleged: bool
    ) -> None:
        number = self._adults.get(person) or self._next("AP")
        self._adults[person] = number
        standing = self._chance.one_of(("ALLEGED", "SUSPECTED", "ARRESTED")) if alleged else ""
        key = self._next("IN")
        row = Involvement(key, file, person, number, relationship, referral, alleged, standing, referral.on, now)
        file.people.append(row)
        self.journal.append((row, "I"))

    def _engage(self, file: Child, role: str, referral: Referral, now: datetime) -> None:
        worker = self._of_role(role)
        row = Engagement(self._next("PR"), file, worker, referral, referral.on, None, now)
        file.professionals.append(row)
        self.journal.append((row, "I"))

    def _of_role(self, role: str) -> Worker:
        return self._chance.one_of([worker for worker in self._workers if worker.role == role])

    def _worker(self, number: int, post: str, role: str, agency: str) -> Worker:
        some = self._chance.one_of(self._population.people)
        name = f"{self._chance.one_of(some.roots.women)} {some.surname}".upper()
        collar = f"77-{9500 + number}" if role == "OFFICER" else ""
        return Worker(self._next("WK"), name, post, role, agency, collar)

    def _next(self, prefix: str) -> str:
        self._count += 1
        return f"{prefix}{self._count:06}"
