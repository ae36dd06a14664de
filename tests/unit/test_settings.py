"""Settings come from the environment once; a malformed one stops the start and names itself; the page lists them all."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pydantic import SecretStr

from pole.errors import SettingsError
from pole.settings import Settings, known_settings, read_settings

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "settings.md").read_text(encoding="utf-8")
PRODUCT = PAGE.partition("## For the tests")[0]
ROWS: dict[str, str] = dict(re.findall(r"^\| `(POLE_\w+)` \| ([^|]*) \|", PRODUCT, re.MULTILINE))


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in known_settings():
        monkeypatch.delenv(name, raising=False)


def test_without_an_environment_the_store_is_a_file_in_the_data_folder() -> None:
    assert read_settings().store_url == "sqlite:///pole-data/pole.db"


def test_the_environment_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLE_STORE", "neo4j://graph.force.example:7687")
    monkeypatch.setenv("POLE_PORT", "0")

    assert read_settings().store_url == "neo4j://graph.force.example:7687"
    assert read_settings().port == 0


def test_what_is_said_in_code_goes_before_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLE_PORT", "8001")

    assert read_settings(port=8002).port == 8002


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("POLE_PORT", "http"),
        ("POLE_PORT", "65536"),
        ("POLE_STORE", "postgres://graph"),
        ("POLE_QUESTION_SECONDS", "0"),
        ("POLE_DEVELOPMENT", "perhaps"),
    ],
)
def test_a_malformed_setting_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(SettingsError, match=name):
        read_settings()


def test_every_malformed_setting_is_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLE_PORT", "http")
    monkeypatch.setenv("POLE_METRICS_PORT", "-1")

    with pytest.raises(SettingsError, match=r"POLE_PORT.*POLE_METRICS_PORT"):
        read_settings()


def test_a_real_issuer_and_the_development_issuer_exclude_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLE_ISSUER", "https://sign-in.force.example")

    with pytest.raises(SettingsError, match="POLE_DEVELOPMENT must be false"):
        read_settings()


def test_a_malformed_value_is_not_repeated_for_it_may_be_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLE_STORE", "hunter2")

    with pytest.raises(SettingsError) as failed:
        read_settings()

    assert "hunter2" not in failed.value.message


def test_a_password_does_not_show_itself() -> None:
    assert "hunter2" not in repr(read_settings(neo4j_password="hunter2"))


def test_the_page_lists_every_setting_in_order_and_no_other() -> None:
    assert list(ROWS) == list(known_settings())


@pytest.mark.parametrize("name", known_settings())
def test_the_page_gives_the_default(name: str) -> None:
    default = Settings.model_fields[name.removeprefix("POLE_").lower()].default
    value = default.get_secret_value() if isinstance(default, SecretStr) else default
    words = str(value).lower() if isinstance(value, bool) else "" if value is None else str(value)

    assert ROWS[name] == (f"`{words}`" if words else "empty")


@pytest.mark.parametrize("name", known_settings())
def test_every_setting_says_what_it_is_for(name: str) -> None:
    assert known_settings()[name]
