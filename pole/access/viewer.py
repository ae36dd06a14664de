"""Who is asking."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Viewer:
    """A person or program whose token was verified, or whom the command line names; never on a request's own word."""

    name: str
    """For people to read."""
    subject: str
    """What the issuer calls them, for ever; unique for that issuer."""
    roles: frozenset[str]
    """As the issuer states them. A role that the policy does not know grants nothing."""
    force: str | None = None
    collar: str | None = None
    issuer: str = "local"
    development: bool = False
    """Whether the token came from the development issuer: every page says so."""

    @property
    def identity(self) -> str:
        """Subject within issuer: what a cursor is bound to and the audit trail names."""
        return f"{self.subject} @ {self.issuer}"
