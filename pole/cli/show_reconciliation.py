"""A reconciliation for people."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from pole.cli.show import caption, panel, period, table
from pole.service.answers.head import EntityHead
from pole.service.answers.reconciliation import LivedInPlace, MarkedPlace, Reconciliation, WrongFlat


def reconciliation(found: Reconciliation) -> RenderableType:
    """What differs, the missing first: a crew that is not told is worse off than one told too much."""
    parts: list[RenderableType] = [Text(_counted(found))]
    if found.missing:
        parts.append(_missing(found.missing))
    if found.wrong_flat:
        parts.append(_wrong_flats(found.wrong_flat))
    if found.stale:
        parts.append(_stale(found.stale))
    if found.nowhere:
        parts.append(Text(f"Without a current address: {'; '.join(map(_named, found.nowhere))}"))
    return panel(Group(*parts), f"Markers: {found.label}", found.marking.text)


def _counted(found: Reconciliation) -> str:
    return (
        f"{found.agreeing} agree, {len(found.missing)} missing, {len(found.wrong_flat)} on the wrong flat, "
        f"{len(found.stale)} stale"
    )


def _missing(places: Sequence[LivedInPlace]) -> RenderableType:
    rows = table("place", "id", "who lives there", "how long", title="Missing: no marker where they live")
    for one in places:
        rows.add_row(caption(one.place), one.place.id, _people(one), _times(one))
    return rows


def _wrong_flats(found: Sequence[WrongFlat]) -> RenderableType:
    rows = table("marker stands on", "they live at", "who lives there", title="On the wrong flat")
    for one in found:
        marked = "; ".join(_named(place.place) for place in one.marked)
        lived_in = "; ".join(_named(place.place) for place in one.lived_in)
        rows.add_row(marked, lived_in, "; ".join(map(_people, one.lived_in)))
    return rows


def _stale(places: Sequence[MarkedPlace]) -> RenderableType:
    rows = table("place", "id", "marker", "last stated", title="Stale: nobody who is warned of lives there")
    for one in places:
        stated = max(marker.statement.received for marker in one.markers)[:10]
        rows.add_row(caption(one.place), one.place.id, "; ".join(marker.text for marker in one.markers), stated)
    return rows


def _people(place: LivedInPlace) -> str:
    return "; ".join(_named(hop.end) for hop in place.reached_by)


def _times(place: LivedInPlace) -> str:
    ties = [tie for hop in place.reached_by for tie in hop.relationships]
    return "; ".join(dict.fromkeys(period(tie.begins, tie.ends, tie.currency) for tie in ties))


def _named(head: EntityHead) -> str:
    return f"{caption(head)} ({head.id})"
