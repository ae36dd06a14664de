"""The composition without an engine: what can be said of it by reading it."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TypedDict, cast

import pytest
import yaml

from pole.settings import known_settings
from tests.server.jars import VERSION

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = (ROOT / "docker-compose.yml").read_text()
DOCKERFILE = (ROOT / "Dockerfile").read_text()

Service = Mapping[str, object]


class Composition(TypedDict):
    services: dict[str, Service]
    volumes: dict[str, None]


@pytest.fixture(scope="module")
def composition() -> Composition:
    return cast("Composition", yaml.safe_load(COMPOSE))


def environment(service: Service) -> dict[str, str]:
    return cast("dict[str, str]", service["environment"])


def test_no_password_has_a_default(composition: Composition) -> None:
    for service in composition["services"].values():
        for name, value in environment(service).items():
            if "PASSWORD" in name or "AUTH" in name:
                assert re.search(r"\$\{\w+:\?[^}]+\}$", value), name


def test_the_database_is_the_release_that_tests_run_against(composition: Composition) -> None:
    assert composition["services"]["neo4j"]["image"] == f"neo4j:{VERSION}-community"


def test_the_database_is_checked_and_not_published(composition: Composition) -> None:
    neo4j = composition["services"]["neo4j"]
    assert "ports" not in neo4j and "cypher-shell" in str(neo4j["healthcheck"])


def test_the_service_waits_for_a_healthy_database_and_its_schema(composition: Composition) -> None:
    assert composition["services"]["pole"]["depends_on"] == {
        "neo4j": {"condition": "service_healthy"},
        "store": {"condition": "service_completed_successfully"},
    }


def test_every_setting_that_is_given_is_one_the_service_reads(composition: Composition) -> None:
    given = {name for service in composition["services"].values() for name in environment(service)}
    assert {name for name in given if name.startswith("POLE_")} <= set(known_settings())


def test_the_development_issuer_is_off(composition: Composition) -> None:
    given = environment(composition["services"]["pole"])
    assert given["POLE_DEVELOPMENT"] == "false" and given["POLE_ISSUER"].startswith("${POLE_ISSUER:?")


def test_every_volume_in_use_is_declared(composition: Composition) -> None:
    used = {
        str(volume).split(":")[0]
        for service in composition["services"].values()
        for volume in cast("list[str]", service.get("volumes", []))
    }
    assert used == set(composition["volumes"])


def test_the_image_runs_without_root_and_says_when_it_is_ready() -> None:
    last_stage = DOCKERFILE.rsplit("\nFROM ", 1)[1]
    assert re.search(r"^USER 10001:10001$", last_stage, re.MULTILINE)
    assert "/readyz" in last_stage.split("HEALTHCHECK")[1].split("ENTRYPOINT")[0]


def test_the_image_installs_nothing_that_is_not_pinned() -> None:
    installs = re.findall(r"pip install ([^\n&]+)", DOCKERFILE)
    assert installs and all("--require-hashes" in call or "--no-index" in call for call in installs)


def test_everything_the_image_copies_is_let_through() -> None:
    copied = {
        name.rstrip("/")
        for line in re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE)
        for name in line.split()
    }
    let_through = re.findall(r"^!(\S+)$", (ROOT / ".dockerignore").read_text(), re.MULTILINE)
    assert {Path(name).parts[0] for name in copied} == set(let_through)
    assert all((ROOT / name).exists() for name in copied)
