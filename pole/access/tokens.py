"""From a token to a viewer: a JSON Web Token (RFC 7519) whose signature, issuer, audience and time are right.

Roles are taken from the token alone, never from the request. A token without roles gives a viewer who sees nothing.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from typing import NamedTuple, cast

from joserfc import jwt
from joserfc.errors import ExpiredTokenError, JoseError
from joserfc.jwk import GuestProtocol
from joserfc.jws import JWSRegistry
from joserfc.jwt import JWTClaimsRegistry

from pole.access.signing_keys import ALGORITHMS, KeySource, SigningKey
from pole.access.viewer import Viewer
from pole.errors import SignInError

LEEWAY_S = 30
"""How far the clocks of issuer and service may differ."""
_TOKEN_LIMIT = 16_384
_TEXT_LIMIT = 255
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


class ClaimNames(NamedTuple):
    """Where an issuer puts what we read; a dot goes into an object (``realm_access.roles``)."""

    roles: str = "roles"
    name: str = "name"
    force: str = "force"
    collar: str = "collar"


class TokenVerifier:
    """Verifies the tokens of one issuer for one audience."""

    def __init__(
        self,
        issuer: str,
        audience: str,
        keys: KeySource,
        claims: ClaimNames = ClaimNames(),  # noqa: B008 - a tuple of texts
        *,
        development: bool = False,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._issuer = issuer
        self._keys = keys
        self._names = claims
        self._development = development
        self._required = JWTClaimsRegistry(
            now=lambda: int(now()),
            leeway=LEEWAY_S,
            iss={"essential": True, "value": issuer},
            aud={"essential": True, "value": audience},
            exp={"essential": True},
            sub={"essential": True},
        )

    def viewer(self, token: str) -> Viewer:
        """Who presents this token. Raises SignInError, or IdentityProviderAwayError when its key cannot be fetched."""
        claims = self._claims(token)
        subject = _text(claims.get("sub"))
        if subject is None:
            raise SignInError("The token does not say whose it is (sub).")
        name = _text(_at(claims, self._names.name)) or _text(claims.get("preferred_username")) or subject
        return Viewer(
            name=name,
            subject=subject,
            roles=_roles(_at(claims, self._names.roles)),
            force=_text(_at(claims, self._names.force)),
            collar=_text(_at(claims, self._names.collar)),
            issuer=self._issuer,
            development=self._development,
        )

    def _claims(self, token: str) -> Mapping[str, object]:
        if len(token) > _TOKEN_LIMIT or not token.isascii() or token.count(".") != 2:
            raise SignInError("This is no signed token: sign in again.")
        try:
            # Headers that nobody marked critical are to be ignored (RFC 7515, section 4), so no strict check of them.
            registry = JWSRegistry(algorithms=ALGORITHMS, strict_check_header=False)
            claims = jwt.decode(token, self._key, algorithms=ALGORITHMS, registry=registry).claims
            self._required.validate(claims)
        except ExpiredTokenError as error:
            raise SignInError("The token has expired: sign in again.") from error
        except (JoseError, ValueError, TypeError, RecursionError) as error:
            because = error.error if isinstance(error, JoseError) else "malformed"
            raise SignInError(f"The token is not valid here ({because}): sign in again.") from error
        return claims

    def _key(self, signed: GuestProtocol) -> SigningKey:
        kid = cast("object", signed.headers().get("kid"))
        key = self._keys.find(kid if isinstance(kid, str) else None)
        if key is None:
            raise SignInError("The token is signed with a key that its issuer does not publish: sign in again.")
        return key


def bearer_token(header: str | None) -> str:
    """The token in an ``Authorization: Bearer …`` header (RFC 6750). Raises SignInError."""
    scheme, _, token = (header or "").strip().partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise SignInError("Sign in first: send the header 'Authorization: Bearer TOKEN'.")
    return token.strip()


def _at(claims: Mapping[str, object], path: str) -> object:
    found: object = claims
    for name in path.split("."):
        found = cast("Mapping[str, object]", found).get(name) if isinstance(found, dict) else None
    return found


def _text(value: object) -> str | None:
    if not isinstance(value, str):
        return None
    return _CONTROL.sub(" ", value).strip()[:_TEXT_LIMIT] or None


def _roles(value: object) -> frozenset[str]:
    """A list of texts, or one text with spaces between roles; anything else is no role at all."""
    listed = value.split() if isinstance(value, str) else value
    return (
        frozenset(role for role in cast("list[object]", listed) if isinstance(role, str))
        if isinstance(listed, list)
        else frozenset()
    )
