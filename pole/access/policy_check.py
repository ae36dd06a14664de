"""Whether a policy's rules hold together: the check behind ``pole policy check`` and behind every start.

The promise it proves: who sees a marking sees everything below it. Identity, captions and counts of a marking are made
from everything at or below it, so a viewer without the part below would be shown what was derived from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from itertools import combinations, product
from pathlib import Path
from typing import NamedTuple

from pole.access.policy import Clearance, Policy
from pole.access.policy_file import Entitlement, Question
from pole.errors import PolicyError
from pole.model.marking import BASE, Classification, Marking, join_all

_Names = frozenset[tuple[str, str]]
"""(field, name) pairs of a marking."""


class Finding(NamedTuple):
    """Something a policy's owner should know; `refused` ones stop the program from starting."""

    refused: bool
    words: str


def load_policy(path: Path | None = None) -> Policy:
    """The policy in a file, or the one of the program. Raises PolicyError when it is wrong or would leak."""
    text, name = _text_of(path)
    policy = Policy.parse(text, name)
    refused = [finding.words for finding in check(policy) if finding.refused]
    if refused:
        raise PolicyError("\n".join(f"{name}: {words}" for words in refused))
    return policy


def read_policy(path: Path | None = None) -> Policy:
    """The same, unjudged: for ``pole policy check``, which then shows every finding."""
    return Policy.parse(*_text_of(path))


def check(policy: Policy, held: Iterable[Marking] = ()) -> list[Finding]:
    """Every finding about a policy and, where given, about the markings that a store holds; refused ones first."""
    found = [*_not_closed_downwards(policy), *_idle(policy), *_unreachable(policy), *_unknown(policy, held)]
    return sorted(found, key=lambda finding: not finding.refused)


def _text_of(path: Path | None) -> tuple[str, str]:
    source = path or files("pole.access") / "policy.yaml"
    try:
        return source.read_text(encoding="utf-8"), path.name if path else "policy.yaml"
    except (OSError, UnicodeDecodeError) as error:
        raise PolicyError(f"The policy file {path} cannot be read as UTF-8 text: {error}.") from error


# ------------------------------------------------------------- who sees a marking sees everything below it


def _not_closed_downwards(policy: Policy) -> Iterator[Finding]:
    """One witness for each role, pair of roles and all roles together that see a marking and not one below it.

    More than that need not be tried: roles only add up, so where each role alone sees the base or nothing, any set of
    roles sees everything up to its joint clearance.
    """
    lattice = _Lattice.of(policy)
    for roles in _role_sets(policy):
        witness = lattice.witness(policy.clearance(roles))
        if witness is not None:
            seen, hidden = witness
            who = " and ".join(repr(role) for role in roles)
            yield Finding(
                True,
                f"Whoever holds {who} would see what is marked '{seen.text}' but not '{hidden.text}', which lies "
                "below it. Who sees a marking must see everything below it: take `at-least` away, or lower `up-to`.",
            )


def _role_sets(policy: Policy) -> Iterator[tuple[str, ...]]:
    names = sorted(policy.roles)
    yield from combinations(names, 1)
    yield from combinations(names, 2)
    if len(names) > 2:
        yield tuple(names)


@dataclass(frozen=True)
class _Lattice:
    """All markings that a policy's own names make, as far as the policy can tell them apart.

    Names that stand in exactly the same places of the policy are alike to it, so of each such group a marking holds
    none, one or all: every clearance compares sets that hold either the whole group or nothing of it.
    """

    steps: tuple[tuple[_Names, ...], ...]
    """For each group: what a marking may hold of it, growing."""

    @classmethod
    def of(cls, policy: Policy) -> _Lattice:
        bounds = [_names(bound) for role in policy.roles.values() for bound in (role.up_to or BASE, role.at_least)]
        groups: dict[tuple[bool, ...], list[tuple[str, str]]] = {}
        for name in sorted(_declared(policy)):
            groups.setdefault(tuple(name in bound for bound in bounds), []).append(name)
        return cls(tuple(_growing(group) for group in groups.values()))

    def witness(self, clearance: Clearance) -> tuple[Marking, Marking] | None:
        """A marking that is covered and one just below it that is not; None when there is no such pair."""
        ranges = [range(len(Classification)), *(range(len(step)) for step in self.steps)]
        covered = {place for place in product(*ranges) if clearance.covers(self._marking(place))}
        for place in sorted(covered, key=sum):
            for axis, height in enumerate(place):
                below = (*place[:axis], height - 1, *place[axis + 1 :])
                if height and below not in covered:
                    return self._marking(place), self._marking(below)
        return None

    def _marking(self, place: tuple[int, ...]) -> Marking:
        names = frozenset[tuple[str, str]]().union(*(step[at] for step, at in zip(self.steps, place[1:], strict=True)))
        of = {field: frozenset(name for kind, name in names if kind == field) for field in _FIELDS}
        return Marking(Classification(place[0]), of["handling"], of["compartments"], of["owner limits"])


_FIELDS = ("handling", "compartments", "owner limits")


def _growing(group: list[tuple[str, str]]) -> tuple[_Names, ...]:
    return tuple(dict.fromkeys((frozenset[tuple[str, str]](), frozenset(group[:1]), frozenset(group))))


def _names(marking: Marking) -> _Names:
    of = zip(_FIELDS, (marking.handling, marking.compartments, marking.owner_limits), strict=True)
    return frozenset((field, name) for field, names in of for name in names)


def _declared(policy: Policy) -> _Names:
    of = zip(_FIELDS, (policy.handling, policy.compartments, policy.owner_limits), strict=True)
    return frozenset((field, name) for field, names in of for name in names)


# ------------------------------------------------------------- what is not wrong, but hardly meant


def _idle(policy: Policy) -> Iterator[Finding]:
    """Roles that may ask and see nothing, or see and may ask nothing."""
    for name, role in sorted(policy.roles.items()):
        told = {Question.SOURCES} if Entitlement.LOAD in role.entitlements else set[Question]()  # how much there is
        if role.questions - told and role.up_to is None:
            yield Finding(False, f"Role {name!r} may ask questions but sees nothing, so nothing is ever found.")
        if role.up_to is not None and not role.questions:
            yield Finding(False, f"Role {name!r} may see data but ask nothing.")


def _unreachable(policy: Policy) -> Iterator[Finding]:
    """Declared names that no role grants."""
    granted = _names(join_all(role.up_to for role in policy.roles.values() if role.up_to is not None))
    for field, name in sorted(_declared(policy) - granted):
        yield Finding(False, f"No role sees what is marked {name!r} ({field}).")


def _unknown(policy: Policy, held: Iterable[Marking]) -> Iterator[Finding]:
    """Markings in the store that hold names the policy does not declare: nobody can be cleared for them."""
    for marking in sorted(held, key=lambda marking: marking.text):
        for field, name in sorted(_names(marking) - _declared(policy)):
            yield Finding(False, f"The store holds '{marking.text}', and the policy does not know {name!r} ({field}).")
