"""The policy file: its shape, read with the line of every mistake. What it means is in `pole.access.policy`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from pole.errors import MarkingError, PolicyError
from pole.model.marking import Classification, Marking
from pole.model.sheet import Place, Sheet, read_sheet


class Question(StrEnum):
    """What may be asked, one entitlement each."""

    VIEW = "view"
    FIND = "find"
    SEARCH = "search"
    NEIGHBOURS = "neighbours"
    PATHS = "paths"
    NETWORK = "network"
    RECORD = "record"
    CHANGES = "changes"
    BRIEFING = "briefing"
    SOURCES = "sources"
    CORRECTIONS = "corrections"
    EXPLAIN = "explain"
    DECISIONS = "decisions"


class Entitlement(StrEnum):
    """What may be done besides asking the saved questions."""

    AD_HOC_QUERY = "ad-hoc-query"
    GRAPHIQL = "graphiql"
    INTROSPECTION = "introspection"
    AUDIT_READ = "audit-read"
    LOAD = "load"
    RECONCILE = "reconcile"
    CORRECT = "correct"
    ANSWER_CORRECTION = "answer-correction"
    EXPORT_INDEX = "export-index"
    EXPORT_IDENTITY = "export-identity"
    DECIDE_IDENTITY = "decide-identity"


class SecondPerson(StrEnum):
    """When a second person has to agree before a decision on identity counts."""

    NEVER = "never"
    WARNED = "warned"
    """When either of the two carries a warning that may be seen where the decision is."""
    ALWAYS = "always"


def _all_questions(value: object) -> object:
    return list(Question) if value == "all" else value


def _accepted_by(make: Callable[[str], object]) -> AfterValidator:
    def check(name: str) -> str:
        try:
            make(name)
        except MarkingError as error:
            raise ValueError(error.message) from error
        return name

    return AfterValidator(check)


_Classification = Annotated[str, _accepted_by(Classification.parse)]
_HandlingCode = Annotated[str, _accepted_by(lambda name: Marking.of(handling=[name]))]
_CompartmentName = Annotated[str, _accepted_by(lambda name: Marking.of(compartments=[name]))]
_OwnerLimit = Annotated[str, _accepted_by(lambda name: Marking.of(owner_limits=[name]))]
_ReasonName = Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9-]{1,31}$")]


class _Entry(BaseModel):
    model_config = ConfigDict(
        extra="forbid", frozen=True, defer_build=True, alias_generator=lambda name: name.rstrip("_").replace("_", "-")
    )


class MarkingEntry(_Entry):
    """A marking, as mappings write it."""

    classification: _Classification = "OFFICIAL"
    handling: tuple[_HandlingCode, ...] = ()
    compartments: tuple[_CompartmentName, ...] = ()
    owner_limits: tuple[_OwnerLimit, ...] = ()

    def marking(self) -> Marking:
        """The marking it stands for."""
        return Marking.of(
            self.classification,
            handling=self.handling,
            compartments=self.compartments,
            owner_limits=self.owner_limits,
        )


class SeesEntry(_Entry):
    """What a role sees: every marking from `at-least` up to `up-to`."""

    up_to: MarkingEntry
    at_least: MarkingEntry = MarkingEntry()


class RoleEntry(_Entry):
    """A role, as the issuer of tokens names it."""

    title: str
    sees: SeesEntry | None = None
    ask: Annotated[tuple[Question, ...], BeforeValidator(_all_questions)] = ()
    may: tuple[Entitlement, ...] = ()


class CompartmentEntry(_Entry):
    """A need to know, and what those outside it are told when they ask for an identifier held only there."""

    title: str
    owner: str
    contact: str
    existence: Literal["told", "silent"]


class ReasonEntry(_Entry):
    """A reason code, and what must be said with it."""

    label: str
    needs: tuple[Literal["case", "words"], ...] = ()


class PolicyFile(_Entry):
    """The whole file."""

    format: Literal["1"]
    version: Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]{1,32}$")]
    reasons: Annotated[dict[_ReasonName, ReasonEntry], Field(min_length=1)]
    handling: dict[_HandlingCode, str] = {}
    compartments: dict[_CompartmentName, CompartmentEntry] = {}
    owner_limits: dict[_OwnerLimit, str] = {}
    second_person: SecondPerson = SecondPerson.WARNED
    roles: dict[str, RoleEntry]


def read_policy_file(text: str, file: str) -> PolicyFile:
    """The policy file in `text`. Raises PolicyError that tells every mistake with its line in `file`."""
    sheet = read_sheet(text, file)
    if sheet.faults:
        raise PolicyError(sheet.told_faults())
    entry = _shaped(sheet)
    faults = [_told(sheet, place, fault) for place, fault in _faults(entry)]
    if faults:
        raise PolicyError("\n".join(faults))
    return entry


def _shaped(sheet: Sheet) -> PolicyFile:
    try:
        return PolicyFile.model_validate({} if sheet.tree is None else sheet.tree)
    except ValidationError as error:
        details = error.errors(include_url=False, include_context=False, include_input=False)
        raise PolicyError("\n".join(_told(sheet, detail["loc"], detail["msg"]) for detail in details)) from error


def _told(sheet: Sheet, place: Place, fault: str) -> str:
    named = [str(part) for part in place if part != "[key]"]
    return f"{sheet.where(place)}: {' → '.join(named) or 'the file'}: {fault}"


def _faults(entry: PolicyFile) -> Iterator[tuple[Place, str]]:
    """What the shape does not show: a name that is used and not declared, a lower bound above the upper one."""
    for name, role in entry.roles.items():
        if role.sees is None:
            continue
        place: Place = ("roles", name, "sees")
        for bound, marking in (("up-to", role.sees.up_to), ("at-least", role.sees.at_least)):
            yield from _undeclared((*place, bound), marking, entry)
        if not role.sees.at_least.marking().at_or_below(role.sees.up_to.marking()):
            yield (*place, "at-least"), "this is not at or below `up-to`, so the role would see nothing."


def _undeclared(place: Place, marking: MarkingEntry, entry: PolicyFile) -> Iterator[tuple[Place, str]]:
    for field, used, declared in (
        ("handling", marking.handling, entry.handling),
        ("compartments", marking.compartments, entry.compartments),
        ("owner-limits", marking.owner_limits, entry.owner_limits),
    ):
        for number, name in enumerate(used):
            if name not in declared:
                listed = ", ".join(declared) or "none so far"
                yield (*place, field, number), f"{name!r} is not declared under `{field}` ({listed})."
