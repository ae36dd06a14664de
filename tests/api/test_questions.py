"""Every question through HTTP, over a force that was simulated and loaded."""

from __future__ import annotations

from tests.api.conftest import Loaded
from tests.api.service import Service


def test_a_person_is_found_by_an_identifier_in_another_spelling(loaded: Loaded) -> None:
    man = loaded.manifest.cast.man
    found = loaded.service.saved("identifier", {"scheme": "pnc", "value": f" {man.pnc.lower()} "})
    edges = found["entitiesByIdentifier"]["edges"]
    assert [edge["node"]["kind"] for edge in edges] == ["PERSON"]
    assert found["entitiesByIdentifier"]["understood"] == "2005/0000161A"


def test_the_register_says_how_fresh_each_source_is(service: Service) -> None:
    assert [source["id"] for source in service.saved("sources")["sources"]] == ["child-protection", "crimes"]
