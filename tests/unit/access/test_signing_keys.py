"""Published keys are fetched when they are needed, not more often than that, and outlive a short absence."""

from __future__ import annotations

import json
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import cast

import pytest
from joserfc.jwk import ECKey, KeySet

from pole.access.signing_keys import FRESH_S, PAUSE_S, STALE_S, DiscoveredKeys, Json, fetch_json
from pole.errors import IdentityProviderAwayError, SettingsError

ISSUER = "https://login.example.police.uk/realm"
OLD = ECKey.generate_key("P-256", auto_kid=True)
NEW = ECKey.generate_key("P-256", auto_kid=True)


class Provider:
    """An issuer whose keys, words and presence a test decides, with a clock."""

    def __init__(self, *keys: ECKey) -> None:
        self.keys = list(keys)
        self.configuration: dict[str, object] = {"issuer": ISSUER, "jwks_uri": f"{ISSUER}/keys"}
        self.away = False
        self.asked: list[str] = []
        self.time = 1_000.0

    def fetch(self, address: str) -> Json:
        self.asked.append(address)
        if self.away:
            raise IdentityProviderAwayError("the issuer is away")
        if address == f"{ISSUER}/.well-known/openid-configuration":
            return self.configuration
        return cast("Mapping[str, object]", KeySet(list(self.keys)).as_dict())

    def discovered(self) -> DiscoveredKeys:
        return DiscoveredKeys(ISSUER, self.fetch, lambda: self.time)


def test_nothing_is_fetched_before_it_is_needed_and_once_for_many() -> None:
    provider = Provider(OLD, NEW)
    keys = provider.discovered()
    assert provider.asked == []
    assert all(keys.find(key.kid) for key in (OLD, NEW, OLD, OLD))
    assert provider.asked == [f"{ISSUER}/.well-known/openid-configuration", f"{ISSUER}/keys"]


def test_a_new_key_is_found_at_once() -> None:
    provider = Provider(OLD)
    keys = provider.discovered()
    keys.find(OLD.kid)
    provider.keys, provider.time = [NEW], provider.time + PAUSE_S
    assert keys.find(NEW.kid) is not None and keys.find(OLD.kid) is None


def test_made_up_key_ids_do_not_hammer_the_issuer() -> None:
    provider = Provider(OLD)
    keys = provider.discovered()
    assert [keys.find(f"made-up-{n}") for n in range(100)] == [None] * 100
    assert len(provider.asked) == 2


def test_a_withdrawn_key_is_forgotten() -> None:
    provider = Provider(OLD)
    keys = provider.discovered()
    keys.find(OLD.kid)
    provider.keys, provider.time = [NEW], provider.time + FRESH_S
    assert keys.find(OLD.kid) is None


def test_while_the_issuer_is_away_its_keys_go_on_for_a_day() -> None:
    provider = Provider(OLD)
    keys = provider.discovered()
    keys.find(OLD.kid)
    provider.away, provider.time = True, provider.time + STALE_S - 1
    assert keys.find(OLD.kid) is not None
    with pytest.raises(IdentityProviderAwayError):
        keys.find(NEW.kid)
    provider.time += PAUSE_S
    with pytest.raises(IdentityProviderAwayError):
        keys.find(OLD.kid)
    provider.away, provider.time = False, provider.time + PAUSE_S
    assert keys.find(OLD.kid) is not None


def test_an_issuer_that_was_never_there_is_away_and_asked_seldom() -> None:
    provider = Provider(OLD)
    provider.away = True
    keys = provider.discovered()
    for _ in range(5):
        with pytest.raises(IdentityProviderAwayError, match="away"):
            keys.find(OLD.kid)
    assert len(provider.asked) == 1


@pytest.mark.parametrize(
    "said",
    [
        {"issuer": ISSUER + "/"},
        {"issuer": None},
        {"jwks_uri": None},
        {"jwks_uri": "http://login.example.police.uk/keys"},
        {"jwks_uri": "file:///etc/passwd"},
    ],
)
def test_an_issuer_that_contradicts_itself_or_points_elsewhere_is_not_followed(said: dict[str, object]) -> None:
    provider = Provider(OLD)
    provider.configuration |= said
    with pytest.raises(IdentityProviderAwayError):
        provider.discovered().find(OLD.kid)
    assert len(provider.asked) == 1


def test_an_issuer_without_usable_keys_is_away() -> None:
    with pytest.raises(IdentityProviderAwayError, match="RS256 or ES256"):
        Provider().discovered().find(OLD.kid)


@pytest.mark.parametrize("issuer", ["", "login.example", "http://login.example", "ftp://localhost", "https://"])
def test_an_issuer_without_https_is_a_wrong_setting(issuer: str) -> None:
    with pytest.raises(SettingsError, match="https://"):
        DiscoveredKeys(issuer)
    DiscoveredKeys("http://localhost:8080/realm")


# ------------------------------------------------------------- over a real connection


@contextmanager
def serving(answer: Callable[[str], tuple[int, bytes]]) -> Generator[str, None, None]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, body = answer(self.path)
            self.send_response(status)
            self.send_header("Location", "/elsewhere")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()


def test_keys_are_discovered_over_http() -> None:
    def answer(path: str) -> tuple[int, bytes]:
        if path == "/keys":
            return 200, json.dumps(KeySet([OLD]).as_dict()).encode()
        return 200, json.dumps({"issuer": issuer, "jwks_uri": f"{issuer}/keys"}).encode()

    with serving(answer) as issuer:
        assert DiscoveredKeys(issuer).find(OLD.kid) is not None


@pytest.mark.parametrize(
    ("status", "body"),
    [(404, b"{}"), (500, b"{}"), (302, b"{}"), (200, b"no json"), (200, b"[]"), (200, b'"' + b"x" * 1_100_000 + b'"')],
)
def test_what_is_no_json_object_is_an_issuer_away(status: int, body: bytes) -> None:
    with serving(lambda path: (status, body)) as address, pytest.raises(IdentityProviderAwayError):
        fetch_json(address)


def test_nobody_listening_is_an_issuer_away() -> None:
    with serving(lambda path: (200, b"{}")) as address:
        gone = address
    with pytest.raises(IdentityProviderAwayError):
        fetch_json(gone)
