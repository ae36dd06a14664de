"""Secrets of a deployment, kept as files in its data folder and made on first use."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

from pole.errors import SettingsError

KEY_BYTES = 32


def deployment_key(path: Path) -> bytes:
    """The key from which ids, cursors and audit hashes are sealed: 32 random bytes.

    Losing it makes every id and cursor given out unknown, and the audit's hashes uncheckable. Raises SettingsError
    when the file holds something else.
    """
    key = kept_secret(path, lambda: secrets.token_bytes(KEY_BYTES))
    if len(key) != KEY_BYTES:
        raise SettingsError(f"{path} is no deployment key: it holds {len(key)} bytes instead of {KEY_BYTES}.")
    return key


def derived_key(key: bytes, use: str, size: int) -> bytes:
    """A key of its own for each use (at most 11 letters), so that what is sealed for one never opens for another."""
    if len(key) != KEY_BYTES:
        raise SettingsError(f"The deployment key has {len(key)} bytes; it needs {KEY_BYTES} random ones.")
    return blake2b(key=key, digest_size=size, person=f"pole.{use}".encode("ascii")).digest()


def kept_secret(path: Path, make: Callable[[], bytes]) -> bytes:
    """What is in the file, or what `make` gives, put there for good and readable by its owner alone.

    Programs that start together all get the same. Raises SettingsError when the folder cannot be used.
    """
    try:
        if not path.exists():
            _create(path, make())
        return path.read_bytes()
    except OSError as error:
        raise SettingsError(f"The secret {path} cannot be read or made: {error.strerror}.") from error


def _create(path: Path, content: bytes) -> None:
    """Complete or not at all, and never over a file that is there: a link to a finished file fails on a taken name."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    with suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()
