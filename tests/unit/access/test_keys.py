"""Secrets are made once and belong to their owner."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from pole.access.keys import deployment_key, derived_key
from pole.errors import SettingsError


def test_the_key_is_made_once_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "data" / "key"
    assert deployment_key(path) == deployment_key(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["key"]


def test_programs_that_start_together_get_the_same_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(deployment_key, [tmp_path / "key"] * 32))
    assert len(keys) == 1


def test_a_file_that_is_no_key_is_refused(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("secret")
    with pytest.raises(SettingsError, match="no deployment key"):
        deployment_key(tmp_path / "key")


def test_a_folder_that_cannot_be_used_is_a_settings_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsError, match="cannot be read or made"):
        deployment_key(tmp_path / "file" / "key")


def test_each_use_has_a_key_of_its_own() -> None:
    assert derived_key(bytes(32), "ids", 32) != derived_key(bytes(32), "cursors", 32)
