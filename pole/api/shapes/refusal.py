"""Expected answers that say why there is no other."""

from __future__ import annotations

from dataclasses import dataclass

from pole.api.shapes.shape import always, shows
from pole.errors import LimitReachedError


@dataclass(frozen=True, slots=True)
class NotVisibleAnswer:
    """Unknown or forbidden."""

    message: str


@shows(NotVisibleAnswer, when=always)
class NotVisible:
    message: str


@dataclass(frozen=True, slots=True)
class LimitAnswer:
    """A bound that a question met."""

    limit: str
    allowed: int
    remedy: str

    @classmethod
    def of(cls, error: LimitReachedError) -> LimitAnswer:
        """The answer that says so."""
        return cls(error.limit, int(error.allowed), error.remedy)


@shows(LimitAnswer, when=always)
class LimitReached:
    limit: str
    allowed: int
    remedy: str
