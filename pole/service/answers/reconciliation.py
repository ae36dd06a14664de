"""What one system warns of beside what another knows."""

from __future__ import annotations

from dataclasses import dataclass

from pole.model.marking import Marking
from pole.service.answers.head import EntityHead
from pole.service.answers.tie import HopView
from pole.service.answers.warning import WarningView


@dataclass(frozen=True, slots=True)
class MarkedPlace:
    """A place with the markers that stand on it."""

    place: EntityHead
    markers: tuple[WarningView, ...]


@dataclass(frozen=True, slots=True)
class LivedInPlace:
    """A place that warnings of people reach, with how they do."""

    place: EntityHead
    reached_by: tuple[HopView, ...]


@dataclass(frozen=True, slots=True)
class WrongFlat:
    """A building in which the marker stands on one door, or on none, and those warned of live behind another."""

    marked: tuple[MarkedPlace, ...]
    lived_in: tuple[LivedInPlace, ...]


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """Markers on places against warnings of people who live there now, for one sort of warning."""

    warning: str
    label: str
    agreeing: int
    """Places with a marker where somebody who is warned of lives."""
    missing: tuple[LivedInPlace, ...]
    stale: tuple[MarkedPlace, ...]
    wrong_flat: tuple[WrongFlat, ...]
    nowhere: tuple[EntityHead, ...]
    """People who are warned of and have no current address."""
    marking: Marking
    """The strictest of anything shown."""
