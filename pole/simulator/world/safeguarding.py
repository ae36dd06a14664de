"""The child abuse investigation unit at work: what is referred and decided, and who is around the child."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial

from pole.simulator.chance import Weighted
from pole.simulator.world.child_files import Child, Conference, Engagement, Home, Involvement, Plan, Referral, Worker
from pole.simulator.world.domestic import Assessment
from pole.simulator.world.ground import Ground
from pole.simulator.world.numbers import FORCE
from pole.simulator.world.people import Person
from pole.simulator.world.places import Place
from pole.simulator.world.police import official

_CATEGORIES = Weighted({"NEG": 45, "EMO": 35, "PHY": 13, "SEX": 7}.items())
_REASONS = {
    "NEG": "HOME CONDITIONS AND SUPERVISION",
    "EMO": "CHILD PRESENT AT REPEATED DOMESTIC INCIDENTS",
    "PHY": "UNEXPLAINED BRUISING SEEN AT SCHOOL",
    "SEX": "DISCLOSURE MADE TO TEACHER",
}
_REFERRERS = ("SCHOOL", "HEALTH VISITOR", "GP", "ANONYMOUS", "FAMILY MEMBER")
_SCHOOLS = ("ST BEDE'S PRIMARY", "HOLLIN GREEN PRIMARY", "MARLSFORD ACADEMY", "WICKER HIGH", "NORTHMOOR JUNIOR")
_POSTS = (
    ("SOCIAL WORKER", "SOCIAL WORKER", "NORTH FELLS CHILDREN'S SERVICES"),
    ("HEALTH VISITOR", "HEALTH VISITOR", "FELLS COMMUNITY HEALTH"),
    ("DESIGNATED SAFEGUARDING LEAD", "TEACHER", "NORTH FELLS SCHOOLS TRUST"),
    ("INDEPENDENT CHAIR", "CHAIR", "NORTH FELLS SAFEGUARDING PARTNERSHIP"),
    ("DETECTIVE CONSTABLE", "OFFICER", "CHILD ABUSE INVESTIGATION UNIT"),
)
_SHARE = {"STANDARD": 20, "MEDIUM": 45, "HIGH": 85, "VERY HIGH": 100}
"""How many of a hundred families are referred, by the level of risk."""
_ENDS = ("RISK REDUCED", "CHILD LOOKED AFTER", "MOVED OUT OF AREA")


class Safeguarding:
    """The unit's files: opened, carried on, closed. Everything that is done to a line is news of that line."""

    def __init__(self, ground: Ground) -> None:
        self._chance, self._course = ground.chance("safeguarding"), ground.course
        self._population, self._places = ground.population, ground.places
        self._phones, self._numbers = ground.phones, ground.numbers
        self._count = 0
        self._files: dict[Person, Child] = {}
        self._running: list[Plan] = []
        posts = range(1, 3 + len(self._population.people) // 2000)
        self._workers = [self._worker(number, *post) for post in _POSTS for number in posts]

    def concern(self) -> None:
        """Somebody is worried about the children of a family."""
        day = self._course.now.date()
        child = self._population.anybody(self._chance, day, 0, 15)
        if child.parents:
            father, mother = child.parents
            alleged = father if self._chance.happens(55) else None
            self.refer([one for one in mother.children if 0 <= one.age(day) < 17], alleged, "", "")

    def assessed(self, form: Assessment) -> None:
        """Children lived where a risk was assessed: the police may refer them."""
        if form.children and not form.couple.victim.scripted and self._chance.happens(_SHARE[form.level]):
            log, crime = form.call.reference if form.call else "", form.crime.number if form.crime else ""
            children, abuser = list(form.children), form.couple.abuser
            self._course.after(self._chance.minutes(60, 2000), lambda: self.refer(children, abuser, log, crime))

    def moved(self, person: Person) -> None:
        """A child with a file moves: the old line is closed and a new one opened."""
        file = self._files.get(person)
        if file is not None and file.homes[-1].place is not person.home:
            self._new_home(file, person.home, "HOME")

    def refer(self, children: list[Person], alleged: Person | None, log: str, crime: str) -> list[Referral]:
        """Children are referred, and what follows is planned: most come to a conference."""
        referrals = [self._refer(child, alleged, log, crime) for child in children]
        if referrals and not children[0].scripted:
            wait = self._chance.days(9, 16)
            if self._chance.happens(70):
                plan = self._chance.happens(80)
                self._all_after(wait, [partial(self.confer, one, plan=plan) for one in referrals])
            elif self._chance.happens(70):
                self._all_after(wait, [partial(self._close, one, "NO FURTHER ROLE") for one in referrals])
        return referrals

    def last_referrals(self, children: list[Person]) -> list[Referral]:
        """The latest of each child that the unit knows."""
        return [self._files[child].referrals[-1] for child in children]

    def on_a_plan(self) -> Plan | None:
        """A plan that runs, of a child whom chance may touch."""
        self._running = [plan for plan in self._running if plan.ends is None]
        return self._chance.one_of(self._running) if self._running else None

    def end(self, plan: Plan) -> None:
        """The plan ends; another may still run, and some day there may be a further concern."""
        if plan.ends is not None:
            return
        plan.ends, plan.reason = self._course.now.date(), self._chance.one_of(_ENDS)
        self._course.tell(plan)
        if self._chance.happens(25):
            child = plan.child.person
            self._course.after(self._chance.days(20, 120), lambda: self.refer([child], None, "", ""))

    def confer(self, referral: Referral, *, plan: bool) -> None:
        """A conference on a referral, which makes a plan or not."""
        day = self._course.now.date()
        made = self._plan(referral) if plan else None
        decision = "CHILD TO BE SUBJECT OF A PLAN" if plan else "CHILD IN NEED - NO PLAN"
        self._conference(referral, made, day, "INITIAL", decision)
        self._close(referral, "CONFERENCE HELD")

    # ---------------------------------------------------------------- referral

    def _refer(self, child: Person, alleged: Person | None, log: str, crime: str) -> Referral:
        file = self._files.get(child)
        if file is None:
            return self._take_on(child, alleged, log, crime)
        return self._referral(file, log, crime)

    def _take_on(self, child: Person, alleged: Person | None, log: str, crime: str) -> Referral:
        """A child that the unit does not know: its file is opened with homes, family and a referral."""
        day = self._course.now.date()
        nhs = self._numbers.nhs() if self._chance.happens(80) else ""
        school = self._chance.one_of(_SCHOOLS) if child.age(day) >= 4 else ""
        disability = self._chance.one_of(("AUTISM", "HEARING IMPAIRMENT")) if self._chance.happens(10) else ""
        file = Child(self._next("CH"), child, nhs, school, disability)
        self._files[child] = file
        file.homes = [Home(self._next("AD"), file, *stay, "HOME") for stay in child.stays]
        self._course.tell(file, *file.homes)
        referral = self._referral(file, log, crime)
        for parent in child.parents:
            relationship = "MOTHER" if parent.sex == "F" else "FATHER"
            self._involve(referral, parent, relationship, alleged=parent is alleged)
        self._others_around(referral, alleged)
        for role in ("SOCIAL WORKER", "OFFICER", "TEACHER" if school else "HEALTH VISITOR"):
            self._engage(referral, role)
        return referral

    def _others_around(self, referral: Referral, alleged: Person | None) -> None:
        father, mother = referral.child.person.parents
        if alleged is not None and alleged not in (father, mother):
            self._involve(referral, alleged, "MOTHER'S PARTNER", alleged=True)
        if self._chance.happens(25):
            grandmother = next((one for one in mother.parents if one.sex == "F"), None)
            grandmother = grandmother or self._population.parent_of(mother, "F")
            self._involve(referral, grandmother, "GRANDPARENT", alleged=False)
        if mother.partner is None and not mother.scripted and self._chance.happens(40):
            partner = self._population.adult(mother.home, sex="M", youngest=22, oldest=50)
            mother.partner, partner.partner = partner, mother
            relationship = self._chance.one_of(("STEP-PARENT", "MOTHER'S PARTNER"))
            self._involve(referral, partner, relationship, alleged=alleged is None)

    def _referral(self, file: Child, log: str, crime: str) -> Referral:
        day = self._course.now.date()
        by = "POLICE" if log or crime else self._chance.one_of(_REFERRERS)
        category = "EMO" if by == "POLICE" else self._chance.draw(_CATEGORIES)
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
        )
        file.referrals.append(referral)
        self._course.tell(referral)
        return referral

    def _close(self, referral: Referral, decision: str) -> None:
        referral.closed = self._course.now.date()
        referral.risk_to = referral.closed if referral.risk_from else None
        referral.decision = decision
        self._course.tell(referral)

    # ---------------------------------------------------------------- conference and plan

    def _conference(self, referral: Referral, plan: Plan | None, day: date, sort: str, decision: str) -> None:
        chair = self._of_role("CHAIR")
        meeting = Conference(self._next("CO"), referral.child, referral, plan, day, sort, decision, chair)
        referral.child.conferences.append(meeting)
        self._course.tell(meeting)

    def _plan(self, referral: Referral) -> Plan:
        day = self._course.now.date()
        second = self._chance.draw(_CATEGORIES) if self._chance.happens(15) else ""
        categories = tuple(dict.fromkeys(code for code in (referral.category, second) if code))
        file = referral.child
        plan = Plan(self._next("PL"), file, referral, day, None, "", categories, day + timedelta(days=91))
        file.plans.append(plan)
        self._course.tell(plan)
        self._at_work(plan.review, lambda: self._review(plan))
        if not file.person.scripted:
            self._running.append(plan)
            self._course.after(self._chance.days(90, 400), lambda: self.end(plan))
            if self._chance.happens(12):
                self._course.after(self._chance.days(10, 90), lambda: self._place(plan))
        return plan

    def _review(self, plan: Plan) -> None:
        if plan.ends is None:
            self._conference(plan.referral, plan, plan.review, "REVIEW", "PLAN TO CONTINUE")
            plan.review += timedelta(days=182)
            self._course.tell(plan)
            self._at_work(plan.review, lambda: self._review(plan))

    def _place(self, plan: Plan) -> None:
        """The child is placed with carers while the plan runs."""
        carers = self._places.next_home()
        if plan.ends is None and plan.child.person.move(carers, self._course.now.date()):
            self._new_home(plan.child, carers, "PLACEMENT")

    def _new_home(self, file: Child, place: Place, sort: str) -> None:
        day, old = self._course.now.date(), file.homes[-1]
        old.ends = day
        new = Home(self._next("AD"), file, place, day, None, sort)
        file.homes.append(new)
        self._course.tell(old, new)

    # ---------------------------------------------------------------- people around

    def _involve(self, referral: Referral, person: Person, relationship: str, *, alleged: bool) -> None:
        self._phones.of(person, referral.on)
        standing = self._chance.one_of(("ALLEGED", "SUSPECTED", "ARRESTED")) if alleged else ""
        file = referral.child
        row = Involvement(
            self._next("IN"), file, person, relationship, referral, alleged, standing, referral.on
        )  # fmt: skip
        file.people.append(row)
        self._course.tell(row)

    def _engage(self, referral: Referral, role: str) -> None:
        worker = self._of_role(role)
        row = Engagement(self._next("PR"), referral.child, worker, referral, referral.on, None)
        referral.child.professionals.append(row)
        self._course.tell(row)

    def _of_role(self, role: str) -> Worker:
        return self._chance.one_of([worker for worker in self._workers if worker.role == role])

    def _worker(self, number: int, post: str, role: str, agency: str) -> Worker:
        name = official(self._chance, self._chance.one_of(self._population.people).origin, "F")
        collar = f"{FORCE}-{9500 + number}" if role == "OFFICER" else ""
        return Worker(self._next("WK"), name, post, role, agency, collar)

    def _all_after(self, wait: timedelta, happen: Sequence[Callable[[], object]]) -> None:
        for one in happen:
            self._course.after(wait, one)

    def _at_work(self, day: date, happen: Callable[[], object]) -> None:
        self._course.at(self._chance.moment(day, 9, 16), happen)

    def _next(self, prefix: str) -> str:
        self._count += 1
        return f"{prefix}{self._count:06}"
