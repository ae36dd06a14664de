"""A clock that never goes back, because what a row without a date of its own was received at is when it was loaded."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from threading import Lock

from pole.model.facts import Instant


class SteadyClock:
    """Says what a clock says, and never less than it said before, or than an instant that has been."""

    def __init__(self, clock: Callable[[], datetime], last: Instant | None) -> None:
        self._clock = clock
        self._alone = Lock()
        self._last = datetime.fromisoformat(last) if last else datetime.min.replace(tzinfo=UTC)

    def __call__(self) -> datetime:
        """Now, or the last moment that is known to have been."""
        with self._alone:
            self._last = max(self._last, self._clock().astimezone(UTC))
            return self._last
