"""Nobody is answered without a token, a reason and an audit record."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pole.api.contract import operations
from pole.api.documents import document_id
from tests.api.service import Service, application
from tests.api.trail import trail

VIEWER = "{ viewer { name } }"
NARROW = """
format: 1
version: narrow
reasons:
  CRIME: {label: Investigating, needs: [case]}
  DEMO: {label: Demonstration}
  OTHER: {label: Something else, needs: [words]}
roles:
  open: {title: Saved questions only, sees: {up-to: {classification: OFFICIAL}}, ask: [search, view]}
  child-protection: {title: May look at the schema, sees: {up-to: {classification: OFFICIAL}}, ask: all, may: [ad-hoc-query]}
"""


@pytest.fixture
def empty(tmp_path: Path) -> Service:
    """A service over an empty store."""
    return Service(application(tmp_path))


@pytest.fixture
def narrow(tmp_path: Path) -> Service:
    """A service whose policy grants little."""
    (tmp_path / "policy.yaml").write_text(NARROW, encoding="utf-8")
    return Service(application(tmp_path, policy=tmp_path / "policy.yaml"))


def test_without_a_token_there_is_no_answer(empty: Service) -> None:
    response = empty.send("POST", "/graphql", json={"query": VIEWER}, headers={"Pole-Reason": "DEMO"})
    assert (response.status_code, response.headers["www-authenticate"]) == (401, "Bearer")
    assert response.json()["errors"][0]["extensions"]["code"] == "sign-in"
    assert "data" not in response.json()


def test_a_token_of_another_issuer_is_refused(empty: Service, tmp_path: Path) -> None:
    other = Service(application(tmp_path / "other"))
    headers = {"Authorization": f"Bearer {other.token()}", "Pole-Reason": "DEMO"}
    assert empty.send("POST", "/graphql", json={"query": VIEWER}, headers=headers).status_code == 401


def test_without_a_reason_there_is_no_answer_and_the_codes_are_listed(empty: Service) -> None:
    headers = {"Authorization": f"Bearer {empty.token()}"}
    response = empty.send("POST", "/graphql", json={"query": VIEWER}, headers=headers)
    error = response.json()["errors"][0]
    assert (response.status_code, error["extensions"]["code"]) == (400, "reason-required")
    assert "SAFEGUARDING" in error["message"]
    assert trail(empty.application) == []


def test_words_on_the_reason_come_in_the_extensions(narrow: Service) -> None:
    body = {"query": "{ viewer { name } }", "extensions": {"reason": "called by Zoë"}}
    assert narrow.post({"query": VIEWER}, "child-protection", **{"Pole-Reason": "OTHER"}).status_code == 400
    assert narrow.post(body, "child-protection", **{"Pole-Reason": "OTHER"}).status_code == 200
    intent = trail(narrow.application)[0]
    assert intent["reason"] == {"code": "OTHER", "case": None, "for": None, "words": "called by Zoë"}


def test_every_operation_is_written_down_before_and_after(empty: Service) -> None:
    empty.post({"query": operations()["search"], "variables": {"text": "Smith"}}, **{"Pole-Reason": "CRIME; case=A/1"})
    intent, outcome = trail(empty.application)
    assert (intent["what"], intent["action"], intent["reason"]) == (
        "intent", "read/operation", {"code": "CRIME", "case": "A/1", "for": None, "words": None},
    )  # fmt: skip
    target = intent["target"]
    assert isinstance(target, dict)
    assert (target["operation"], target["document"]) == ("Search", document_id(operations()["search"]))
    assert (outcome["what"], outcome["outcome"], outcome["code"]) == ("outcome", "success", None)
    assert "Smith" not in (empty.application.settings.data / "audit.jsonl").read_text(encoding="utf-8")


def test_the_outcome_of_an_error_is_its_code(empty: Service) -> None:
    empty.code('{ entitiesByIdentifier(scheme: "pnc", value: "no") { totalCount } }')
    empty.code("{ nothing }")
    outcomes = [(r["outcome"], r["code"]) for r in trail(empty.application) if r["what"] == "outcome"]
    assert outcomes == [("failure", "usage"), ("failure", "usage")]


def test_what_was_shown_is_written_down(service: Service) -> None:
    before = len(trail(service.application))
    found = service.saved("search", {"text": "road", "first": 5})["search"]["edges"]
    outcome = trail(service.application)[before + 1]
    assert outcome["counts"] == {"entity": len(found)}
    sealed = {service.application.sealer.seal_id("entity", edge["node"]["id"]) for edge in found}
    ids = outcome["ids"]
    assert isinstance(ids, list)
    assert set(ids) == sealed


def test_no_audit_record_no_answer(empty: Service) -> None:
    path = empty.application.settings.data / "audit.jsonl"
    empty.ask(VIEWER)
    empty.application.audit.close()
    path.unlink()
    path.mkdir()
    response = empty.post({"query": VIEWER})
    assert response.status_code == 503
    assert response.json()["errors"][0]["extensions"]["code"] == "audit-unavailable"
    assert "data" not in response.json()
    assert empty.send("GET", "/readyz").status_code == 503
    path.rmdir()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_no_answer(tmp_path: Path) -> None:
    os.symlink("/dev/full", tmp_path / "audit.jsonl")
    full = Service(application(tmp_path))
    response = full.post({"query": VIEWER})
    assert response.status_code == 503
    assert "data" not in response.json()


def test_a_saved_operation_is_asked_by_its_id(narrow: Service) -> None:
    id_ = document_id(operations()["search"])
    response = narrow.post({"documentId": id_, "variables": {"text": "anybody"}})
    assert response.json()["data"]["search"]["totalCount"] == 0
    unknown = narrow.post({"documentId": "sha256:" + "0" * 64})
    assert (unknown.status_code, unknown.json()["errors"][0]["extensions"]["code"]) == (400, "document")


def test_other_documents_need_an_entitlement(narrow: Service) -> None:
    assert narrow.post({"query": operations()["viewer"]}).status_code == 200
    response = narrow.post({"query": VIEWER})
    assert (response.status_code, response.json()["errors"][0]["extensions"]["code"]) == (403, "not-entitled")
    assert narrow.post({"query": VIEWER}, "child-protection").status_code == 200


def test_the_schema_is_shown_to_those_entitled(narrow: Service, empty: Service) -> None:
    query = "{ __schema { queryType { name } } }"
    assert narrow.code(query, viewer="child-protection") == "not-entitled"
    assert (
        narrow.code('{ viewer { name } ... { a: __type(name: "Query") { name } } }', viewer="child-protection")
        == "not-entitled"
    )
    assert empty.ask(query)["__schema"]["queryType"]["name"] == "Query"


def test_each_question_needs_its_right(narrow: Service) -> None:
    assert narrow.post({"query": operations()["search"], "variables": {"text": "x1"}}).json()["data"]
    for name, variables in (("sources", {}), ("paths", {"from": ["a"], "to": ["b"]}), ("record", {"id": "a"})):
        body = narrow.post({"query": operations()[name], "variables": variables}).json()
        assert (name, body["errors"][0]["extensions"]["code"]) == (name, "not-entitled")


def test_an_operator_sees_no_data(empty: Service) -> None:
    response = empty.post({"query": operations()["search"], "variables": {"text": "x1"}}, "operator")
    assert response.json()["errors"][0]["extensions"]["code"] == "not-entitled"


def test_a_cursor_of_another_viewer_or_question_is_refused(service: Service) -> None:
    page = service.saved("search", {"text": "marlsford", "first": 1})["search"]
    after = page["pageInfo"]["endCursor"]
    query = operations()["search"]
    assert service.code(query, {"text": "marlsford", "after": after}, "child-protection") == "cursor"
    assert service.code(query, {"text": "lambeck", "after": after}) == "cursor"
    assert service.code(query, {"text": "marlsford", "after": "abc"}) == "cursor"
