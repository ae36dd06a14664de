"""Making named tuples where millions are made."""

from __future__ import annotations

from typing import Final, Protocol, TypeVar, cast

_Made = TypeVar("_Made")


class _New(Protocol):
    def __call__(self, kind: type[_Made], values: tuple[object, ...], /) -> _Made: ...


new: Final = cast("_New", tuple.__new__)  # pyright: ignore[reportUnknownMemberType] - typeshed leaves it open
"""Makes a named tuple of its values, in half the time that calling its class takes."""
