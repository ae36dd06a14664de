"""Who may see what: a pure function of viewer and marking, plain Python over a versioned file.

A viewer's roles add up to one clearance: the highest classification, and all handling codes, compartments and owner
limits of any of them. What is marked at or below it is seen in full. Roles that the policy does not know grant nothing.
Whether the file's rules hold together is judged in `pole.access.policy_check`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from hashlib import blake2b

from pole.access.policy_file import (
    CompartmentEntry,
    Entitlement,
    PolicyFile,
    Question,
    RoleEntry,
    SecondPerson,
    read_policy_file,
)
from pole.access.reason import ReasonCode
from pole.access.viewer import Viewer
from pole.errors import NotEntitledError
from pole.model.marking import BASE, Marking, join_all


class Sight(IntEnum):
    """How much a viewer gets of what is marked so; more is greater."""

    NONE = 0
    """The same as if it did not exist."""
    EXISTENCE = 1
    """Asked for an identifier held there: *restricted, ask this contact*. Nowhere else, and nothing more."""
    FULL = 2


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to ask for what a compartment keeps back."""

    title: str
    owner: str
    contact: str


@dataclass(frozen=True, slots=True)
class Role:
    """What a role grants."""

    title: str
    up_to: Marking | None
    """None: sees nothing."""
    at_least: Marking
    questions: frozenset[Question]
    entitlements: frozenset[Entitlement]


@dataclass(frozen=True, slots=True)
class Clearance:
    """What roles together may see: everything from one of `at_least` up to `up_to`."""

    up_to: Marking = BASE
    at_least: tuple[Marking, ...] = ()
    """Empty: nothing at all. A sound policy has the base here and nothing else."""

    def covers(self, marking: Marking) -> bool:
        """Whether what is marked so is seen in full."""
        return marking.at_or_below(self.up_to) and any(least.at_or_below(marking) for least in self.at_least)


@dataclass(frozen=True)
class Policy:
    """A policy as read: rules and names, no viewer and no state."""

    version: str
    """The file's own version and eight letters of its digest: what the audit trail names."""
    reasons: Mapping[str, ReasonCode]
    roles: Mapping[str, Role]
    handling: Mapping[str, str]
    compartments: Mapping[str, Contact]
    owner_limits: Mapping[str, str]
    told: frozenset[str]
    """Compartments whose owner lets it be told that something is held."""
    second_person: SecondPerson = SecondPerson.WARNED

    @classmethod
    def parse(cls, text: str, file: str = "policy") -> Policy:
        """The policy in the text of a file. Raises PolicyError, each mistake with its line."""
        entry = read_policy_file(text, file)
        return cls(
            version=f"{entry.version}+{blake2b(text.encode('utf-8'), digest_size=4).hexdigest()}",
            reasons=_reasons(entry),
            roles={name: _role(role) for name, role in entry.roles.items()},
            handling=entry.handling,
            compartments={name: _contact(compartment) for name, compartment in entry.compartments.items()},
            owner_limits=entry.owner_limits,
            told=frozenset(name for name, entry in entry.compartments.items() if entry.existence == "told"),
            second_person=entry.second_person,
        )

    def clearance(self, roles: Iterable[str]) -> Clearance:
        """What these roles together may see."""
        known = [self.roles[name] for name in sorted(set(roles)) if name in self.roles]
        seeing = [(role.up_to, role.at_least) for role in known if role.up_to is not None]
        return Clearance(join_all(up_to for up_to, _ in seeing), tuple(dict.fromkeys(least for _, least in seeing)))

    def sight(self, viewer: Viewer, marking: Marking) -> Sight:
        """How much this viewer gets of what is marked so."""
        return self._sight(self.clearance(viewer.roles), marking)

    def visible(self, viewer: Viewer, held: Mapping[int, Marking]) -> frozenset[int]:
        """Of the visibilities a store holds, those this viewer sees in full."""
        clearance = self.clearance(viewer.roles)
        return frozenset(number for number, marking in held.items() if clearance.covers(marking))

    def hinted(self, viewer: Viewer, held: Mapping[int, Marking]) -> dict[int, tuple[Contact, ...]]:
        """Of the visibilities a store holds, those this viewer is told exist, with whom to ask."""
        clearance = self.clearance(viewer.roles)
        return {
            number: self._contacts(clearance, marking)
            for number, marking in held.items()
            if self._sight(clearance, marking) is Sight.EXISTENCE
        }

    def may_be_told(self, viewer: Viewer) -> bool:
        """Whether there is anything of which this viewer would be told that it exists; the store has no say in that."""
        clearance = self.clearance(viewer.roles)
        return any(self._is_told(clearance, Marking.of(compartments=[name])) for name in self.told)

    def scope_digest(self, viewer: Viewer) -> str:
        """A text that differs whenever what the viewer may see does; cursors are bound to it.

        It is made from the rules, not from what is held, so that it says nothing about what was loaded.
        """
        clearance = self.clearance(viewer.roles)
        parts = (clearance.up_to.text, *(least.text for least in clearance.at_least))
        return blake2b("\n".join(parts).encode("ascii"), digest_size=16).hexdigest()

    def questions(self, viewer: Viewer) -> frozenset[Question]:
        """What this viewer may ask."""
        return frozenset[Question]().union(*(role.questions for role in self._held(viewer)))

    def entitlements(self, viewer: Viewer) -> frozenset[Entitlement]:
        """What else this viewer may do."""
        return frozenset[Entitlement]().union(*(role.entitlements for role in self._held(viewer)))

    def require_question(self, viewer: Viewer, question: Question) -> None:
        """Raise NotEntitledError unless the viewer may ask this."""
        allowed = self.questions(viewer)
        if question not in allowed:
            raise _not_entitled(f"ask {question.value!r}", allowed)

    def require(self, viewer: Viewer, entitlement: Entitlement) -> None:
        """Raise NotEntitledError unless the viewer may do this."""
        allowed = self.entitlements(viewer)
        if entitlement not in allowed:
            raise _not_entitled(f"use {entitlement.value!r}", allowed)

    def _held(self, viewer: Viewer) -> list[Role]:
        return [self.roles[name] for name in viewer.roles if name in self.roles]

    def _sight(self, clearance: Clearance, marking: Marking) -> Sight:
        if clearance.covers(marking):
            return Sight.FULL
        return Sight.EXISTENCE if self._is_told(clearance, marking) else Sight.NONE

    def _is_told(self, clearance: Clearance, marking: Marking) -> bool:
        """Whether need to know alone keeps the viewer out, and every owner concerned lets existence be told.

        The classification does not count here: the owner of the compartment has decided about it by saying `told`.
        """
        missing = marking.compartments - clearance.up_to.compartments
        return (
            bool(missing)
            and missing <= self.told
            and clearance.covers(BASE)
            and marking.handling <= clearance.up_to.handling
            and marking.owner_limits <= clearance.up_to.owner_limits
        )

    def _contacts(self, clearance: Clearance, marking: Marking) -> tuple[Contact, ...]:
        missing = marking.compartments - clearance.up_to.compartments
        return tuple(self.compartments[name] for name in sorted(missing))


def _role(entry: RoleEntry) -> Role:
    return Role(
        title=entry.title,
        up_to=entry.sees.up_to.marking() if entry.sees else None,
        at_least=entry.sees.at_least.marking() if entry.sees else BASE,
        questions=frozenset(entry.ask),
        entitlements=frozenset(entry.may),
    )


def _contact(entry: CompartmentEntry) -> Contact:
    return Contact(entry.title, entry.owner, entry.contact)


def _reasons(entry: PolicyFile) -> dict[str, ReasonCode]:
    return {
        code: ReasonCode(code, reason.label, "case" in reason.needs, "words" in reason.needs)
        for code, reason in entry.reasons.items()
    }


def _not_entitled(what: str, allowed: Iterable[str]) -> NotEntitledError:
    listed = ", ".join(sorted(allowed)) or "nothing of the kind"
    return NotEntitledError(f"Your roles do not let you {what}. They let you use: {listed}.")
