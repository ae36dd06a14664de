"""The public keys that verify tokens: those an issuer publishes (OpenID Connect Discovery 1.0), kept for a while.

They are fetched again every ten minutes, and at once for a token whose key is not known, yet never more often than
every thirty seconds, so that made-up key ids cannot make us hammer the issuer. While the issuer is away, the keys that
we have go on for a day.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from threading import Lock
from typing import TYPE_CHECKING, Protocol, TypeAlias, cast
from urllib.parse import urlsplit

from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey

from pole.errors import IdentityProviderAwayError, SettingsError

if TYPE_CHECKING:
    import httpx

SigningKey: TypeAlias = "RSAKey | ECKey"
Json: TypeAlias = "Mapping[str, object]"

ALGORITHMS = ("RS256", "ES256")
"""Signatures that are accepted. Fixed: what a token says of itself never widens it."""

FRESH_S = 600.0
PAUSE_S = 30.0
STALE_S = 86_400.0
_TIMEOUT_S = 5.0
_DOCUMENT_LIMIT = 1_000_000
_RSA_BITS = 2_048
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


class KeySource(Protocol):
    """Where a verifier finds keys."""

    def find(self, kid: str | None) -> SigningKey | None:
        """The key of this id, or the only key where a token names none. Raises IdentityProviderAwayError."""
        ...


class PublishedKeys:
    """The keys of one JWKS document (RFC 7517). Those that cannot verify our signatures are left out."""

    def __init__(self, document: Json) -> None:
        entries = document.get("keys")
        listed = cast("list[object]", entries) if isinstance(entries, list) else []
        keys = (_usable(cast("Json", entry)) for entry in listed if isinstance(entry, dict))
        self._keys = {key.kid: key for key in keys if key is not None}

    def __len__(self) -> int:
        return len(self._keys)

    def find(self, kid: str | None) -> SigningKey | None:
        """See KeySource."""
        if kid is None and len(self._keys) == 1:
            return next(iter(self._keys.values()))
        return self._keys.get(kid)


class DiscoveredKeys:
    """The keys that an issuer publishes behind ``/.well-known/openid-configuration``. Safe across threads."""

    def __init__(
        self,
        issuer: str,
        fetch: Callable[[str], Json] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Nothing is fetched yet. Raises SettingsError for an issuer that is no https address (http: this machine)."""
        if not _is_safe(issuer):
            raise SettingsError(f"The token issuer {issuer!r} must be an https:// address; http:// only for localhost.")
        self._issuer = issuer
        self._fetch = fetch or fetch_json
        self._clock = clock
        self._lock = Lock()
        self._keys = PublishedKeys({})
        self._fetched = self._tried = float("-inf")
        self._failure: IdentityProviderAwayError | None = None

    def find(self, kid: str | None) -> SigningKey | None:
        """See KeySource."""
        if self._is_due(kid):
            with self._lock:
                if self._is_due(kid):
                    self._refresh()
        key = self._keys.find(kid)
        if key is None and self._failure is not None:
            raise IdentityProviderAwayError(self._failure.message)
        return key

    def _is_due(self, kid: str | None) -> bool:
        now = self._clock()
        if now - self._tried < PAUSE_S:
            return False
        return now - self._fetched >= FRESH_S or self._keys.find(kid) is None

    def _refresh(self) -> None:
        self._tried = self._clock()
        try:
            self._keys = self._published()
        except IdentityProviderAwayError as error:
            self._failure = error
            if self._tried - self._fetched >= STALE_S:
                self._keys = PublishedKeys({})
        else:
            self._fetched, self._failure = self._tried, None

    def _published(self) -> PublishedKeys:
        configuration = self._fetch(f"{self._issuer.rstrip('/')}/.well-known/openid-configuration")
        if configuration.get("issuer") != self._issuer:
            raise IdentityProviderAwayError(f"{self._issuer} calls itself something else in its configuration.")
        address = configuration.get("jwks_uri")
        if not isinstance(address, str) or not _is_safe(address):
            raise IdentityProviderAwayError(f"{self._issuer} names no https:// address for its keys.")
        keys = PublishedKeys(self._fetch(address))
        if not len(keys):
            raise IdentityProviderAwayError(f"{self._issuer} publishes no key for {' or '.join(ALGORITHMS)}.")
        return keys


def fetch_json(address: str) -> Json:
    """A JSON object from an address, without following redirects. Raises IdentityProviderAwayError."""
    import httpx  # loaded where an issuer is asked, for it takes as long as all the rest of signing in

    try:
        with httpx.stream("GET", address, timeout=_TIMEOUT_S, follow_redirects=False) as response:
            response.raise_for_status()
            document = json.loads(_limited(response))
    except (httpx.HTTPError, ValueError) as error:
        raise IdentityProviderAwayError(f"{address} does not answer as it should: {type(error).__name__}.") from error
    if not isinstance(document, dict):
        raise IdentityProviderAwayError(f"{address} does not answer with a JSON object.")
    return cast("Json", document)


def _limited(response: httpx.Response) -> bytes:
    content = bytearray()
    for part in response.iter_bytes():
        content += part
        if len(content) > _DOCUMENT_LIMIT:
            raise ValueError("the document is too long")
    return bytes(content)


def _is_safe(address: str) -> bool:
    parts = urlsplit(address)
    return bool(parts.hostname) and (
        parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)
    )


def _usable(entry: Json) -> SigningKey | None:
    """A public key for a signature we accept; None for keys of other uses, weak keys and private or shared secrets."""
    if entry.get("use", "sig") != "sig" or entry.get("alg", ALGORITHMS[0]) not in ALGORITHMS or "d" in entry:
        return None
    texts = {name: value for name, value in entry.items() if isinstance(value, str)}
    try:
        match entry.get("kty"), entry.get("crv"):
            case "RSA", _ if len(texts.get("n", "")) * 6 >= _RSA_BITS:
                return _named(RSAKey.import_key(dict(texts)))
            case "EC", "P-256":
                return _named(ECKey.import_key(dict(texts)))
            case _:
                return None
    except (JoseError, ValueError, KeyError):
        return None


def _named(key: SigningKey) -> SigningKey:
    key.ensure_kid()
    return key
