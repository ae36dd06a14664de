"""The four kinds of thing that everything here is about."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """Person, object, location or event. Organisations and groups are persons; a telephone call is an event."""

    PERSON = "PERSON"
    OBJECT = "OBJECT"
    LOCATION = "LOCATION"
    EVENT = "EVENT"
