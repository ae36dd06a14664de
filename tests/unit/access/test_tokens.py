"""Only a token that its issuer signed, for us, for now, makes a viewer."""

from __future__ import annotations

import json
import warnings
from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping
from hmac import digest
from typing import cast

import pytest
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from hypothesis import given
from hypothesis import strategies as st
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, RSAKey

from pole.access.signing_keys import PublishedKeys
from pole.access.tokens import ClaimNames, TokenVerifier, bearer_token
from pole.errors import SignInError

ISSUER = "https://login.example.police.uk/realm"
NOW = 1_800_000_000

RSA = RSAKey.generate_key(2048, auto_kid=True)
EC = ECKey.generate_key("P-256", auto_kid=True)
FOREIGN = ECKey.generate_key("P-256", auto_kid=True)
NO_HEADER: Mapping[str, object] = {}
CLAIMS: dict[str, object] = {
    "iss": ISSUER,
    "aud": "pole",
    "sub": "u-17",
    "exp": NOW + 600,
    "name": "Anna Example",
    "roles": ["open", "intelligence"],
    "force": "20",
    "collar": "4711",
}


def published(*keys: RSAKey | ECKey) -> PublishedKeys:
    return PublishedKeys(cast("Mapping[str, object]", KeySet(list(keys)).as_dict()))


def verifier(names: ClaimNames = ClaimNames()) -> TokenVerifier:  # noqa: B008 - a tuple of texts
    return TokenVerifier(ISSUER, "pole", published(RSA, EC), names, now=lambda: NOW)


def token(key: RSAKey | ECKey = EC, header: dict[str, object] | None = None, **claims: object) -> str:
    return token_of(claims, key, header or {})


def token_of(claims: dict[str, object], key: RSAKey | ECKey = EC, header: Mapping[str, object] = NO_HEADER) -> str:
    said = {name: value for name, value in {**CLAIMS, **claims}.items() if value is not None}
    algorithm = "RS256" if isinstance(key, RSAKey) else "ES256"
    return jwt.encode({"alg": algorithm, "kid": key.kid, **header}, said, key)


def encoded(part: object) -> str:
    return text_of(json.dumps(part).encode())


def text_of(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def by_hand(header: dict[str, object], sign: Callable[[bytes], bytes]) -> str:
    """A token such as no library would make."""
    signed = f"{encoded(header)}.{encoded(CLAIMS)}"
    return f"{signed}.{text_of(sign(signed.encode()))}"


def with_secret(secret: bytes) -> Callable[[bytes], bytes]:
    return lambda signed: digest(secret, signed, "sha256")


def with_rsa(signed: bytes) -> bytes:
    return cast("RSAPrivateKey", RSA.private_key).sign(signed, PKCS1v15(), SHA256())


@pytest.mark.parametrize("key", [RSA, EC])
def test_a_right_token_makes_a_viewer(key: RSAKey | ECKey) -> None:
    viewer = verifier().viewer(token(key))
    assert (viewer.name, viewer.subject, viewer.issuer) == ("Anna Example", "u-17", ISSUER)
    assert (viewer.force, viewer.collar) == ("20", "4711")
    assert viewer.roles == {"open", "intelligence"}
    assert viewer.identity == f"u-17 @ {ISSUER}" and not viewer.development


@pytest.mark.parametrize(
    "changed",
    [
        {"iss": "https://login.example.police.uk"},
        {"iss": None},
        {"iss": [ISSUER]},
        {"aud": "other"},
        {"aud": ["a", "b"]},
        {"aud": None},
        {"aud": {"pole": 1}},
        {"exp": NOW - 31},
        {"exp": None},
        {"exp": "tomorrow"},
        {"exp": True},
        {"nbf": NOW + 31},
        {"iat": NOW + 31},
        {"sub": None},
        {"sub": ""},
        {"sub": "  "},
        {"sub": 17},
    ],
)
def test_a_token_that_is_not_for_us_or_not_for_now_is_refused(changed: dict[str, object]) -> None:
    with pytest.raises(SignInError):
        verifier().viewer(token_of(changed))


def test_clocks_may_differ_a_little() -> None:
    assert verifier().viewer(token(exp=NOW - 29, nbf=NOW + 29, iat=NOW + 29)).subject == "u-17"


def test_an_expired_token_is_told_apart() -> None:
    with pytest.raises(SignInError, match="has expired"):
        verifier().viewer(token(exp=NOW - 3600))


def test_one_of_several_audiences_is_enough() -> None:
    assert verifier().viewer(token(aud=["other", "pole"])).subject == "u-17"


def test_a_key_that_the_issuer_does_not_publish_is_refused() -> None:
    with pytest.raises(SignInError, match="does not publish"):
        verifier().viewer(token(FOREIGN))
    with pytest.raises(SignInError):
        verifier().viewer(token(FOREIGN, {"kid": EC.kid}))


def test_a_key_that_the_token_brings_along_is_not_taken() -> None:
    with pytest.raises(SignInError):
        verifier().viewer(token(FOREIGN, {"jwk": FOREIGN.as_dict(private=False), "kid": "x"}))


def test_an_unsigned_token_is_refused() -> None:
    for algorithm in ("none", "None", "nOnE", ""):
        unsigned = f"{encoded({'alg': algorithm, 'kid': EC.kid})}.{encoded(CLAIMS)}."
        with pytest.raises(SignInError):
            verifier().viewer(unsigned)


def test_a_public_key_used_as_a_shared_secret_is_refused() -> None:
    for secret in (
        RSA.as_pem(private=False),
        RSA.as_der(private=False),
        json.dumps(RSA.as_dict(private=False)).encode(),
    ):
        forged = by_hand({"alg": "HS256", "kid": RSA.kid}, with_secret(secret))
        with pytest.raises(SignInError):
            verifier().viewer(forged)


@pytest.mark.parametrize("algorithm", ["PS256", "RS384", "RS512"])
def test_no_other_algorithm_is_taken_even_with_the_right_key(algorithm: str) -> None:
    signed = jwt.encode({"alg": algorithm, "kid": RSA.kid}, CLAIMS, RSA, algorithms=[algorithm])
    with pytest.raises(SignInError):
        verifier().viewer(signed)


def test_the_algorithm_must_be_that_of_the_key() -> None:
    head, body, signature = token(EC).split(".")
    assert head != encoded({"alg": "RS256", "kid": EC.kid})
    with pytest.raises(SignInError):
        verifier().viewer(f"{encoded({'alg': 'RS256', 'kid': EC.kid})}.{body}.{signature}")


def test_a_changed_claim_is_refused() -> None:
    head, _, signature = token().split(".")
    with pytest.raises(SignInError, match="bad_signature"):
        verifier().viewer(f"{head}.{encoded({**CLAIMS, 'roles': ['supervisor']})}.{signature}")


def test_an_unknown_critical_header_is_refused_and_another_is_ignored() -> None:
    said: dict[str, object] = {"alg": "RS256", "kid": RSA.kid, "new": 1}
    assert verifier().viewer(by_hand(said, with_rsa)).subject == "u-17"
    with pytest.raises(SignInError):
        verifier().viewer(by_hand({**said, "crit": ["b64"], "b64": False}, with_rsa))
    for critical in ('["new"]', '["gone"]', "[[]]", "5", '"new"'):
        with pytest.raises(SignInError):
            verifier().viewer(by_hand({**said, "crit": json.loads(critical)}, with_rsa))


@given(
    st.text(max_size=60)
    | st.builds(".".join, st.lists(st.text("eyJhbGciOi.-_{}0", max_size=20), min_size=3, max_size=3))
)
def test_any_other_text_is_refused(text: str) -> None:
    with pytest.raises(SignInError):
        verifier().viewer(text)


@pytest.mark.parametrize("depth", [100, 5_000])
def test_a_deeply_nested_token_is_refused(depth: int) -> None:
    nested = urlsafe_b64encode(b"[" * depth).rstrip(b"=").decode()
    with pytest.raises(SignInError):
        verifier().viewer(f"{nested}.{nested}.AAAA")


# ------------------------------------------------------------- claims


@pytest.mark.parametrize(
    ("said", "roles"),
    [
        (["open", 7, None], {"open"}),
        ("open  intelligence", {"open", "intelligence"}),
        (None, set[str]()),
        ({"open": True}, set[str]()),
        (7, set[str]()),
        ([], set[str]()),
    ],
)
def test_roles_are_texts_in_a_list_or_nothing(said: object, roles: set[str]) -> None:
    assert verifier().viewer(token(roles=said)).roles == roles


def test_roles_may_stand_inside_another_claim() -> None:
    names = ClaimNames(roles="realm_access.roles", collar="police.collar")
    viewer = verifier(names).viewer(token(realm_access={"roles": ["open"]}, police={"collar": "99"}, collar=None))
    assert viewer.roles == {"open"} and viewer.collar == "99"


def test_a_viewer_without_a_name_is_called_by_subject() -> None:
    assert verifier().viewer(token(name=None)).name == "u-17"
    assert verifier().viewer(token(name=None, preferred_username="anna")).name == "anna"
    assert verifier().viewer(token(name="A\nB\x00" + "x" * 999)).name.startswith("A B ")


def test_a_token_cannot_claim_or_deny_that_it_is_for_development() -> None:
    assert not verifier().viewer(token(development=True)).development


# ------------------------------------------------------------- keys


def unusable(change: Callable[[dict[str, object]], object]) -> int:
    entry = cast("dict[str, object]", EC.as_dict(private=False))
    change(entry)
    return len(PublishedKeys({"keys": [entry]}))


def test_keys_for_other_uses_and_secrets_are_left_out() -> None:
    assert unusable(lambda entry: entry) == 1
    assert unusable(lambda entry: entry.update(use="enc")) == 0
    assert unusable(lambda entry: entry.update(alg="ES512")) == 0
    assert unusable(lambda entry: entry.update(kty="oct", k="c2VjcmV0")) == 0
    assert unusable(lambda entry: entry.update(kty="new")) == 0
    assert unusable(lambda entry: entry.update(x="!!")) == 0
    assert unusable(lambda entry: entry.pop("y")) == 0
    assert len(PublishedKeys({"keys": [EC.as_dict(private=True)]})) == 0


def test_a_weak_key_is_left_out() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        weak = RSAKey.generate_key(1024)
    assert len(PublishedKeys({"keys": [weak.as_dict(private=False)]})) == 0


@pytest.mark.parametrize("document", ["{}", '{"keys": null}', '{"keys": {}}', '{"keys": [1, "a", null, {}]}'])
def test_a_document_without_keys_has_none(document: str) -> None:
    assert len(PublishedKeys(json.loads(document))) == 0


def test_a_token_that_names_no_key_is_taken_where_there_is_one_key() -> None:
    single = TokenVerifier(ISSUER, "pole", published(EC), now=lambda: NOW)
    nameless = jwt.encode({"alg": "ES256"}, CLAIMS, EC)
    assert single.viewer(nameless).subject == "u-17"
    with pytest.raises(SignInError):
        verifier().viewer(nameless)


# ------------------------------------------------------------- the header


def test_the_bearer_token_is_read() -> None:
    assert bearer_token("Bearer abc") == bearer_token("  bearer   abc ") == "abc"


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer ", "Basic abc", "abc"])
def test_a_missing_token_is_told_how_to_sign_in(header: str | None) -> None:
    with pytest.raises(SignInError, match="Authorization: Bearer TOKEN"):
        bearer_token(header)
