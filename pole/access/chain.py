"""Records each bound to everything before it by a hash: the format of the audit trail, and how it is verified.

One record a line: ``{"hash":"h_n","record":{…}}`` with h_n = SHA-256(0x00 ‖ h_{n-1} ‖ the record's bytes), h_0 = 32
zero bytes, and the record in canonical JSON (sorted keys, no spaces, ASCII). Every record has its `number`, its time
(`at`) and `what` it is. A change, removal or exchange of records breaks the chain. Cutting the end off does not: keep a
`Head` elsewhere and verify against it.

A line that a crash left unfinished is never removed. It is followed by a record ``recovered``, which says how many
bytes with which SHA-256 stand there without being a record.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from hashlib import sha256
from typing import NamedTuple, cast

from pole.errors import UsageError

RECOVERED = "recovered"

_LINE = re.compile(rb'\{"hash":"([0-9a-f]{64})","record":(\{.*\})\}\n?')


class Head(NamedTuple):
    """The state of a chain after its n-th record. Whoever holds it can prove that nothing up to there was changed."""

    number: int
    hash: str

    @property
    def text(self) -> str:
        """``NUMBER:HASH``."""
        return f"{self.number}:{self.hash}"

    @classmethod
    def parse(cls, text: str) -> Head:
        """From its text. Raises UsageError."""
        found = re.fullmatch(r"([0-9]{1,18}):([0-9a-f]{64})", text.strip())
        if found is None:
            raise UsageError(f"{text!r} is no head of an audit trail: expected NUMBER:HASH, 64 hexadecimal characters.")
        return cls(int(found[1]), found[2])


GENESIS = Head(0, "0" * 64)


class Entry(NamedTuple):
    """A record as it stands on a line (counted from 1)."""

    head: Head
    """Of the chain after this record, as the line claims."""
    record: Mapping[str, object]
    line: int
    problem: str = ""
    """What is wrong with it, or with what stands between it and the record before; empty when sound."""


def chained(previous: Head, record: bytes) -> str:
    """The hash of a record after another."""
    return sha256(b"\x00" + bytes.fromhex(previous.hash) + record).hexdigest()


def canonical(value: object) -> bytes:
    """The one JSON text of a value."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False).encode("ascii")


def written(previous: Head, fields: Mapping[str, object]) -> tuple[bytes, Head]:
    """The line of the record after `previous` with these fields, and the head after it."""
    record = canonical({**fields, "number": previous.number + 1})
    head = Head(previous.number + 1, chained(previous, record))
    return b'{"hash":"%s","record":%s}\n' % (head.hash.encode("ascii"), record), head


def parsed(line: bytes) -> tuple[Head, Mapping[str, object], bytes] | None:
    """What a line claims: the head after it, its record and the record's bytes. None when it is no record at all."""
    found = _LINE.fullmatch(line)
    if found is None:
        return None
    try:
        record = cast(object, json.loads(found[2]))
    except ValueError:
        return None
    if not isinstance(record, dict):
        return None
    fields = cast(dict[str, object], record)
    number = fields.get("number")
    if not isinstance(number, int):
        return None
    return Head(number, found[1].decode("ascii")), fields, found[2]


class Walk:
    """Follows a chain line by line from a head that is trusted; afterwards says where it stands."""

    def __init__(self, head: Head = GENESIS, offset: int = 0, line: int = 0) -> None:
        self.head = head
        self.end = offset
        """Where the last record ends."""
        self.loose = 0
        """Bytes after it that are no record."""
        self._digest = sha256()
        self.line = line

    def step(self, line: bytes) -> Entry | None:
        """Take the next line, its line end included; None when it is no record.

        A wrong record is told once: the walk goes on from what it claims.
        """
        self.line += 1
        found = parsed(line)
        if found is None:
            self._digest.update(line)
            self.loose += len(line)
            return None
        head, fields, record = found
        problem = self._misplaced(head, record) or self._unaccounted(fields)
        self.head, self.end = head, self.end + self.loose + len(line)
        self.loose, self._digest = 0, sha256()
        return Entry(head, fields, self.line, problem)

    def recovery(self, line_end: bytes) -> dict[str, object]:
        """The fields of the record that accounts for the loose bytes, once `line_end` has been put after them."""
        digest = self._digest.copy()
        digest.update(line_end)
        return {"what": RECOVERED, "bytes": self.loose + len(line_end), "sha256": digest.hexdigest()}

    def _misplaced(self, head: Head, record: bytes) -> str:
        before, number = self.head.number, head.number
        if number > before + 1:
            gone = f"record {before + 1} is" if number == before + 2 else f"records {before + 1} to {number - 1} are"
            return f"{gone} missing before record {number}."
        if number <= before:
            return f"record {number} stands after record {before}: it was moved or repeated."
        if chained(self.head, record) != head.hash:
            return f"record {number} does not agree with its hash: it, or what stands before it, was changed."
        return ""

    def _unaccounted(self, record: Mapping[str, object]) -> str:
        says = record if record.get("what") == RECOVERED else {"bytes": 0}
        if says.get("bytes") != self.loose or (self.loose and says.get("sha256") != self._digest.hexdigest()):
            return f"{self.loose} bytes before record {record['number']} are no record, and nothing accounts for them."
        return ""
