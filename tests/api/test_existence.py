"""That something is held is told for an identifier that is asked for, whole and right, and nowhere else."""

from __future__ import annotations

from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from pole.access.guesses import Guesses
from pole.api.contract import operations
from tests.access.histories import CHILDREN, KEYS, OPEN, SECRETS, Act, History, Say, batches
from tests.api.service import Service
from tests.api.test_hidden import Eyes, world

HELD, SILENT, OPENLY = (key.value for key in KEYS[3:6])
"""Three PNC numbers: in child protection, whose owner lets it be told; in intelligence, whose owner does not; in the open."""
HISTORY: History = [
    [
        Act(0, {OPEN: Say(keys=(KEYS[5],), name="Cara Dee", event="E1")}),
        Act(1, {CHILDREN: Say(keys=(KEYS[3],), name="Anna Berg", event="E2", address="1 High Street")}),
        Act(2, {SECRETS: Say(keys=(KEYS[4],), name="Ann Berg", event="E2")}),
    ]
]
CONTACT = {"owner": "Public protection unit", "contact": "Duty sergeant, public protection unit"}


def policy(folder: Path, existence: str) -> None:
    """The example policy, with this said of child protection."""
    text = files("pole.access").joinpath("policy.yaml").read_text(encoding="utf-8")
    (folder / "policy.yaml").write_text(text.replace("existence: told", f"existence: {existence}"), encoding="utf-8")


def without_restricted(answer: Any) -> Any:
    """An answer without what it says of existence."""
    if isinstance(answer, list | tuple):
        return [without_restricted(part) for part in answer]
    if isinstance(answer, dict):
        return {name: without_restricted(part) for name, part in answer.items() if name != "restricted"}
    return answer


def test_an_identifier_says_whom_to_ask_and_nothing_more(tmp_path: Path) -> None:
    policy(tmp_path, "told")
    with world(tmp_path, batches(HISTORY)) as service:
        found = {
            pnc: service.saved("identifier", {"scheme": "pnc", "value": pnc})["entitiesByIdentifier"]
            for pnc in (HELD, SILENT, OPENLY)
        }
        (briefed,) = service.saved("briefing", {"about": [{"reference": HELD}]})["briefing"]
        cleared = service.saved("identifier", {"scheme": "pnc", "value": HELD}, "child-protection")
    assert (found[HELD]["totalCount"], found[HELD]["edges"], found[HELD]["restricted"]) == (0, [], [CONTACT])
    assert found[SILENT]["restricted"] == found[OPENLY]["restricted"] == []
    assert (briefed["subjects"], briefed["more"], briefed["restricted"]) == ([], 0, [CONTACT])
    assert cleared["entitiesByIdentifier"]["restricted"] == []
    assert cleared["entitiesByIdentifier"]["totalCount"] == 1


@pytest.mark.parametrize("about", [{"surname": "Berg", "forenames": "Anna"}, {"id": "0" * 20}, {"reference": "E9"}])
def test_a_name_an_id_or_another_number_says_nothing(tmp_path: Path, about: dict[str, str]) -> None:
    policy(tmp_path, "told")
    with world(tmp_path, batches(HISTORY)) as service:
        (briefed,) = service.saved("briefing", {"about": [about]})["briefing"]
    assert (briefed["subjects"], briefed["restricted"]) == ([], [])


@pytest.mark.parametrize("existence", ["told", "silent"])
def test_guesses_are_counted_whatever_is_hidden_and_only_where_something_may_be_told(
    tmp_path: Path, existence: str
) -> None:
    policy(tmp_path, existence)
    with world(tmp_path, batches(HISTORY)) as service:
        few = replace(
            service.application, guesses=Guesses(tmp_path / "few.db", bytes(32), 2, service.application.clock)
        )
        asked = Service(few)
        for pnc in (HELD, SILENT):
            asked.saved("identifier", {"scheme": "pnc", "value": pnc})
        codes = (
            [asked.code(operations()["identifier"], {"scheme": "pnc", "value": pnc}) for pnc in (HELD, SILENT)]
            if (existence == "told")
            else []
        )
        seen = asked.saved("identifier", {"scheme": "pnc", "value": OPENLY})
        if existence == "silent":
            asked.saved("identifier", {"scheme": "pnc", "value": HELD})
    assert codes == (["too-many-guesses"] * 2 if existence == "told" else [])
    assert seen["entitiesByIdentifier"]["totalCount"] == 1


def test_no_other_answer_differs_by_what_may_be_told(tmp_path: Path) -> None:
    seen: dict[str, list[object]] = {}
    for existence in ("told", "silent"):
        policy(tmp_path, existence)
        with world(tmp_path, batches(HISTORY)) as service:
            eyes = Eyes(service, "open")
            eyes.look()
            for text in (HELD, HELD.replace("/", " "), "E2"):
                eyes.ask(operations()["search"], text=text)
            seen[existence] = eyes.seen
    assert without_restricted(seen["told"]) == without_restricted(seen["silent"])
    assert seen["told"] != seen["silent"]
