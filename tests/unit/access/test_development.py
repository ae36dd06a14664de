"""The development issuer is one of many issuers, and says what it is."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode
from pathlib import Path
from typing import cast

import pytest

from pole.access.development import BANNER, KEY_FILE, DevelopmentIssuer
from pole.access.development_viewers import VIEWERS, development_viewer
from pole.access.policy_check import load_policy
from pole.access.signing_keys import PublishedKeys
from pole.access.tokens import TokenVerifier
from pole.errors import SettingsError, SignInError
from pole.model.marking import Marking


def test_a_token_it_issues_makes_the_viewer(tmp_path: Path) -> None:
    issuer = DevelopmentIssuer(tmp_path)
    for name in VIEWERS:
        assert issuer.verifier().viewer(issuer.issue(name)) == development_viewer(name)
    viewer = development_viewer("child-protection")
    assert viewer.subject == "child-protection" and viewer.roles == {"child-protection"}
    assert viewer.development and "(development)" in viewer.name and "DEVELOPMENT" in BANNER


def test_the_token_itself_says_that_it_is_for_development(tmp_path: Path) -> None:
    body = DevelopmentIssuer(tmp_path).issue("open").split(".")[1]
    claims = cast("dict[str, object]", json.loads(urlsafe_b64decode(body + "==")))
    assert claims["development"] is True and claims["iss"] == "urn:pole:development"


def test_its_key_outlives_a_restart_and_is_its_own(tmp_path: Path) -> None:
    token = DevelopmentIssuer(tmp_path / "a").issue("open")
    assert DevelopmentIssuer(tmp_path / "a").verifier().viewer(token).subject == "open"
    assert (tmp_path / "a" / KEY_FILE).stat().st_mode & 0o777 == 0o600
    with pytest.raises(SignInError):
        DevelopmentIssuer(tmp_path / "b").verifier().viewer(token)


def test_it_publishes_public_keys_alone(tmp_path: Path) -> None:
    (key,) = DevelopmentIssuer(tmp_path).published()["keys"]
    assert "d" not in key and key["kty"] == "EC"


def test_a_token_ends_after_its_hours(tmp_path: Path) -> None:
    clock = [1_800_000_000.0]
    issuer = DevelopmentIssuer(tmp_path, now=lambda: clock[0])
    token = issuer.issue("open", hours=2)
    clock[0] += 2 * 3600
    assert issuer.verifier().viewer(token).subject == "open"
    clock[0] += 31
    with pytest.raises(SignInError, match="expired"):
        issuer.verifier().viewer(token)


def test_a_service_that_trusts_another_issuer_does_not_trust_it(tmp_path: Path) -> None:
    issuer = DevelopmentIssuer(tmp_path)
    keys = PublishedKeys(cast("dict[str, object]", issuer.published()))
    with pytest.raises(SignInError):
        TokenVerifier("https://login.example.police.uk", "pole", keys).viewer(issuer.issue("open"))


def test_an_unknown_viewer_is_told_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(
        SignInError,
        match="open, custody, child-protection, domestic-abuse, intelligence, intelligence-north, both, data-quality, operator",
    ):
        DevelopmentIssuer(tmp_path).issue("chief")


def test_a_key_file_that_holds_something_else_is_a_wrong_setting(tmp_path: Path) -> None:
    for content in ("", "[]", "{}", '{"kty":"EC"}', "null", "secret"):
        (tmp_path / KEY_FILE).write_text(content)
        with pytest.raises(SettingsError, match="holds no signing key"):
            DevelopmentIssuer(tmp_path)


def test_every_role_it_gives_is_in_the_policy_and_both_sees_both(tmp_path: Path) -> None:
    policy = load_policy()
    assert {role for viewer in VIEWERS.values() for role in viewer.roles} <= policy.roles.keys()
    both = development_viewer("both")
    together = Marking.of("OFFICIAL-SENSITIVE", compartments=["child-protection", "intelligence"])
    assert policy.clearance(both.roles).covers(together)
