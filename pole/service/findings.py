"""What a reconciliation finds, as tasks for whoever keeps the markers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pole.service.answers.reconciliation import LivedInPlace, MarkedPlace, Reconciliation
from pole.service.corrections import Wrong


def wrong_markers(found: Reconciliation, to: str | None) -> Iterator[Wrong]:
    """One task for each record that puts a marker where nobody who is warned of lives, and, if it is said whose owner is asked
    for them, one for each tie by which a warning reaches a place without a marker."""
    for place in found.stale:
        yield from _marked(place, f"{found.label}: nobody who is warned of lives here any more.")
    for wrong in found.wrong_flat:
        doors = "; ".join(one.place.caption for one in wrong.lived_in)
        for place in wrong.marked:
            yield from _marked(place, f"{found.label}: on the wrong door. Those who are warned of live at {doors}.")
    if to is not None:
        yield from _missing(found.missing, found.label, to)


def _marked(place: MarkedPlace, words: str) -> Iterable[Wrong]:
    said = {(marker.statement.record, marker.statement.field) for marker in place.markers}
    return (Wrong(record, f"{place.place.caption}: {words}", field) for record, field in sorted(said))


def _missing(places: Iterable[LivedInPlace], label: str, to: str) -> Iterator[Wrong]:
    for place in places:
        for record in sorted(
            {link.record for hop in place.reached_by for tie in hop.relationships for link in tie.links}
        ):
            yield Wrong(record, f"{place.place.caption}: {label}, and no marker stands here.", to=to)
