"""The audit trail of a test."""

from __future__ import annotations

from collections.abc import Mapping

from pole.access import audit
from pole.bootstrap import Application


def trail(application: Application) -> list[Mapping[str, object]]:
    """Its intents and outcomes; the trail is sound."""
    path = application.settings.data / "audit.jsonl"
    assert audit.verify(path).sound
    return [record for record in audit.records(path) if record["what"] in (audit.INTENT, audit.OUTCOME)]
