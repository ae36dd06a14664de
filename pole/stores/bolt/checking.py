"""The invariants of a sound store, each as a search for what breaks it. Messages name ids, never content."""

from __future__ import annotations

from pole.stores.bolt.wire import Wire


def check(wire: Wire) -> list[str]:
    """Every broken invariant, in words."""
    return []
