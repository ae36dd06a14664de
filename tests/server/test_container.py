"""A container is asked for as Docker wants it: a stand-in for its client writes down the calls."""

from pathlib import Path

import pytest

from tests.server.container import IMAGE, ContainerEngine, docker_answers
from tests.server.errors import NoServerError

CLIENT = """#!/bin/sh
echo "$@" >> "{calls}"
case "$1" in
  container) [ -e "{folder}/made" ] && echo true || exit 1 ;;
  run) touch "{folder}/made"; exit {run_code} ;;
esac
"""


@pytest.fixture
def calls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Path:
    calls, client = tmp_path / "calls", tmp_path / "docker"
    client.write_text(CLIENT.format(calls=calls, folder=tmp_path, run_code=getattr(request, "param", 0)))
    client.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    return calls


def test_a_container_is_made_once_and_started_again_after_kill_9(calls: Path) -> None:
    engine = ContainerEngine("pole-neo4j-test", 17_000, "secret-word")
    engine.launch()
    engine.kill()
    engine.launch()
    verbs = [line.split()[0] for line in calls.read_text().splitlines()]
    assert verbs == ["container", "run", "kill", "container", "start"]


def test_a_container_is_published_on_loopback_alone_under_the_address_it_tells_clients(calls: Path) -> None:
    ContainerEngine("pole-neo4j-test", 17_000, "secret-word").launch()
    made = calls.read_text()
    assert "--publish 127.0.0.1:17000:7687" in made and made.rstrip().endswith(IMAGE)
    assert "NEO4J_server_bolt_advertised__address=127.0.0.1:17000" in made


@pytest.mark.parametrize("calls", [1], indirect=True)
def test_an_image_that_cannot_be_had_is_no_server(calls: Path) -> None:
    with pytest.raises(NoServerError, match="docker run failed"):
        ContainerEngine("pole-neo4j-test", 17_000, "secret-word").launch()
    assert "run" in calls.read_text()


def test_no_client_is_no_engine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not docker_answers()
