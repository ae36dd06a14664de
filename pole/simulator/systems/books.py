"""What a system holds, and what has changed in it since it last sent an extract."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from datetime import datetime, timedelta
from enum import Enum
from typing import Generic, TypeVar

from pole.simulator.lines import Line

D = TypeVar("D", bound=Hashable)


class Act(Enum):
    """What a delta does with a row."""

    INSERT = "I"
    UPDATE = "U"
    DELETE = "D"
    """Recorded in error."""
    DISPOSE = "X"


class Books(Generic[D]):
    """Documents, each with one or more lines and the moment at which it was last saved.

    `write` makes the lines of a document, as it is at that moment. While lines are kept `by_minute`, they are made with
    each change; otherwise when an extract is asked for.
    """

    def __init__(self, write: Callable[[D, Act, datetime], Iterable[Line]]) -> None:
        self._write = write
        self._saved: dict[D, datetime] = {}
        self._changed: dict[D, Act] = {}
        self._gone: dict[D, datetime] = {}
        self._minutes: list[tuple[datetime, list[Line]]] | None = None

    def __contains__(self, document: object) -> bool:
        return document in self._saved

    def __len__(self) -> int:
        return len(self._saved)

    def __iter__(self) -> Iterator[D]:
        return iter(self._saved)

    def put(self, document: D, when: datetime) -> None:
        """Save a document as it now is, a minute later than before at the least. What was taken out stays out."""
        if document in self._gone:
            return
        before = self._saved.get(document)
        if before is None:
            self._changed[document] = act = Act.INSERT
        else:
            act = Act.UPDATE
            self._changed.setdefault(document, act)
            when = max(when, before + timedelta(minutes=1))
        self._saved[document] = when
        self._note(document, act, when)

    def take_out(self, document: D, act: Act, when: datetime) -> None:
        """Delete a document that was recorded in error, or dispose of it."""
        when = max(when, self._saved.pop(document) + timedelta(minutes=1))
        self._gone[document] = when
        if self._changed.get(document) is Act.INSERT and self._minutes is None:
            del self._changed[document]
        else:
            self._changed[document] = act
        self._note(document, act, when)

    @property
    def to_send(self) -> int:
        """How many documents the next delta has."""
        return len(self._changed)

    def changed(self, document: D) -> bool:
        """Whether the next delta has the document anyhow."""
        return document in self._changed

    # ---------------------------------------------------------------- extracts

    def full(self) -> Iterator[Line]:
        """Everything that is held. Changes count from here on."""
        self._changed.clear()
        for document, saved in self._saved.items():
            yield from self._write(document, Act.INSERT, saved)

    def delta(self) -> Iterator[Line]:
        """What has changed since the last extract, as it now is."""
        changed = self._changed
        self._changed = {}
        for document, act in changed.items():
            yield from self._write(document, act, self._saved.get(document) or self._gone[document])

    def keep_minutes(self) -> None:
        """From now on, make the lines with each change."""
        self._minutes = []

    def by_minute(self, before: datetime) -> Iterator[tuple[datetime, list[Line]]]:
        """What has changed up to a moment since this was last asked, minute by minute; of a row saved twice, the last."""
        noted, self._minutes = self._minutes or [], []
        minutes: dict[datetime, dict[tuple[str, tuple[str, ...]], Line]] = {}
        for when, lines in noted:
            if when < before:
                minute = minutes.setdefault(when.replace(second=0), {})
                minute.update(((line.record, line.key), line) for line in lines)
            else:
                self._minutes.append((when, lines))
        for when in sorted(minutes):
            yield when, list(minutes[when].values())

    def _note(self, document: D, act: Act, when: datetime) -> None:
        if self._minutes is not None:
            self._minutes.append((when, list(self._write(document, act, when))))
