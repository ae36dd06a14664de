"""The seconds a link covers, for questions of overlap."""

from __future__ import annotations

from functools import lru_cache

from pole.model.moment import Moment


def seconds_of(begins: str | None, ends: str | None) -> tuple[int | None, int | None]:
    """First second of the beginning and last second of the end, since 1970 (UTC); None where open. Ends at year 9999 at most."""
    return (_bounds(begins)[0] if begins else None, _bounds(ends)[1] if ends else None)


@lru_cache(maxsize=16_384)
def _bounds(text: str) -> tuple[int, int]:
    moment = Moment(text)
    return int(moment.earliest().timestamp()), int(moment.latest().timestamp())
