"""A server in a container, where a Docker engine answers."""

import subprocess

from tests.server.errors import NoServerError
from tests.server.jars import VERSION
from tests.server.jvm import SMALL, Shape

IMAGE = f"neo4j:{VERSION}-community"


def docker_answers() -> bool:
    """Whether there is a Docker client and an engine behind it."""
    try:
        asked = subprocess.run(["docker", "version"], capture_output=True, timeout=10, check=False)
    except (FileNotFoundError, subprocess.TimeoutExpired):
        return False
    return asked.returncode == 0


class ContainerEngine:
    """One named container; its data lives in it and goes with it."""

    def __init__(self, name: str, port: int, password: str, shape: Shape = SMALL) -> None:
        self.port = port
        self.password = password
        self._name = name
        self._shape = shape

    def launch(self) -> None:
        """Create the container, or start it again. Raises `NoServerError` with what Docker said."""
        if _docker("container", "inspect", self._name, check=False).returncode == 0:
            _docker("start", self._name)
            return
        settings = {
            "NEO4J_AUTH": f"neo4j/{self.password}",
            "NEO4J_server_bolt_advertised__address": f"127.0.0.1:{self.port}",
            "NEO4J_server_http_enabled": "false",
            "NEO4J_dbms_usage__report_enabled": "false",
            "NEO4J_server_memory_heap_initial__size": self._shape.heap,
            "NEO4J_server_memory_heap_max__size": self._shape.heap,
            "NEO4J_server_memory_pagecache_size": self._shape.page_cache,
            "NEO4J_db_transaction_timeout": "120s",
        }
        options = [part for name, value in settings.items() for part in ("--env", f"{name}={value}")]
        _docker("run", "--detach", "--name", self._name, "--publish", f"127.0.0.1:{self.port}:7687", *options, IMAGE)

    def running(self) -> bool:
        """Whether the container runs."""
        told = _docker("container", "inspect", "--format", "{{.State.Running}}", self._name, check=False)
        return told.stdout.strip() == "true"

    def stop(self) -> None:
        """Ask the server to end and wait until it has."""
        _docker("stop", "-t", "60", self._name)

    def kill(self) -> None:
        """End the server as a power cut would."""
        _docker("kill", "--signal", "KILL", self._name)

    def discard(self) -> None:
        """Remove the container with its data."""
        _docker("rm", "--force", "--volumes", self._name, check=False)

    def admin(self, *arguments: str) -> str:
        """Nothing runs in a container that is stopped."""
        raise NoServerError("neo4j-admin needs a server from the jars of Maven Central, and this one is in a container")

    def freeze(self) -> None:
        """Stop all its processes where they are."""
        _docker("pause", self._name)

    def thaw(self) -> None:
        """Let them go on."""
        _docker("unpause", self._name)

    def fill_disk(self) -> None:
        """Its disk is that of the machine."""
        raise NoServerError("a full disk needs a server from the jars of Maven Central, and this one is in a container")

    def last_words(self) -> str:
        """The end of what the server printed."""
        return _docker("logs", "--tail", "20", self._name, check=False).stdout


def _docker(*arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(["docker", *arguments], capture_output=True, text=True, check=False)
    if check and done.returncode != 0:
        raise NoServerError(f"docker {arguments[0]} failed: {done.stderr.strip()}")
    return done
