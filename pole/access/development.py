"""An issuer of tokens for the demonstration and for development. Everybody who can read its folder can be anybody.

Its tokens say that they are for development, a viewer who holds one is marked so, and every page shows the banner.
They are verified like any others, through the keys it publishes. A service that trusts a real issuer does not trust
this one.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from secrets import token_hex
from typing import cast

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import DictKey, ECKey, KeySet, KeySetSerialization

from pole.access.development_viewers import ISSUER, development_viewer
from pole.access.keys import kept_secret
from pole.access.signing_keys import PublishedKeys
from pole.access.tokens import TokenVerifier
from pole.errors import SettingsError

KEY_FILE = "development-key.json"
BANNER = "DEVELOPMENT SIGN-IN: anybody on this machine can take any role. Invented data only."
_HOUR_S = 3_600


class DevelopmentIssuer:
    """Issues tokens with a key pair that stays in `folder`, made on first use."""

    def __init__(self, folder: Path, audience: str = "pole", now: Callable[[], float] = time.time) -> None:
        """Raises SettingsError when the folder cannot be used or its key file holds something else."""
        self._audience = audience
        self._now = now
        self._key = _key_in(folder / KEY_FILE)

    def issue(self, name: str, hours: float = 8) -> str:
        """A token for one of `VIEWERS`, good for so many hours. Raises SignInError for another name."""
        viewer = development_viewer(name)
        issued = int(self._now())
        claims: dict[str, object] = {
            "iss": ISSUER,
            "aud": self._audience,
            "sub": name,
            "name": viewer.name,
            "roles": sorted(viewer.roles),
            "iat": issued,
            "exp": issued + int(hours * _HOUR_S),
            "jti": token_hex(8),
            "development": True,
        }
        return jwt.encode({"alg": "ES256", "kid": self._key.kid}, claims, self._key, algorithms=["ES256"])

    def published(self) -> KeySetSerialization:
        """The JWKS document: public keys alone."""
        return KeySet([self._key]).as_dict(private=False)

    def verifier(self) -> TokenVerifier:
        """Verifies this issuer's tokens, and no others."""
        keys = PublishedKeys(cast("Mapping[str, object]", self.published()))
        return TokenVerifier(ISSUER, self._audience, keys, development=True, now=self._now)


def _key_in(path: Path) -> ECKey:
    kept = kept_secret(path, _new_key)
    try:
        key = ECKey.import_key(cast("DictKey", json.loads(kept)))
    except (JoseError, ValueError, TypeError, AttributeError) as error:
        raise SettingsError(f"{path} holds no signing key: remove it, and a new one is made.") from error
    key.ensure_kid()
    return key


def _new_key() -> bytes:
    return json.dumps(ECKey.generate_key("P-256").as_dict(private=True)).encode("ascii")
