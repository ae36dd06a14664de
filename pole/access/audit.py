"""Who looked at what, when, why, and what left: written down before anything is answered.

The law asks for it (Data Protection Act 2018, section 62: consultation and disclosure, with justification, date and
time and, as far as possible, who). Records follow CADF (DMTF DSP0262): observer, initiator, action, target, reason,
outcome. Of what was asked and answered they hold sealed ids, counts and hashes, and no word.

An *intent* is written before the question is put and an *outcome* before its answer leaves. Where either cannot be
written, AuditUnavailableError is raised and there is no answer.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import blake2b
from pathlib import Path
from secrets import token_hex
from typing import NamedTuple

from pole.access.chain import GENESIS, RECOVERED, Entry, Head, Walk
from pole.access.chain_file import ChainFile, read_chain
from pole.access.cursor import Sealer
from pole.access.keys import derived_key
from pole.access.reason import Reason
from pole.access.viewer import Viewer

INTENT, OUTCOME = "intent", "outcome"


class Result(StrEnum):
    """How a question ended, in CADF's words."""

    SUCCESS = "success"
    FAILURE = "failure"


class Intent(NamedTuple):
    """A question that has been written down and may now be put."""

    id: str
    action: str


class Target(NamedTuple):
    """What is asked, without its words."""

    operation: str | None = None
    """Name of the saved operation or of the command."""
    document: str | None = None
    """Hash of the document asked, as the caller computes it."""
    variables: Mapping[str, object] | None = None
    """Arguments. Only a hash is written, keyed with the deployment key so that nobody can try guesses on it."""


_NO_TARGET = Target()


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Audit:
    """The audit trail of one deployment. Safe across threads; open one in each process."""

    def __init__(self, path: Path, key: bytes, policy: str, now: Callable[[], datetime] = _utc_now) -> None:
        """`key` is the deployment key, `policy` the version of the policy in force."""
        self._file = ChainFile(path, lambda: now().astimezone(UTC).isoformat(timespec="microseconds"))
        self._observer = {"name": "pole", "policy": policy}
        self._variables_key = derived_key(key, "audit", 32)
        self._sealer = Sealer(key)

    def intent(self, viewer: Viewer, reason: Reason, action: str, target: Target = _NO_TARGET) -> Intent:
        """Write that this viewer is about to do this (``read/briefing``, ``load/crimes``), and why."""
        intent = Intent(token_hex(8), action)
        self._file.append(
            {
                "what": INTENT,
                "id": intent.id,
                "observer": self._observer,
                "initiator": _initiator(viewer),
                "action": action,
                "target": self._target(target),
                "reason": {"code": reason.code, "case": reason.case, "for": reason.for_, "words": reason.words},
                "outcome": "pending",
            }
        )
        return intent

    def outcome(
        self,
        intent: Intent,
        result: Result = Result.SUCCESS,
        *,
        ids: Iterable[tuple[str, str]] = (),
        counts: Mapping[str, int] | None = None,
        code: str | None = None,
    ) -> None:
        """Write what is about to leave: (kind, id) pairs, sealed here, and counts; or the code of the error."""
        self._file.append(
            {
                "what": OUTCOME,
                "id": intent.id,
                "action": intent.action,
                "outcome": result.value,
                "ids": [self._sealer.seal_id(kind, raw) for kind, raw in ids],
                "counts": dict(counts or {}),
                "code": code,
            }
        )

    def require_writable(self) -> None:
        """Raise AuditUnavailableError when nothing could be written now: readiness checks ask this."""
        self._file.require_writable()

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def _target(self, target: Target) -> dict[str, str | None]:
        hashed = None if target.variables is None else self._hash(target.variables)
        return {"operation": target.operation, "document": target.document, "variables": hashed}

    def _hash(self, variables: Mapping[str, object]) -> str:
        text = json.dumps(variables, sort_keys=True, separators=(",", ":"), default=str)
        return blake2b(text.encode("ascii"), key=self._variables_key, digest_size=16).hexdigest()


def _initiator(viewer: Viewer) -> dict[str, object]:
    return {
        "subject": viewer.subject,
        "issuer": viewer.issuer,
        "name": viewer.name,
        "roles": sorted(viewer.roles),
        "force": viewer.force,
        "collar": viewer.collar,
        "development": viewer.development,
    }


def seal(kind: str, raw: str, key: bytes) -> str:
    """An id as the audit trail and the API show it, sealed with the deployment key: for looking one up in the trail."""
    return Sealer(key).seal_id(kind, raw)


class Problem(NamedTuple):
    """Where a trail is broken, in words. Lines count from 1."""

    line: int
    words: str


@dataclass(frozen=True, slots=True)
class Report:
    """What verifying an audit trail found."""

    head: Head
    """Where the trail stands. Keep it elsewhere: only against it can a cut at the end be seen."""
    problems: tuple[Problem, ...]
    recovered: int
    """Lines that a crash left unfinished, each accounted for."""
    unfinished: int
    """Bytes at the end that are no record yet: a crash, and nothing written since."""
    unanswered: int
    """Intents without an outcome: a crash or a failure before the answer."""

    @property
    def sound(self) -> bool:
        """Whether nothing was changed, moved or removed."""
        return not self.problems

    @property
    def words(self) -> list[str]:
        """The report, a line each."""
        lines = [f"line {problem.line}: {problem.words}" for problem in self.problems]
        lines.append(f"{self.head.number} records, {'sound' if self.sound else 'NOT sound'}; head {self.head.text}")
        if self.recovered or self.unfinished:
            lines.append(f"{self.recovered} torn lines accounted for, {self.unfinished} bytes unfinished at the end")
        if self.unanswered:
            lines.append(f"{self.unanswered} questions were begun and have no outcome")
        return lines


def verify(path: Path, known: Head = GENESIS) -> Report:
    """Check a whole trail and, with a head `known` from before, that everything up to it is still there unchanged.

    Memory is constant apart from questions under way. Raises AuditUnavailableError when it cannot be read.
    """
    walk, problems, recovered, met = Walk(), list[Problem](), 0, known == GENESIS
    open_intents = set[object]()
    for entry in read_chain(path, walk):
        met = met or (entry.head == known and not entry.problem)
        recovered += entry.record.get("what") == RECOVERED
        told = (entry.problem, _unmatched(entry, open_intents))
        problems += (Problem(entry.line, words) for words in told if words)
    if not met:
        problems.append(Problem(walk.line, _lost(walk.head, known)))
    return Report(walk.head, tuple(problems), recovered, walk.loose, len(open_intents))


def records(path: Path) -> Iterator[Mapping[str, object]]:
    """The records of a trail in order, for those entitled to read it. Verify first: broken ones are left out."""
    return (entry.record for entry in read_chain(path, Walk()) if not entry.problem)


def _unmatched(entry: Entry, open_intents: set[object]) -> str:
    """Keep the list of questions under way, and say when an outcome belongs to none."""
    what, id_ = entry.record.get("what"), entry.record.get("id")
    if what == INTENT:
        open_intents.add(id_)
    elif what == OUTCOME:
        if id_ not in open_intents:
            return f"record {entry.head.number} is an outcome without its intent."
        open_intents.remove(id_)
    return ""


def _lost(head: Head, known: Head) -> str:
    if head.number < known.number:
        return f"the end was cut off: record {known.number} was known, and the trail ends with record {head.number}."
    return f"record {known.number} is not the one that was known: the trail was rewritten."
