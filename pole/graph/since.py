"""What has become different since a moment, from versions and from who held their key sets: a pure function.

A version was about some entities while it was known and one of its key sets was theirs. Where that begins or ends after the
moment, something changed for them: a record said something new or no longer says it, or identity moved what it says.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from pole.errors import LimitReachedError
from pole.graph.questions import Page, PageRequest
from pole.graph.rows import ChangeRow, LinkRow, MembershipRow, MentionRow
from pole.model.facts import Id, Instant

VERSIONS_LIMIT = 20_000
"""Versions that one question about changes may look at."""
FOREVER: Instant = "~"
"""After every instant."""


class Version(NamedTuple):
    """One version of what a record says, without what it says."""

    what: str
    """``mention`` or ``link``."""
    id: Id
    row: Id
    keysets: tuple[Id, ...]
    known_from: Instant
    known_to: Instant
    """`FOREVER` where it is live."""
    why: str
    """Why it is not live any more; empty where it is."""
    place: str
    """Where a store finds the rest of it."""


class Step(NamedTuple):
    """One thing that became different: the version before, the version after, or both."""

    at: Instant
    row: Id
    what: str
    id: Id
    before: Version | None
    after: Version | None


def steps(
    versions: Iterable[Version], members: Iterable[MembershipRow], since: Instant, page: PageRequest
) -> Page[Step]:
    """A page of what changed for whom `members` names, latest first, then by (row, what, id); position: those four."""
    spans: dict[Id, list[tuple[Instant, Instant]]] = defaultdict(list)
    for member in members:
        spans[member.keyset].append((member.since, member.until or FOREVER))
    before: dict[tuple[Instant, Id, str, Id], Version] = {}
    after: dict[tuple[Instant, Id, str, Id], Version] = {}
    for version in versions:
        for begins, ends in _held(version, spans):
            name = (version.row, version.what, version.id)
            if begins > since:
                after[(begins, *name)] = version
            if since < ends < FOREVER:
                before[(ends, *name)] = version
    found = sorted(before.keys() | after.keys(), key=lambda key: key[1:])
    found.sort(key=lambda key: key[0], reverse=True)
    rest = [key for key in found if page.after is None or _follows(key, page.after)]
    shown = [Step(*key, before.get(key), after.get(key)) for key in rest[: page.first]]
    return Page(shown, len(rest) > page.first)


def told(
    found: Iterable[Step], said: Mapping[Version, MentionRow | LinkRow], members: Iterable[MembershipRow]
) -> list[ChangeRow]:
    """The steps with what their versions say, under the entities of then. `members` has the history of all their key sets.

    A step of which a version has meanwhile gone is left out.
    """
    spans: dict[Id, list[MembershipRow]] = defaultdict(list)
    for member in members:
        spans[member.keyset].append(member)
    return [
        ChangeRow(
            *step[:4],
            _named(step.before, said, spans, step.at, ended=True),
            _named(step.after, said, spans, step.at, ended=False),
            step.before.why if step.before is not None and step.before.known_to == step.at else "",
        )
        for step in found
        if all(v is None or v in said for v in (step.before, step.after))
    ]


def _named(
    version: Version | None,
    said: Mapping[Version, MentionRow | LinkRow],
    spans: Mapping[Id, Iterable[MembershipRow]],
    at: Instant,
    *,
    ended: bool,
) -> MentionRow | LinkRow | None:
    """What a version says, with the entities that held it until `at`, or from then on."""
    if version is None:
        return None

    def holder(keyset: Id) -> Id:
        return next((m.entity for m in spans[keyset] if _holds(m, at, ended=ended)), "")

    row = said[version]
    if isinstance(row, MentionRow):
        return row._replace(entity=holder(row.keyset))
    return row._replace(start=holder(row.start_keyset), end=holder(row.end_keyset))


def _holds(member: MembershipRow, at: Instant, *, ended: bool) -> bool:
    """Whether it held right before `at`, or at it."""
    until = member.until or FOREVER
    return member.since < at <= until if ended else member.since <= at < until


def require_bounded(number: int) -> None:
    """Raise LimitReachedError when a question would look at more versions than `VERSIONS_LIMIT`."""
    if number > VERSIONS_LIMIT:
        raise LimitReachedError("versions looked at", VERSIONS_LIMIT, "ask about fewer things, or a later moment")


def _held(version: Version, spans: Mapping[Id, list[tuple[Instant, Instant]]]) -> Iterator[tuple[Instant, Instant]]:
    """When the version was about one of them: stretches that neither overlap nor touch."""
    pieces = sorted(
        (max(version.known_from, begins), min(version.known_to, ends))
        for keyset in set(version.keysets)
        for begins, ends in spans.get(keyset, ())
    )
    open_: tuple[Instant, Instant] | None = None
    for begins, ends in pieces:
        if begins >= ends:
            continue
        if open_ is None or begins > open_[1]:
            if open_ is not None:
                yield open_
            open_ = (begins, ends)
        else:
            open_ = (open_[0], max(open_[1], ends))
    if open_ is not None:
        yield open_


def _follows(key: tuple[str, ...], after: tuple[str, ...]) -> bool:
    return key[0] < after[0] or (key[0] == after[0] and key[1:] > after[1:])
