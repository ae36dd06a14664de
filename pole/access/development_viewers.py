"""Whom the development issuer vouches for: viewers for the demonstration and for development, on invented data only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from pole.access.viewer import Viewer
from pole.errors import SignInError

ISSUER = "urn:pole:development"


class DevelopmentViewer(NamedTuple):
    """Somebody the development issuer vouches for."""

    title: str
    roles: tuple[str, ...]


VIEWERS: Mapping[str, DevelopmentViewer] = {
    "open": DevelopmentViewer("Open viewer", ("open",)),
    "custody": DevelopmentViewer("Custody officer", ("custody",)),
    "child-protection": DevelopmentViewer("Child protection officer", ("child-protection",)),
    "domestic-abuse": DevelopmentViewer("Domestic-abuse officer", ("domestic-abuse",)),
    "intelligence": DevelopmentViewer("Intelligence officer", ("intelligence",)),
    "intelligence-north": DevelopmentViewer("Officer of the northern source unit", ("intelligence-north",)),
    "both": DevelopmentViewer("Supervisor of both", ("child-protection", "intelligence", "supervisor")),
    "data-quality": DevelopmentViewer("Data quality officer", ("data-quality",)),
    "operator": DevelopmentViewer("Operator", ("operator",)),
}


def development_viewer(name: str) -> Viewer:
    """One of `VIEWERS`, exactly as a token of the development issuer makes them. Raises SignInError for another name."""
    someone = VIEWERS.get(name)
    if someone is None:
        raise SignInError(f"There is no development viewer {name!r}; take one of {', '.join(VIEWERS)}.")
    return Viewer(f"{someone.title} (development)", name, frozenset(someone.roles), issuer=ISSUER, development=True)
