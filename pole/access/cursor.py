"""Seals on what leaves: ids made from content, and cursors of pages.

An id made from content would let anybody test whether we hold that content, and a cursor holds the order key of a
row. Both leave encrypted and authenticated, and come back only if we made them. An id has one sealed text for one
key, so it can be compared, kept and shared: AES-SIV (RFC 5297), the cipher made for that. A cursor belongs to one
viewer, scope and question: AES-GCM-SIV (RFC 8452) with a random nonce and those three as associated data.
"""

from __future__ import annotations

import json
import re
import secrets
from base64 import b64decode, b64encode
from typing import NamedTuple, cast

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV, AESSIV

from pole.access.keys import derived_key
from pole.errors import CursorError

_NONCE_BYTES = 12
_TAG_BYTES = 16
_TEXT_LIMIT = 16_384
_HEX = re.compile(r"([0-9a-f]{2})+")
_AS_TEXT, _AS_HEX = b"t", b"h"
_ALPHABET_ENDS = b"._"
"""Of Base64, as safe in a URL as the usual `-_`; but a text that begins with a hyphen reads as an option of a command."""


class SealedId(NamedTuple):
    """What a sealed id stands for."""

    kind: str
    raw: str


class Binding(NamedTuple):
    """What a cursor is good for. All three are texts that differ when the thing does."""

    viewer: str
    """`Viewer.identity`."""
    scope: str
    """A digest of what the viewer may see: a wider or narrower scope has another."""
    question: str
    """The question and its arguments, those of paging left out."""


class Sealer:
    """Seals and opens with the key of this deployment (`pole.access.keys.deployment_key`). Safe across threads."""

    def __init__(self, key: bytes) -> None:
        self._ids = AESSIV(derived_key(key, "ids", 64))
        self._cursors = AESGCMSIV(derived_key(key, "cursors", 32))

    def seal_id(self, kind: str, raw: str) -> str:
        """The one text, safe in a URL, by which this id is known outside. `kind` holds no NUL."""
        packed = _AS_HEX + bytes.fromhex(raw) if _HEX.fullmatch(raw) else _AS_TEXT + _bytes(raw)
        return _to_text(self._ids.encrypt(_bytes(kind) + b"\0" + packed, None))

    def open_id(self, text: str) -> SealedId | None:
        """What a sealed id stands for; None when we never sealed it, so that foreign is the same as unknown."""
        sealed = _from_text(text)
        if sealed is None or len(sealed) <= _TAG_BYTES:
            return None
        try:
            kind, _, packed = self._ids.decrypt(sealed, None).partition(b"\0")
        except InvalidTag:
            return None
        raw = packed[1:].hex() if packed[:1] == _AS_HEX else _text(packed[1:])
        return SealedId(_text(kind), raw)

    def seal_cursor(self, position: tuple[str, ...], bound: Binding) -> str:
        """The cursor after the row with this order key."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        plain = json.dumps(position, separators=(",", ":")).encode("ascii")
        return _to_text(nonce + self._cursors.encrypt(nonce, plain, _associated(bound)))

    def open_cursor(self, text: str, bound: Binding) -> tuple[str, ...]:
        """The order key in a cursor. Raises CursorError when it is foreign, or of another binding."""
        sealed = _from_text(text) or b""
        if len(sealed) <= _NONCE_BYTES + _TAG_BYTES:
            raise _refused()
        nonce, rest = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
        try:
            plain = self._cursors.decrypt(nonce, rest, _associated(bound))
        except InvalidTag:
            raise _refused() from None
        return tuple(cast(list[str], json.loads(plain)))


def _associated(bound: Binding) -> bytes:
    return json.dumps(bound, separators=(",", ":")).encode("ascii")


def _refused() -> CursorError:
    return CursorError(
        "This cursor does not belong to this question as asked by you now: ask for the first page again."
    )


def _to_text(sealed: bytes) -> str:
    return b64encode(sealed, _ALPHABET_ENDS).rstrip(b"=").decode("ascii")


def _from_text(text: str) -> bytes | None:
    """The bytes of a text that we could have made: one text stands for one id, so no second spelling is taken."""
    if len(text) > _TEXT_LIMIT or not text.isascii():
        return None
    try:
        sealed = b64decode(text + "=" * (-len(text) % 4), _ALPHABET_ENDS)
    except ValueError:
        return None
    return sealed if _to_text(sealed) == text else None


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _text(content: bytes) -> str:
    return content.decode("utf-8", "surrogatepass")
