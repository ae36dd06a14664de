"""What is served beside the questions: health, metrics, GraphiQL, the manifest, development tokens."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from prometheus_client import generate_latest

from pole.access.development import BANNER
from pole.api.app import create_app
from pole.api.contract import operations
from pole.api.documents import document_id
from pole.api.metrics import Metrics
from pole.api.workshop import STATIC
from pole.errors import SettingsError
from tests.api.service import Service, application


@pytest.fixture
def empty(tmp_path: Path) -> Service:
    """A service over an empty store."""
    return Service(application(tmp_path))


def test_it_lives_and_is_ready(empty: Service) -> None:
    assert empty.send("GET", "/livez").json() == {"status": "ok"}
    ready = empty.send("GET", "/readyz")
    assert (ready.status_code, ready.json()) == (200, {"store": "ok", "policy": "ok", "audit": "ok"})


def test_the_manifest_lists_every_saved_operation_by_its_id(empty: Service) -> None:
    manifest = empty.send("GET", "/graphql/operations").json()
    assert manifest == {
        document_id(text): {"name": manifest[document_id(text)]["name"], "document": text}
        for text in operations().values()
    }


def test_graphiql_is_served_from_our_own_files_alone(empty: Service) -> None:
    page = empty.send("GET", "/graphiql")
    assert page.status_code == 200
    assert "default-src 'none'" in page.headers["content-security-policy"]
    sources = [part.split('"')[0] for key in ("src=", "href=") for part in page.text.split(f'{key}"')[1:]]
    assert sources
    for source in sources:
        assert source.startswith(("/graphiql/static/", "data:")), source
        if source.startswith("/"):
            assert empty.send("GET", source).status_code == 200
    about = empty.send("GET", "/graphiql/about").json()
    assert about["banner"] == BANNER
    assert "CRIME" in about["reasons"]


def test_vendored_files_are_those_that_were_published() -> None:
    listed = json.loads((STATIC / "graphiql" / "vendored.json").read_text(encoding="utf-8"))
    for name, entry in listed.items():
        content = (STATIC / "graphiql" / name).read_bytes()
        assert hashlib.sha256(content).hexdigest() == entry["sha256"], name
    held = {path.name for path in (STATIC / "graphiql").iterdir()} - {"vendored.json", "LICENSE"}
    assert held == set(listed)


def test_graphiql_is_for_those_entitled_who_say_why(empty: Service) -> None:
    def entry(viewer: str, **reason: str) -> int:
        headers = empty.headers(viewer) | ({"Pole-Reason": reason["code"]} if reason else {})
        return empty.send("POST", "/graphiql/entry", headers=headers, content=reason.get("words", "")).status_code

    assert (entry("open"), entry("operator")) == (204, 403)
    assert (entry("open", code="CRIME"), entry("open", code="CRIME; case=C1")) == (400, 204)
    assert empty.send("POST", "/graphiql/entry").status_code == 401


def test_graphiql_is_off_where_the_settings_say_so(tmp_path: Path) -> None:
    off = Service(application(tmp_path, graphiql=False))
    for path in ("/graphiql", "/graphiql/about", "/graphiql/static/page.js"):
        assert off.send("GET", path).status_code == 404


def test_a_development_token_can_be_had_and_used(empty: Service) -> None:
    token = empty.send("GET", "/dev/token", params={"viewer": "both"}).text
    headers = {"Authorization": f"Bearer {token}", "Pole-Reason": "DEMO"}
    told = empty.send("POST", "/graphql", json={"query": "{ viewer { roles development } }"}, headers=headers).json()
    assert told["data"]["viewer"] == {"roles": ["child-protection", "intelligence", "supervisor"], "development": True}
    assert empty.send("GET", "/dev/token", params={"viewer": "chief"}).status_code == 404


def test_with_a_real_issuer_there_are_no_development_tokens(tmp_path: Path) -> None:
    real = Service(application(tmp_path, issuer="https://login.example.police.uk", development=False))
    assert real.send("GET", "/dev/token").status_code == 404
    assert real.send("GET", "/graphiql/about").json()["banner"] is None
    headers = {"Authorization": f"Bearer {real.token()}", "Pole-Reason": "DEMO"}
    assert real.send("POST", "/graphql", json={"query": "{ __typename }"}, headers=headers).status_code in (401, 503)


def test_without_any_issuer_it_does_not_start(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="POLE_ISSUER"):
        create_app(application(tmp_path, development=False))


def test_metrics_count_without_a_word_of_a_question(tmp_path: Path) -> None:
    metrics = Metrics()
    service = Service(application(tmp_path))
    service.app = create_app(service.application, metrics)
    service.saved("search", {"text": "Ottoline"})
    service.post({"query": "query Ottoline { viewer { name } }"})
    service.post({"query": "{ viewer { nam } }"})
    service.send("POST", "/graphql", json={"query": "{ viewer { name } }"})
    told = generate_latest(metrics.registry).decode()
    assert 'pole_answers_total{code="ok",operation="Search"} 1.0' in told
    assert 'pole_answers_total{code="ok",operation="ad-hoc"} 1.0' in told
    assert 'pole_answers_total{code="GRAPHQL_VALIDATION_FAILED",operation="ad-hoc"} 1.0' in told
    assert 'pole_refused_total{code="sign-in"} 1.0' in told
    assert "Ottoline" not in told
