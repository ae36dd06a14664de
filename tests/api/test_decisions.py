"""Who is the same and who is not, decided through the service."""

from __future__ import annotations

import json
from collections.abc import Generator
from typing import Any

import pytest

from pole.access.viewer import Viewer
from pole.api.contract import operations
from tests.api.service import Service, simulated

DECIDER, SECOND = "data-quality", "both"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Generator[Service]:
    """A force of its own, for decisions change who is whom."""
    made, _ = simulated(tmp_path_factory.mktemp("decisions"), people=120, seed=5, days=2)
    yield Service(made)
    made.close()


@pytest.fixture
def two(service: Service) -> tuple[str, str]:
    """Two persons without a warning."""
    store = service.application.store
    seen = service.application.policy.visible(Viewer("", "", frozenset({"open"})), store.visibilities())
    lines = [json.loads(line) for line in store.dump(seen, exact=True)]
    warned = {line[10] for line in lines if line[0] == "mention" and '"warning"' in line[-1]}
    people = [line[1] for line in lines if line[0] == "entity" and line[3] == "person" and line[1] not in warned]
    return people[3], people[7]


def decide(service: Service, verdict: str, one: str, other: str, why: str = "I know both") -> dict[str, Any]:
    asked = {"one": one, "other": other, "verdict": verdict, "why": why}
    answer: dict[str, Any] = service.saved("decide", {"input": asked}, DECIDER)["decide"]
    return answer


def explained(service: Service, one: str, other: str) -> dict[str, Any]:
    answer: dict[str, Any] = service.saved("explain", {"a": one, "b": other})["explain"]
    return answer


def test_two_are_decided_to_be_the_same_and_it_is_undone(service: Service, two: tuple[str, str]) -> None:
    made = decide(service, "SAME", *two)
    assert (made["state"], made["followed"], made["marking"]["text"]) == ("IN_FORCE", True, "OFFICIAL")
    assert made["one"]["thing"] == made["other"]["thing"]
    ends = [f"{made[end]['record']['id']}/{made[end]['name']}" for end in ("other", "one")]
    assert decide(service, "SAME", *ends)["id"] == made["id"]
    told = explained(service, *two)
    assert told["together"] and [d["why"] for d in told["decisions"]] == ["I know both"]
    assert "what somebody decided" in told["because"]
    listed = service.saved("decisions", {"states": ["IN_FORCE"]}, DECIDER)["decisions"]["edges"]
    assert [edge["node"]["id"] for edge in listed] == [made["id"]]
    undone = service.saved("undo", {"id": made["id"], "why": "a mistake"}, DECIDER)["endDecision"]
    assert (undone["state"], undone["endedWhy"]) == ("ENDED", "a mistake")
    assert undone["one"]["thing"]["id"] != undone["other"]["thing"]["id"]
    assert "message" in service.saved("undo", {"id": made["id"], "why": "again"}, DECIDER)["endDecision"]


def test_two_are_decided_to_be_different_and_who_asks_is_told_why(service: Service, two: tuple[str, str]) -> None:
    made = decide(service, "DIFFERENT", *two, why="twins")
    told = explained(service, *two)
    assert not told["together"] and told["because"].endswith("decided that they are different: twins")
    service.saved("undo", {"id": made["id"], "why": "done"}, DECIDER)


def test_where_somebody_carries_a_warning_a_second_person_has_to_agree(service: Service, two: tuple[str, str]) -> None:
    store = service.application.store
    warned = next(
        line[10]
        for line in map(json.loads, store.dump(exact=True))
        if line[0] == "mention" and line[7] == "person" and '"warning"' in line[-1]
    )
    made = decide(service, "SAME", warned, two[0])
    assert (made["state"], made["followed"]) == ("PROPOSED", None)
    second = {"id": made["id"], "agree": True, "why": "seen it"}
    assert service.code(operations()["second"], second, DECIDER) == "refused"
    agreed = service.saved("second", second, SECOND)["secondDecision"]
    assert (agreed["state"], agreed["followed"], agreed["why"].splitlines()[0]) == ("IN_FORCE", True, "I know both")
    assert agreed["why"].endswith(": seen it")
    assert "message" in service.saved("second", second, SECOND)["secondDecision"]
    service.saved("undo", {"id": made["id"], "why": "done"}, DECIDER)


def test_whoever_is_not_entitled_or_gives_no_reason_decides_nothing(service: Service, two: tuple[str, str]) -> None:
    asked = {"input": {"one": two[0], "other": two[1], "verdict": "SAME", "why": "x"}}
    assert service.code(operations()["decide"], asked) == "not-entitled"
    asked["input"]["why"] = "  "
    assert service.code(operations()["decide"], asked, DECIDER) == "usage"
    asked["input"] |= {"why": "x", "other": two[0]}
    assert service.code(operations()["decide"], asked, DECIDER) == "usage"


def test_a_decision_on_what_may_not_be_seen_is_one_on_nothing(service: Service, two: tuple[str, str]) -> None:
    application = service.application
    seen = application.policy.visible(Viewer("", "", frozenset({"open"})), application.store.visibilities())
    above = frozenset(application.store.visibilities()) - seen
    hidden = next(line[1] for line in map(json.loads, application.store.dump(above, exact=True)) if line[0] == "entity")
    answers = [decide(service, "SAME", two[0], id_) for id_ in (hidden, "0" * 20, "")]
    assert answers[0] == answers[1] == answers[2] == {"message": "nothing by that reference is visible to you"}
